using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>Something that goes wrong with a board: on its wire at a place, or in its silicon.</summary>
public abstract record Fault
{
    private Fault() { }

    /// <summary>A fault that strikes when the board gets a control transfer.</summary>
    public abstract record OnWire : Fault
    {
        private protected OnWire(FaultPlace where) => Where = where;

        public FaultPlace Where { get; init; }

        public FaultRepeat Repeat { get; init; }
    }

    /// <summary>The cable is pulled as the transfer begins.</summary>
    public sealed record Unplug(FaultPlace Where) : OnWire(Where);

    public sealed record Stall(FaultPlace Where) : OnWire(Where);

    /// <summary>The transfer breaks on the wire.</summary>
    /// <param name="Arrives">Whether the device got it all the same.</param>
    public sealed record BreakTransfer(FaultPlace Where, bool Arrives) : OnWire(Where);

    /// <summary>The device does not answer.</summary>
    public sealed record Silence(FaultPlace Where) : OnWire(Where);

    /// <summary>The device begins to answer only after this time.</summary>
    public sealed record SlowAnswer(FaultPlace Where, TimeSpan Delay) : OnWire(Where);

    /// <summary>A GETSTATUS reports an error that has no cause.</summary>
    public sealed record WrongStatus(FaultPlace Where, DfuStatus Status) : OnWire(Where);

    /// <summary>The answer is shorter than asked for.</summary>
    public sealed record ShortAnswer(FaultPlace Where) : OnWire(Where);

    /// <summary>A bit of the answer to an UPLOAD is flipped on its way: at the address of the place, or in the middle.</summary>
    public sealed record FlipReadBit(FaultPlace Where) : OnWire(Where);

    /// <summary>From there on every GETSTATUS says dfuDNBUSY.</summary>
    public sealed record BusyForEver(FaultPlace Where) : OnWire(Where);

    /// <summary>The supply dips: the device resets to dfuERROR with errPOR.</summary>
    public sealed record BrownOut(FaultPlace Where) : OnWire(Where);

    /// <summary>Flash bits that can neither be cleared nor set.</summary>
    public sealed record StuckBit(uint Address, byte Mask, bool High) : Fault;
}

/// <summary>
/// Where a fault strikes. Numbers of steps and requests count from 1, and from when the board was powered up or was given the fault, whichever
/// came last; only DFU class requests count, so a kernel that enumerates the board first does not shift them.
/// </summary>
public abstract record FaultPlace
{
    private FaultPlace() { }

    /// <summary>The number of the control transfer since the board was made, from 0, standard requests included: for tests that walk over every one.</summary>
    public sealed record Transfer(int Number) : FaultPlace;

    /// <summary>The n-th DFU class request.</summary>
    public sealed record Request(int Number) : FaultPlace;

    /// <summary>The n-th request that begins this step.</summary>
    public sealed record Nth(BoardStep Step, int Number) : FaultPlace;

    /// <summary>A request that erases, writes or reads this address.</summary>
    /// <param name="Step">None for whichever comes first.</param>
    public sealed record At(uint Address, BoardStep? Step) : FaultPlace;

    /// <summary>A bare number is the number of the transfer.</summary>
    public static implicit operator FaultPlace(int transfer) => new Transfer(transfer);
}

/// <summary>What a host has a board do, as far as faults count it.</summary>
public enum BoardStep
{
    /// <summary>The request that asks for the erase of a sector, or of everything.</summary>
    Erase,

    /// <summary>A data block on its way to the board.</summary>
    Write,

    /// <summary>A data block on its way to the host.</summary>
    Read,

    /// <summary>The empty download that tells the board to leave.</summary>
    Leave,
}

/// <summary>How often a fault strikes. Says nothing about <see cref="FaultPlace.Transfer"/>, which comes once.</summary>
public enum FaultRepeat
{
    /// <summary>Once; re-plugging the board does not bring it back.</summary>
    Once,

    /// <summary>Once after each power-up.</summary>
    EachPowerUp,

    /// <summary>Each time that the place is reached: every n-th step or request, every touch of the address.</summary>
    Every,
}
