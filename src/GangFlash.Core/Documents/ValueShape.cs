using System.Collections.Immutable;

namespace GangFlash.Documents;

/// <summary>What may stand behind a key, as far as an editor can check it while somebody types. Closed. What needs knowledge of other keys is the reader's alone.</summary>
public abstract record ValueShape
{
    private ValueShape() { }

    /// <summary>Visible text in one line.</summary>
    public sealed record Text(int Least, int Most) : ValueShape;

    /// <summary>Text that may have several lines.</summary>
    public sealed record Prose(int Most) : ValueShape;

    /// <summary>Text of one form.</summary>
    /// <param name="Noun">What it is, in words: <c>a USB ID</c>.</param>
    /// <param name="Regex">The whole text; in the common subset of .NET and ECMA 262.</param>
    public sealed record Formed(string Noun, string Regex, ImmutableArray<string> Examples) : ValueShape;

    /// <summary>A number of 32 bits, in hex or decimal.</summary>
    /// <param name="HexDigits">How many digits it must have in hex; none where any number of them will do.</param>
    public sealed record Number(uint Least, uint Most, int? HexDigits) : ValueShape;

    public sealed record Truth : ValueShape;

    /// <summary>One of a few words.</summary>
    public sealed record Choice(ImmutableArray<ChoiceWord> Words) : ValueShape;

    /// <summary>A list of 1 to <paramref name="Most"/> entries.</summary>
    /// <param name="OrOne">A single entry needs no brackets.</param>
    public sealed record Several(ValueShape Entry, int Most, bool OrOne) : ValueShape;

    public sealed record Keys(DocumentTable Table) : ValueShape;

    /// <summary>A mapping whose keys the author chooses.</summary>
    public sealed record Names(string Key, ValueShape Value, int Most) : ValueShape;

    /// <summary>A short form or a long one.</summary>
    public sealed record Either(ValueShape Short, ValueShape Long) : ValueShape;
}

/// <param name="Says">What it means: a sentence.</param>
public sealed record ChoiceWord(string Word, string Says);
