using System.Collections.Immutable;

namespace GangFlash.Documents;

/// <summary>The keys of one mapping. Remembers which were asked for, so that the rest is unknown.</summary>
public sealed class DocumentKeys(DocumentNode.Mapping mapping, string name, DocumentProblems problems)
{
    readonly List<string> known = [];

    /// <summary>Where the mapping begins.</summary>
    public SourcePlace Place => mapping.Place;

    public DocumentProblems Problems => problems;

    /// <summary>Where each key stands that is there.</summary>
    public ImmutableDictionary<string, SourcePlace> Places => mapping.Entries.DistinctBy(entry => entry.Key).ToImmutableDictionary(entry => entry.Key, entry => entry.Place);

    /// <summary>What the key says, or the default of <typeparamref name="T"/> where it is missing or wrong. Complains where a key that is needed is missing.</summary>
    public T? Of<T>(DocumentKey<T> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Needed is { } example ? Required(key.Name, example, key.Reading.Read) : Optional(key.Name, key.Reading.Read);
    }

    /// <summary>What the key says, or the default of <typeparamref name="T"/> where it is missing or wrong.</summary>
    public T? Optional<T>(string key, Func<DocumentValue, T?> read) => Find(key) is { } value ? read(value) : default;

    /// <param name="example">Completes "write …".</param>
    public T? Required<T>(string key, string example, Func<DocumentValue, T?> read)
    {
        if (Find(key) is { } value)
            return read(value);
        problems.Error(DocumentCode.MissingKey, mapping.Place, $"'{key}' is missing; write {example}");
        return default;
    }

    /// <summary>Complains at the place of a key, or of the mapping where it is missing.</summary>
    public void Error(string code, string key, string message) => problems.Error(code, PlaceOf(key), message);

    /// <inheritdoc cref="Error"/>
    public void Warn(string code, string key, string message) => problems.Warn(code, PlaceOf(key), message);

    /// <summary>Complains about a key that says nothing beside another one.</summary>
    public void Unused(string key, string because)
    {
        if (Has(key))
            problems.Error(DocumentCode.UnusedKey, PlaceOf(key), $"'{key}' {because}; remove it");
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Where the key stands, or the mapping where it does not.</summary>
    public SourcePlace PlaceOf(string key) => mapping.Entries.FirstOrDefault(entry => entry.Key == key) is { Key: not null } found ? found.Place : mapping.Place;

    /// <summary>A table that says more or less than its reader asks for is our mistake: an editor would be told something else than the truth.</summary>
    internal void DemandAll(DocumentTable table)
    {
        if (!known.Order(StringComparer.Ordinal).SequenceEqual(table.Keys.Select(key => key.Name).Order(StringComparer.Ordinal)))
            throw new InvalidOperationException($"The reader of {table.Title} asks for {string.Join(", ", known)}; its table has {string.Join(", ", table.Keys.Select(key => key.Name))}.");
    }

    /// <summary>Complains about every key that nobody asked for.</summary>
    /// <param name="table">In whose order those that can be are listed; none for the order in which they were asked for.</param>
    public void RefuseOthers(DocumentTable? table = null)
    {
        foreach (var (key, place, _) in mapping.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            if (problems.Kind.NeverHas(key) is { } never)
                problems.Error(never.Code, place, never.Why);
            else if (Suggestion.Nearest(key, known) is { } near)
                problems.Error(DocumentCode.UnknownKey, place, $"'{DocumentScalars.Show(key)}' is no key of {name}; did you mean '{near}'?");
            else
                problems.Error(DocumentCode.UnknownKey, place, $"'{DocumentScalars.Show(key)}' is no key of {name}, which knows {string.Join(", ", table?.Keys.Select(known => known.Name) ?? known)}");
        }
    }

    DocumentValue? Find(string key)
    {
        if (!known.Contains(key))
            known.Add(key);
        return mapping.Entries.FirstOrDefault(entry => entry.Key == key) switch
        {
            { Key: null } => null,
            { Value: DocumentNode.Scalar { IsNothing: true } nothing } entry => new(nothing with { Place = entry.Place }, $"'{key}'", problems),
            var entry => new(entry.Value, $"'{key}'", problems),
        };
    }
}
