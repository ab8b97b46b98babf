using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Simulator;

/// <summary>Every fault that can be asked for by name, in the order in which they are listed.</summary>
public static class FaultCatalogue
{
    public static ImmutableArray<FaultKind> All { get; } =
    [
        OnWire("unplug", "the cable is pulled as the request begins", where => new Fault.Unplug(where)),
        OnWire("stall", "the request is refused, and the bootloader never sees it", where => new Fault.Stall(where)),
        OnWire("break", "the transfer breaks on the wire before the board has it", where => new Fault.BreakTransfer(where, Arrives: false)),
        OnWire("break-late", "the board got the request, only its answer is lost", where => new Fault.BreakTransfer(where, Arrives: true)),
        OnWire("silence", "the board does not answer until the host gives up", where => new Fault.Silence(where)),
        OnWire<TimeSpan>("slow", "TIME", "the answer comes this much later, such as slow=3s", SceneWords.Time, (where, time) => new Fault.SlowAnswer(where, time)),
        OnWire("short-answer", "the next answer lacks its last byte", where => new Fault.ShortAnswer(where)),
        OnWire<DfuStatus>("error", "STATUS", "the next GETSTATUS reports an error without a cause, such as error=errVENDOR", SceneWords.Status, (where, status) => new Fault.WrongStatus(where, status)),
        OnWire("busy", "from there on every GETSTATUS says dfuDNBUSY, until the board is re-plugged", where => new Fault.BusyForEver(where)),
        OnWire("brown-out", "the supply dips: the bootloader starts again in dfuERROR with errPOR", where => new Fault.BrownOut(where)),
        OnWire("bit-flip", "a bit of a block that is read is wrong on its way; with an address, of the byte there", where => new Fault.FlipReadBit(where)),
        AtAddress("stuck-low", "bits of the byte at ADDRESS stay 0 (all, or those of MASK)", (board, address, mask) => With(board, new Fault.StuckBit(address, mask, High: false))),
        AtAddress("stuck-high", "bits of the byte at ADDRESS stay 1 (all, or those of MASK)", (board, address, mask) => With(board, new Fault.StuckBit(address, mask, High: true))),
        AtAddress("unstable-bit", "a bit of the byte at ADDRESS is wrong at every second reading", (board, address) => board with { Media = new MediaKind.ReadsUnstably(address) }),
        AtAddress("write-protected", "erase and write of the sector with ADDRESS are acknowledged and do nothing", (board, address) => board with { WriteProtected = board.WriteProtected.Add(SectorOf(board, address)) }),
        AtAddress("not-erased", "erase of the sector with ADDRESS is acknowledged and does nothing", (board, address) => board with { NotErased = board.NotErased.Add(SectorOf(board, address)) }),
        AtAddress("unreadable", "reading the sector with ADDRESS is refused", (board, address) => board with { Unreadable = board.Unreadable.Add(SectorOf(board, address)) }),
        AtAddress("wedged", "an erase at or above ADDRESS leaves the board in dfuDNBUSY for ever", (board, address) => board with { WedgesFrom = address }),
        Whole("stores-nothing", "everything is acknowledged and nothing is stored", board => board with { Media = new MediaKind.StoresNothing() }),
        Whole("echoes", "nothing is stored; every reading shows the block that was sent last", board => board with { Media = new MediaKind.EchoesLastBlock() }),
        Whole<uint>("stores-first", "SIZE", "only the first bytes of the flash are stored, such as stores-first=64K", SceneWords.Bytes, (board, size) => board with { Media = new MediaKind.StoresFirst(size) }),
        Whole<uint>("shifts", "SIZE", "everything is stored this many bytes too low, such as shifts=2K", SceneWords.Bytes, (board, size) => board with { Media = new MediaKind.Shifts(size) }),
        Whole("read-protected", "read protection level 1", board => board with { ReadProtected = true }),
        Whole("reads-stall", "every reading is refused, as by an old bootloader on a port that is too fast for it", board => board with { ReadsFailOnWire = true }),
        Whole<double>("slow-erase", "FACTOR", "erasing takes FACTOR times as long as on a typical part", SceneWords.Factor, (board, factor) => board with { EraseTimeFactor = factor }),
        Whole<double>("slow-write", "FACTOR", "writing takes FACTOR times as long as on a typical part", SceneWords.Factor, (board, factor) => board with { ProgramTimeFactor = factor }),
        Whole<DfuState>("found", "STATE", "the bootloader is found in this state, such as found=dfuERROR or found=dfuUPLOAD-IDLE", SceneWords.State, FoundIn),
        Whole<LeaveHabit>("leaves", "HOW", $"what it does when it is told to leave: {string.Join(", ", LeaveHabits)}", DocumentScalars.Choice<LeaveHabit>, (board, habit) => board with { Leave = habit }),
    ];

