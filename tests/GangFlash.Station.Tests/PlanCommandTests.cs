using System.Text.Json;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class PlanCommandTests
{
    [Fact]
    public async Task Prints_the_plan_of_the_demo_recipe()
    {
        var run = await StationRun.Of("plan", "recipes/demo.yaml");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task Prints_every_refusal_and_ends_with_3()
    {
        using var folder = new TemporaryFolder();
        File.Copy(TestImages.PathOf("boot-heap.elf"), folder.PathOf("boot-heap.elf"));
        var recipe = folder.Write("bad.yaml", "recipe: bad\nrevision: 1\ndevice: { chip: STM32F405 }\nimages:\n  - file: boot-heap.elf\nranges:\n  protect: [ 0x0800C000-0x0800FFFF ]\n");

        var run = await StationRun.Of("plan", recipe);

        Assert.Equal(3, run.Exit);
        Golden.Matches(run.Out);
    }

    /// <summary>A recipe that ends with option bytes.</summary>
    static string Finish(TemporaryFolder folder, string rdp, string more = "") => folder.Write($"finish-{rdp}.yaml", $"""
        recipe: finish
        revision: 1
        device: {"{"} chip: STM32F405 {"}"}
        images: [ {"{"} file: app.bin, at: 0x08000000 {"}"} ]
        finish:
          option-bytes:
            at: 0x1FFFC000
            bytes: EF {rdp} FF FF FF FF FF FF FF 0F FF FF FF FF FF FF
            {more}
          irreversible: accepted
        after: reset
        """);

    [Fact]
    public async Task Says_what_is_written_last_and_what_cannot_be_taken_back()
    {
        using var folder = new TemporaryFolder();
        _ = folder.Write("app.bin", "Not a program, but bytes.");

        var one = await StationRun.Of("plan", Finish(folder, "AA", "expect: FF AA FF FF FF FF FF FF FF FF FF FF FF FF FF FF"));
        var two = await StationRun.Of("plan", Finish(folder, "CC", "verify: written"));
        var check = await StationRun.Of("recipe", "check", Finish(folder, "BB", "verify: written"));
        var json = await StationRun.Of("plan", "--json", Finish(folder, "CC", "verify: written"));

        Assert.Equal((0, 0, 0, 0), (one.Exit, two.Exit, check.Exit, json.Exit));
        Golden.Matches($"{one.Out}\n{two.Out}\n{check.Out}");
        var options = JsonDocument.Parse(json.Out).RootElement.GetProperty("optionBytes");
        Assert.Equal(("0x1FFFC000", 16, 2, true), (options.GetProperty("address").GetString(), options.GetProperty("length").GetInt32(), options.GetProperty("rdpLevel").GetInt32(), options.GetProperty("isForEver").GetBoolean()));
    }

    [Fact]
    public async Task Prints_a_plan_for_each_variant()
    {
        using var folder = new TemporaryFolder();
        File.Copy(TestImages.PathOf("f746-app.bin"), folder.PathOf("f746-app.bin"));
        File.Copy(TestImages.PathOf("boot-heap.elf"), folder.PathOf("boot-heap.elf"));
        var recipe = folder.Write("pump.yaml", """
            recipe: pump
            revision: 3
            erase: auto
            variants:
              - variant: large
                when: { chip: STM32F746 }
                device: { chip: STM32F746 }
                images: [ { file: f746-app.bin, at: 0x08000000 } ]
              - variant: small
                when: { chip: STM32F405 }
                device: { chip: STM32F405 }
                images: [ { file: boot-heap.elf } ]
            """);

        var run = await StationRun.Of("plan", recipe);

        Assert.Equal(3, run.Exit);
        Golden.Matches(run.Out);
        var check = await StationRun.Of("recipe", "check", recipe);
        Assert.Equal(3, check.Exit);
        Assert.Contains("pump revision 3, variant large, for STM32F746: no mistake found.", check.Out, StringComparison.Ordinal);
        Assert.Contains("preflight.outside-memory", check.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_json_lists_segments_erases_and_every_block()
    {
        var run = await StationRun.Of("plan", "recipes/demo.yaml", "--json");

        using var plan = JsonDocument.Parse(Assert.Single(run.Lines));
        var root = plan.RootElement;
        var segment = root.GetProperty("images")[0].GetProperty("segments")[0];
        Assert.Equal(("0x08000000", 200_604), (segment.GetProperty("address").GetString(), segment.GetProperty("length").GetInt32()));
        Assert.Equal("f746-app.elf: sections .isr_vector, .text and .payload", segment.GetProperty("origin").GetString());
        Assert.Equal(64, segment.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(5, root.GetProperty("erases").GetArrayLength());
        var blocks = root.GetProperty("runs")[0].GetProperty("blocks").EnumerateArray().ToList();
        Assert.Equal(200_608, blocks.Sum(block => block.GetProperty("length").GetInt32()));
        Assert.Equal(8, blocks.Count(block => !block.GetProperty("sent").GetBoolean()));
    }

    [Fact]
    public async Task Plans_for_another_chip_on_demand()
    {
        var run = await StationRun.Of("plan", "recipes/demo.yaml", "--device", "STM32F405RG");

        Assert.Equal(0, run.Exit);
        Assert.Contains("for STM32F405RG", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_chip_ends_with_2_and_a_suggestion()
    {
        var run = await StationRun.Of("plan", "recipes/demo.yaml", "--device", "STM32F764");

        Assert.Equal(2, run.Exit);
        Assert.Contains("did you mean 'STM32F746'?", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recipe_without_chip_and_layout_needs_a_device()
    {
        using var folder = new TemporaryFolder();
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        var recipe = folder.Write("bare.yaml", "recipe: bare\nrevision: 1\nimages:\n  - file: app.elf\n");

        var run = await StationRun.Of("plan", recipe);

        Assert.Equal(2, run.Exit);
        Assert.Contains("--device CHIP", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("recipes/missing.yaml", "there is no such file")]
    [InlineData("recipes", "it is a folder")]
    public async Task A_recipe_that_cannot_be_read_ends_with_4(string recipe, string reason)
    {
        var run = await StationRun.Of("plan", recipe == "recipes" ? Path.Combine(TestImages.RepositoryRoot(), recipe) : recipe);

        Assert.Equal(4, run.Exit);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }
}
