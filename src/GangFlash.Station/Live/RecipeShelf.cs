using System.Collections.Immutable;
using GangFlash.Planning;
using GangFlash.Releases;
using GangFlash.Station.Loading;
using GangFlash.Station.Screen;

namespace GangFlash.Station.Live;

/// <summary>The recipes that this station may use, from one file or from a folder.</summary>
/// <param name="Files">Paths of recipes and releases.</param>
/// <param name="Rules">Which of them it takes.</param>
sealed record RecipeShelf(ImmutableArray<string> Files, ReleaseRules Rules)
{
    public const int MostRecipes = 1000;

    static readonly string[] s_endings = [".yaml", ".yml", ReleaseNames.Extension];

    /// <summary>One recipe, or all of a folder.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static RecipeShelf Of(string? recipe, string folder, ReleaseRules rules) => new(recipe is not null ? [recipe]
        : Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Where(file => s_endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).Take(MostRecipes)]
        : [], rules);

    /// <summary>What the pick list shows. A recipe with mistakes is listed with the first of them, and cannot be chosen; neither can two of one name.</summary>
    public ImmutableArray<RecipeChoice> List()
    {
        var choices = Files.Select(file => (File: file, Choice: Choice(file, OrderLoader.Load(file, Rules)))).ToList();
        var twice = choices.Where(one => one.Choice.Problem is null).ToLookup(one => one.Choice.Name);
        return [.. choices.Select(one => one.Choice.Problem is null && Ambiguous([.. twice[one.Choice.Name].Select(same => (same.File, same.Choice.Revision))]) is { } why ? one.Choice with { Problem = why } : one.Choice)];
    }

    static RecipeChoice Choice(string file, OrderLoading loading) => loading.Order is { Recipe: var recipe }
        ? new(recipe.Name, recipe.Revision, recipe.Description, null)
        : new(Path.GetFileNameWithoutExtension(file), "", "", loading.Problems[0]);

    /// <summary>Loads the recipe with this name anew, so that what is flashed is what is on disk now.</summary>
    public OrderLoading Find(string name)
    {
        OrderLoading? unusable = null;
        var found = new List<(string File, OrderLoading Loading)>();
        foreach (var file in Files)
        {
            var loading = OrderLoader.Load(file, Rules);
            if (loading.Order?.Recipe.Name == name)
                found.Add((file, loading));
            else if (loading.Order is null && Path.GetFileNameWithoutExtension(file) == name)
                unusable ??= loading;
        }

        if (Ambiguous([.. found.Select(one => (one.File, one.Loading.Order!.Recipe.Revision))]) is { } why)
            return new(null, [why]);
        return found is [var only] ? only.Loading : unusable ?? new(null, [$"there is no recipe '{Printable.Escape(name, 64)}' at this station"]);
    }

    /// <summary>Which of two files with one recipe is meant, no work order says: an old release must not be flashed because its name comes first.</summary>
    static string? Ambiguous(ImmutableArray<(string File, string Revision)> same) => same.Length < 2
        ? null
        : $"the same recipe is in {string.Join(" and ", same.Select(one => $"{Printable.Escape(Path.GetFileName(one.File), 64)} (revision {Printable.Escape(one.Revision)})"))}; leave only the one that is to be flashed in this folder";

    /// <summary>Whether recipe and images on disk are still those of an order; what is not, in words.</summary>
    public string? Changed(FlashOrder order)
    {
        var now = OrderLoader.Load(order.Recipe.Source.File, Rules);
        if (now.Order is not { } found)
            return now.Problems[0];
        if (found.Recipe.Source.Sha256 != order.Recipe.Source.Sha256)
            return order.Recipe.Source.File;
        return order.All.SelectMany(one => one.Images).Zip(found.All.SelectMany(one => one.Images)).FirstOrDefault(pair => pair.First.Sha256 != pair.Second.Sha256).First?.Name;
    }
}
