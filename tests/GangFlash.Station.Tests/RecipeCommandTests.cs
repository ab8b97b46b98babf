using System.Text.Json;
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
        Assert.Contains($"[{code}]", run.Out, StringComparison.Ordinal);
        Assert.Matches("test.yaml:[0-9]+:[0-9]+: error: .*\n +[0-9]+ \\| .*\n +\\| +\\^", run.Out);
    }

    [Fact]
    public async Task Serials_of_usb_are_warned_of_since_boards_may_share_one()
    {
        var run = await CheckAsync("f746-app.elf", "device: { chip: STM32F746 }\nserial: usb");

        Assert.Equal(0, run.Exit);
        Assert.Contains("[recipe.usb-serial]", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_said_at_once_also_as_json_and_of_several_files()
    {
        File.Copy(TestImages.PathOf("boot-heap.elf"), folder.PathOf("boot-heap.elf"));
        var bad = folder.Write("bad.yaml", "recipe: bad\nrevision: 1\nimages: [ { file: boot-heap.elf }, { file: none.elf } ]\ndevice: { chip: STM32F405 }\nverify: none\n");

        var text = await StationRun.Of("recipe", "check", "recipes/demo.yaml", bad);
        var json = await StationRun.Of("recipe", "check", bad, "--json");

        Assert.Equal((4, 4), (text.Exit, json.Exit));
        Assert.StartsWith("f746-demo revision 1 for STM32F746: no mistake found.", text.Out, StringComparison.Ordinal);
        Assert.EndsWith("bad.yaml: 2 mistakes, 1 warning.\n", text.Out, StringComparison.Ordinal);
        Assert.Equal(
            [("preflight.outside-memory", 3), ("recipe.missing-image", 3), ("recipe.unverified", 5)],
            json.Out.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).Select(problem => (problem.GetProperty("code").GetString()!, problem.GetProperty("line").GetInt32())));
    }

    [Fact]
    public async Task A_revision_that_was_run_with_another_image_is_told_of()
    {
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        var recipe = folder.Write("own.yaml", "recipe: own\nrevision: 1\nimages: [ { file: app.elf } ]\ndevice: { chip: STM32F746 }\n");
        var database = folder.PathOf("own.db");
        Assert.Equal(0, (await StationRun.Of("flash", recipe, "--simulate", "1", "--time-scale", "0.01", "--database", database)).Exit);
        File.AppendAllText(recipe, "retries: 1\n");

        var run = await StationRun.Of("recipe", "check", recipe, "--database", database);

        Assert.Equal(0, run.Exit);
        Assert.Contains("own.yaml:2:1: warning: revision 1 was run with another text, first on ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unverified_recipe_is_warned_of_a_lying_device()
    {
        var run = await CheckAsync("f105-vcu.elf", "device: { chip: STM32F105 }\nverify: none");

        Assert.Equal(0, run.Exit);
        Assert.Contains("test.yaml:6:9: warning: a device that acknowledges everything and stores nothing", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sampling_is_refused_with_the_reason()
    {
        var run = await CheckAsync("f105-vcu.elf", "verify: sample");

        Assert.Equal(4, run.Exit);
        Assert.Contains("test.yaml:5:", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_recipe_is_written_from_what_is_plugged_in_and_flashes_at_once()
    {
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        var recipe = folder.PathOf("app.yaml");

        var made = await StationRun.Of("recipe", "new", folder.PathOf("app.elf"), "--simulate", "2xSTM32F746");
        var flashed = await StationRun.Of("flash", recipe, "--simulate", "1", "--time-scale", "0.01", "--database", folder.PathOf("new.db"));
        var again = await StationRun.Of("recipe", "new", folder.PathOf("app.elf"), "--simulate", "STM32F405");

        Assert.Equal((0, 0, 4), (made.Exit, flashed.Exit, again.Exit));
        Assert.EndsWith("app revision 1 for STM32F746: no mistake found. 200,608 bytes, about 12 s a unit.\n", made.Out, StringComparison.Ordinal);
        Assert.EndsWith("app.yaml is there already and is left as it is; name another file with -o.\n", again.Error, StringComparison.Ordinal);
        Golden.Matches(File.ReadAllText(recipe), "A_new_recipe");
    }

    [Theory]
    [InlineData(2, "Boards of 2 kinds are plugged in, at ports 1-1, 1-2; say which one with --port.", "--simulate", "STM32F746,STM32F405")]
    [InlineData(5, "No device in DFU mode is at port 1-9.", "--simulate", "STM32F746", "--port", "1-9")]
    [InlineData(4, "is not below the recipe's folder", "--device", "STM32F746", "-o", "elsewhere/new.yaml")]
    public async Task A_new_recipe_is_not_guessed(int exit, string why, params string[] more)
    {
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        _ = Directory.CreateDirectory(folder.PathOf("elsewhere"));

        var run = await StationRun.Of(["recipe", "new", folder.PathOf("app.elf"), .. more.Select(word => word.StartsWith("elsewhere", StringComparison.Ordinal) ? folder.PathOf(word) : word)]);

        Assert.Equal(exit, run.Exit);
        Assert.Contains(why, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("app.yaml")));
    }
}
