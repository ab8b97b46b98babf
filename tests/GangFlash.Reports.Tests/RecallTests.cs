using GangFlash.Devices;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Reports.Tests;

/// <summary>A recall names the units that carry an image, and no neighbour of theirs.</summary>
public sealed class RecallTests : IDisposable
{
    const string Variants = "variants:\n  - { variant: radio, when: { unit: R-* }, images: [ { file: app.bin, at: 0x08000000 }, { file: radio.bin, at: 0x08020000 } ] }";

    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    static byte[] Bytes(string name) => [.. name.Select(letter => (byte)letter)];

    static FlashOrder Order(string more) => TestBench.Order(
        $"recipe: test\nrevision: 1\nimages: [ {{ file: app.bin, at: 0x08000000 }}, {{ file: radio.bin, at: 0x08020000 }} ]\nserial: given\n{more}", Bytes);

    /// <summary>A unit with the application and the radio, and one with the application alone; both under one recipe.</summary>
    async Task<FlashOrder> FlashAsync(string more)
    {
        var order = Order(more);
        await using var store = await TraceabilityStore.OpenAsync(folder.Database, folder.Clock, default);
        await PassAsync(store, "R-1", order);
        await PassAsync(store, "P-1", order with { Images = order.Images[..1] });
        return order;
    }

    async Task PassAsync(TraceabilityStore store, string unit, FlashOrder order)
    {
        var begun = await store.BeginAsync(new(TestBench.Context, order, 1, UsbPortPath.Parse("1-1"), 1, unit, null, folder.Clock.GetUtcNow()), default);
        await store.EndAsync(Assert.IsType<AttemptBegin.Begun>(begun).Attempt, new(new UnitResult.Passed(JobReport.Empty with { Touched = true }, Verified: true), "", folder.Clock.GetUtcNow()), default);
    }

    string Carriers(string sha256) => string.Join(' ', folder.Run("recall", ("image", sha256)).Section("Units").Rows.Select(row => row[0]));

    [Theory]
    [InlineData(Variants)]
    [InlineData("\"variants\":\n  - { variant: radio, when: { unit: R-* } }")]
    [InlineData("\"vari\\x61nts\":\n  - { variant: radio, when: { unit: R-* } }")]
    public async Task A_variants_image_is_on_its_own_boards_alone(string variants)
    {
        var order = await FlashAsync(variants);

        Assert.Equal("R-1", Carriers(order.Images[1].Sha256));
        Assert.Equal("R-1 P-1", Carriers(order.Images[0].Sha256));
        Assert.Equal(1L, folder.Run("recall", ("image", order.Images[1].Sha256)).Section("Units by where they stand").Cell<long>("units"));
    }

    [Fact]
    public async Task A_unit_that_was_flashed_with_another_image_later_carries_that_one()
    {
        var order = Order("");
        await using (var store = await TraceabilityStore.OpenAsync(folder.Database, folder.Clock, default))
        {
            await PassAsync(store, "U-1", order);
            await PassAsync(store, "U-1", TestBench.Order(0x0800_0000, [1, 2, 3, 4], "serial: given"));
        }

        Assert.Equal("", Carriers(order.Images[0].Sha256));
    }
}
