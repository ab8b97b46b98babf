using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Messages;
using GangFlash.Recipes;

namespace GangFlash.Traceability;

/// <summary>The record of a station, in a SQLite file that only grows. What a method was given is on disk when it returns.</summary>
public sealed class TraceabilityStore : IAttemptRecorder, IAsyncDisposable
{
    readonly string path;
    readonly TimeProvider clock;
    readonly RecordWriter writer;
    readonly string session;

    // Touched by the writer alone, in its order; after it has ended by Dispose.
    readonly Dictionary<string, StationLock> stations = new(StringComparer.Ordinal);

    // A gang shares its images, and to hash one for each attempt would cost more than to record it.
    readonly ConditionalWeakTable<FirmwareImage, ImageRow> images = [];

    ImmutableHashSet<string> lost = [];

    TraceabilityStore(string path, TimeProvider clock, RecordWriter writer)
    {
        (this.path, this.clock, this.writer) = (path, clock, writer);
        session = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
    }

    /// <summary>Transactions since it was opened: fewer than attempts, since what ends together is committed together.</summary>
    public long Commits => writer.Commits;

    /// <summary>Opens the record, creates it where there is none, and brings it up to date.</summary>
    /// <exception cref="RecordException">It cannot be used.</exception>
    public static Task<TraceabilityStore> OpenAsync(string path, TimeProvider clock, CancellationToken ct) => OpenAsync(path, clock, RecordLimits.Ordinary, ct);

    /// <summary>As above, with the key that signs checkpoints at a place of its own: on a stick, or where only this user may read.</summary>
    public static Task<TraceabilityStore> OpenAsync(string path, string keyFile, TimeProvider clock, CancellationToken ct) =>
        OpenAsync(path, clock, RecordLimits.Ordinary with { KeyFile = keyFile }, ct);

    internal static Task<TraceabilityStore> OpenAsync(string path, TimeProvider clock, RecordLimits limits, CancellationToken ct) =>
        Task.Run(
            () =>
            {
                var file = new RecordFile(path);
                return new TraceabilityStore(file.Path, clock, RecordWriter.Open(file, limits, clock));
            },
            ct);

    /// <summary>Commits that an attempt begins; and where the recipe wants serials to be unique, decides in the same transaction that this one is.</summary>
    public Task<AttemptBegin> BeginAsync(AttemptStart start, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(start);
        var now = clock.GetUtcNow();
        var row = new AttemptStartRow(start, session, RecipeRow.Of(start.Order.Recipe, now), [.. start.Order.Images.Select(image => images.GetValue(image, seen => ImageRow.Of(seen, now)))]);
        var unique = start.Order.Recipe.Serial.Unique ? start.UnitSerial : null;
        var serial = start.Order.Recipe.Serial is { From: SerialSource.Numbers, Range.Name: var series } ? series : null;
        var given = start.Order.Recipe.Serial.From == SerialSource.Given ? start.UnitSerial : null;
        return writer.WriteAsync<AttemptBegin>(
            book =>
            {
                Lock(start.Context.Station);
                if (unique is not null && TakenSerial.Where(book.Statements, unique, session, lost) is { } where)
                    return new AttemptBegin.SerialTaken(where);
                var kept = given is null ? [] : KeptRows.OpenOf(book.Statements, given);
                var (taken, spent) = NumberLeaseRow.Take(book.Statements, row.Attempt, start, given);
                if (spent is not null)
                    return spent;
                var numbers = taken.ToImmutableSortedDictionary(lease => lease.Series, lease => (ulong)lease.Number);
                (serial is { } range ? row with { UnitSerial = start.Order.Recipe.Serial.TextOf(numbers[range]) } : row).Store(book);
                foreach (var lease in taken)
                    lease.Store(book);
                return new AttemptBegin.Begun(row.Attempt) { Kept = kept, Numbers = numbers };
            },
            ct,
            begins: true);
    }

    public Task KeepAsync(string attempt, ImmutableArray<Segment> kept, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var rows = new KeptRows(attempt, RecordTime.Text(clock.GetUtcNow()), kept);
        return writer.WriteAsync(
            book =>
            {
                rows.Store(book);
                return 0;
            },
            ct,
            begins: true);
    }

    public async Task EndAsync(string attempt, AttemptEnd end, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(end);
        var rows = AttemptEndRows.Of(attempt, end);
        try
        {
            _ = await writer.WriteAsync(
                book =>
                {
                    rows.Store(book);
                    return 0;
                },
                ct).ConfigureAwait(false);
        }
        catch (RecordException)
        {
            _ = ImmutableInterlocked.Update(ref lost, attempts => attempts.Add(attempt));
            throw;
        }
    }

    /// <summary>
    /// At the start of a run: whatever this station began and never ended is ended as INTERRUPTED, and returned so that the operator is told.
    /// The station's lock proves that nobody is still working on it.
    /// </summary>
    /// <exception cref="RecordException">Another program writes as this station, or it cannot be recorded.</exception>
    public Task<ImmutableArray<InterruptedAttempt>> CloseInterruptedAsync(string station, CancellationToken ct) => CloseInterruptedAsync(station, Language.English, ct);

    /// <summary>As above; the operator is told in <paramref name="language"/>, and so it is recorded.</summary>
    public Task<ImmutableArray<InterruptedAttempt>> CloseInterruptedAsync(string station, Language language, CancellationToken ct) => writer.WriteAsync(
        book =>
        {
            Lock(station);
            return InterruptedAttempt.CloseAll(book, station, session, clock.GetUtcNow(), language);
        },
        ct);

    /// <summary>Commits an event, with the rows that its kind has beside it.</summary>
    /// <exception cref="RecordException">It cannot be recorded.</exception>
    public Task<RecordedEvent> RecordEventAsync(StationEvent happened, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var at = happened.At ?? clock.GetUtcNow();
        return writer.WriteAsync(book => happened.Store(book, at), ct);
    }

    /// <summary>Writes what still waits, closes the file, and lets other programs write as this station.</summary>
    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync().ConfigureAwait(false);
        foreach (var station in stations.Values)
            station.Dispose();
        stations.Clear();
    }

    void Lock(string station)
    {
        if (!stations.ContainsKey(station))
            stations.Add(station, StationLock.Take(path, station));
    }
}
