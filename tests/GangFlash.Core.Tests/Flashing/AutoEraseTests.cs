using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

/// <summary><c>erase: auto</c> on boards that hold something already.</summary>
public sealed class AutoEraseTests
{
    const uint Flash = 0x0800_0000;
    const int Sector = 32 * 1024;

    readonly TestBench bench = new();

    static byte[] Program { get; } = FieldCases.SomeOrder.Program(3 * Sector + 100);

    static FlashOrder Order(string part = "STM32F746") => TestBench.Order(Flash, Program, $"device: {{ chip: {part} }}\nerase: auto");

    /// <summary>Flashes a board that holds the image already, but for what somebody changed.</summary>
    async Task<JobReport> AgainAsync(Action<VirtualMemory> change, string part = "STM32F746")
    {
        var board = bench.Plug(Rom(part));
        board.Memory.Put(Flash, Program);
        change(board.Memory);

        var report = Passed(await bench.FlashOneAsync(Order(part)));

        Holds(board, Flash, Program);
        Assert.Equal((ulong)report.Plan!.WrittenBytes, report.VerifiedBytes);
        return report;
    }

    static IEnumerable<AddressRange> Written(VirtualBoard board) => Reached(board).Where(reached => reached.Request == DfuRequest.Download).Select(reached => reached.Range);

    [Fact]
    public async Task A_board_that_is_right_already_is_read_back_and_not_touched()
    {
        var report = await AgainAsync(_ => { });

        Assert.False(report.Touched);
        Assert.Equal((0, 0ul), (report.ErasedSectors, report.WrittenBytes));
        Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.Alters);
        Assert.Contains("All 4 sectors held already what they are to hold: nothing was erased or written, and all of it was read back.", report.Notes);
    }

    [Fact]
    public async Task A_wrong_byte_costs_its_sector_and_that_of_the_vector_table_which_is_written_last()
    {
        var report = await AgainAsync(memory => memory.Put(Flash + 2 * Sector + 5, [0x00, 0x00, 0x00, 0x00]));

        Assert.Equal([Flash, Flash + 2 * Sector], ErasedAddresses(bench.Board(1)));
        Assert.All(Written(bench.Board(1)), range => Assert.Contains((range.Start - Flash) / Sector, new uint[] { 0, 2 }));
        Assert.Equal(Flash, Written(bench.Board(1)).Last().Start);
        Assert.Contains("Of 4 sectors 3 held already what they are to hold and 0 were blank; 2 were erased.", report.Notes);
    }

    [Fact]
    public async Task What_an_erase_would_have_cleared_behind_the_image_is_cleared()
    {
        _ = await AgainAsync(memory => memory.Put(Flash + 3 * Sector + 5000, [0x12]));

        Holds(bench.Board(1), AddressRange.Of(Flash + 3 * Sector + 5000, 1), 0xFF);
    }

    [Fact]
    public async Task A_fresh_board_is_written_without_an_erase()
    {
        _ = bench.Plug(Rom("STM32F746"));

        var report = Passed(await bench.FlashOneAsync(Order()));

        Assert.Empty(ErasedAddresses(bench.Board(1)));
        Holds(bench.Board(1), Flash, Program);
        Assert.Equal([JobPhase.Precheck, JobPhase.Compare, JobPhase.Erase], report.Phases.Select(phase => phase.Phase).Where(phase => phase is >= JobPhase.Precheck and <= JobPhase.Erase));
    }

    [Theory]
    [InlineData("STM32L072")]
    [InlineData("STM32G474")]
    [InlineData("STM32H743")]
    [InlineData("STM32F072")]
    public async Task Granules_are_written_once_on_every_kind_of_flash(string part)
    {
        _ = await AgainAsync(memory => memory.Put(Flash + 300, [0x5A, 0xA5]), part);
    }

    [Fact]
    public async Task Where_a_string_may_lie_about_sectors_every_touched_one_is_erased()
    {
        var report = await AgainAsync(_ => { }, "STM32F767");

        Assert.NotEmpty(ErasedAddresses(bench.Board(1)));
        Assert.Contains("erase: auto erases every touched sector here: the layout string of this part may show other sectors than it has.", report.Notes);
    }

    [Fact]
    public async Task A_device_that_stores_nothing_is_found_out_as_ever()
    {
        _ = bench.Plug(Named("lying-f746"));

        _ = FailedCompare(await bench.FlashOneAsync(Order()), "verify.nothing-written", MismatchPattern.StillBlank);
    }
}
