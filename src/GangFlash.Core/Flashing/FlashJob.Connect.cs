using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    /// <summary>Opens the device, reads what it says about itself, claims it, and brings its bootloader to idle.</summary>
    async Task ConnectAsync(CancellationToken ct)
    {
        try
        {
            await OpenAsync(ct).ConfigureAwait(false);
        }
        catch (FlashException lost) when (lost.Failure is FlashFailure.Overdue or FlashFailure.TransferFailed)
        {
            // After a time-out a handle is lost, a new one often works (dfuse.md 14).
            notes.Add($"The first connection was given up: {lost.Failure.Detail}");
            await CloseAsync().ConfigureAwait(false);
            await OpenAsync(ct).ConfigureAwait(false);
        }
    }

    async Task OpenAsync(CancellationToken ct)
    {
        switch (await bus.OpenAsync(port, ct).ConfigureAwait(false))
        {
            case UsbOpening.Opened opened:
                usb = opened.Device;
                break;
            case UsbOpening.Refused refused:
                throw new FlashException(new FlashFailure.CannotOpen(refused.Error, refused.Detail));
        }

        device = await DeviceIdentifier.IdentifyAsync(usb!, ct).ConfigureAwait(false);
        session = new(usb!, device.Dfu, clock);
        await session.ClaimAsync(ct).ConfigureAwait(false);
        await session.BringToIdleAsync(ct).ConfigureAwait(false);
    }

    async Task<ImmutableArray<Refusal>> IdentifyAsync(CancellationToken ct)
    {
        CheckUnchanged(device!);
        notes.AddRange(device!.Warnings);
        switch (made.For(device))
        {
            case OrderChoice.Refused none:
                return [none.Refusal];
            case OrderChoice.Made one:
                made = one.Order;
                break;
        }

        if (made.Recipe.Variant is { } variant)
            notes.Add($"Variant {variant}.");
        if (DeviceCheck.Check(made.Recipe.Device, device) is { IsEmpty: false } refusals)
            return refusals;
        bootloader = ReadJudgement.Kind(device, (await session!.GetCommandsAsync(ct).ConfigureAwait(false)).AsSpan());
        foreach (var word in made.Recipe.Device.Identity)
        {
            var actual = await ReadWordAsync(word.At, ct).ConfigureAwait(false) & word.Mask;
            if (actual != word.Value)
                throw new FlashException(new FlashFailure.WrongIdentity(word.At, word.Value, actual));
        }

        return [];
    }

    /// <summary>
    /// The board that was identified when the gang was loaded is still the one at this port. A serial string alone proves nothing, since some
    /// parts change it at every power-up; but one that was seen at another port a moment ago does.
    /// </summary>
    void CheckUnchanged(DeviceIdentity now)
    {
        if (gang.FirstOrDefault(known => known.Port == port) is not { } before)
            return;
        if (now.Serial.Text.Length > 0 && now.Serial.Text != before.Serial.Text && gang.FirstOrDefault(known => known.Port != port && known.Serial.Text == now.Serial.Text) is { } other)
            throw new FlashException(new FlashFailure.Moved(other.Port, port));
        if (now.Descriptor.Id != before.Descriptor.Id)
            throw new FlashException(new FlashFailure.Changed("The USB identity", before.Descriptor.Id.ToString(), now.Descriptor.Id.ToString()));
        if (now.Product.Text != before.Product.Text)
            throw new FlashException(new FlashFailure.Changed("The product string", Printable.Escape(before.Product.Text), Printable.Escape(now.Product.Text)));
        if (now.Fingerprint != before.Fingerprint)
            throw new FlashException(new FlashFailure.Changed("The memory layout", Printable.Escape(before.Fingerprint), Printable.Escape(now.Fingerprint)));
    }

    async Task<uint> ReadWordAsync(uint address, CancellationToken ct)
    {
        var word = new byte[sizeof(uint)];
        await session!.BeginReadAsync(address, ct).ConfigureAwait(false);
        var block = new BlockStretch(AddressRange.Of(address, sizeof(uint)), session.TransferSize)[0];
        if (await session.ReadAsync(address, block, word, ct).ConfigureAwait(false) is { } refusal)
            throw new FlashException(ReadJudgement.Of(refusal, bootloader));
        _ = await session.AbortAsync(ct).ConfigureAwait(false);
        return BitConverter.ToUInt32(word);
    }

    ImmutableArray<Refusal> Plan()
    {
        var target = TargetMemory.Of(device!) with { Bootloader = bootloader };
        switch (FlashPlanner.Plan(made, target))
        {
            case Planned.Refused refused:
                return DeviceCheck.Name(refused.Refusals, device!);
            case Planned.Ready ready:
                plan = ready.Plan;
                notes.AddRange(plan.Notes);
                break;
        }

        return [];
    }

    /// <summary>After a time-out the old handle is dead: gets a new one, so that the board is left in a state that the next attempt can use.</summary>
    async Task ReopenAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        var (known, knownBootloader) = (device, bootloader);
        try
        {
            await OpenAsync(CancellationToken.None).ConfigureAwait(false);
            notes.Add("After the time-out the device was opened anew and brought to idle.");
        }
        catch (FlashException still)
        {
            notes.Add($"After the time-out the device could not be opened anew: {still.Failure.Detail}");
        }

        (device, bootloader) = (known ?? device, knownBootloader);
    }

    /// <summary>Leaves the bootloader idle after a stop.</summary>
    async Task CalmAsync()
    {
        if (session is null)
            return;
        try
        {
            await session.BringToIdleAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (FlashException refused)
        {
            notes.Add($"The device could not be brought to idle after the stop: {refused.Failure.Detail}");
        }
    }

    async Task CloseAsync()
    {
        closedSessions = Totals();
        session = null;
        if (usb is not null)
            await usb.DisposeAsync().ConfigureAwait(false);
        usb = null;
    }
}
