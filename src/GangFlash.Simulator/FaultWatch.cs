using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>Waits for the place of one fault on one board, and knows whether it is spent.</summary>
sealed class FaultWatch(Fault.OnWire fault)
{
    int seen;
    bool reached;
    bool spent;
    bool lasting;

    public Fault.OnWire Fault => fault;

    /// <summary>The board is powered up: counting begins anew.</summary>
    public void PowerUp()
    {
        (seen, reached, lasting) = (0, false, false);
        if (fault.Repeat == FaultRepeat.EachPowerUp)
            spent = false;
    }

    /// <summary>True if the fault strikes at this transfer. To be asked once for each, in order.</summary>
    public bool Strikes(WireMoment moment)
    {
        if (fault.Where is FaultPlace.Transfer at)
            return CanStrike(moment) && (fault is Fault.BusyForEver ? moment.Index >= at.Number : moment.Index == at.Number);
        if (moment.Request is null)
            return false;
        if (lasting)
            return CanStrike(moment);
        if (spent)
            return false;
        reached |= IsReached(moment);
        if (!reached || !CanStrike(moment))
            return false;
        (reached, spent, lasting) = (false, fault.Repeat != FaultRepeat.Every, fault is Fault.BusyForEver);
        return true;
    }

    bool IsReached(WireMoment moment) => fault.Where switch
    {
        FaultPlace.Request(var number) => Counts(number),
        FaultPlace.Nth(var step, var number) => moment.Step == step && Counts(number),
        FaultPlace.At(var address, var step) => moment.Step is not null && (step is null || step == moment.Step) && moment.Touches.Contains(address),
        _ => false,
    };

    bool Counts(int number)
    {
        seen++;
        return fault.Repeat == FaultRepeat.Every ? seen % number == 0 : seen == number;
    }

    /// <summary>Some faults need a request of a kind: once their place is reached they wait for it.</summary>
    bool CanStrike(WireMoment moment) => fault switch
    {
        Simulator.Fault.WrongStatus => moment.Request == DfuRequest.GetStatus,
        Simulator.Fault.BusyForEver => moment is { Request: DfuRequest.GetStatus, Setup.Length: >= DfuStatusReport.Length },
        Simulator.Fault.FlipReadBit => moment.Step == BoardStep.Read,
        Simulator.Fault.ShortAnswer => moment.Setup.IsIn,
        _ => true,
    };
}

/// <summary>A control transfer as faults see it, before the board has it.</summary>
/// <param name="Index">Since the board was made, from 0.</param>
/// <param name="Step">What it begins, if it begins something.</param>
/// <param name="Touches">The memory that the step is about; empty for none.</param>
readonly record struct WireMoment(int Index, UsbSetup Setup, DfuRequest? Request, BoardStep? Step, AddressRange Touches);
