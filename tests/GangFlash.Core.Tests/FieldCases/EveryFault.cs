using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Simulator;

namespace GangFlash.Tests.FieldCases;

/// <summary>Every fault that can hit a transfer, by a name that a test run can show.</summary>
static class EveryFault
{
    static readonly ImmutableSortedDictionary<string, Func<int, Fault>> s_faults = new Dictionary<string, Func<int, Fault>>
    {
        ["stall"] = transfer => new Fault.Stall(transfer),
        ["break"] = transfer => new Fault.BreakTransfer(transfer, Arrives: false),
        ["break after arrival"] = transfer => new Fault.BreakTransfer(transfer, Arrives: true),
        ["silence"] = transfer => new Fault.Silence(transfer),
        ["errVENDOR"] = transfer => new Fault.WrongStatus(transfer, DfuStatus.ErrVendor),
        ["errTARGET"] = transfer => new Fault.WrongStatus(transfer, DfuStatus.ErrTarget),
        ["short answer"] = transfer => new Fault.ShortAnswer(transfer),
        ["flipped bit"] = transfer => new Fault.FlipReadBit(transfer),
        ["busy for ever"] = transfer => new Fault.BusyForEver(transfer),
        ["brown-out"] = transfer => new Fault.BrownOut(transfer),
        ["unplug"] = transfer => new Fault.Unplug(transfer),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    public static IEnumerable<string> Names => s_faults.Keys;

    public static Fault At(int transfer, string name) => s_faults[name](transfer);
}
