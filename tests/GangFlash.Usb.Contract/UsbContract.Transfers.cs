using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.Contract;

public static partial class UsbContract
{
    static async Task A_refused_request_is_a_stall_and_the_next_one_works(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        for (var i = 0; i < 20; i++)
        {
            Demand.Equal(new(UsbTransferStatus.Stalled, 0), await board.InAsync((DfuRequest)0x7F, 0, new byte[64]), "an unknown request");
            await board.ToIdleAsync();
        }
    }

    static async Task A_block_of_the_transfer_size_goes_both_ways(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        await board.ToIdleAsync();
        var sent = Enumerable.Range(0, DfuInterface.Find(board.Device.ConfigurationDescriptor.Span)!.Functional.TransferSize).Select(i => (byte)(i * 7)).ToArray();
        await board.RunToEndAsync(DfuSeCommand.EraseSector(0x0800_0000));
        await board.RunToEndAsync(DfuSeCommand.SetAddress(0x0800_0000));

        Demand.Equal(new(UsbTransferStatus.Completed, sent.Length), await board.OutAsync(DfuRequest.Download, 2, sent), "DNLOAD");
        await board.ToIdleAsync();
        await board.RunToEndAsync(DfuSeCommand.SetAddress(0x0800_0000));
        await board.ToIdleAsync();
        var read = new byte[sent.Length];
        Demand.Equal(new(UsbTransferStatus.Completed, sent.Length), await board.InAsync(DfuRequest.Upload, 2, read), "UPLOAD");

        Demand.That(sent.AsSpan().SequenceEqual(read), "other bytes came back");
        await board.ToIdleAsync();
    }

    static async Task An_answer_that_is_shorter_than_asked_for_says_its_length(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        var data = new byte[4096];
        data.AsSpan().Fill(0xCC);

        var read = await board.Device.ControlAsync(new(0x80, 6, 0x0200, 0, (ushort)data.Length), data, s_plain, default);

        Demand.Equal(new(UsbTransferStatus.Completed, board.Device.ConfigurationDescriptor.Length), read, "the configuration");
        Demand.That(data.AsSpan(read.Length).IndexOfAnyExcept((byte)0xCC) < 0, "bytes behind the answer were written");
    }

    static async Task Two_requests_at_once_are_both_answered(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        await board.ToIdleAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => board.AskAsync()));

        Demand.That(answers.All(answer => answer == new UsbTransfer(UsbTransferStatus.Completed, DfuStatusReport.Length)), $"they ended as {string.Join(", ", answers)}");
    }

    static async Task Data_of_another_length_than_the_set_up_packet_says_is_a_mistake(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        var before = bench.Sent;

        await Demand.ThrowsAsync<ArgumentException>(() => board.Device.ControlAsync(new(0xA1, 3, 0, 0, 6), new byte[5], s_plain, default).AsTask(), "five bytes for six");

        Demand.Equal(before, bench.Sent, "the count of transfers");
        await board.ToIdleAsync();
    }
}
