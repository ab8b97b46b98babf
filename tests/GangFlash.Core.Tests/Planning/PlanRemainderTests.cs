using GangFlash.Planning;
using GangFlash.Testing;
using static GangFlash.Planning.SectorContent;

namespace GangFlash.Tests.Planning;

/// <summary>What is left to do of a plan over four sectors of 32 KiB, of which the image fills three and touches the fourth.</summary>
public sealed class PlanRemainderTests
{
    const uint Flash = 0x0800_0000;
    const int Sector = 32 * 1024;

    static readonly FlashPlan s_plan = ((Planned.Ready)FlashPlanner.Plan(
        TestBench.Order(Flash, [.. Enumerable.Range(0, 3 * Sector + 100).Select(i => (byte)(i % 251))], "device: { chip: STM32F746 }\nerase: auto"),
        TargetMemory.Of(TestBench.Chip("STM32F746"))!)).Plan;

    [Theory]
    [InlineData("all of it", Other, Other, Other, Other, "0 1 2 3", "0-3")]
    [InlineData("nothing, where all is right", Same, Same, Same, Same, "", "")]
    [InlineData("a blank sector is written without an erase", Other, Blank, Other, Other, "0 2 3", "0-3")]
    [InlineData("a blank board is only written", Blank, Blank, Blank, Blank, "", "0-3")]
    [InlineData("one wrong sector, and the one with the vector table", Same, Same, Other, Same, "0 2", "0 2")]
    [InlineData("the vector table's sector alone", Other, Same, Same, Same, "0", "0")]
    [InlineData("a blank vector table's sector makes a dead unit already", Blank, Same, Same, Other, "3", "0 3")]
    [InlineData("neighbours are one run", Other, Other, Same, Other, "0 1 3", "0-1 3")]
    public void What_is_left_is(string what, SectorContent first, SectorContent second, SectorContent third, SectorContent fourth, string erased, string written)
    {
        SectorContent[] contents = [first, second, third, fourth];

        var left = PlanRemainder.After(s_plan, erase => contents[erase.Number]);

        Assert.Equal((what, erased, written), (what, string.Join(' ', left.Erases.Select(erase => erase.Number)), string.Join(' ', left.Runs.Select(run => Sectors(run.Range)))));
        Assert.All(left.Runs, run => Assert.Equal(s_plan.ContentOf(run.Range), run.Data.ToArray()));
    }

    static string Sectors(AddressRange range)
    {
        var (first, last) = ((range.Start - Flash) / Sector, (range.Last - Flash) / Sector);
        return first == last ? $"{first}" : $"{first}-{last}";
    }
}
