using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using Xunit.Abstractions;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

/// <summary>What a job costs on the wire. One address pointer per run and three transfers per block are what makes it several times faster than setting the address for each.</summary>
public sealed class WireBudgetTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("STM32F072")]
    [InlineData("STM32F105")]
    [InlineData("STM32F405")]
    [InlineData("STM32F746")]
    [InlineData("STM32F767")]
    [InlineData("STM32L072")]
    [InlineData("STM32L476")]
    [InlineData("STM32G474")]
    [InlineData("STM32H743")]
    [InlineData("STM32H563")]
    public async Task Noise_over_several_sectors_with_a_short_tail(string part)
    {
        var bench = new TestBench(Rom(part));

        var report = Passed(await bench.FlashOneAsync(Noise(part, length: 0x1_2000 + 72)));

        KeepsToTheBudget(report, bench.Board(1));
    }

    [Theory]
    [InlineData("f746-app.elf")]
    [InlineData("f746-app.hex")]
    public async Task A_real_application_on_the_ROM_of_an_F746(string image)
    {
        var bench = new TestBench(Rom("STM32F746"));

        var report = Passed(await bench.FlashOneAsync(TestBench.Order($"recipe: r\nrevision: 1\ndevice: {{ chip: STM32F746 }}\nimages:\n  - file: {image}\n")));

        KeepsToTheBudget(report, bench.Board(1));
    }

    [Fact]
    public async Task Blank_blocks_are_not_sent_after_their_erase_but_they_are_verified()
    {
        var data = NoiseBytes(8 * 2048);
        data.AsSpan(2 * 2048, 3 * 2048).Fill(0xFF);
        var bench = new TestBench(Rom("STM32F746"));

        var report = Passed(await bench.FlashOneAsync(TestBench.Order(0x0800_0000, data, "device: { chip: STM32F746 }")));

        Assert.Equal([3, 7, 8, 9, 2], bench.Board(1).Wire.Where(entry => entry.IsDataBlock).Select(entry => (int)entry.Setup.Value));
        Assert.Equal((5ul * 2048, 8ul * 2048), (report.WrittenBytes, report.VerifiedBytes));
    }

    [Fact]
    public async Task Without_an_erase_blank_blocks_are_sent_too()
    {
        var data = NoiseBytes(3 * 2048);
        data.AsSpan(2048, 2048).Fill(0xFF);
        var bench = new TestBench(Rom("STM32F746"));

        _ = Passed(await bench.FlashOneAsync(TestBench.Order(0x0800_0000, data, "device: { chip: STM32F746 }\nerase: none")));

        Assert.Equal([3, 4, 2], bench.Board(1).Wire.Where(entry => entry.IsDataBlock).Select(entry => (int)entry.Setup.Value));
    }

    static FlashOrder Noise(string part, int length) => TestBench.Order(0x0800_0000, NoiseBytes(length), $"device: {{ chip: {part} }}");

    static byte[] NoiseBytes(int length)
    {
        var data = new byte[length];
        new Random(length).NextBytes(data);
        return data;
    }

    void KeepsToTheBudget(JobReport report, VirtualBoard board)
    {
        var wire = board.Wire.Where(entry => entry.Request is not null).ToList();
        var lastBlock = wire.FindLastIndex(entry => entry.IsDataBlock);
        var lastRead = wire.FindLastIndex(entry => entry.Request == DfuRequest.Upload);

        // Two GETSTATUS belong to the last block, and an ABORT to the last read.
        var (programming, verifying) = (wire[..(lastBlock + 3)], wire[(lastBlock + 3)..(lastRead + 2)]);
        var (sent, erased) = (programming.Count(entry => entry.IsDataBlock), programming.Count(entry => entry.Command == DfuSeCommand.Erase));
        var stretches = report.Plan!.Runs.Sum(run => run.Stretches(board.Model.TransferSize).Count());
        var blocks = report.Plan.Runs.Sum(run => run.Stretches(board.Model.TransferSize).Sum(stretch => stretch.Count));
        var blankCheck = report.Plan.BlankCheck ? blocks + 10 : 0;

        output.WriteLine($"{board.Model.Name}: N {sent}, E {erased}; to the end of programming {programming.Count} of {3 * sent + 3 * erased + 20 + blankCheck}, to verify {verifying.Count} of {blocks + 10}");
        Assert.InRange(programming.Count, 0, 3 * sent + 3 * erased + 20 + blankCheck);
        Assert.InRange(verifying.Count, 0, blocks + 10);
        Assert.Equal(report.Plan.Erases.Length, erased);
        Assert.InRange(stretches, 1, 2 * report.Plan.Runs.Length);
        var firstWrite = programming.FindLastIndex(entry => entry.Command == DfuSeCommand.Erase || entry.Request == DfuRequest.Upload);
        Assert.Equal(stretches, programming[firstWrite..].Count(entry => entry.Command == DfuSeCommand.SetAddressPointer));
        Assert.Equal(stretches, verifying.Count(entry => entry.Command == DfuSeCommand.SetAddressPointer));
        Assert.DoesNotContain(wire, entry => entry.Setup.Length > board.Model.TransferSize);
        Assert.DoesNotContain(wire, entry => entry is { Request: DfuRequest.Download, Setup: { Value: 0 or 1, Length: > 5 } });
        Assert.DoesNotContain(wire, entry => entry is { Request: DfuRequest.Download, Setup.Value: 1 });
    }
}
