using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Testing;
using static GangFlash.Tests.DfuSe.Answer;

namespace GangFlash.Tests.DfuSe;

/// <summary>Uploads, and the end of a session (dfuse.md 8, 10).</summary>
public sealed class DfuSessionReadTests
{
    const uint Address = 0x0800_C000;
    static readonly DataBlock s_block = new BlockStretch(AddressRange.Of(Address, 4), 2048)[0];

    readonly VirtualClock clock = new();

    [Fact]
    public async Task The_download_is_ended_before_anything_is_uploaded()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0), Done, Taken, Data(1, 2, 3, 4));
        var bytes = new byte[4];

        var refusal = await ReadAsync(device, bytes);

        Assert.Null(refusal);
        Assert.Equal([1, 2, 3, 4], bytes);
        Assert.Equal(["Download 0 2100C00008", "GetStatus 0", "GetStatus 0", "Abort 0", "Upload 2"], device.Heard);
    }

    [Fact]
    public async Task An_abort_that_needed_a_recovery_costs_the_pointer_which_is_set_again()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0), Done, Breaks, Is(DfuState.Error, DfuStatus.ErrPowerOnReset), Taken, Is(DfuState.Idle), Taken, Busy(0), Done, Taken, Data(1, 2, 3, 4));

        Assert.Null(await ReadAsync(device, new byte[4]));

        Assert.Equal(2, device.Heard.Count(heard => heard == "Download 0 2100C00008"));
        Assert.Equal("Upload 2", device.Heard[^1]);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_read_is_tried_three_times_each_from_a_clean_state_before_it_counts_as_refused(string what, int length, UsbTransferStatus transfer)
    {
        Answer upload = new(transfer, new byte[length], TimeSpan.Zero);
        Answer[] refused = [upload, Is(DfuState.Error, DfuStatus.ErrVendor), Is(DfuState.Error, DfuStatus.ErrVendor), Taken, Is(DfuState.Idle)];
        Answer[] point = [Taken, Busy(0), Done, Taken];
        var device = new ScriptedDevice(clock, [.. point, .. refused, .. point, .. refused, .. point, .. refused]);

        var refusal = await ReadAsync(device, new byte[4]);

        Assert.Equal(new ReadRefusal(Address, transfer, length, DfuStatus.ErrVendor, DfuState.Error), refusal);
        Assert.Contains(what, refusal.ToString(), StringComparison.Ordinal);
        Assert.Equal((3, 3), (device.Heard.Count(heard => heard == "Upload 2"), device.Heard.Count(heard => heard == "Download 0 2100C00008")));
    }

    public static TheoryData<string, int, UsbTransferStatus> Refusals => new()
    {
        { "stalled", 0, UsbTransferStatus.Stalled },
        { "Failed", 0, UsbTransferStatus.Failed },
        { "0 bytes came", 0, UsbTransferStatus.Completed },
        { "3 bytes came", 3, UsbTransferStatus.Completed },
    };

    [Fact]
    public async Task A_bootloader_that_does_not_list_its_commands_is_brought_to_idle()
    {
        var device = new ScriptedDevice(clock, Stalls, Is(DfuState.Error, DfuStatus.ErrStalledPacket), Taken, Is(DfuState.Idle));

        Assert.Empty(await clock.RunAsync(() => device.Session.GetCommandsAsync(default)));
    }

    [Fact]
    public async Task The_list_of_commands_is_block_0_and_ends_with_an_abort()
    {
        var device = new ScriptedDevice(clock, Data(0x00, 0x21, 0x41, 0x92), Taken);

        Assert.Equal("00214192", Convert.ToHexString((await clock.RunAsync(() => device.Session.GetCommandsAsync(default))).AsSpan()));
        Assert.Equal(["Upload 0", "Abort 0"], device.Heard);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public async Task However_a_device_takes_its_leave_it_is_taken(string how)
    {
        var device = new ScriptedDevice(clock, [Taken, Busy(0), Done, .. s_endings[how]]);

        Assert.True(await clock.RunAsync(() => device.Session.LeaveAsync(Address, default)));
        Assert.Equal(0, device.Unasked);
        Assert.Equal(["Download 0 2100C00008", "GetStatus 0", "GetStatus 0", "Download 2"], device.Heard.Take(4));
    }

    static readonly Dictionary<string, Answer[]> s_endings = new()
    {
        ["dfuMANIFEST"] = [Taken, Is(DfuState.Manifest, poll: 1)],
        ["still busy"] = [Taken, Busy(100)],
        ["GETSTATUS is stalled"] = [Taken, Stalls],
        ["GETSTATUS is not answered"] = [Taken, Silent],
        ["gone at GETSTATUS"] = [Taken, Gone],
        ["GETSTATUS breaks"] = [Taken, Breaks, Breaks, Breaks, Breaks],
        ["GETSTATUS is cut"] = [Taken, Data(0, 0)],
        ["the request is stalled"] = [Stalls],
        ["the request breaks"] = [Breaks],
        ["the request is not answered"] = [Silent],
        ["gone at the request"] = [Gone],
    };

    public static TheoryData<string> Endings => [.. s_endings.Keys];

    [Theory]
    [InlineData(DfuStatus.ErrTarget)]
    [InlineData(DfuStatus.ErrVendor)]
    public async Task A_device_that_refuses_the_address_is_still_there(DfuStatus status)
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0), Is(DfuState.Error, status), Taken);

        Assert.False(await clock.RunAsync(() => device.Session.LeaveAsync(Address, default)));
    }

    [Fact]
    public async Task A_device_that_hangs_at_the_address_is_still_there()
    {
        var device = new ScriptedDevice(clock, Taken) { Afterwards = Busy(0) };

        Assert.False(await clock.RunAsync(() => device.Session.LeaveAsync(Address, default)));
    }

    Task<ReadRefusal?> ReadAsync(ScriptedDevice device, byte[] into) => clock.RunAsync(async () =>
    {
        var session = device.Session;
        await session.BeginReadAsync(Address, default);
        return await session.ReadAsync(Address, s_block, into, default);
    });
}