    static IEnumerable<string> LeaveHabits => ["clean", "gone-before-answer", "stalls-and-goes", "silent-and-goes", "breaks-and-goes", "returns-as-bootloader", "stays", "vanishes"];

    /// <summary>A board as it is found in a state; in dfuERROR with the greeting of an F4.</summary>
    public static BoardModel FoundIn(BoardModel board, DfuState state)
    {
        ArgumentNullException.ThrowIfNull(board);
        return board with { FirstState = state, FirstStatus = state == DfuState.Error ? DfuStatus.ErrFirmware : DfuStatus.Ok };
    }

    static FaultKind OnWire(string name, string description, Func<FaultPlace, Fault.OnWire> make) =>
        new(name, null, FaultNeed.Place, description, words => new(board => With(board, Repeated(make(words.Place!), words))));

    static FaultKind OnWire<T>(string name, string value, string description, ScalarRule<T> rule, Func<FaultPlace, T, Fault.OnWire> make) =>
        new(name, value, FaultNeed.Place, description, words => Read(words, rule, (board, read) => With(board, Repeated(make(words.Place!, read), words))));

    static FaultKind AtAddress(string name, string description, Func<BoardModel, uint, BoardModel> change) =>
        new(name, null, FaultNeed.Address, description, words => new(board => change(board, words.Address)));

    /// <summary>With a mask that may be left out.</summary>
    static FaultKind AtAddress(string name, string description, Func<BoardModel, uint, byte, BoardModel> change) =>
        new(name, "MASK", FaultNeed.Address, description, words => words.Value is null
            ? new(board => change(board, words.Address, 0xFF))
            : Read<byte>(words, SceneWords.Mask, (board, mask) => change(board, words.Address, mask)))
        { ValueMayBeLeftOut = true };

    static FaultKind Whole(string name, string description, Func<BoardModel, BoardModel> change) => new(name, null, FaultNeed.Nothing, description, _ => new(change));

    static FaultKind Whole<T>(string name, string value, string description, ScalarRule<T> rule, Func<BoardModel, T, BoardModel> change) =>
        new(name, value, FaultNeed.Nothing, description, words => Read(words, rule, change));

    static FaultChange Read<T>(FaultArguments words, ScalarRule<T> rule, Func<BoardModel, T, BoardModel> change) =>
        rule(words.Value!, out var value) is { } complaint ? new(null, complaint) : new(board => change(board, value));

    static BoardModel With(BoardModel board, Fault fault) => board with { Faults = board.Faults.Add(fault) };

    static Fault.OnWire Repeated(Fault.OnWire fault, FaultArguments words) => fault with { Repeat = words.Repeat };

    static AddressRange SectorOf(BoardModel board, uint address) => board.SectorAt(address)!.Value.Range;
}

/// <summary>One kind of fault as people ask for it.</summary>
/// <param name="Value">What stands behind the equals sign, in capitals; none where there is none.</param>
public sealed record FaultKind(string Name, string? Value, FaultNeed Needs, string Description, Func<FaultArguments, FaultChange> Change)
{
    public bool ValueMayBeLeftOut { get; init; }

    /// <summary>How it is written: <c>slow=TIME@PLACE</c>.</summary>
    public string Form => $"{Name}{(Value is null ? "" : ValueMayBeLeftOut ? $"[={Value}]" : $"={Value}")}{Needs switch { FaultNeed.Place => "@PLACE", FaultNeed.Address => "@ADDRESS", _ => "" }}";
}

/// <summary>What a fault wants to know about where.</summary>
public enum FaultNeed
{
    /// <summary>It is the whole board's.</summary>
    Nothing,

    /// <summary>An address in a memory of the board.</summary>
    Address,

    /// <summary>A place on the wire.</summary>
    Place,
}

/// <summary>What stood beside the name of a fault; what its kind needs is there.</summary>
public sealed record FaultArguments(string? Value, FaultPlace? Place, uint Address, FaultRepeat Repeat);

/// <summary>What a fault makes of a board, or why its value makes no sense.</summary>
/// <param name="Complaint">Continues the sentence that begins with the value.</param>
public readonly record struct FaultChange(Func<BoardModel, BoardModel>? Apply, string? Complaint = null);
