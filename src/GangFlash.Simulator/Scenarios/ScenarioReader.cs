using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Simulator.Scenarios;

/// <summary>Reads a scenario file and reports all of its problems at once.</summary>
public sealed class ScenarioReader
{
    static readonly DocumentKind s_kind = new("scenario", "scenario", "'scenario: name-of-the-scenario'");

    const int MostFaults = 32;
    const int MostActs = 256;
    const int MostContents = 16;
    const int MostRanges = 32;
    const int MostPatternBytes = 64;

    /// <summary>Faults that say what the flash does with bytes.</summary>
    static readonly ImmutableArray<string> s_media = ["stores-nothing", "echoes", "stores-first", "shifts", "unstable-bit"];

    readonly DocumentProblems problems;
    readonly List<SceneBoard> boards = [];

    ScenarioReader(DocumentProblems problems) => this.problems = problems;

    /// <summary>Never throws: a file that is no scenario gives none, and says why.</summary>
    /// <param name="file">For the messages; nothing is opened. Images are left as <see cref="FlashContent.Image"/>.</param>
    /// <param name="bytes">The whole file.</param>
    public static ScenarioReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var found = new DocumentProblems(s_kind, file);
        Scenario? scenario = null;
        if (DocumentText.Decode(bytes, found) is { } text && YamlDocument.Load(text[DocumentText.WithoutMark(text)..], found) is { } root)
            scenario = new DocumentValue(root, "a scenario", found).Keys(new ScenarioReader(found).Scenario);
        return new(found.HasErrors ? null : scenario, found.InOrder());
    }

    Scenario Scenario(DocumentKeys keys)
    {
        var name = keys.Required("scenario", "'scenario: ' and its name", value => value.Name()) ?? "";
        _ = keys.Optional("description", value => value.Prose(4000));
        _ = keys.Required("boards", "'boards:' and below it '  - part: STM32F746'", list => list.Several(SimulatedFleet.MostBoards, Boards));
        return new(name, [.. boards], keys.Optional("timeline", list => list.Several(MostActs, entry => entry.Keys(Act))) ?? []);
    }

    /// <summary>The boards of one entry. Each has a port of its own, or there is a complaint.</summary>
    object? Boards(DocumentValue entry) => entry.Keys<object>(keys =>
    {
        var source = Source(keys);
        var count = keys.Optional("count", Count) ?? 1;
        var port = keys.Optional("port", value => Port(value, mustBeKnown: false));
        var faults = keys.Optional("faults", list => list.OneOrSeveral(MostFaults, Fault)) ?? [];
        var plugged = keys.Optional("plugged", value => value.Truth()) ?? true;
        for (var i = 0; i < count; i++)
        {
            if (boards.Count == SimulatedFleet.MostBoards)
            {
                entry.Error(DocumentCode.Count, $"that is more than {SimulatedFleet.MostBoards} boards");
                break;
            }

            if ((port is { } first ? Behind(first, i) : keys.Has("port") ? Nowhere() : Free()) is not { } at)
            {
                problems.Error(ScenarioCode.Port, keys.PlaceOf("port"), $"there are not {count} ports from {port} on; begin with a lower one");
                break;
            }

            if (boards.Find(board => board.Port == at) is { } other)
                problems.Error(DocumentCode.Duplicate, keys.PlaceOf("port"), $"{at} has board {other.Number} already; give this one another port");
            var board = new SceneBoard(at, boards.Count + 1, source ?? VirtualPlaceholder) { Plugged = plugged };
            if (i == 0 && source is not null)
                RefuseFaultsAgainst(board.Model, faults, keys.PlaceOf("faults"));
            boards.Add(board with { Faults = [.. faults.Select(found => found.Fault)] });
        }

        return s_done;
    });

    static readonly object s_done = new();

    /// <summary>Stands in for a part that nobody knows, which was complained about, so that the rest of the file is read.</summary>
    static BoardSource VirtualPlaceholder => SimulatedFleet.Find(SimulatedFleet.UsualPart)!;

    /// <summary>What kind of board it is: everything but where, how many, and its faults.</summary>
    BoardSource? Source(DocumentKeys keys)
    {
        var source = keys.Required("part", "'part: STM32F746', or one of the boards of 'gangflash simulate --list'", Part);
        var changes = new List<Func<BoardModel, BoardModel>?>
        {
            keys.Optional("name", value => Change(value.Text(64), (board, name) => board with { Name = name })),
            keys.Optional("product", value => Change(value.Text(64, least: 0), (board, product) => board with { Product = product })),
            keys.Optional("serial", value => Change(value.Text(64, least: 0), (board, serial) => board with { Serial = serial, SerialChanges = false })),
            keys.Optional<Func<BoardModel, BoardModel>>("layout", value => value.OneOrSeveral(16, text => text.Text(LayoutString.LongestText)) is { } says ? board => board with { Alternates = says } : null),
            keys.Optional("read-protected", value => Change(value.Truth(), (board, isSo) => board with { ReadProtected = isSo })),
            keys.Optional<Func<BoardModel, BoardModel>>("write-protected", value => value.OneOrSeveral(MostRanges, Boxed) is { } ranges ? board => board with { WriteProtected = [.. ranges.Select(range => range.Range)] } : null),
            keys.Optional("media", Media),
            keys.Optional("busy", value => Change(value.Choice<GangFlash.Chips.BusyHabit>(), (board, busy) => board with { Busy = busy })),
            keys.Optional("poll", value => value.Keys(Poll)),
            keys.Optional("erase-time", value => Change(Word<double>(value, SceneWords.Factor), (board, factor) => board with { EraseTimeFactor = factor })),
            keys.Optional("write-time", value => Change(Word<double>(value, SceneWords.Factor), (board, factor) => board with { ProgramTimeFactor = factor })),
            keys.Optional("leave", value => Change(value.Choice<LeaveHabit>(), (board, habit) => board with { Leave = habit })),
            keys.Optional("reset", value => Change(value.Choice<ResetHabit>(), (board, habit) => board with { Reset = habit })),
            keys.Optional("after-option-bytes", value => Change(value.Choice<OptionBytesHabit>(), (board, habit) => board with { AfterOptionBytes = habit })),
            keys.Optional("state", value => Change(Word<DfuState>(value, SceneWords.State), FaultCatalogue.FoundIn)),
            keys.Optional("status", value => Change(Word<DfuStatus>(value, SceneWords.Status), (board, status) => board with { FirstStatus = status })),
        };
        if (keys.Has("status") && !keys.Has("state"))
            problems.Error(DocumentCode.MissingKey, keys.PlaceOf("status"), "'status' needs 'state: dfuERROR' beside it: in other states it is OK");
        var changed = changes.OfType<Func<BoardModel, BoardModel>>().Aggregate(source, (kind, change) => kind?.With(change));
        var content = keys.Optional("flash", list => list.OneOrSeveral(MostContents, entry => entry.Keys(parts => Content(parts, changed)))) ?? [];
        return changed is null ? null : changed with { Content = content };
    }

    static Func<BoardModel, BoardModel>? Change<T>(T? value, Func<BoardModel, T, BoardModel> change)
        where T : class => value is null ? null : board => change(board, value);

    static Func<BoardModel, BoardModel>? Change<T>(T? value, Func<BoardModel, T, BoardModel> change)
        where T : struct => value is { } given ? board => change(board, given) : null;

    static BoardSource? Part(DocumentValue value)
    {
        if (value.Text(64) is not { } name)
            return null;
        if (SimulatedFleet.Find(name) is { } source)
            return source;
        value.Error(ScenarioCode.Part, $"there is no board '{DocumentScalars.Show(name)}' to simulate. {SimulatedFleet.Known(name).TrimEnd('.')}");
        return null;
    }

    static Func<BoardModel, BoardModel>? Media(DocumentValue value)
    {
        if (value.Says("honest"))
            return board => board with { Media = new MediaKind.Honest() };
        if (value.Text(128) is not { } text)
            return null;
        var name = text.Split('=', '@')[0];
        if (!s_media.Contains(name))
            value.Error(DocumentCode.Choice, $"'{DocumentScalars.Show(name)}' {SceneWords.Unknown(name, s_media.Add("honest"))}");
        else if (FaultText.Parse(text) is { Fault: { } fault })
            return fault.Apply;
        else
            value.Error(ScenarioCode.Fault, FaultText.Parse(text).Problem!);
        return null;
    }

    static Func<BoardModel, BoardModel> Poll(DocumentKeys keys)
    {
        var setAddress = keys.Optional("set-address", Time);
        var erase = keys.Optional("erase", Time);
        var massErase = keys.Optional("mass-erase", Time);
        var write = keys.Optional("write", Time);
        return board => board with { Poll = new(setAddress ?? board.Poll.SetAddress, erase ?? board.Poll.Erase, massErase ?? board.Poll.MassErase, write ?? board.Poll.Write) };
    }

    FlashContent? Content(DocumentKeys keys, BoardSource? board)
    {
        if (keys.Has("file"))
        {
            var place = keys.PlaceOf("file");
            keys.Unused("fill", "says nothing beside 'file'");
            keys.Unused("range", "says nothing beside 'file'");
            var at = keys.Optional("at", value => value.Address());
            return keys.Optional("file", value => value.RelativePath()) is { } file ? new FlashContent.Image(file, at, place) : null;
        }

        var range = keys.Required("range", "'file: images/app.elf', or 'range: 0x08000000+32K' and 'fill: 0x00'", value => value.Range());
        var bytes = keys.Required("fill", "'fill: 0x00' or more bytes, such as 0xDEADBEEF", Pattern);
        if (range is not { } filled || bytes is null)
            return null;
        if (board is not null && !ScenarioReading.Holds(board.Make(1), filled))
        {
            problems.Error(ScenarioCode.Address, keys.PlaceOf("range"), $"{board.Make(1).Name} has no memory at all of {filled}");
            return null;
        }

        return new FlashContent.Pattern(filled, [.. bytes]);
    }

    static byte[]? Pattern(DocumentValue value)
    {
        if (value.Text(2 + 2 * MostPatternBytes) is not { } text)
            return null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && text.Length > 2 && text.Length % 2 == 0 && text.Skip(2).All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text.AsSpan(2));
        value.Error(DocumentCode.Number, $"'fill': '{DocumentScalars.Show(text)}' is no row of bytes; write 0x and two hex digits for each of 1 to {MostPatternBytes} bytes");
        return null;
    }

    SceneAct? Act(DocumentKeys keys)
    {
        var cue = keys.Optional("when", value => Cue(value, eachTime: false));
        if (keys.Has("when"))
            keys.Unused("whenever", "says nothing beside 'when'");
        else
            cue = keys.Optional("whenever", value => Cue(value, eachTime: true));
        var isCued = keys.Has("when") || keys.Has("whenever");
        var after = isCued ? keys.Optional("after", Time) : keys.Required("after", "'after: 3s', or 'when: 1-1 leaves'", Time);
        var unplug = keys.Optional("unplug", value => Port(value, mustBeKnown: true));
        var plug = keys.Optional("plug", value => Port(value, mustBeKnown: true));
        var replace = keys.Optional("replace", value => Port(value, mustBeKnown: true));
        var by = keys.Optional("by", value => value.HasKeys ? value.Keys(By) : Part(value) is { } source ? new SceneDeed.Replace(source, []) : null);
        var fault = keys.Optional("fault", Fault);
        var at = keys.Optional("at", value => Port(value, mustBeKnown: true));
        string[] deeds = [.. ((string[])["unplug", "plug", "replace", "fault"]).Where(keys.Has)];
        if (deeds.Length != 1)
        {
            problems.Error(ScenarioCode.Act, keys.PlaceOf(deeds.LastOrDefault() ?? ""), deeds.Length == 0
                ? "nothing is done here; write unplug, plug, replace or fault"
                : $"'{deeds[0]}' and '{deeds[1]}' are two things; give each an entry of its own");
            return null;
        }

        if (!keys.Has("replace"))
            keys.Unused("by", "belongs to 'replace'");
        if (!keys.Has("fault"))
            keys.Unused("at", "belongs to 'fault'");
        else if (!keys.Has("at"))
            problems.Error(DocumentCode.MissingKey, keys.PlaceOf("fault"), "'at' is missing; write 'at: 1-1', the port of the board that gets the fault");
        if (fault is not null && at is { } whose && boards.Find(board => board.Port == whose) is { } suffering)
            RefuseFaultsAgainst(suffering.Source.Make(suffering.Number), [fault], keys.PlaceOf("fault"));
        SceneDeed? deed = deeds[0] switch
        {
            "unplug" => new SceneDeed.Unplug(),
            "plug" => new SceneDeed.Plug(),
            "replace" => by ?? new SceneDeed.Replace(null, []),
            _ => fault is null ? null : new SceneDeed.Suffer(fault.Fault),
        };
        return deed is not null && (unplug ?? plug ?? replace ?? at) is { } port && (!isCued || cue is not null) ? new(cue, after ?? TimeSpan.Zero, port, deed) : null;
    }

    SceneDeed.Replace? By(DocumentKeys keys)
    {
        var source = Source(keys);
        var faults = keys.Optional("faults", list => list.OneOrSeveral(MostFaults, Fault)) ?? [];
        if (source is not null)
            RefuseFaultsAgainst(source.Make(1), faults, keys.PlaceOf("faults"));
        return source is null ? null : new(source, [.. faults.Select(found => found.Fault)]);
    }

    SceneCue? Cue(DocumentValue value, bool eachTime)
    {
        if (value.Text(64) is not { } text)
            return null;
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var who, .. var rest] && boards.Find(board => board.Goes(who)) is { } board)
        {
            switch (string.Join(' ', rest))
            {
                case "leaves": return new(board.Port, BoardHappening.Leaves, eachTime);
                case "is reset": return new(board.Port, BoardHappening.Resets, eachTime);
                case "is unplugged": return new(board.Port, BoardHappening.Unplugged, eachTime);
                case "is plugged": return new(board.Port, BoardHappening.Plugged, eachTime);
                case "is written": return new(board.Port, BoardHappening.Written, eachTime);
            }
        }

        value.Error(ScenarioCode.Event, $"'{DocumentScalars.Show(text)}' never happens; write a board by number or port and 'leaves', 'is reset', 'is unplugged', 'is plugged' or 'is written', such as '1-1 leaves'");
        return null;
    }

    /// <summary>A port, or the number of a board of this scenario.</summary>
    UsbPortPath? Port(DocumentValue value, bool mustBeKnown)
    {
        if (value.Text(32) is not { } text)
            return null;
        if (boards.Find(board => board.Goes(text)) is { } known)
            return known.Port;
        if (!mustBeKnown && UsbPortPath.TryParse(text, out var port))
            return port;
        value.Error(ScenarioCode.Port, mustBeKnown
            ? $"there is no board '{DocumentScalars.Show(text)}' above; boards are called by number, 1 to {boards.Count}, or by port"
            : $"'{DocumentScalars.Show(text)}' is no USB port path like 1-4");
        return null;
    }

    static PlacedFault? Fault(DocumentValue value)
    {
        if (value.Text(128) is not { } text)
            return null;
        var reading = FaultText.Parse(text);
        if (reading.Fault is { } fault)
            return new(fault, value.Place);
        value.Error(ScenarioCode.Fault, reading.Problem!);
        return null;
    }

    void RefuseFaultsAgainst(BoardModel board, ImmutableArray<PlacedFault> faults, SourcePlace fallback)
    {
        foreach (var (fault, place) in faults)
        {
            if (fault.Against(board) is { } against)
                problems.Error(ScenarioCode.Address, place == default ? fallback : place, $"'{DocumentScalars.Show(fault.Text)}': {against}");
        }
    }

    static int? Count(DocumentValue value)
    {
        if (value.Count(SimulatedFleet.MostBoards) is not 0 and var count)
            return count;
        value.Error(DocumentCode.Number, "'count' is 0; leave the entry out");
        return null;
    }

    static TimeSpan? Time(DocumentValue value) => Word<TimeSpan>(value, SceneWords.Time);

    static T? Word<T>(DocumentValue value, ScalarRule<T> rule)
        where T : struct
    {
        if (value.Text(64) is not { } text)
            return null;
        if (rule(text, out var read) is not { } complaint)
            return read;
        value.Error(DocumentCode.Choice, $"'{DocumentScalars.Show(text)}' {complaint}");
        return null;
    }

    static BoxedRange? Boxed(DocumentValue value) => value.Range() is { } range ? new(range) : null;

    /// <summary>The next port after a first one: 1-1, 1-2, …</summary>
    static UsbPortPath? Behind(UsbPortPath first, int number)
    {
        var text = first.ToString();
        var cut = text.LastIndexOfAny(['-', '.']) + 1;
        return UsbPortPath.TryParse($"{text[..cut]}{int.Parse(text[cut..], System.Globalization.CultureInfo.InvariantCulture) + number}", out var port) ? port : null;
    }

    /// <summary>Stands in for a port that cannot be read, where nobody else is.</summary>
    UsbPortPath Nowhere() => UsbPortPath.Parse($"999-{boards.Count + 1}");

    UsbPortPath? Free() => Enumerable.Range(0, SimulatedFleet.MostBoards + 1).Select(SimulatedFleet.PortOf).First(port => boards.TrueForAll(board => board.Port != port));

    sealed record PlacedFault(BoardFault Fault, SourcePlace Place);

    sealed record BoxedRange(AddressRange Range);
}

