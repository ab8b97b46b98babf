using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, October 2025: an STM32H563 behind a bootloader that answers no reads; the usual tool lifted a protection that was not there.</summary>
public sealed class Seed3CustomerBootloader
{
    const string Chip = "STM32H563RG";
    const string Application1 = "h563-app1.bin@0x08020000";
    const string Application2 = "h563-app2.bin@0x08080000";
    const uint Page = 8 << 10;

    static readonly AddressRange s_loader = AddressRange.Of(0x0800_0000, 128 << 10);

    static TestBench Bench(Func<BoardModel, BoardModel>? change = null) => new((change ?? (board => board))(Named("h563-loader")));

    [Fact]
    public async Task S3_1_only_the_partition_is_erased_written_and_read()
    {
        var bench = Bench();
        bench.Board(1).Memory.Put(AddressRange.Of(0x0800_0000, 1 << 20), 0x5A);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Application1));

        Passed(result);
        Assert.Equal(Pages(16, 52), ErasedAddresses(bench.Board(1)));
        Assert.All(Reached(bench.Board(1)), block => Assert.True(block.Range.Start >= 0x0802_0000, $"{block}"));
        Assert.All(bench.Board(1).Wire, entry => Assert.False(entry.CommandAddress < 0x0802_0000, $"{entry}"));
        Holds(bench.Board(1), "h563-app1.bin", 0x0802_0000);
        Holds(bench.Board(1), s_loader, 0x5A);
    }

    [Fact]
    public async Task S3_2_a_loader_that_answers_no_read_is_unreadable_and_not_protected()
    {
        var bench = Bench(board => board with { Unreadable = [AddressRange.Of(0x0800_0000, 1 << 20)] });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Application1));

        var failure = Failed<FlashFailure.Unreadable>(result, "verify.unreadable");
        Says(failure.Detail, "does not answer reads at 0x08020000", "stalled", "state 15", "Nothing suggests read protection");
        Assert.True(bench.Board(1).Wire.Count(entry => entry is { Request: DfuRequest.Upload, Setup.Value: >= 2 }) > 1, "One refused read proves nothing.");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S3_2_a_recipe_may_accept_that_and_then_it_is_an_unverified_pass_everywhere()
    {
        var bench = Bench(board => board with { Unreadable = [AddressRange.Of(0x0800_0000, 1 << 20)] });

        var outcome = Assert.Single(await bench.FlashAllAsync(SomeOrder.Of(Chip, Application1, "verify: none-allowed")));

        var report = PassedUnverified(ResultOf(outcome));
        Assert.Equal(0u, report.VerifiedBytes);
        Assert.Equal("pass.unverified", outcome.Verdict.Code);
        Says(Assert.Single(bench.Recorder.Ends).End.Instruction, "Not verified");
        Holds(bench.Board(1), "h563-app1.bin", 0x0802_0000);
        NeverUnprotected(bench.Board(1));
    }

    [Fact]
    public async Task S3_3_the_loader_itself_is_refused_where_its_own_string_says_readable_only()
    {
        var bench = Bench();

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "h563-boot.bin@0x08000000"));

        var refusal = Assert.Single(Refused(result, "preflight.protected-range"));
        Says(refusal.Message, "h563-boot.bin", "0x08000000–0x0800ECBF", "readable only");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S3_4_the_loader_itself_is_refused_where_the_recipe_protects_it()
    {
        var bench = Bench(board => board with { Alternates = ["@Internal Flash   /0x08000000/128*08Kg"] });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "h563-boot.bin@0x08000000", "ranges: { protect: 0x08000000-0x0801FFFF }"));

        var refusal = Assert.Single(Refused(result, "preflight.protected-range"));
        Says(refusal.Message, "h563-boot.bin", "0x08000000–0x0800ECBF", "the recipe protects in line 6");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S3_5_two_partitions_are_one_pass_and_nothing_between_them_is_erased()
    {
        var bench = Bench();
        bench.Board(1).Memory.Put(AddressRange.Of(0x0800_0000, 1 << 20), 0x5A);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, [Application1, Application2]));

        Passed(result);
        Assert.Equal([.. Pages(16, 52), .. Pages(64, 94)], ErasedAddresses(bench.Board(1)).ToArray());
        Holds(bench.Board(1), "h563-app1.bin", 0x0802_0000);
        Holds(bench.Board(1), "h563-app2.bin", 0x0808_0000);
        Holds(bench.Board(1), new AddressRange(PageStart(53), PageStart(64)), 0x5A);
        Holds(bench.Board(1), new AddressRange(PageStart(95), PageStart(128)), 0x5A);
    }

    [Fact]
    public async Task S3_6_an_image_that_has_outgrown_its_partition_by_16_bytes_is_refused()
    {
        var bench = Bench();
        var grown = SomeOrder.Program(393_232);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, 0x0802_0000, grown, "ranges: { write: 0x08020000-0x0807FFFF }"));

        var refusal = Assert.Single(Refused(result, "preflight.outside-write-range"));
        Says(refusal.Message, "16 bytes at 0x08080000–0x0808000F", "0x08020000–0x0807FFFF");
        Untouched(bench.Board(1));
    }

    public static TheoryData<string> Faults => [.. EveryFault.Names];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task S3_7_read_unprotect_is_never_sent_whatever_goes_wrong_and_whenever(string fault)
    {
        var order = SomeOrder.Of(Chip, 0x0802_0000, SomeOrder.Program((int)Page + 100));
        var transfers = (await WireOfAsync(Named("h563-loader"), order)).Count;

        for (var at = 0; at < transfers; at++)
        {
            var bench = Bench(board => board with { Faults = [EveryFault.At(at, fault)] });
            var result = await bench.FlashOneAsync(order);

            NeverUnprotected(bench.Pulled[1]);
            if (result is UnitResult.Passed)
                Holds(bench.Pulled[1], order.Images[0].Segments[0]);
        }
    }

    [Fact]
    public async Task S3_8_boards_without_any_strings_are_told_apart_by_their_ports()
    {
        var nameless = Named("h563-loader") with { Manufacturer = "", Product = "", Serial = "" };
        var bench = new TestBench(nameless, nameless, nameless);

        var outcomes = await bench.FlashAllAsync(SomeOrder.Of(Chip, Application1));

        Assert.All(outcomes, outcome => Assert.Equal(("", "", ""), Strings(Passed(outcome).Device!)));
        Assert.Equal([1, 2, 3], bench.Recorder.Starts.Select(start => start.Slot));
        Assert.Equal(3, bench.Recorder.Starts.Select(start => start.Port).Distinct().Count());
        Assert.Equal(3, bench.Recorder.Ends.Count);
        Assert.All(Enumerable.Range(1, 3), slot => Holds(bench.Board(slot), "h563-app1.bin", 0x0802_0000));

        static (string, string, string) Strings(DeviceIdentity device) => (device.Manufacturer.Text, device.Product.Text, device.Serial.Text);
    }

    [Fact]
    public async Task S3_8_an_empty_string_is_shown_as_empty()
    {
        var bench = Bench(board => board with { Product = "" });
        var recipe = $$"""
            recipe: nameless
            revision: 1
            device: { product: "STM32 custom DFU" }
            images: [ { file: h563-app1.bin, at: 0x08020000 } ]
            """;

        var result = await bench.FlashOneAsync(TestBench.Order(recipe));

        Says(Assert.Single(Refused(result, "preflight.wrong-device")).Message, "(empty)");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S3_9_another_product_at_the_same_port_stops_the_job()
    {
        var bench = Bench();
        var later = new VirtualBoard(Named("h563-loader") with { Product = "STM Device in DFU Mode" });

        var outcome = Assert.Single(await bench.FlashAllAsync(SomeOrder.Of(Chip, Application1), slot =>
        {
            bench.Bus.Plug(slot.Port, later);
            return slot;
        }));

        var failure = Failed<FlashFailure.Changed>(ResultOf(outcome), "device.changed");
        Says(failure.Detail, "STM32 custom DFU", "STM Device in DFU Mode");
        Untouched(later);
    }

    static uint PageStart(int number) => 0x0800_0000 + (uint)number * Page;

    static IEnumerable<uint> Pages(int first, int last) => Enumerable.Range(first, last - first + 1).Select(PageStart);
}
