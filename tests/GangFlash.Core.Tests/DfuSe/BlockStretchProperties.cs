using FsCheck;
using FsCheck.Fluent;
using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

public sealed class BlockStretchProperties
{
    [Fact]
    public void Stretches_cover_a_range_exactly_and_in_order() =>
        Prop.ForAll(Covers, cover =>
        {
            ulong at = cover.Range.Start;
            foreach (var block in Blocks(cover))
            {
                if (block.Range.Start != at || block.Range.IsEmpty)
                    return false;
                at = block.Range.End;
            }

            return at == cover.Range.End;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_block_lies_where_both_readings_of_AN3156_put_it() =>
        Prop.ForAll(Covers, cover => BlockStretch.Cover(cover.Range, cover.Stride).All(stretch => Enumerable.Range(0, stretch.Count).Select(i => stretch[i]).All(block =>
            block.Number >= 2
            && block.Range.Start == stretch.Pointer + (ulong)(block.Number - 2) * cover.Stride
            && block.Range.Start == stretch.Pointer + (ulong)(block.Number - 2) * block.Range.Length))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_short_block_stands_alone_and_no_block_is_longer_than_the_transfer_size() =>
        Prop.ForAll(Covers, cover => BlockStretch.Cover(cover.Range, cover.Stride).All(stretch => Enumerable.Range(0, stretch.Count).All(i =>
            stretch[i].Range.Length == cover.Stride || (stretch.Count == 1 && stretch[i].Range.Length < cover.Stride)))).QuickCheckThrowOnFailure();

    [Fact]
    public void There_are_as_few_pointers_as_the_protocol_allows() =>
        Prop.ForAll(Covers, cover =>
        {
            var full = cover.Range.Length / cover.Stride;
            var fewest = (full + BlockStretch.MostBlocks - 1) / BlockStretch.MostBlocks + (cover.Range.Length % cover.Stride == 0 ? 0u : 1u);
            return (ulong)BlockStretch.Cover(cover.Range, cover.Stride).Count() == fewest;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_block_that_holds_an_address_is_found() =>
        Prop.ForAll(Covers, cover => BlockStretch.Cover(cover.Range, cover.Stride).All(stretch =>
            Enumerable.Range(0, stretch.Count).All(i => stretch.Containing(stretch[i].Range.Start) == stretch[i] && stretch.Containing(stretch[i].Range.Last) == stretch[i])))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(8)]
    [InlineData(1024)]
    public void Block_numbers_run_from_2_to_65535_and_then_the_pointer_is_set_again(ushort stride)
    {
        var range = AddressRange.Of(0x9000_0000, (ulong)stride * (BlockStretch.MostBlocks + 3) + 1);

        var stretches = BlockStretch.Cover(range, stride).ToList();

        Assert.Equal([BlockStretch.MostBlocks, 3, 1], stretches.Select(stretch => stretch.Count));
        Assert.Equal((2, 65_535), (stretches[0][0].Number, stretches[0][BlockStretch.MostBlocks - 1].Number));
        Assert.Equal(0x9000_0000 + (uint)BlockStretch.MostBlocks * stride, stretches[1].Pointer);
    }

    [Fact]
    public void The_last_block_may_end_at_4_GiB()
    {
        var stretch = Assert.Single(BlockStretch.Cover(AddressRange.Of(0xFFFF_F800, 2048), 2048));

        Assert.Equal(AddressRange.AddressSpace, stretch[0].Range.End);
    }

    [Fact]
    public void Nothing_needs_no_pointer() => Assert.Empty(BlockStretch.Cover(AddressRange.Of(0x0800_0000, 0), 2048));

    sealed record Covered(AddressRange Range, ushort Stride);

    static Arbitrary<Covered> Covers => (
        from stride in Gen.Elements<ushort>(8, 64, 1024, 2048, 4096)
        from start in Gen.Choose(0, 0x0FFF_FFFF)
        from blocks in Gen.Choose(0, 20)
        from rest in Gen.Choose(0, stride - 1)
        select new Covered(AddressRange.Of((uint)start * 8, (ulong)(blocks * stride + rest)), stride)).ToArbitrary();

    static IEnumerable<DataBlock> Blocks(Covered cover) =>
        BlockStretch.Cover(cover.Range, cover.Stride).SelectMany(stretch => Enumerable.Range(0, stretch.Count).Select(i => stretch[i]));
}
