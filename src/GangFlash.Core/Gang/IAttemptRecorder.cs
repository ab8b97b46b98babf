using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Images;
using GangFlash.Planning;

namespace GangFlash.Gang;

/// <summary>
/// The seam to the record. "Not green before it is on disk" is the gang's rule, so the gang owns this contract.
/// Both methods return only after what they were given is committed.
/// </summary>
public interface IAttemptRecorder
{
    /// <summary>Commits that an attempt begins, before the first command that could change the device.</summary>
    /// <exception cref="RecordException">It cannot be recorded; then it does not begin.</exception>
    Task<AttemptBegin> BeginAsync(AttemptStart start, CancellationToken ct);

    /// <summary>Commits protected bytes that the attempt is about to erase and to put back. Until a unit has passed, <see cref="BeginAsync"/> gives them back for it.</summary>
    /// <exception cref="RecordException">They cannot be recorded; then nothing is erased.</exception>
    Task KeepAsync(string attempt, ImmutableArray<Segment> kept, CancellationToken ct);

    /// <summary>Commits how it ended, once.</summary>
    /// <exception cref="RecordException">It cannot be recorded; then it is no pass.</exception>
    Task EndAsync(string attempt, AttemptEnd end, CancellationToken ct);
}

/// <summary>What is known when an attempt begins.</summary>
/// <param name="Number">Counts the attempts on this unit in this run, from 1.</param>
/// <param name="UnitSerial">None where the unit has none yet.</param>
/// <param name="Device">None if the device could not be opened.</param>
public sealed record AttemptStart(
    GangContext Context, FlashOrder Order, int Slot, UsbPortPath Port, int Number, string? UnitSerial, DeviceIdentity? Device, DateTimeOffset StartedAt)
{
    /// <summary>The attempt before it on the same unit in the same run: its numbers are taken again.</summary>
    public string? Previous { get; init; }
}

/// <summary>Who flashes, where, with what.</summary>
/// <param name="Batch">None outside of a batch.</param>
/// <param name="Purpose"><c>production</c>, <c>engineering</c> and so on (factory.md 4.4).</param>
/// <param name="Software">Version of this program.</param>
public sealed record GangContext(string Station, string Operator, string? Batch, string Purpose, string Software)
{
    /// <summary>What of a range of numbers this station may take, by the range's name; ranges that are not here it may take as a whole.</summary>
    public ImmutableSortedDictionary<string, NumberShare> Shares { get; init; } = ImmutableSortedDictionary<string, NumberShare>.Empty;
}

/// <summary>A part of a range of numbers; both ends belong to it.</summary>
public readonly record struct NumberShare(ulong First, ulong Last);

/// <param name="Instruction">The sentence that the operator was shown, as it was shown.</param>
public sealed record AttemptEnd(UnitResult Result, string Instruction, DateTimeOffset EndedAt);

/// <summary>Whether an attempt may begin.</summary>
public abstract record AttemptBegin
{
    private AttemptBegin() { }

    /// <param name="Attempt">Identifies the attempt across stations; time-ordered.</param>
    public sealed record Begun(string Attempt) : AttemptBegin
    {
        /// <summary>The number that the unit has from each range of the recipe, by the range's name; taken in the same commit.</summary>
        public ImmutableSortedDictionary<string, ulong> Numbers { get; init; } = ImmutableSortedDictionary<string, ulong>.Empty;

        /// <summary>Protected bytes that earlier attempts on the same unit, known by a serial that was given, have erased and not put back.</summary>
        public ImmutableArray<Segment> Kept { get; init; } = [];
    }

    /// <summary>A range of numbers has none left, as far as this station may take them.</summary>
    /// <param name="Last">As it is written.</param>
    public sealed record NumbersSpent(string Name, string Last) : AttemptBegin;

    /// <summary>The recipe wants serials to be unique, and this one has passed or is being flashed now.</summary>
    public sealed record SerialTaken(string Where) : AttemptBegin;
}

/// <summary>The record could not be written: disk full, locked, read-only, corrupt. Says what to do.</summary>
public sealed class RecordException(string message, Exception? cause = null) : Exception(message, cause);
