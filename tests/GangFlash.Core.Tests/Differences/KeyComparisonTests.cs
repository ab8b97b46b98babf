using GangFlash.Differences;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Differences;

public sealed class KeyComparisonTests
{
    const string Head = "recipe: pump\nrevision: 1\nimages: [ { file: app.bin, at: 0x08000000 } ]\n";

    static FlashOrder Order(string recipe) => TestBench.Order(recipe, _ => [1, 2, 3, 4]);

    static RecipeDifferences Compare(string before, string after) => RecipeComparison.Of(Order(before), Order(after), _ => null);

    static string Text(KeyMeaning? meaning) => meaning is null ? "–" : meaning.IsUsual ? $"({meaning.Text})" : meaning.Text;

    [Theory]
    [InlineData("", "verify: none", "verify: (full) → none")]
    [InlineData("verify: none", "", "verify: none → (full)")]
    [InlineData("", "description: Pumps.", "description: – → Pumps.")]
    [InlineData("retries: 0", "retries: 2", "retries: 0 → 2")]
    [InlineData("device: { chip: STM32F405 }", "device: { chip: STM32F407 }", "device.chip: STM32F405 → STM32F407")]
    [InlineData("device: { chip: STM32F405 }", "", "device: { chip: STM32F405 } → –")]
    [InlineData("device: { identity: [ { at: 0xE0042000, value: 0x449 } ] }", "device: { identity: [ { at: 0xE0042000, value: 0x450 } ] }", "device.identity[0xE0042000].value: 0x449 → 0x450")]
    [InlineData("device: { identity: [ { at: 0xE0042000, value: 0x449 } ] }", "device: { identity: [ { at: 0xE0042000, value: 0x449 }, { at: 0xE0042004, value: 1 } ] }", "device.identity[0xE0042004]: – → { at: 0xE0042004, value: 1 }")]
    [InlineData("after: leave", "after: { do: leave, to: 0x08020000 }", "after: leave → { do: leave, to: 0x08020000 }")]
    [InlineData("retries: { most: 1, on: [ usb.*, dfu.* ] }", "retries: { most: 1, on: [ dfu.*, usb.* ] }", "retries.on in order: usb.*, dfu.* → dfu.*, usb.*")]
    [InlineData("device: { product: \"a*\" }", "device: { product: \"b*\" }", "device.product: a* → b*")]
    public void A_key_that_means_something_else_is_named(string before, string after, string difference)
    {
        var found = Compare($"{Head}{before}\n", $"{Head}{after}\n");

        Assert.Equal([difference], found.Keys.Select(key => $"{key.Key}: {Text(key.Before)} → {Text(key.After)}"));
        Assert.False(found.IsNone);
    }

    [Theory]
    [InlineData("", "# a comment\n")]
    [InlineData("", "verify: full\nretries: 0\n")]
    [InlineData("erase: none\nverify: full\n", "verify: full\nerase: none\n")]
    [InlineData("device: { identity: [ { at: 0xE0042000, value: 0x449 } ] }", "device:\n  identity:\n    - value: 0x449\n      at: 0xe0042000\n")]
    [InlineData("device: { usb: 0483:DF11, chip: STM32F405 }", "device: { usb: 0483:df11, chip: STM32F405 }")]
    public void Spelling_order_and_comments_mean_nothing(string before, string after)
    {
        var found = Compare(Head + before, Head + after);

        Assert.Empty(found.Keys);
        Assert.Equal((false, false), (found.SameText, found.IsNone));
    }

    [Fact]
    public void Images_and_variants_are_known_by_their_names()
    {
        var found = Compare(
            "recipe: pump\nrevision: 1\nimages: [ { file: a.bin, at: 0x08000000 }, { file: b.bin, at: 0x08010000 } ]\nvariants: [ { variant: eu, when: { unit: EU-* } }, { variant: us, when: { unit: US-* } } ]\n",
            "recipe: pump\nrevision: 2\nimages: [ { file: b.bin, at: 0x08020000 }, { file: c.bin, at: 0x08000000 } ]\nvariants: [ { variant: eu, when: { unit: E-* } }, { variant: jp, when: { unit: JP-* } } ]\n");

        Assert.Equal(
            [
                "revision: 1 → 2",
                "images[a.bin]: { file: a.bin, at: 0x08000000 } → –",
                "images[b.bin].at: 0x08010000 → 0x08020000",
                "images[c.bin]: – → { file: c.bin, at: 0x08000000 }",
                "variants[eu].when.unit: EU-* → E-*",
                "variants[us]: { variant: us, when: { unit: US-* } } → –",
                "variants[jp]: – → { variant: jp, when: { unit: JP-* } }",
            ],
            found.Keys.Select(key => $"{key.Key}: {Text(key.Before)} → {Text(key.After)}"));
    }

    [Fact]
    public void A_recipe_is_the_same_as_itself() => Assert.True(Compare(Head, Head).IsNone);
}
