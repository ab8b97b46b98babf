using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GangFlash.Messages;

/// <summary>The languages that an operator can be spoken to in.</summary>
public enum Language
{
    English,
    German,
}

/// <summary>
/// A text for an operator in every language, with <c>{name}</c> where a value goes: one row of the language table. A phrase cannot be made without
/// all of its texts, so the table is complete by construction.
/// </summary>
/// <param name="Key">Stable: it is what the record keeps beside the text that was shown.</param>
public sealed partial record Phrase(string Key, string English, string German)
{
    /// <summary>The names of its values, each once.</summary>
    public ImmutableArray<string> Placeholders { get; } = NamesIn(English);

    /// <summary>The text as it stands in the table.</summary>
    public string Text(Language language) => language switch
    {
        Language.English => English,
        Language.German => German,
        _ => throw new UnreachableException(),
    };

    /// <summary>With values in place of its names.</summary>
    /// <exception cref="ArgumentException">A value is missing, or one is given that the phrase has no place for.</exception>
    public Message With(params ReadOnlySpan<MessageArgument> arguments)
    {
        ImmutableArray<MessageArgument> given = [.. arguments];
        return Placeholders.ToHashSet().SetEquals(given.Select(argument => argument.Name))
            ? new(this, given)
            : throw new ArgumentException($"\"{Key}\" wants {string.Join(", ", Placeholders)} and got {string.Join(", ", given.Select(argument => argument.Name))}.", nameof(arguments));
    }

    /// <summary>A phrase without values is a message by itself.</summary>
    public Message ToMessage() => With();

    public static implicit operator Message(Phrase phrase) => phrase.ToMessage();

    /// <summary>The names in a text, each once, in the order in which they appear.</summary>
    public static ImmutableArray<string> NamesIn(string text) => [.. Placeholder.Matches(text).Select(match => match.Groups["name"].Value).Distinct()];

    /// <summary>A text with each name replaced by what is known under it.</summary>
    internal static string Fill(string text, Func<string, string> valueOf) => Placeholder.Replace(text, match => valueOf(match.Groups["name"].Value));

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder { get; }
}
