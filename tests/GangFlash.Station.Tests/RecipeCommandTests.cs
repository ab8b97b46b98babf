using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class RecipeCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    Task<StationRun> CheckAsync(string image, string rest)
    {
        File.Copy(TestImages.PathOf(image), folder.PathOf(image));
        return StationRun.Of("recipe", "check", folder.Write("test.yaml", $"recipe: test\nrevision: 1\nimages:\n  - file: {image}\n{rest}\n"));
    }

    [Fact]
    public async Task The_demo_recipe_has_no_mistake()
    {
        var run = await StationRun.Of("recipe", "check", "recipes/demo.yaml");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.StartsWith("f746-demo revision 1 for STM32F746: no mistake found. 200,608 bytes", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("boot-heap.elf", "device: { chip: STM32F405 }", "preflight.outside-memory")]
    [InlineData("h747-cm7.hex", "device: { chip: STM32H747 }", "preflight.outside-memory")]
    [InlineData("f769-qspi.elf", "device: { chip: STM32F769 }", "preflight.outside-memory")]
    [InlineData("h563-boot.elf", "device: { chip: STM32H563, layout: \"@Internal Flash   /0x08000000/16*08Ka,112*08Kg\" }", "preflight.protected-range")]
    [InlineData("f105-vcu.elf", "device: { chip: STM32F105, layout: \"@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg\" }", "preflight.wrong-device")]
    [InlineData("boot-heap.elf", "device: { chip: STM32F405 }\nranges: { drop: [ 0x20000000-0x2001FFFF, 0x0800C000-0x0800CFFF ] }", "preflight.drops-flash-data")]
    public async Task The_field_failures_are_found_at_the_desk(string image, string rest, string code)
    {
        var run = await CheckAsync(image, rest);

        Assert.Equal(3, run.Exit);
        Assert.Contains(code, run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unverified_recipe_is_warned_of_a_lying_device()
    {
        var run = await CheckAsync("f105-vcu.elf", "device: { chip: STM32F105 }\nverify: none");

        Assert.Equal(0, run.Exit);
        Assert.Contains("warning:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sampling_is_refused_with_the_reason()
    {
        var run = await CheckAsync("f105-vcu.elf", "verify: sample");

        Assert.Equal(4, run.Exit);
        Assert.Contains("test.yaml:5:", run.Error, StringComparison.Ordinal);
    }
}