/// <summary>What came of reading a scenario file.</summary>
/// <param name="Scenario">None as soon as there is one error.</param>
/// <param name="Problems">All of them, errors and warnings, in the order of the file.</param>
public sealed record ScenarioReading(Scenario? Scenario, ImmutableArray<DocumentProblem> Problems)
{
    /// <summary>True if the board has memory at every address of the range.</summary>
    public static bool Holds(BoardModel board, AddressRange range)
    {
        ArgumentNullException.ThrowIfNull(board);
        for (ulong at = range.Start; at < range.End;)
        {
            if (board.SectorAt((uint)at) is not { } sector)
                return false;
            at = sector.Range.End;
        }

        return true;
    }
}

/// <summary>The codes of what only a scenario can have wrong, without the <c>scenario.</c> in front; <see cref="DocumentCode"/> has the others. Stable: they never change their meaning.</summary>
public static class ScenarioCode
{
    /// <summary>No part of the catalogue and no board of the list.</summary>
    public const string Part = "part";

    /// <summary>No fault.</summary>
    public const string Fault = "fault";

    /// <summary>The board has no memory there.</summary>
    public const string Address = "address";

    /// <summary>No port, or one without a board.</summary>
    public const string Port = "port";

    /// <summary>A 'when' that never comes.</summary>
    public const string Event = "event";

    /// <summary>An entry of the timeline that does nothing, or two things.</summary>
    public const string Act = "act";

    /// <summary>An image that is missing or no image.</summary>
    public const string Image = "image";
}
