using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Simulator.UsbIp;

namespace GangFlash.Simulator.Tests.UsbIp;

public sealed class UsbIpServerTests
{
    const int Unlinked = -104;
    const int NoDevice = -19;
    const int Stalled = -32;

    static readonly UsbSetup s_getState = new(0xA1, (byte)DfuRequest.GetState, 0, 0, 1);
    static readonly UsbSetup s_getStatus = new(0xA1, (byte)DfuRequest.GetStatus, 0, 0, 6);
    static readonly UsbSetup s_getDevice = new(0x80, 6, 0x0100, 0, 64);

    [Fact]
    public async Task Lists_every_board_with_its_port_as_bus_id()
    {
        await using var bench = new ServerBench(ServerBench.F746(), ServerBench.F405());

        var records = await UsbIpClient.ListAsync(bench.At);

        Assert.Equal(
            [
                new("1-1", 0x0001_0002, Speed: 2, UsbId.StDfu, Configuration: 1, Interfaces: 1, "FE010200"),
                new("1-2", 0x0001_0003, Speed: 2, UsbId.StDfu, Configuration: 1, Interfaces: 1, "FE010200"),
            ],
            records);
    }

    [Fact]
    public async Task An_imported_board_answers_what_a_kernel_asks()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");

        Assert.Equal(18, (await client.ControlAsync(s_getDevice)).Length);
        Assert.Equal(9 + 4 * 9 + 9, (await client.ControlAsync(new(0x80, 6, 0x0200, 0, 255))).Data.Length);
        Assert.Equal(0, (await client.ControlAsync(new(0x00, 9, 1, 0, 0))).Status);
        Assert.Equal(Stalled, (await client.ControlAsync(new(0x80, 6, 0x0600, 0, 10))).Status);
        Assert.Equal(DfuState.Idle, await client.StateAsync());
    }

    [Fact]
    public async Task A_block_is_erased_written_and_read_back()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        var block = Enumerable.Range(0, 2048).Select(i => (byte)(i * 7)).ToArray();
        bench.Bench.Board(1).Memory.Put(0x0800_8000, new byte[0x8000]);

        var back = await bench.Bench.Clock.RunAsync(async () =>
        {
            using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
            await DownloadAsync(bench, client, 0, DfuSeCommand.EraseSector(0x0800_8000));
            await DownloadAsync(bench, client, 0, DfuSeCommand.SetAddress(0x0800_8000));
            await DownloadAsync(bench, client, 2, block);
            Assert.Equal(0, (await client.ControlAsync(new(0x21, (byte)DfuRequest.Abort, 0, 0, 0))).Status);
            return await client.ControlAsync(new(0xA1, (byte)DfuRequest.Upload, 2, 0, 2048));
        });

        Assert.Equal(block, back.Data);
        Assert.Equal(block, bench.Bench.Board(1).Memory.Read(AddressRange.Of(0x0800_8000, 2048)));
    }

    [Fact]
    public async Task A_board_belongs_to_one_client_at_a_time()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using (await UsbIpClient.AttachAsync(bench.At, "1-1"))
        {
            using var second = await UsbIpClient.ConnectAsync(bench.At);
            Assert.Equal(2u, await second.ImportAsync("1-1"));
            await second.ExpectEndAsync();
        }

        Assert.False((await bench.NextAsync<UsbIpEvent.Released>()).BoardLeft);
        using var next = await UsbIpClient.AttachAsync(bench.At, "1-1");
        Assert.Equal(18, (await next.ControlAsync(s_getDevice)).Length);
    }

    [Theory]
    [InlineData("1-2")]
    [InlineData("")]
    [InlineData("../../etc/passwd")]
    [InlineData("12345678901234567890123456789012")]
    public async Task A_board_that_is_not_there_is_refused(string busId)
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.ConnectAsync(bench.At);

        Assert.Equal(4u, await client.ImportAsync(busId));

        Assert.Equal((busId, false), await bench.NextAsync<UsbIpEvent.Refused>() is var refused ? (refused.BusId, refused.IsBusy) : default);
        await client.ExpectEndAsync();
    }

    [Fact]
    public async Task Work_on_one_board_holds_up_no_other_and_can_be_given_up()
    {
        await using var bench = new ServerBench(ServerBench.F746() with { Busy = BusyHabit.WorkThenAnswer }, ServerBench.F405());
        using var busy = await UsbIpClient.AttachAsync(bench.At, "1-1");
        using var other = await UsbIpClient.AttachAsync(bench.At, "1-2");
        byte[] erase = DfuSeCommand.EraseSector(0x0800_0000);
        Assert.Equal(0, (await busy.ControlAsync(new(0x21, (byte)DfuRequest.Download, 0, 0, (ushort)erase.Length), erase)).Status);

        await busy.SubmitAsync(10, s_getStatus);                // answered when the sector is erased, which it never is: the clock stands
        await busy.SubmitAsync(11, s_getState);                 // behind it on the same endpoint
        Assert.Equal(DfuState.Idle, await other.StateAsync());

        await busy.UnlinkAsync(12, victim: 11);
        Assert.Equal((4u, 12u, Unlinked), Of(await busy.AnswerAsync()));
        await busy.UnlinkAsync(13, victim: 10);
        Assert.Equal((4u, 13u, Unlinked), Of(await busy.AnswerAsync()));

        // Given up before it reached the board, or in the middle of its work: the board is as it was, and answers.
        Assert.True(await busy.StateAsync() is DfuState.DownloadSync or DfuState.DownloadBusy);
    }

    [Fact]
    public async Task Giving_up_what_was_answered_already_is_told_so()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
        await client.SubmitAsync(10, s_getState);
        Assert.Equal((3u, 10u, 0), Of(await client.AnswerAsync()));

        await client.UnlinkAsync(11, victim: 10);

        Assert.Equal((4u, 11u, 0), Of(await client.AnswerAsync()));
    }

    [Fact]
    public async Task A_silent_board_waits_until_the_host_gives_up()
    {
        await using var bench = new ServerBench(ServerBench.F746() with { Faults = [new Fault.Silence(1)] });
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
        Assert.Equal(0, (await client.ControlAsync(s_getState)).Status);
        await client.SubmitAsync(10, s_getState);

        await client.UnlinkAsync(11, victim: 10);

        Assert.Equal((4u, 11u, Unlinked), Of(await client.AnswerAsync()));
    }

    [Fact]
    public async Task A_board_that_is_pulled_answers_what_was_asked_and_drops_the_connection()
    {
        await using var bench = new ServerBench(ServerBench.F746() with { Faults = [new Fault.Silence(1)] }, ServerBench.F405());
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
        Assert.Equal(0, (await client.ControlAsync(s_getState)).Status);
        await client.SubmitAsync(10, s_getState);
        await client.SubmitAsync(11, s_getState);
        await client.UnlinkAsync(12, victim: 11);               // its answer tells that the server has read both
        Assert.Equal((4u, 12u, Unlinked), Of(await client.AnswerAsync()));

        bench.Bench.Bus.Unplug(SimulatedFleet.PortOf(0));

        Assert.Equal((3u, 10u, NoDevice), Of(await client.AnswerAsync()));
        await client.ExpectEndAsync();
        Assert.True((await bench.NextAsync<UsbIpEvent.Released>()).BoardLeft);
        Assert.Equal(["1-2"], (await UsbIpClient.ListAsync(bench.At)).Select(record => record.BusId));
    }

    [Fact]
    public async Task A_board_that_leaves_answers_first_and_comes_back_as_its_application()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        bench.Bench.Board(1).Memory.Put(0x0800_0000, [0x00, 0x00, 0x05, 0x20, 0x01, 0x02, 0x00, 0x08]);
        using (var client = await UsbIpClient.AttachAsync(bench.At, "1-1"))
        {
            Assert.Equal(0, (await client.ControlAsync(new(0x21, (byte)DfuRequest.Download, 0, 0, 0))).Status);
            Assert.Equal((byte)DfuState.Manifest, (await client.ControlAsync(s_getStatus)).Data[4]);
            await client.ExpectEndAsync();
        }

        Assert.True((await bench.NextAsync<UsbIpEvent.Released>()).BoardLeft);
        Assert.Empty(await UsbIpClient.ListAsync(bench.At));
        await bench.Bench.Clock.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(1), bench.Bench.Clock));

        Assert.Equal(new("1-1", 0x0001_0002, Speed: 2, new(0x0483, 0x5740), Configuration: 1, Interfaces: 1, "FF000000"), Assert.Single(await UsbIpClient.ListAsync(bench.At)));
        using var application = await UsbIpClient.AttachAsync(bench.At, "1-1");
        Assert.Equal(18, (await application.ControlAsync(new(0x80, 6, 0x0200, 0, 255))).Data.Length);
        Assert.Equal(Stalled, (await application.ControlAsync(s_getStatus)).Status);
    }

    [Fact]
    public async Task Stopping_ends_every_connection_whatever_it_waits_for()
    {
        var bench = new ServerBench(ServerBench.F746() with { Faults = [new Fault.Silence(0)] });
        using var waiting = await UsbIpClient.AttachAsync(bench.At, "1-1");
        await waiting.SubmitAsync(10, s_getState);
        using var silent = await UsbIpClient.ConnectAsync(bench.At);

        await bench.DisposeAsync();

        await waiting.ExpectEndAsync();
        await silent.ExpectEndAsync();
    }

    static (uint Command, uint Sequence, int Status) Of(UsbIpAnswer answer) => (answer.Command, answer.Sequence, answer.Status);

    /// <summary>A download with the questions behind it, obeying the announced waits.</summary>
    static async Task DownloadAsync(ServerBench bench, UsbIpClient client, ushort block, byte[] data)
    {
        Assert.Equal(0, (await client.ControlAsync(new(0x21, (byte)DfuRequest.Download, block, 0, (ushort)data.Length), data)).Status);
        while (true)
        {
            var report = DfuStatusReport.Parse((await client.ControlAsync(s_getStatus)).Data)!.Value;
            Assert.Equal(DfuStatus.Ok, report.Status);
            if (report.State == DfuState.DownloadIdle)
                return;
            await Task.Delay(report.PollDelay, bench.Bench.Clock);
        }
    }
}
