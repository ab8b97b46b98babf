namespace GangFlash.Tests;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("verfy", "verify")]        // lost
    [InlineData("veriffy", "verify")]      // doubled
    [InlineData("vreify", "verify")]       // swapped
    [InlineData("VERIFY", "verify")]       // case
    [InlineData("blankcheck", "blank-check")]
    [InlineData("touch", "touched")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("rotate", null)]
    public void Finds_what_was_probably_meant(string wrong, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(wrong, ["verify", "erase", "touched", "blank-check"]));

    [Fact]
    public void Prefers_the_nearer_word() => Assert.Equal("read", Suggestion.Nearest("raed", ["reads", "read", "red"]));

    [Fact]
    public void Does_not_measure_texts_that_are_no_words() => Assert.Null(Suggestion.Nearest(new('v', 100_000), ["verify"]));
}
