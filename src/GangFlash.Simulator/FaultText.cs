using System.Globalization;
using GangFlash.Documents;

namespace GangFlash.Simulator;

/// <summary>
/// Faults as people write them: <c>NAME[=VALUE][@PLACE][,again|,every]</c>. A place is <c>write=50</c>, <c>read=3</c> or <c>erase=2</c> (the n-th), the same with
/// an address, an address alone, <c>leave</c>, <c>request=12</c> (the n-th DFU request) or <c>transfer=180</c> (the number of the transfer, from 0).
/// </summary>
public static class FaultText
{
    /// <summary>One line for each form of a place, for a listing.</summary>
    public static IReadOnlyList<(string Form, string Description)> Places { get; } =
    [
        ("write=N, read=N, erase=N", "the N-th block written or read, the N-th erase since the board was plugged in"),
        ("write=0x08004000, read=…, erase=…", "the block or sector with this address"),
        ("0x08004000", "whichever of these touches the address first"),
        ("leave", "when the board is told to leave"),
        ("request=N", "the N-th DFU request since the board was plugged in; a kernel's enumeration is not counted"),
        ("transfer=N", "the N-th control transfer of any kind since the board was made, from 0"),
    ];

    /// <summary>How often, for a listing.</summary>
    public static IReadOnlyList<(string Form, string Description)> Repeats { get; } =
    [
        ("(nothing)", "once; gone for good after that"),
        (",again", "once each time that the board is plugged in"),
        (",every", "every N-th time, or each time that the address is touched"),
    ];

    const int LargestNumber = 10_000_000;

    public static FaultReading Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var (head, placeText) = Cut(parts[0], '@');
        var (name, value) = Cut(head, '=');
        if (FaultCatalogue.All.FirstOrDefault(known => known.Name == name) is not { } kind)
            return Wrong($"fault '{Show(name)}' {SceneWords.Unknown(name, FaultCatalogue.All.Select(known => known.Name))}");
        if (value is not null && kind.Value is null)
            return Wrong($"'{name}' takes no value; write {kind.Form}");
        if (string.IsNullOrEmpty(value) && kind.Value is not null && !(value is null && kind.ValueMayBeLeftOut))
            return Wrong($"'{name}' needs a value; write {kind.Form}");
        if (placeText is null && kind.Needs != FaultNeed.Nothing)
            return Wrong($"'{name}' needs {(kind.Needs == FaultNeed.Address ? "an address, such as @0x08004000" : "a place, such as @write=50, @read=0x08001234 or @leave")}; write {kind.Form}");
        if (placeText is not null && kind.Needs == FaultNeed.Nothing)
            return Wrong($"'{name}' is the whole board's and has no place; write {kind.Form}");

        var repeat = FaultRepeat.Once;
        if (parts.Length > 2 || (parts.Length == 2 && Repeat(parts[1], out repeat) is not null))
            return Wrong($"'{Show(string.Join(',', parts[1..]))}' is no word behind a fault; write again, every, or nothing");
        if (parts.Length == 2 && kind.Needs != FaultNeed.Place)
            return Wrong($"'{name}' is always so; leave '{parts[1]}' out");

        FaultPlace? place = null;
        uint address = 0;
        if (placeText is not null && (kind.Needs == FaultNeed.Address ? DocumentScalars.Address(placeText, out address) : Place(placeText, out place)) is { } misplaced)
            return Wrong($"'{Show(placeText)}' {misplaced}");
        if (place is FaultPlace.Transfer && repeat != FaultRepeat.Once)
            return Wrong($"'{Show(placeText!)}' comes once; leave '{parts[1]}' out");
        if (Impossible(name, place) is { } impossible)
            return Wrong($"'{Show(placeText!)}' {impossible}");

        // A flip is of what is read: the write that touches the address before is no place for it.
        if (name == "bit-flip" && place is FaultPlace.At { Step: null } anywhere)
            place = anywhere with { Step = BoardStep.Read };
        var change = kind.Change(new(value, place, address, repeat));
        return change.Apply is { } apply
            ? new(new(text, kind, place is FaultPlace.At at ? at.Address : kind.Needs == FaultNeed.Address ? address : null, apply), null)
            : Wrong($"'{Show(value!)}' {change.Complaint}");
    }

    static string? Impossible(string name, FaultPlace? place) => (name, place) switch
    {
        ("bit-flip", FaultPlace.Nth { Step: not BoardStep.Read } or FaultPlace.At { Step: not (null or BoardStep.Read) }) => "is no place for a bit that is wrong when it is read; write bit-flip@read=3 or bit-flip@0x08001234",
        _ => null,
    };

    static string? Place(string text, out FaultPlace? place)
    {
        place = null;
        if (text == "leave")
        {
            place = new FaultPlace.Nth(BoardStep.Leave, 1);
            return null;
        }

        var (word, value) = Cut(text, '=');
        if (value is null)
        {
            if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
                return $"is no place; write {string.Join(", ", Places.Select(known => known.Form))}";
            var complaint = DocumentScalars.Address(text, out var alone);
            place = new FaultPlace.At(alone, null);
            return complaint;
        }

        BoardStep? step = word switch { "write" => BoardStep.Write, "read" => BoardStep.Read, "erase" => BoardStep.Erase, _ => null };
        if (step is null && word is not ("request" or "transfer"))
            return $"is no place: '{Show(word)}' {SceneWords.Unknown(word, ["write", "read", "erase", "request", "transfer", "leave"])}";
        if (step is { } at && value.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            var complaint = DocumentScalars.Address(value, out var address);
            place = new FaultPlace.At(address, at);
            return complaint is null ? null : $"is no place: '{Show(value)}' {complaint}";
        }

        var least = word == "transfer" ? 0 : 1;
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > LargestNumber)
            return $"is no place: '{Show(value)}' is no number from {least} to {LargestNumber}{(step is null ? "" : " and no address")}";
        place = step is { } counted ? new FaultPlace.Nth(counted, number) : word == "request" ? new FaultPlace.Request(number) : new FaultPlace.Transfer(number);
        return null;
    }

    static string? Repeat(string text, out FaultRepeat repeat)
    {
        repeat = text switch { "again" => FaultRepeat.EachPowerUp, "every" => FaultRepeat.Every, _ => FaultRepeat.Once };
        return repeat == FaultRepeat.Once ? "" : null;
    }

    static (string Before, string? Behind) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is >= 0 and var found ? (text[..found].Trim(), text[(found + 1)..].Trim()) : (text.Trim(), null);

    static string Show(string text) => DocumentScalars.Show(text);

    static FaultReading Wrong(string problem) => new(null, problem);
}

/// <summary>A fault that was asked for.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="Address">The address that it names; a board without memory there cannot have it.</param>
/// <param name="Apply">Makes a board one that has it. Only for boards that <see cref="Against"/> says nothing about.</param>
public sealed record BoardFault(string Text, FaultKind Kind, uint? Address, Func<BoardModel, BoardModel> Apply)
{
    /// <summary>Why this board cannot have it; none if it can.</summary>
    public string? Against(BoardModel board)
    {
        ArgumentNullException.ThrowIfNull(board);
        return Address is { } address && board.SectorAt(address) is null ? $"{board.Name} has no memory at 0x{address:X8}" : null;
    }
}

/// <param name="Problem">What is wrong and what to write instead; none if the text is a fault.</param>
public sealed record FaultReading(BoardFault? Fault, string? Problem);
