using FsCheck;
using FsCheck.Fluent;

namespace GangFlash.Tests;

public sealed class AddressRangeProperties
{
    const uint Room = 64;

    [Fact]
    public void A_union_has_the_same_addresses_and_its_ranges_neither_overlap_nor_touch() =>
        Prop.ForAll(Ranges, ranges =>
        {
            var union = AddressRanges.Union(ranges);
            return Every(address => ranges.Any(range => range.Contains(address)) == union.Any(range => range.Contains(address)))
                && union.Zip(union.Skip(1)).All(pair => pair.First.End < pair.Second.Start)
                && union.All(range => !range.IsEmpty);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_union_of_a_union_is_the_same() =>
        Prop.ForAll(Ranges, ranges => AddressRanges.Union(AddressRanges.Union(ranges)).SequenceEqual(AddressRanges.Union(ranges))).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_left_is_in_the_whole_and_in_nothing_that_was_taken() =>
        Prop.ForAll(Ranges, Ranges, (wholes, taken) => wholes.All(whole =>
        {
            var rest = AddressRanges.Subtract(whole, taken);
            return Every(address => (whole.Contains(address) && !taken.Any(range => range.Contains(address))) == rest.Any(range => range.Contains(address)))
                && rest.Zip(rest.Skip(1)).All(pair => pair.First.End < pair.Second.Start);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void An_intersection_holds_what_both_hold_and_overlap_says_whether_it_is_empty() =>
        Prop.ForAll(Ranges, ranges => ranges.All(one => ranges.All(other =>
            Every(address => one.Intersect(other).Contains(address) == (one.Contains(address) && other.Contains(address)))
                && (one.IsEmpty || other.IsEmpty || one.Overlaps(other) == !one.Intersect(other).IsEmpty)))).QuickCheckThrowOnFailure();

    [Fact]
    public void The_end_of_the_address_space_is_no_special_case()
    {
        var last = AddressRange.Of(0xFFFF_FFFC, 4);

        Assert.Equal("0xFFFFFFFC–0xFFFFFFFF", last.ToString());
        Assert.Equal([last], AddressRanges.Subtract(AddressRange.Of(0xFFFF_0000, 0x1_0000), [new(0xFFFF_0000, 0xFFFF_FFFC)]).ToArray());
        Assert.Equal([AddressRange.Of(0, AddressRange.AddressSpace)], AddressRanges.Union([new(0, 0x8000_0000), new(0x8000_0000, AddressRange.AddressSpace)]).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => AddressRange.Of(0xFFFF_FFFC, 5));
    }

    static Arbitrary<AddressRange[]> Ranges => (
        from start in Gen.Choose(0, (int)Room)
        from length in Gen.Choose(0, 12)
        select AddressRange.Of((uint)start, (ulong)length)).ArrayOf().ToArbitrary();

    static bool Every(Func<uint, bool> holds) => Enumerable.Range(0, (int)Room + 20).All(address => holds((uint)address));
}
