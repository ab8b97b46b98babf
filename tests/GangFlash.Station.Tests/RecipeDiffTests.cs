using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class RecipeDiffTests : IDisposable
{
    readonly ReleaseBench bench = new();

    public void Dispose() => bench.Dispose();

    string Same(string text) => text.Replace(bench.PathOf(""), "", StringComparison.Ordinal);

    string Recipe(string name, string image, string text)
    {
        if (!File.Exists(bench.PathOf(image)))
            File.Copy(TestImages.PathOf(image), bench.PathOf(image));
        return bench.Write(name, $"recipe: pump\nimages: [ {{ file: {image} }} ]\n{text}\n");
    }

    [Fact]
    public async Task A_release_is_the_same_as_the_recipe_that_it_was_made_of()
    {
        var run = await bench.RunAsync("recipe", "diff", await bench.ReleasedAsync(), bench.PathOf("demo.yaml"));

        Assert.Equal(0, run.Exit);
        Assert.EndsWith("They are the same.\n", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changed_in_a_release_is_said_in_words()
    {
        var release = await bench.ReleasedAsync();
        File.WriteAllText(bench.PathOf("demo.yaml"), File.ReadAllText(bench.PathOf("demo.yaml"))
            .Replace("revision: 1", "revision: 2", StringComparison.Ordinal)
            .Replace("0x08000000-0x080FFFFF ]", "0x08000000-0x0807FFFF, 0x00200000+512K ]\n  protect: 0x080C0000+256K", StringComparison.Ordinal)
            .Replace("retries: 0", "retries: 2", StringComparison.Ordinal));
        var image = File.ReadAllBytes(bench.PathOf("images/f746-app.elf"));
        Array.Fill<byte>(image, 0x5A, 0x11E4, 16);
        File.WriteAllBytes(bench.PathOf("images/f746-app.elf"), image);

        var run = await bench.RunAsync("recipe", "diff", release, bench.PathOf("demo.yaml"));

        Assert.Equal(1, run.Exit);
        Golden.Matches(Same(run.Out));
    }

    [Fact]
    public async Task An_image_that_moved_is_told_section_by_section_and_by_sectors()
    {
        var run = await bench.RunAsync("recipe", "diff", Recipe("one.yaml", "h563-app1.elf", "revision: 1\ndevice: { chip: STM32H563 }"), Recipe("two.yaml", "h563-app2.elf", "revision: 2\ndevice: { chip: STM32H563 }\nafter: stay"));

        Assert.Equal(1, run.Exit);
        Golden.Matches(Same(run.Out));
    }

    [Fact]
    public async Task A_recipe_that_planning_refuses_is_said_to_be()
    {
        var run = await bench.RunAsync("recipe", "diff", Recipe("one.yaml", "h747-cm7.elf", "revision: 1\ndevice: { chip: STM32H747 }"), Recipe("two.yaml", "h747-cm7-noload.elf", "revision: 1\ndevice: { chip: STM32H747 }"));

        Assert.Equal(1, run.Exit);
        Golden.Matches(Same(run.Out));
    }

    [Fact]
    public async Task What_is_the_same_in_all_variants_is_said_once()
    {
        const string Variants = "variants:\n  - { variant: eu, when: { unit: EU-* } }\n  - { variant: us, when: { unit: US-* }, ranges: { write: 0x08000000-0x0803FFFF } }";
        var one = Recipe("one.yaml", "f746-app.elf", $"revision: 1\nserial: given\nranges: {{ write: 0x08000000-0x0807FFFF }}\n{Variants}\ndevice: {{ chip: STM32F746 }}");
        var two = Recipe("two.yaml", "f746-app.elf", $"revision: 2\nserial: given\nranges: {{ write: 0x08000000-0x080FFFFF }}\n{Variants}\ndevice: {{ chip: STM32F746 }}");

        var run = await bench.RunAsync("recipe", "diff", one, two);

        Assert.Equal(1, run.Exit);
        Golden.Matches(Same(run.Out));
    }

    [Fact]
    public async Task Only_comments_are_a_difference_too()
    {
        var one = Recipe("one.yaml", "f746-app.elf", "revision: 1");
        var two = Recipe("two.yaml", "f746-app.elf", "revision: 1 # reviewed");

        var run = await bench.RunAsync("recipe", "diff", one, two);

        Assert.Equal(1, run.Exit);
        Assert.Contains("only comments, spelling, spacing or the order of keys differ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_cannot_be_compared()
    {
        var run = await bench.RunAsync("recipe", "diff", bench.PathOf("demo.yaml"), bench.PathOf("none.gfr"));

        Assert.Equal((4, ""), (run.Exit, run.Out));
        Assert.Contains("none.gfr: error: there is no such file.", run.Error, StringComparison.Ordinal);
    }
}
