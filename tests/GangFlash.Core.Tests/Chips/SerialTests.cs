using GangFlash.Chips;

namespace GangFlash.Tests.Chips;

public class SerialTests
{
    [Theory]
    [InlineData(0x002D0030, 0x3334510B, 0x32313533, "325E35633334")]
    [InlineData(0x00580027, 0x3331500B, 0x20333153, "208B317A3331")]
    [InlineData(0xFFFFFFFF, 0x00010000, 0x00000001, "000000000001")]
    public void The_serial_is_made_of_the_unique_ID(uint u0, uint u1, uint u2, string serial) => Assert.Equal(serial, UniqueIdSerial.Of(u0, u1, u2));

    [Fact]
    public void F3_takes_its_last_digits_from_the_third_word() => Assert.Equal("206E33742033", UniqueIdSerial.OfF3(0x003B0041, 0x50335706, 0x20333333));

    [Fact]
    public void Two_boards_of_one_lot_can_have_one_serial() =>
        Assert.Equal(UniqueIdSerial.Of(0x00580027, 0x3331500B, 0x20333153), UniqueIdSerial.Of(0x00580027, 0x33315004, 0x20333153));

    [Theory]
    [InlineData("STM32")]
    [InlineData("STM32FxSTM32")]
    [InlineData("FFFFFFFEFFFF")]
    [InlineData("fffffffeffff")]
    [InlineData("00000008FFFF")]
    [InlineData("0C4738420000")]
    [InlineData("100364500000")]
    [InlineData("200364500000")]
    [InlineData("200000500000")]
    [InlineData("3CBJ")]
    [InlineData("AT32")]
    [InlineData("0448")]
    [InlineData("00000000001A")]
    [InlineData("000000")]
    [InlineData("FFFFFFFFFFFF")]
    [InlineData("")]
    [InlineData("  ")]
    public void A_constant_is_a_placeholder(string serial) => Assert.True(PlaceholderSerials.IsPlaceholder(serial));

    [Theory]
    [InlineData("207A389B5848")]
    [InlineData("208B317A3331")]        // collides, but is made of a unique ID
    [InlineData("48EC45783650")]
    [InlineData("STM32F4")]
    public void A_made_up_serial_is_none(string serial) => Assert.False(PlaceholderSerials.IsPlaceholder(serial));

    [Fact]
    public void Every_constant_serial_of_the_catalogue_is_a_placeholder() =>
        Assert.All(
            ChipCatalogue.All.Where(chip => chip.Rom is { Serial: SerialRule.Constant }),
            chip => Assert.True(PlaceholderSerials.IsPlaceholder(chip.Rom!.SerialText), chip.Key));
}
