using FsCheck;
using FsCheck.Fluent;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

/// <summary>Configurations as real stacks write them, and as nobody should (dfuse.md 2).</summary>
public sealed class DfuInterfaceTests
{
    static readonly byte[] s_head = [9, 2, 0, 0, 1, 1, 0, 0xC0, 50];
    static readonly byte[] s_functional = [9, 0x21, 0x0B, 0xFF, 0, 0, 8, 0x1A, 1];

    [Fact]
    public void The_functional_descriptor_of_a_ROM_stands_behind_the_last_alternate()
    {
        var dfu = Find(s_head, Alternate(0, 4), Alternate(1, 5), s_functional)!;

        Assert.Equal([new DfuAlternate(0, 4), new DfuAlternate(1, 5)], dfu.Alternates.ToArray());
        Assert.Equal(new DfuFunctionalDescriptor(0x0B, 255, 2048, 0x011A), dfu.Functional);
        Assert.True(dfu.Functional.CanDownload && dfu.Functional.CanUpload);
    }

    [Fact]
    public void It_may_be_repeated_behind_every_alternate_or_stand_between() =>
        Assert.Equal(3, Find(s_head, Alternate(0, 4), s_functional, Alternate(1, 5), s_functional, Alternate(2, 6))!.Alternates.Length);

    [Fact]
    public void A_DFU_1_0_device_has_no_version_in_it() =>
        Assert.Equal((ushort)0x0100, Find(s_head, Alternate(0, 4), [7, 0x21, 3, 0, 0, 0, 4])!.Functional.Version);

    [Fact]
    public void The_HID_descriptor_of_a_neighbour_is_not_taken_for_it()
    {
        byte[] keyboard = [9, 4, 0, 0, 1, 3, 1, 1, 0];
        byte[] hid = [9, 0x21, 0x11, 1, 0, 1, 0x22, 0x40, 0];

        var dfu = Find(s_head, keyboard, hid, Alternate(0, 4, number: 1), s_functional)!;

        Assert.Equal((1, 2048), (dfu.Number, dfu.Functional.TransferSize));
    }

    [Fact]
    public void An_interface_in_run_time_mode_is_no_bootloader() => Assert.Null(Find(s_head, [9, 4, 0, 0, 0, 0xFE, 1, 1, 4], s_functional));

    [Fact]
    public void Without_a_functional_descriptor_there_is_nothing_to_go_by() => Assert.Null(Find(s_head, Alternate(0, 4)));

    [Theory]
    [InlineData(new byte[] { 8, 0x21, 0x0B, 0, 0, 0, 8, 0x1A })]
    [InlineData(new byte[] { 9, 0x22, 0x0B, 0, 0, 0, 8, 0x1A, 1 })]
    public void A_descriptor_of_another_length_or_type_is_not_it(byte[] other) => Assert.Null(Find(s_head, Alternate(0, 4), other));

    [Fact]
    public void Two_alternates_with_one_number_are_one() => Assert.Single(Find(s_head, Alternate(0, 4), Alternate(0, 9), s_functional)!.Alternates);

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 200, 4, 0 })]
    public void A_blob_ends_quietly_where_a_descriptor_does_not_fit(byte[] rubbish)
    {
        var parts = UsbConfigurationPart.Split([.. s_head, .. Alternate(0, 4), .. rubbish, .. s_functional]);

        Assert.Equal([2, 4], parts.Select(part => (int)part.Type));
    }

    [Fact]
    public void Whatever_a_blob_says_it_is_taken_apart_without_harm() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Blobs, blob =>
        {
            var parts = UsbConfigurationPart.Split(blob);
            var found = DfuInterface.Find(blob);
            return parts.Sum(part => part.Bytes.Length) <= blob.Length
                && parts.All(part => part.Bytes.Length >= 2 && part.Bytes[0] == part.Bytes.Length)
                && (found is null || found.Alternates.Length > 0);
        }));

    static byte[] Alternate(byte alternate, byte name, byte number = 0) => [9, 4, number, alternate, 0, 0xFE, 1, 2, name];

    static DfuInterface? Find(params byte[][] parts) => DfuInterface.Find([.. parts.SelectMany(part => part)]);

    static Arbitrary<byte[]> Blobs => Gen.Frequency(
        (3, Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(4)),
        (3, Gen.Choose(0, 255).Select(name => Alternate((byte)(name % 4), (byte)name))),
        (2, Gen.Constant(s_functional)),
        (1, Gen.Constant(s_head)),
        (1, Gen.Choose(0, 12).Select(length => new byte[] { (byte)length, 4, 0 }))).ArrayOf().Select(parts => parts.SelectMany(part => part).ToArray()).ToArbitrary();
}
