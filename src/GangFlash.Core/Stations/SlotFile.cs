using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GangFlash.Devices;
using GangFlash.Documents;
using GangFlash.Gang;

namespace GangFlash.Stations;

/// <summary>A slot that was taught, and when.</summary>
/// <param name="At">UTC, to the second; none if somebody wrote the file by hand.</param>
public readonly record struct TaughtSlot(int Slot, UsbPortPath Port, DateTimeOffset? At);

/// <summary>All that a slot file says. No port and no slot stands in it twice.</summary>
public sealed record TaughtSlots(ImmutableArray<TaughtSlot> Slots);

/// <summary>What came of reading a slot file.</summary>
/// <param name="Slots">None as soon as there is one error.</param>
public sealed record SlotFileReading(TaughtSlots? Slots, ImmutableArray<DocumentProblem> Problems);

/// <summary>The file of taught slots: written by the program, readable by people, one line a slot.</summary>
public sealed class SlotFile
{
    const int Version = 1;
    const string TimeShape = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    static readonly DocumentKind s_kind = new("slots", "slot file", "'version: 1'");

    readonly DocumentProblems problems;

    SlotFile(DocumentProblems problems) => this.problems = problems;

    /// <summary>Never throws: a file that is no slot file gives none, and says why.</summary>
    public static SlotFileReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var found = new DocumentProblems(s_kind, file);
        TaughtSlots? slots = null;
        if (DocumentText.Decode(bytes, found) is { } text && YamlDocument.Load(text[DocumentText.WithoutMark(text)..], found) is { } root)
            slots = new DocumentValue(root, "a slot file", found).Keys(new SlotFile(found).Slots);
        return new(found.HasErrors ? null : slots, found.InOrder());
    }

    /// <summary>The file, byte for byte the same for the same slots.</summary>
    public static string Write(IEnumerable<TaughtSlot> slots)
    {
        var text = new StringBuilder(
            """
            # Which USB port is which slot of this station. Written by 'gangflash slots teach' and 'gangflash slots clear'; the file before the last
            # change is kept beside it. A slot is a place: no serial string stands here, since boards of one kind may all show the same.

            """.ReplaceLineEndings("\n"));
        _ = text.Append(CultureInfo.InvariantCulture, $"version: {Version}\n");
        var taught = slots.OrderBy(slot => slot.Slot).ToList();
        if (taught.Count > 0)
            _ = text.Append("slots:\n");
        foreach (var slot in taught)
        {
            var at = slot.At is { } moment ? $", taught: \"{moment.ToUniversalTime().ToString(TimeShape, CultureInfo.InvariantCulture)}\"" : "";
            _ = text.Append(CultureInfo.InvariantCulture, $"  - {{ slot: {slot.Slot}, port: {slot.Port}{at} }}\n");
        }

        return text.ToString();
    }

    TaughtSlots Slots(DocumentKeys keys)
    {
        if (keys.Required("version", "'version: 1'", version => version.Word()) is { } version && version != Version)
            problems.Error(StationCode.Version, keys.PlaceOf("version"), $"this file has version {version}, and this program knows version {Version}; use the program that wrote it, or teach the slots again");
        var entries = keys.Optional("slots", slots => slots.Several(SlotMap.MostSlots, slot => slot.Keys(inner => Entry(inner, slot.Place)))) ?? [];
        RefuseTwins(entries);
        return new([.. entries.Select(entry => entry.Slot)]);
    }

    sealed record Line(TaughtSlot Slot, SourcePlace Place);

    static Line? Entry(DocumentKeys keys, SourcePlace place)
    {
        var slot = keys.Required("slot", "'slot: 1'", number => StationReader.Number(number, StationCode.Slot, "slot", SlotMap.MostSlots));
        var port = keys.Required("port", "'port: 1-4.2'", Port);
        var at = keys.Optional("taught", Moment);
        return slot is { } number && port is { } path ? new(new(number, path, at), place) : null;
    }

    static UsbPortPath? Port(DocumentValue value)
    {
        if (value.Text(64) is not { } text)
            return null;
        if (UsbPortPath.TryParse(text, out var port))
            return port;
        value.Error(StationCode.Port, $"'port': '{DocumentScalars.Show(text)}' is no USB port; write its path such as 1-4.2, as 'gangflash devices' shows it");
        return null;
    }

    static DateTimeOffset? Moment(DocumentValue value)
    {
        if (value.Text(32) is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, TimeShape, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment;
        value.Error(StationCode.Time, $"'taught': '{DocumentScalars.Show(text)}' is no moment; write it in UTC such as 2026-11-21T06:00:00Z, or remove the key");
        return null;
    }

    void RefuseTwins(ImmutableArray<Line> entries)
    {
        var slots = new Dictionary<int, Line>();
        var ports = new Dictionary<UsbPortPath, Line>();
        foreach (var entry in entries)
        {
            if (!slots.TryAdd(entry.Slot.Slot, entry))
                problems.Error(StationCode.Slot, entry.Place, $"slot {entry.Slot.Slot} is port {entry.Slot.Port} here and port {slots[entry.Slot.Slot].Slot.Port} in line {slots[entry.Slot.Slot].Place.Line}; remove one of the two");
            if (!ports.TryAdd(entry.Slot.Port, entry))
                problems.Error(StationCode.Port, entry.Place, $"port {entry.Slot.Port} is slot {entry.Slot.Slot} here and slot {ports[entry.Slot.Port].Slot.Slot} in line {ports[entry.Slot.Port].Place.Line}; remove one of the two");
        }
    }
}
