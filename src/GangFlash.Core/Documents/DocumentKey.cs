using System.Collections.Immutable;

namespace GangFlash.Documents;

/// <summary>How a value is read, beside what an editor may know of it: one place says both.</summary>
public sealed record Reading<T>(ValueShape Shape, Func<DocumentValue, T?> Read);

/// <summary>A key of a mapping, as the language of its file knows it.</summary>
/// <param name="Says">What it means, for editors and the reference: one or two sentences.</param>
public abstract record DocumentKey(string Name, ValueShape Shape, string Says)
{
    /// <summary>Completes "write …" where the key is missing; none for a key that may be left out.</summary>
    public string? Needed { get; init; }

    /// <summary>What holds where the key is left out, as it would be written; none where that is nothing, or takes a sentence.</summary>
    public string? Usual { get; init; }
}

/// <inheritdoc cref="DocumentKey"/>
public sealed record DocumentKey<T>(string Name, Reading<T> Reading, string Says) : DocumentKey(Name, Reading.Shape, Says);

/// <summary>The keys of one mapping.</summary>
/// <param name="Title">As a complaint calls the mapping: <c>a recipe</c>, <c>'device'</c>.</param>
/// <param name="Keys">In the order in which an author would write them.</param>
public sealed record DocumentTable(string Title, ImmutableArray<DocumentKey> Keys)
{
    /// <summary>Names of keys of which at least one must be there; empty where there is no such rule.</summary>
    public ImmutableArray<string> OneOf { get; init; } = [];
}
