using System.Collections.Immutable;
using GangFlash.Planning;
using GangFlash.Station.Loading;
using GangFlash.Station.Screen;

namespace GangFlash.Station.Live;

/// <summary>The recipes that this station may use, from one file or from a folder.</summary>
/// <param name="Files">Paths.</param>
sealed record RecipeShelf(ImmutableArray<string> Files)
{
    public const int MostRecipes = 1000;

    /// <summary>One recipe, or all of a folder.</summary>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static RecipeShelf Of(string? recipe, string folder) => new(recipe is not null ? [recipe]
        : Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.yaml").Concat(Directory.EnumerateFiles(folder, "*.yml")).Order(StringComparer.Ordinal).Take(MostRecipes)]
        : []);

    /// <summary>What the pick list shows. A recipe with mistakes is listed with the first of them, and cannot be chosen.</summary>
    public ImmutableArray<RecipeChoice> List() =>
    [
        .. from file in Files
           let loading = OrderLoader.Load(file)
           select loading.Order is { Recipe: var recipe }
               ? new RecipeChoice(recipe.Name, recipe.Revision, recipe.Description, null)
               : new RecipeChoice(Path.GetFileNameWithoutExtension(file), "", "", loading.Problems[0]),
    ];

    /// <summary>Loads the recipe with this name anew, so that what is flashed is what is on disk now.</summary>
    public OrderLoading Find(string name)
    {
        foreach (var file in Files)
        {
            var loading = OrderLoader.Load(file);
            if (loading.Order?.Recipe.Name == name || (loading.Order is null && Path.GetFileNameWithoutExtension(file) == name))
                return loading;
        }

        return new(null, [$"there is no recipe '{Printable.Escape(name, 64)}' at this station"]);
    }

    /// <summary>Whether recipe and images on disk are still those of an order; what is not, in words.</summary>
    public static string? Changed(FlashOrder order)
    {
        var now = OrderLoader.Load(order.Recipe.Source.File);
        if (now.Order is not { } found)
            return now.Problems[0];
        if (found.Recipe.Source.Sha256 != order.Recipe.Source.Sha256)
            return order.Recipe.Source.File;
        return order.All.SelectMany(one => one.Images).Zip(found.All.SelectMany(one => one.Images)).FirstOrDefault(pair => pair.First.Sha256 != pair.Second.Sha256).First?.Name;
    }
}
