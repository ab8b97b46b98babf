using System.Reflection;
using GangFlash.Gang;
using GangFlash.Messages;

namespace GangFlash.Tests.Messages;

/// <summary>The language table: every phrase that Core has, found wherever it stands.</summary>
public sealed class PhraseTests
{
    static readonly Phrase[] s_phrases =
        [.. typeof(Phrase).Assembly.GetTypes().SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)).Where(field => field.FieldType == typeof(Phrase)).Select(field => (Phrase)field.GetValue(null)!)];

    [Fact]
    public void The_table_is_found() => Assert.InRange(s_phrases.Length, 120, 1000);

    [Fact]
    public void Keys_are_unique() => Assert.Empty(s_phrases.GroupBy(phrase => phrase.Key).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_language_has_a_text_with_the_same_places() =>
        Assert.Empty(s_phrases.Where(phrase => string.IsNullOrWhiteSpace(phrase.German) || string.IsNullOrWhiteSpace(phrase.English)
            || !Phrase.NamesIn(phrase.German).ToHashSet().SetEquals(phrase.Placeholders)).Select(phrase => phrase.Key));

    [Fact]
    public void No_text_is_copied_from_the_other_language()
    {
        string[] same = ["role.operator"];

        Assert.Empty(s_phrases.Where(phrase => phrase.English == phrase.German).Select(phrase => phrase.Key).Except(same));
    }

    [Fact]
    public void A_value_cannot_move_a_cursor() => Assert.Equal("\\x1B[2J dropped.", new Phrase("x", "{unit} dropped.", "{unit} verworfen.").With(("unit", "\e[2J")).In(Language.English));

    [Fact]
    public void A_value_with_braces_is_only_a_value() => Assert.Equal("{slot} in 3", new Phrase("x", "{unit} in {slot}", "{slot}: {unit}").With(("unit", "{slot}"), ("slot", 3)).In(Language.English));

    [Fact]
    public void A_word_in_a_sentence_is_translated_with_it() =>
        Assert.Equal("Das ist ein Auftrag", new Phrase("x", "This is {kind}", "Das ist {kind}").With(("kind", new Phrase("y", "a work order", "ein Auftrag"))).In(Language.German));

    [Fact]
    public void A_missing_value_is_our_own_mistake() => Assert.Throws<ArgumentException>(() => new Phrase("x", "{unit}", "{unit}").With(("slot", 1)));

    [Fact]
    public void Messages_are_equal_by_content()
    {
        Phrase phrase = new("x", "{unit}", "{unit}");

        Assert.Equal(phrase.With(("unit", "A")), phrase.With(("unit", "A")));
        Assert.NotEqual(phrase.With(("unit", "A")), phrase.With(("unit", "B")));
    }

    [Fact]
    public void Every_instruction_has_a_sentence_in_every_language() =>
        Assert.All(Enum.GetValues<Instruction>(), instruction => Assert.StartsWith("Platz 5: ", InstructionText.In(Language.German, instruction, 5)));
}
