using System.Collections.Immutable;

namespace GangFlash.Messages;

/// <summary>A phrase with its values: what is said to the operator, in whatever language the screen speaks. Equal by content.</summary>
public sealed record Message(Phrase Phrase, ImmutableArray<MessageArgument> Arguments)
{
    /// <summary>Stable.</summary>
    public string Key => Phrase.Key;

    /// <summary>The whole sentence. Values are escaped: nothing that was scanned can move a cursor.</summary>
    public string In(Language language) => Phrase.Fill(Phrase.Text(language), name => Arguments.First(argument => argument.Name == name).In(language));

    public bool Equals(Message? other) => other is not null && Phrase == other.Phrase && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => HashCode.Combine(Phrase, Arguments.Length);

    public override string ToString() => In(Language.English);
}

/// <summary>One value of a message: text from outside, or a message again where the value is a word that has a translation.</summary>
public sealed record MessageArgument
{
    /// <summary>So many characters of a value are shown; the record has the rest.</summary>
    const int Longest = 256;

    readonly string text = "";
    readonly Message? word;

    public MessageArgument(string name, string text) => (Name, this.text) = (name, text);

    public MessageArgument(string name, Message word) => (Name, this.word) = (name, word);

    public string Name { get; }

    public string In(Language language) => word is null ? Printable.Escape(text, Longest) : word.In(language);

    public static MessageArgument FromTuple((string Name, string Text) value) => new(value.Name, value.Text);

    public static implicit operator MessageArgument((string Name, string Text) value) => new(value.Name, value.Text);

    public static implicit operator MessageArgument((string Name, int Number) value) => new(value.Name, $"{value.Number}");

    public static implicit operator MessageArgument((string Name, Phrase Word) value) => new(value.Name, value.Word.ToMessage());

    public static implicit operator MessageArgument((string Name, Message Word) value) => new(value.Name, value.Word);
}
