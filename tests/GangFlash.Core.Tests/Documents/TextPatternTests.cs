using GangFlash.Documents;

namespace GangFlash.Tests.Documents;

public sealed class TextPatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything at all", true)]
    [InlineData("", "", true)]
    [InlineData("", "x", false)]
    [InlineData("?", "", false)]
    [InlineData("?", "x", true)]
    [InlineData("?", "xy", false)]
    [InlineData("SN-???", "SN-123", true)]
    [InlineData("SN-???", "SN-12", false)]
    [InlineData("SN-*", "SN-", true)]
    [InlineData("SN-*", "XSN-1", false)]
    [InlineData("sn-*", "SN-1", false)]
    [InlineData("STM32*BOOTLOADER", "STM32  BOOTLOADER", true)]
    [InlineData("STM32 BOOTLOADER", "STM32  BOOTLOADER", true)]
    [InlineData("STM32  BOOTLOADER", "STM32 BOOTLOADER ", true)]
    [InlineData("STM32BOOTLOADER", "STM32 BOOTLOADER", false)]
    [InlineData("STM32*BOOTLOADER", "STM32  BOOTLOADER 2", false)]
    [InlineData("*a*b*", "xxaxxbxx", true)]
    [InlineData("*a*b*", "xxbxxaxx", false)]
    [InlineData("*ab", "aab", true)]
    [InlineData("*ab", "aba", false)]
    [InlineData("a**b", "ab", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("(a+)+", "aaaaaaaa", false)]
    public void Matches_whole_texts(string pattern, string text, bool expected) => Assert.Equal(expected, new TextPattern(pattern).Matches(text));
}
