using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>Every field case holds in a gang of sixteen too: whatever one slot does, the other fifteen pass as if it were not there.</summary>
public sealed class GangWithOneBadSlot
{
    const string Chip = "STM32F746";
    const string Image = "f746-app.elf";
    const int Slots = 16;

    static readonly FlashOrder s_order = SomeOrder.Of(Chip, Image);

    static readonly ImmutableDictionary<string, Func<BoardModel, BoardModel>> s_bad = new Dictionary<string, Func<BoardModel, BoardModel>>
    {
        ["preflight.wrong-device"] = board => board with { Alternates = ["@Internal Flash  /0x08000000/128*002Kg"] },
        ["preflight.protected-range"] = board => board with { Alternates = ["@Internal Flash  /0x08000000/04*032Ka,01*128Kg,03*256Kg"] },
        ["device.read-protected"] = board => board with { ReadProtected = true },
        ["device.not-dfuse"] = board => board with { TransferSize = 0 },
        ["usb.transfer-failed"] = board => board with { ReadsFailOnWire = true },
        ["usb.disconnected"] = board => board with { Faults = [new Fault.Unplug(300)] },
        ["dfu.err-target"] = board => board with { Faults = [.. Enumerable.Range(100, 10).Select(transfer => new Fault.WrongStatus(transfer, DfuStatus.ErrTarget))] },
        ["dfu.reset"] = board => board with { Faults = [new Fault.BrownOut(300)] },
        ["dfu.stuck-busy"] = board => board with { Profile = BootloaderProfile.StrictRom, WedgesFrom = 0x0802_0000 },
        ["dfu.timeout"] = board => board with { EraseTimeFactor = 20 },
        ["erase.not-blank"] = board => board with { Profile = BootloaderProfile.RomNewLine, WedgesFrom = 0x0802_0000, WedgedEraseHappens = false },
        ["verify.nothing-written"] = board => board with { Media = new MediaKind.StoresNothing() },
        ["verify.mismatch"] = board => board with { Media = new MediaKind.StoresFirst(64 << 10) },
        ["verify.unstable"] = board => board with { Media = new MediaKind.ReadsUnstably(0x0800_0900) },
        ["verify.unreadable"] = board => board with { Profile = BootloaderProfile.CubeMx, Product = "STM32 custom DFU", Unreadable = [AddressRange.Of(0x0800_0000, 1 << 20)] },
    }.ToImmutableDictionary();

    public static TheoryData<string> BadSlots => [.. s_bad.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(BadSlots))]
    public async Task Fifteen_boards_pass_beside_one_that_does_not(string code)
    {
        var bad = 1 + Math.Abs(code.Sum(letter => letter)) % Slots;
        var bench = Gang(slot => slot == bad ? s_bad[code] : null);
        if (code == "erase.not-blank")
            bench.Board(bad).Memory.Put(AddressRange.Of(0x0802_0000, 128 << 10), 0x5A);

        var outcomes = await bench.FlashAllAsync(s_order);

        Assert.Equal(code, outcomes[bad - 1].Verdict.Code);
        Assert.False(outcomes[bad - 1].Verdict.IsPass);
        NeverUnprotected(bench.Pulled[bad]);
        await ExpectTheOthersUnaffectedAsync(bench, outcomes, bad);
    }

    [Fact]
    public async Task Fifteen_boards_pass_beside_one_whose_own_image_is_refused()
    {
        const int Bad = 9;
        var bench = Gang(_ => null);
        var leaking = SomeOrder.Of(Chip, "boot-heap.elf");

        var outcomes = await bench.FlashAllAsync(s_order, slot => slot.Slot == Bad ? slot with { Order = leaking } : slot);

        Assert.Equal("preflight.outside-memory", outcomes[Bad - 1].Verdict.Code);
        Untouched(bench.Board(Bad));
        await ExpectTheOthersUnaffectedAsync(bench, outcomes, Bad);
    }

    [Fact]
    public async Task Fifteen_boards_pass_beside_one_that_is_pulled_by_hand()
    {
        const int Bad = 5;
        var bench = Gang(_ => null);
        var port = SimulatedFleet.PortOf(Bad - 1);

        var outcomes = await bench.FlashAllAsync(s_order, watch: happened =>
        {
            if (happened is GangEvent.Progressed { Slot: Bad, Progress: { Phase: JobPhase.Write, Done: > 100_000 } })
                bench.Bus.Unplug(port);
        });

        Assert.Equal("usb.disconnected", outcomes[Bad - 1].Verdict.Code);
        Assert.True(ResultOf(outcomes[Bad - 1]).Report.Touched);
        await ExpectTheOthersUnaffectedAsync(bench, outcomes, Bad);
    }

    static TestBench Gang(Func<int, Func<BoardModel, BoardModel>?> change) =>
        new(Enumerable.Range(1, Slots).Select(slot => (change(slot) ?? (board => board))(Rom(Chip, slot))));

    /// <summary>Verified passes with the right bytes, each with its record, and none took a moment longer than alone.</summary>
    static async Task ExpectTheOthersUnaffectedAsync(TestBench bench, ImmutableArray<SlotOutcome> outcomes, int bad)
    {
        var alone = Passed(Assert.Single(await new TestBench(Rom(Chip)).FlashAllAsync(s_order)));
        Assert.Equal(Slots, outcomes.Length);
        foreach (var outcome in outcomes.Where(outcome => outcome.Loaded.Slot != bad))
        {
            var report = Passed(outcome);
            Assert.Equal(alone.Duration, report.Duration);
            Assert.Equal((alone.Requests, 0, 0), (report.Requests, report.WireRetries, report.Recoveries));
            Holds(bench.Board(outcome.Loaded.Slot), Image);
        }

        Assert.Equal(Slots, bench.Recorder.Starts.Count);
        Assert.Equal(Slots, bench.Recorder.Ends.Select(end => end.Attempt).Distinct().Count());
    }
}
