using GangFlash.DfuSe;
using GangFlash.Simulator;

namespace GangFlash.Tests.Flashing;

/// <summary>
/// Which code a single fault must lead to, by what the host was about. An empty code is a pass: what a second try mends is no failure, and
/// what happens after the verdict does not change it. Exactly one code is right everywhere but where a cut string may or may not matter.
/// </summary>
static class FaultVerdicts
{
    const string Pass = "";

    /// <param name="all">All steps of the clean run.</param>
    /// <param name="hasMemories">The device has more than one alternate setting, so that selecting one means something.</param>
    /// <param name="isRom">errVENDOR before the first erase is tried again: on a ROM it could be read protection.</param>
    public static string[] For(Fault fault, WireStep at, IReadOnlyList<WireStep> all, bool hasMemories, bool isRom) => (fault, at.Step) switch
    {
        (Fault.BusyForEver, _) => [all.Any(step => step.Index >= at.Index && step is { IsStatus: true, Step: not Step.Leave }) ? "dfu.stuck-busy" : Pass],
        (_, Step.Leave or Step.Never) => [Pass],

        (Fault.Unplug, _) => ["usb.disconnected"],

        (Fault.Stall, Step.Select) => [hasMemories ? "usb.transfer-failed" : Pass],
        (Fault.Stall, _) => [at.IsDownload ? "dfu.stalled" : Pass],

        (Fault.BreakTransfer, _) => [Pass],

        // After a time-out a handle is lost. Before the first request that belongs to the job it is opened anew.
        (Fault.Silence, Step.Describe or Step.FindState) => [Pass],
        (Fault.Silence, _) => ["dfu.timeout"],

        (Fault.WrongStatus, Step.FindState) => [Pass],
        (Fault.WrongStatus { Status: DfuStatus.ErrVendor }, Step.PointBeforeErase) when isRom => [Pass],
        (Fault.WrongStatus wrong, _) => [at.IsStatus ? CodeOf(wrong.Status) : Pass],

        // A string that ends early may be all there is: real ROMs announce more than they have.
        (Fault.ShortAnswer, Step.Describe) => [Pass, "device.changed"],
        (Fault.ShortAnswer, _) => [at.IsStatus ? "dfu.garbled" : Pass],

        (Fault.FlipReadBit, Step.ReadBack) => ["verify.unstable"],
        (Fault.FlipReadBit, _) => [Pass],

        // The supply dipped while nothing was changing: the device is brought back to idle, and the read-back decides.
        (Fault.BrownOut, Step.Select or Step.Point or Step.PointBeforeErase or Step.Erase or Step.Write) => ["dfu.reset"],
        (Fault.BrownOut, _) => [Pass],

        _ => throw new InvalidOperationException($"The table has no row for {fault} at {at}."),
    };

    static string CodeOf(DfuStatus status) => status switch
    {
        DfuStatus.ErrTarget or DfuStatus.ErrAddress => "dfu.err-target",
        DfuStatus.ErrVendor => "dfu.err-vendor",
        DfuStatus.ErrWrite or DfuStatus.ErrProg or DfuStatus.ErrVerify => "dfu.err-write",
        DfuStatus.ErrErase or DfuStatus.ErrCheckErased => "dfu.err-erase",
        DfuStatus.ErrPowerOnReset or DfuStatus.ErrUsbReset => "dfu.reset",
        _ => "dfu.refused",
    };
}
