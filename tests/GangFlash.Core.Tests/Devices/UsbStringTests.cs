using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Devices;

namespace GangFlash.Tests.Devices;

/// <summary>String descriptors as real devices send them (dfuse.md 2.4).</summary>
public sealed class UsbStringTests
{
    const string Layout = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";

    [Fact]
    public void A_well_formed_string_is_read() => Assert.Equal(Layout, Decode(Sent(Layout)));

    [Fact]
    public void An_F42x_announces_166_bytes_and_sends_112() => Assert.Equal(Layout, Decode(Sent(Layout, announced: 166)));

    [Fact]
    public void An_F42x_that_sends_rubbish_behind_the_text_is_cut_there()
    {
        byte[] rubbish = [0x2D, 0xAC, 0x51, 0xC7, .. Encoding.Unicode.GetBytes("/0x0")];

        Assert.Equal(Layout, Decode([.. Sent(Layout, announced: 166), .. rubbish]));
    }

    [Fact]
    public void Bytes_behind_the_announced_length_do_not_count() => Assert.Equal("ab", Decode([6, 3, (byte)'a', 0, (byte)'b', 0, (byte)'c', 0]));

    [Fact]
    public void A_GD32_sends_its_serial_as_plain_bytes() => Assert.Equal("3CBJ", Decode([6, 3, .. "3CBJ"u8]));

    [Theory]
    [InlineData("  STM32  BOOTLOADER  ", "STM32  BOOTLOADER")]
    [InlineData("serial\0\0\0", "serial")]
    [InlineData("tab\tbed", "tab")]
    [InlineData("", "")]
    [InlineData("\0hidden", "")]
    public void Padding_and_control_characters_end_or_frame_the_text(string sent, string text) => Assert.Equal(text, Decode(Sent(sent)));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 4 })]
    [InlineData(new byte[] { 2, 3 })]
    [InlineData(new byte[] { 0, 3 })]
    [InlineData(new byte[] { 255, 3 })]
    [InlineData(new byte[] { 4, 2, 65, 0 })]
    [InlineData(new byte[] { 3, 3, 65 })]
    [InlineData(new byte[] { 1, 3, 65, 0 })]
    public void What_is_no_string_is_empty(byte[] sent)
    {
        var text = UsbString.Decode(sent);

        Assert.Equal("", text.Text);
        Assert.Equal(sent, text.Raw);
    }

    [Fact]
    public void Whatever_a_device_sends_the_text_is_printable_and_the_bytes_are_kept() =>
        Prop.ForAll(Blobs, sent =>
        {
            var text = UsbString.Decode(sent);
            return text.Text.All(c => c is >= ' ' and <= '~') && text.Text.Length <= 253 && text.Raw.SequenceEqual(sent);
        }).QuickCheckThrowOnFailure();

    static string Decode(byte[] sent) => UsbString.Decode(sent).Text;

    static byte[] Sent(string text, int? announced = null) => [(byte)(announced ?? 2 + 2 * text.Length), 3, .. Encoding.Unicode.GetBytes(text)];

    static Arbitrary<byte[]> Blobs => (
        from length in Gen.Choose(0, 255)
        from type in Gen.Elements<byte>(3, 3, 3, 2)
        from rest in Gen.Frequency((3, Gen.Choose(32, 126)), (2, Gen.Constant(0)), (1, Gen.Choose(0, 255))).Select(value => (byte)value).ArrayOf()
        select (byte[])[(byte)length, type, .. rest]).ToArbitrary();
}
