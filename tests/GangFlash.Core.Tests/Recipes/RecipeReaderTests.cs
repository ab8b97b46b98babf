using System.Security.Cryptography;
using System.Text;
using GangFlash.Devices;
using GangFlash.Documents;
using GangFlash.Recipes;

namespace GangFlash.Tests.Recipes;

public sealed class RecipeReaderTests
{
    [Fact]
    public void A_full_recipe_reads_to_what_it_says()
    {
        var recipe = Good(SomeRecipe.Full);

        Assert.Equal("f746-demo", recipe.Name);
        Assert.Equal("1.10", recipe.Revision);
        Assert.Equal("Application and parameters.\nSecond line.", recipe.Description);
        Assert.Equal([new RecipeImage("images/f746-app.elf", null, new(7, 5)), new RecipeImage("images/parameters.bin", 0x0804_0000, new(9, 5))], recipe.Images.AsEnumerable());
        Assert.Equal(new UsbId(0x0483, 0xDF11), recipe.Device.Usb);
        Assert.Equal("STM32F746", recipe.Device.Chip);
        Assert.Equal(new TextPattern("STM32*BOOTLOADER"), recipe.Device.Product);
        Assert.Equal(new TextPattern("*"), recipe.Device.Serial);
        Assert.Equal([new IdentityRead(0xE004_2000, 0xFFF, 0x449, new(17, 7)), new IdentityRead(0x1FF0_F440, uint.MaxValue, 1024, new(18, 7))], recipe.Device.Identity.AsEnumerable());
        Assert.Equal([new RangeRule(new(0x0802_0000, 0x0810_0000), new(20, 12)), new RangeRule(new(0x0020_0000, 0x0030_0000), new(20, 35))], recipe.Ranges.Write.AsEnumerable());
        Assert.Equal([new ProtectRule(new(0x0800_0000, 0x0802_0000), SharedSector.Refuse, new(21, 12))], recipe.Ranges.Protect.AsEnumerable());
        Assert.Equal(
            [
                new DropRule(new(0x2000_0000, 0x2002_0000), FlashData: false, new(23, 7)),
                new DropRule(new(0x0800_C000, 0x0800_C024), FlashData: true, new(24, 7)),
                new DropRule(new(0xF000_0000, 0x1_0000_0000), FlashData: false, new(25, 7)),
            ],
            recipe.Ranges.Drop.AsEnumerable());
        Assert.Equal(ErasePolicy.None, recipe.Erase);
        Assert.Equal(BlankCheckPolicy.Always, recipe.BlankCheck);
        Assert.Equal(VerifyPolicy.NoneAllowed, recipe.Verify);
        Assert.Equal(new SerialPolicy(SerialSource.Given, new("SN-*"), Unique: true), recipe.Serial);
        Assert.Equal(new AfterPolicy(AfterAction.Leave, 0x0802_0000, new UsbId(0x0483, 0x5740), Required: true), recipe.After);
        Assert.Equal(new RetryPolicy(2), recipe.Retries);
    }

    [Fact]
    public void What_a_recipe_does_not_say_has_a_careful_default()
    {
        var recipe = Good("recipe: demo\nrevision: 3\nimages: [ { file: app.elf } ]\n");

        Assert.Equal("3", recipe.Revision);
        Assert.Equal("", recipe.Description);
        Assert.Equal(new ExpectedDevice(), recipe.Device);
        Assert.Equal(UsbId.StDfu, recipe.Device.Usb);
        Assert.Empty(recipe.Ranges.Write);
        Assert.Empty(recipe.Ranges.Protect);
        Assert.Empty(recipe.Ranges.Drop);
        Assert.Equal(ErasePolicy.Touched, recipe.Erase);
        Assert.Equal(BlankCheckPolicy.Auto, recipe.BlankCheck);
        Assert.Equal(VerifyPolicy.Full, recipe.Verify);
        Assert.Equal(new SerialPolicy(SerialSource.None), recipe.Serial);
        Assert.Equal(new AfterPolicy(AfterAction.Leave), recipe.After);
        Assert.Equal(new RetryPolicy(), recipe.Retries);
    }

    [Theory]
    [InlineData("0x08000000-0x080FFFFF", 0x0800_0000, 0x0810_0000)]
    [InlineData("0x08000000 - 0x080fffff", 0x0800_0000, 0x0810_0000)]
    [InlineData("0x08000000–0x080FFFFF", 0x0800_0000, 0x0810_0000)]       // as our own messages print it
    [InlineData("0x08000000+0x100000", 0x0800_0000, 0x0810_0000)]
    [InlineData("0x08000000+1048576", 0x0800_0000, 0x0810_0000)]
    [InlineData("0x08000000+1024K", 0x0800_0000, 0x0810_0000)]
    [InlineData("0x08000000 + 1M", 0x0800_0000, 0x0810_0000)]
    [InlineData("0x08000004-0x08000004", 0x0800_0004, 0x0800_0005)]
    [InlineData("0x00000000+4096M", 0, 0x1_0000_0000)]
    [InlineData("0x00000000-0xFFFFFFFF", 0, 0x1_0000_0000)]
    public void Ranges_can_be_written_in_the_usual_ways(string text, uint start, ulong end)
    {
        var recipe = Good($"recipe: demo\nrevision: 3\nimages: [ {{ file: app.elf }} ]\nranges: {{ write: {text} }}\n");

        Assert.Equal(new AddressRange(start, end), recipe.Ranges.Write.Single().Range);
    }

    [Fact]
    public void The_short_forms_of_serial_and_after_say_the_same_as_the_long_ones()
    {
        const string Head = "recipe: demo\nrevision: 3\nimages: [ { file: app.elf } ]\n";

        Assert.Equal(Good(Head + "serial: { from: given }\nafter: { do: stay }").Serial, Good(Head + "serial: given").Serial);
        Assert.Equal(Good(Head + "serial: { from: given }\nafter: { do: stay }").After, Good(Head + "after: stay").After);
    }

    [Fact]
    public void The_source_keeps_the_file_as_it_was()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "recipe: demo\r\nrevision: 3\r\nimages: [ { file: app.elf } ]\r\n"u8];

        var source = RecipeReader.Read("plant/demo.yaml", bytes).Recipe!.Source;

        Assert.Equal("plant/demo.yaml", source.File);
        Assert.Equal(bytes, Encoding.UTF8.GetBytes(source.Text));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), source.Sha256);
    }

    [Fact]
    public void Windows_line_ends_and_a_byte_order_mark_move_no_place()
    {
        var problem = RecipeReader.Read("demo.yaml", [0xEF, 0xBB, 0xBF, .. "recipe: de mo\r\nrevision: 3\r\nimages: []\r\n"u8]).Problems;

        Assert.Equal([new SourcePlace(1, 9), new SourcePlace(3, 9)], problem.Select(found => found.Place));
    }

    static Recipe Good(string text)
    {
        var reading = RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text));
        Assert.Empty(reading.Problems);
        return reading.Recipe!;
    }
}
