using System.Text;
using GangFlash.DfuSe;
using GangFlash.Documents;
using GangFlash.Recipes;

namespace GangFlash.Tests.Recipes;

public sealed class RecipeLayoutTests
{
    const string F746 = "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg";
    const string Head = "recipe: demo\nrevision: 3\nimages: [ { file: app.elf } ]\ndevice:\n";

    [Theory]
    [InlineData($"  layout: [ \"{F746}\" ]")]
    [InlineData($"  layout: \"{F746}\"")]
    [InlineData($"  layout:\n    - \"{F746}\"")]
    public void A_layout_is_one_string_or_a_list(string yaml)
    {
        var layout = Read(Head + yaml).Recipe!.Device.Layout.Single();

        Assert.Equal(F746, layout.Text);
        Assert.Equal(new AddressRange(0x0800_0000, 0x0810_0000), layout.Layout!.Ranges.Single());
    }

    [Fact]
    public void The_order_of_the_alternate_settings_is_kept()
    {
        var device = Read($"{Head}  layout: [ \"{F746}\", \"@OTP Memory /0x1FF0F000/01*1024 e\" ]").Recipe!.Device;

        Assert.Equal(["Internal Flash", "OTP Memory"], device.Layout.Select(reading => reading.Layout!.Name));
    }

    [Fact]
    public void A_string_without_memory_is_an_error_that_says_why()
    {
        var problem = Read($"{Head}  layout: [ \"{F746}\", \"Internal Flash\" ]").Problems.Single();

        Assert.Equal($"recipe.{RecipeCode.Layout}", problem.Code);
        Assert.Equal(new SourcePlace(5, 14 + F746.Length + 4 - 1), problem.Place);
        Assert.Equal(
            $"'Internal Flash' describes no memory ({string.Join("; ", LayoutString.Parse("Internal Flash").Warnings)}); copy the string that 'gangflash devices' shows",
            problem.Message);
    }

    static RecipeReading Read(string text) => RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text));
}
