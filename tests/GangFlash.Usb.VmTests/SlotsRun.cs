using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Testing;
using GangFlash.Traceability;
using GangFlash.Usb.Contract;

namespace GangFlash.Usb.VmTests;

/// <summary>One gang whose slots have orders of their own. Boards are told apart by their ports alone.</summary>
static class SlotsRun
{
    public static async Task<int> RunAsync(string database, string[] images)
    {
        var report = new Report();
        await report.CheckAsync($"{images.Length} boards with one serial string get {images.Length} images by slot", async () =>
        {
            await using var bus = Report.StartBus();
            await using var store = await TraceabilityStore.OpenAsync(database, TimeProvider.System, default);
            ImmutableArray<Planning.FlashOrder> orders = [.. images.Select(OrderFor)];
            var found = await GangLoader.FindAsync(bus, orders[0].Recipe.Device.Usb, default);
            var loaded = GangLoader.Load(found, orders[0], SlotMap.Untaught, ImmutableDictionary<int, string>.Empty);
            Demand.Equal(images.Length, loaded.Length, "the number of boards");
            Demand.Equal(1, loaded.Select(slot => slot.Device!.Serial.Text).Distinct().Count(), "the number of serial strings");

            var runner = new GangRunner(bus, store, TimeProvider.System, new Quiet<GangEvent>());
            var outcomes = await runner.RunAsync([.. loaded.Select(slot => slot with { Order = orders[slot.Slot - 1] })], new("VM", "usb-vmtests", "slots", "engineering", "test"), default);

            foreach (var outcome in outcomes)
                Demand.That(outcome.Verdict.IsPass, $"slot {outcome.Loaded.Slot} ended with {outcome.Verdict.Code}: {outcome.Verdict.Detail}");
        });
        return report.ExitCode;
    }

    static Planning.FlashOrder OrderFor(string image) => TestBench.Order(
        $"""
        recipe: slots
        revision: 1
        images:
          - file: {Path.GetFileName(image)}
            at: 0x08000000
        device:
          chip: STM32F746
        after: stay
        """,
        _ => File.ReadAllBytes(image));
}
