using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.Contract;

public static partial class UsbContract
{
    static readonly TimeSpan s_plain = TimeSpan.FromSeconds(20);

    static async Task Descriptors_are_the_same_in_the_list_at_the_handle_and_on_the_wire(IContractBench bench)
    {
        var listed = (await bench.Bus.ListAsync(default)).Single(entry => entry.Port == bench.Port);
        await using var board = await OpenBoard.AtAsync(bench);

        Demand.Equal(bench.Port, board.Device.Port, "the port of the handle");
        Demand.That(board.Device.DeviceDescriptor.Span.SequenceEqual(listed.DeviceDescriptor.Span), "the device descriptor differs");
        Demand.That(board.Device.ConfigurationDescriptor.Span.SequenceEqual(listed.ConfigurationDescriptor.Span), "the configuration differs");
        foreach (var (type, descriptor) in new[] { (1, listed.DeviceDescriptor), (2, listed.ConfigurationDescriptor) })
        {
            var wire = new byte[descriptor.Length];
            var read = await board.Device.ControlAsync(new(0x80, 6, (ushort)(type << 8), 0, (ushort)wire.Length), wire, s_plain, default);
            Demand.Equal(new(UsbTransferStatus.Completed, wire.Length), read, $"GET_DESCRIPTOR {type}");
            Demand.That(descriptor.Span.SequenceEqual(wire), $"the device itself says {Convert.ToHexString(wire)}");
        }
    }

    static async Task Strings_are_read_before_anything_is_claimed(IContractBench bench)
    {
        await using var board = await OpenBoard.UnclaimedAtAsync(bench.Bus, bench.Port, bench.Clock);

        var identity = await DeviceIdentifier.IdentifyAsync(board.Device, default);

        Demand.Equal("@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", identity.Alternates[0].Name.ToString(), "the first memory");
        Demand.That(identity.Alternates[0].Layout is not null, "its layout is not understood");
    }

    static async Task A_claimed_interface_is_refused_to_a_second_handle_until_the_first_is_closed(IContractBench bench)
    {
        await using var second = await OpenBoard.UnclaimedAtAsync(bench.Bus, bench.Port, bench.Clock);
        await using (var first = await OpenBoard.AtAsync(bench))
        {
            Demand.Equal(UsbTransferStatus.Failed, await second.Device.ClaimAsync(0, default), "the second claim");
            var before = bench.Sent;
            Demand.Equal(new(UsbTransferStatus.Failed, 0), await second.AskAsync(), "a class request past somebody else's claim");
            Demand.Equal(before, bench.Sent, "the count of transfers");
            await first.ToIdleAsync();
        }

        Demand.Equal(UsbTransferStatus.Completed, await second.Device.ClaimAsync(0, default), "the claim after the first handle was closed");
        await second.ToIdleAsync();
    }

    static async Task Claiming_twice_is_claiming_once_and_a_missing_interface_is_refused(IContractBench bench)
    {
        await using (var board = await OpenBoard.AtAsync(bench))
        {
            Demand.Equal(UsbTransferStatus.Completed, await board.Device.ClaimAsync(0, default), "claiming again");
            Demand.Equal(UsbTransferStatus.Failed, await board.Device.ClaimAsync(7, default), "claiming interface 7");
            await Demand.ThrowsAsync<OperationCanceledException>(() => board.Device.ClaimAsync(0, new(canceled: true)).AsTask(), "claiming for a caller who is gone");
        }

        await using var next = await OpenBoard.AtAsync(bench);
    }

    static async Task Alternate_settings_are_selected_and_a_missing_one_is_refused(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);

        foreach (var alternate in DfuInterface.Find(board.Device.ConfigurationDescriptor.Span)!.Alternates)
            Demand.Equal(UsbTransferStatus.Completed, await board.Device.SetAlternateAsync(0, alternate.Number, s_plain, default), $"setting {alternate.Number}");
        Demand.Equal(UsbTransferStatus.Stalled, await board.Device.SetAlternateAsync(0, 99, s_plain, default), "setting 99");
        Demand.Equal(UsbTransferStatus.Completed, await board.Device.SetAlternateAsync(0, 0, s_plain, default), "setting 0");
        await Demand.ThrowsAsync<OperationCanceledException>(() => board.Device.SetAlternateAsync(0, 0, s_plain, new(canceled: true)).AsTask(), "a setting for a caller who is gone");
        await board.ToIdleAsync();
    }

    static async Task An_alternate_setting_needs_a_claim(IContractBench bench)
    {
        await using var board = await OpenBoard.UnclaimedAtAsync(bench.Bus, bench.Port, bench.Clock);
        var before = bench.Sent;

        Demand.Equal(UsbTransferStatus.Failed, await board.Device.SetAlternateAsync(0, 1, s_plain, default), "a setting of an interface that nobody claimed");

        Demand.Equal(before, bench.Sent, "the count of transfers");
    }
}
