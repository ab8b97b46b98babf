using System.Text;
using GangFlash.Documents;
using GangFlash.Recipes;
using GangFlash.Stations;

namespace GangFlash.Tests.Documents;

/// <summary>Inputs that broke a reader of files once, found by <c>GangFlash.Fuzz</c>.</summary>
public sealed class OnceBrokenDocumentsTests
{
    /// <summary>YamlDotNet 16.3 made a URI of these tags, and threw what no caller expected.</summary>
    [Theory]
    [InlineData("!![", 1)]
    [InlineData(": !!+1", 1)]
    [InlineData("recipe: demo\nrevision: !![\n", 2)]
    public void A_tag_that_is_no_URI_is_a_problem_at_its_line_and_no_crash(string text, int line)
    {
        var problem = Assert.Single(RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text)).Problems);

        Assert.Equal($"recipe.{DocumentCode.Syntax}", problem.Code);
        Assert.Equal(line, problem.Place.Line);
        Assert.Contains("a word begins with '!', which makes it a tag and not a text; put it in quotes", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_unknown_keys_cost_little_memory()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 200).Select(index => $"unknown-key-of-the-file-{index}: 1\n")));

        Assert.InRange(BytesFor(() => StationReader.Read("station.yaml", text)), 0, 2 * 1024 * 1024);
    }

    /// <summary>Once 6 GB for a file of 4 KB, and a minute.</summary>
    [Fact]
    public void Many_patterns_that_overlap_only_at_their_very_ends_cost_little_memory()
    {
        var patterns = ((string[])["badge", "work-order", "unit", "panel", "fixture", "child-part"]).Select(kind =>
            $"    {kind}: [ {string.Join(", ", Enumerable.Range(0, 4).Select(index => $"\"*{string.Concat(Enumerable.Repeat("?*", 20))}{kind[0]}{index}abcdefghijklm*\""))} ]\n");
        var text = Encoding.UTF8.GetBytes($"scans:\n  longest: 200\n  patterns:\n{string.Concat(patterns)}");

        Assert.InRange(BytesFor(() => StationReader.Read("station.yaml", text)), 0, 64L * 1024 * 1024);
    }

    /// <summary>Every two of them were compared on new paper, and complained of as often as there are others.</summary>
    [Theory]
    [InlineData(32, 31)]
    [InlineData(400, 31)]
    public void Many_variants_that_overlap_cost_little_memory_and_each_is_complained_of_once(int count, int complaints)
    {
        var variants = string.Concat(Enumerable.Range(0, count).Select(index => $"  - {{ variant: v{index}, images: [ {{ file: a.bin, at: 0x08000000 }} ], when: {{ unit: \"*{string.Concat(Enumerable.Repeat("a*", 50))}{index}*\" }} }}\n"));
        var text = Encoding.UTF8.GetBytes($"recipe: demo\nrevision: 1\nvariants:\n{variants}");

        Assert.Equal(complaints, RecipeReader.Read("demo.yaml", text).Problems.Count(problem => problem.Code == $"recipe.{RecipeCode.Variant}"));
        Assert.InRange(BytesFor(() => RecipeReader.Read("demo.yaml", text)), 0, 1024L * 1024 + 1024 * text.Length);
    }

    static long BytesFor(Action work)
    {
        work();     // once to build what is kept
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
