using GangFlash.Differences;
using GangFlash.Testing;

namespace GangFlash.Tests.Differences;

public sealed class RangeComparisonTests
{
    const string Head = "recipe: pump\nrevision: 1\nimages: [ { file: app.bin, at: 0x08040000 } ]\n";

    static IEnumerable<string> Compare(string before, string after) =>
        RecipeComparison.Of(TestBench.Order($"{Head}{before}\n", _ => [1]), TestBench.Order($"{Head}{after}\n", _ => [1]), _ => null).Ranges
            .Select(found => $"{(found.Variant is { } variant ? $"{variant}: " : "")}{found.Change} {string.Join(' ', found.Ranges)}");

    [Theory]
    [InlineData("ranges: { write: 0x08000000-0x0800FFFF }", "ranges: { write: 0x08000000-0x0801FFFF }", "MayWrite 0x08010000–0x0801FFFF")]
    [InlineData("ranges: { write: 0x08000000-0x0801FFFF }", "ranges: { write: 0x08004000-0x0800FFFF }", "MayNotWrite 0x08000000–0x08003FFF 0x08010000–0x0801FFFF")]
    [InlineData("", "ranges: { write: [ 0x08010000-0x0801FFFF, 0x08000000-0x0800FFFF ] }", "OnlyThese 0x08000000–0x0801FFFF")]
    [InlineData("ranges: { write: 0x08000000-0x0800FFFF }", "", "NotOnlyThese 0x08000000–0x0800FFFF")]
    [InlineData("ranges: { protect: 0x08000000-0x08003FFF }", "ranges: { protect: 0x08000000-0x08007FFF }", "Protected 0x08004000–0x08007FFF")]
    [InlineData("ranges: { protect: 0x08000000-0x08003FFF }", "", "NotProtected 0x08000000–0x08003FFF")]
    [InlineData("ranges: { protect: 0x08000000-0x08003FFF }", "ranges: { protect: { range: 0x08000000-0x08003FFF, shared-sector: restore } }", "Restored 0x08000000–0x08003FFF")]
    [InlineData("ranges: { protect: { range: 0x08000000-0x08003FFF, shared-sector: restore } }", "ranges: { protect: 0x08000000-0x08003FFF }", "NotRestored 0x08000000–0x08003FFF")]
    [InlineData("", "ranges: { drop: 0x20000000-0x2000FFFF }", "Dropped 0x20000000–0x2000FFFF")]
    [InlineData("ranges: { drop: 0x20000000-0x2000FFFF }", "", "NotDropped 0x20000000–0x2000FFFF")]
    [InlineData("ranges: { drop: 0x0800C000-0x0800C0FF }", "ranges: { drop: { range: 0x0800C000-0x0800C0FF, flash-data: true } }", "FlashDataDropped 0x0800C000–0x0800C0FF")]
    [InlineData("ranges: { drop: { range: 0x0800C000-0x0800C0FF, flash-data: true } }", "ranges: { drop: 0x0800C000-0x0800C0FF }", "FlashDataNotDropped 0x0800C000–0x0800C0FF")]
    public void What_became_of_addresses_is_said(string before, string after, string difference) => Assert.Equal([difference], Compare(before, after));

    [Theory]
    [InlineData("ranges: { write: 0x08000000-0x0801FFFF }", "ranges: { write: [ 0x08010000+64K, 0x08000000+0x10000 ] }")]
    [InlineData("ranges: { protect: 0x08000000-0x08003FFF }", "ranges: { protect: { range: 0x08000000+16K, shared-sector: refuse } }")]
    public void The_same_addresses_written_differently_are_the_same(string before, string after) => Assert.Empty(Compare(before, after));

    [Fact]
    public void A_protected_range_that_is_restored_from_the_start_is_said_once() =>
        Assert.Equal(["Protected 0x08000000–0x08003FFF"], Compare("", "ranges: { protect: { range: 0x08000000-0x08003FFF, shared-sector: restore } }"));
}
