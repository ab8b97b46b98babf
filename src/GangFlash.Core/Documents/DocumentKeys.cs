namespace GangFlash.Documents;

/// <summary>The keys of one mapping. Remembers which were asked for, so that the rest is unknown.</summary>
public sealed class DocumentKeys(DocumentNode.Mapping mapping, string name, DocumentProblems problems)
{
    readonly List<string> known = [];

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

    /// <summary>Complains about a key that says nothing beside another one.</summary>
    public void Unused(string key, string because)
    {
        if (Has(key))
            problems.Error(DocumentCode.UnusedKey, PlaceOf(key), $"'{key}' {because}; remove it");
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Where the key stands, or the mapping where it does not.</summary>
    public SourcePlace PlaceOf(string key) => mapping.Entries.FirstOrDefault(entry => entry.Key == key) is { Key: not null } found ? found.Place : mapping.Place;

    /// <summary>Complains about every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, place, _) in mapping.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            if (problems.Kind.NeverHas(key) is { } never)
                problems.Error(never.Code, place, never.Why);
            else if (Suggestion.Nearest(key, known) is { } near)
                problems.Error(DocumentCode.UnknownKey, place, $"'{DocumentScalars.Show(key)}' is no key of {name}; did you mean '{near}'?");
            else
                problems.Error(DocumentCode.UnknownKey, place, $"'{DocumentScalars.Show(key)}' is no key of {name}, which knows {string.Join(", ", known)}");
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
