using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Within this a device that leaves has disappeared (dfuse.md 10).</summary>
    static readonly TimeSpan s_goneWithin = TimeSpan.FromSeconds(5);

    /// <summary>Within this the application that a recipe expects has enumerated.</summary>
    static readonly TimeSpan s_expectedWithin = TimeSpan.FromSeconds(10);

    /// <summary>Within this a bootloader that comes back has come back.</summary>
    static readonly TimeSpan s_backWithin = TimeSpan.FromSeconds(3);

    /// <summary>A port reset returns when the device was enumerated anew; what starts its application by it goes at once, or soon after.</summary>
    static readonly TimeSpan s_goneAfterReset = TimeSpan.FromSeconds(2);

    /// <summary>Starts the application and judges by what the port shows next, not by the last status.</summary>
    async Task LeaveAsync()
    {
        await SelectProgramAsync().ConfigureAwait(false);
        if (!await session!.LeaveAsync(plan!.LeaveTo, CancellationToken.None).ConfigureAwait(false))
        {
            leave = new LeaveResult.StillInBootloader("it refused to leave");
        }
        else
        {
            await CloseAsync().ConfigureAwait(false);
            leave = await WatchPortAsync(s_goneWithin, "it did not leave; a power cycle is needed (empty-check), or BOOT0 is high", "it came back; BOOT0 is high, or a power cycle is needed (empty-check)").ConfigureAwait(false);
        }

        DemandApplication(leave);
    }

    /// <summary>Resets the port, and judges by what it shows next.</summary>
    async Task ResetAsync()
    {
        const string Stays = "it is the bootloader after the reset too; ROMs stay, 'after: leave' starts what they have written";
        var reset = await usb!.ResetAsync(CancellationToken.None).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        leave = reset is UsbTransferStatus.Completed or UsbTransferStatus.NoDevice
            ? await WatchPortAsync(s_goneAfterReset, Stays, Stays).ConfigureAwait(false)
            : new LeaveResult.StillInBootloader($"its port could not be reset ({reset})");
        DemandApplication(leave);
    }

    /// <summary>What the recipe demands to see after the verdict.</summary>
    void DemandApplication(LeaveResult leave)
    {
        var after = made.Recipe.After;
        if (after is { Required: true, Expect: { } expected } && leave is not LeaveResult.Left { Shows: { } shown })
            throw new FlashException(new FlashFailure.NoApplication(expected.ToString(), leave.Text));
        if (after is { Required: true, Expect: { } wanted } && leave is LeaveResult.Left { Shows: { } other } && other != wanted)
            throw new FlashException(new FlashFailure.NoApplication(wanted.ToString(), other.ToString()));
    }

    /// <summary>The address of leave means the memory that holds the program, and verify may have ended in another one.</summary>
    async Task SelectProgramAsync()
    {
        if (plan!.Target.Find(plan.LeaveTo) is not { } home)
            return;
        try
        {
            await SelectAsync(home.Number, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FlashException refused)
        {
            // The verdict stands; what this means for leave, leave itself finds out.
            notes.Add($"Before leave: {refused.Failure.Detail}");
        }
    }

    /// <param name="stays">Why it is no success where the bootloader does not go.</param>
    /// <param name="returns">And where it comes back.</param>
    async Task<LeaveResult> WatchPortAsync(TimeSpan goneWithin, string stays, string returns)
    {
        var left = clock.GetTimestamp();
        UsbId? shown;
        while ((shown = await ShownAsync().ConfigureAwait(false)) == device!.Descriptor.Id)
        {
            if (clock.GetElapsedTime(left) > goneWithin)
                return new LeaveResult.StillInBootloader(stays);
            await Task.Delay(s_lookEvery, clock, CancellationToken.None).ConfigureAwait(false);
        }

        var gone = clock.GetTimestamp();
        var patience = made.Recipe.After.Expect is null ? s_backWithin : s_expectedWithin;
        while (shown is null && clock.GetElapsedTime(gone) < patience)
        {
            await Task.Delay(s_lookEvery, clock, CancellationToken.None).ConfigureAwait(false);
            shown = await ShownAsync().ConfigureAwait(false);
        }

        return shown == device.Descriptor.Id
            ? new LeaveResult.StillInBootloader(returns)
            : new LeaveResult.Left(shown);
    }

    async Task<UsbId?> ShownAsync()
    {
        try
        {
            var entries = await bus.ListAsync(CancellationToken.None).ConfigureAwait(false);
            return entries.FirstOrDefault(entry => entry.Port == port) is { } entry ? UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)?.Id : null;
        }
        catch (UsbBusException failed)
        {
            // The verdict stands already; what nobody can see is not shown.
            if (!notes.Contains(failed.Message))
                notes.Add(failed.Message);
            return null;
        }
    }
}
