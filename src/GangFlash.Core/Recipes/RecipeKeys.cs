namespace GangFlash.Recipes;

/// <summary>The keys of one mapping. Remembers which were asked for, so that the rest is unknown.</summary>
sealed class RecipeKeys(RecipeNode.Mapping mapping, string name, RecipeProblems problems)
{
    readonly List<string> known = [];

    /// <summary>What the key says, or the default of <typeparamref name="T"/> where it is missing or wrong.</summary>
    public T? Optional<T>(string key, Func<RecipeValue, T?> read) => Find(key) is { } value ? read(value) : default;

    /// <param name="example">Completes "write …".</param>
    public T? Required<T>(string key, string example, Func<RecipeValue, T?> read)
    {
        if (Find(key) is { } value)
            return read(value);
        problems.Error(RecipeCode.MissingKey, mapping.Place, $"'{key}' is missing; write {example}");
        return default;
    }

    /// <summary>Complains about a key that says nothing beside another one.</summary>
    public void Unused(string key, string because)
    {
        if (Has(key))
            problems.Error(RecipeCode.UnusedKey, PlaceOf(key), $"'{key}' {because}; remove it");
    }

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Where the key stands, or the mapping where it does not.</summary>
    public SourcePlace PlaceOf(string key) => mapping.Entries.FirstOrDefault(entry => entry.Key == key) is { Key: not null } found ? found.Place : mapping.Place;

    /// <summary>Complains about every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var (key, place, _) in mapping.Entries.Where(entry => !known.Contains(entry.Key)))
        {
            if (NotOverDfu(key) is { } sentence)
                problems.Error(RecipeCode.NotOverDfu, place, sentence);
            else if (Suggestion.Nearest(key, known) is { } near)
                problems.Error(RecipeCode.UnknownKey, place, $"'{RecipeScalars.Show(key)}' is no key of {name}; did you mean '{near}'?");
            else
                problems.Error(RecipeCode.UnknownKey, place, $"'{RecipeScalars.Show(key)}' is no key of {name}, which knows {string.Join(", ", known)}");
        }
    }

    RecipeValue? Find(string key)
    {
        if (!known.Contains(key))
            known.Add(key);
        return mapping.Entries.FirstOrDefault(entry => entry.Key == key) switch
        {
            { Key: null } => null,
            { Value: RecipeNode.Scalar { IsNothing: true } nothing } entry => new(nothing with { Place = entry.Place }, $"'{key}'", problems),
            var entry => new(entry.Value, $"'{key}'", problems),
        };
    }

    // What other tools do on the way, and what turned boards into bricks: a recipe can't ask for it, under any of the usual names.
    static string? NotOverDfu(string key) => key.ToLowerInvariant().Replace('_', '-') switch
    {
        "option-bytes" or "options" or "ob" =>
            "GangFlash does not write option bytes: a wrong one locks a board for good, and DFU can't undo it. Set them with a debug probe and remove this key",
        "product-state" =>
            "a product state can't be set in a recipe: a part that stops half way can be reached by nothing any more. Set it with a debug probe and remove this key",
        "unprotect" or "read-unprotect" or "readout-unprotect" =>
            "GangFlash never lifts read protection on its way: that erases the whole chip, its bootloader included. Remove this key",
        "rdp" or "read-protect" or "readout-protection" =>
            "a recipe can't change read protection: raising it is for good at level 2, and lowering it erases the whole chip. Remove this key",
        _ => null,
    };
}
