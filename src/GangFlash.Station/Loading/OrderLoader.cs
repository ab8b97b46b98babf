using System.Collections.Immutable;
using System.Text;
using GangFlash.Chips;
using GangFlash.Documents;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Station.Loading;

/// <summary>Loads a recipe with its images and its chip from disk, and reports everything that is wrong with them at once.</summary>
static class OrderLoader
{
    const string MissingImage = "recipe.missing-image";
    const string BadImage = "recipe.image";
    const string UnknownChip = "recipe.unknown-chip";

    /// <summary>A recipe is a page of text; the reader refuses more than this anyway.</summary>
    const long MostRecipeBytes = 1 << 20;

    public static OrderLoading Load(string path)
    {
        byte[] bytes;
        try
        {
            bytes = InputFile.Read(path, MostRecipeBytes);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            return new(null, [$"{Printable.Escape(path)}: error: {InputFile.Reason(unreadable)}"]);
        }

        var reading = RecipeReader.Read(path, bytes);
        var text = Encoding.UTF8.GetString(bytes);
        if (reading.Recipe is not { } recipe)
            return new(null, [.. reading.Problems.Select(problem => problem.ToString())]) { Seen = new(null, reading.Problems, text) };
        var problems = new List<DocumentProblem>(reading.Problems);
        var order = Order(recipe, problems) with { Variants = [.. recipe.Variants.Select(variant => Order(variant.Recipe, problems))] };
        foreach (var condition in recipe.Variants.Select(variant => variant.When))
            _ = FindChip(recipe, condition.Chip, condition.ChipPlace, problems);

        // Variants share what the recipe says once, and with it what is wrong there.
        ImmutableArray<DocumentProblem> inOrder = [.. problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column).Distinct()];
        return new(problems.Exists(problem => problem.Severity == ProblemSeverity.Error) ? null : order, [.. inOrder.Select(problem => problem.ToString())]) { Seen = new(order, inOrder, text) };
    }

    static FlashOrder Order(Recipe recipe, List<DocumentProblem> problems) => new(
        recipe,
        [.. recipe.Images.Select(image => LoadImage(recipe, image, problems)).OfType<FirmwareImage>()],
        FindChip(recipe, recipe.Device.Chip, recipe.Device.ChipPlace, problems));

    /// <summary>Reads an image from disk.</summary>
    /// <exception cref="ImageException">The file is missing, unreadable, or no usable image.</exception>
    public static FirmwareImage LoadImage(string path, uint? at)
    {
        var name = Path.GetFileName(path);
        try
        {
            return ImageReader.Read(name, InputFile.Read(path, ImageLimits.FileLength), at);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            throw new ImageException(new("image.unreadable", name, null, null, InputFile.Reason(unreadable)));
        }
    }

    /// <param name="name">None: nothing is looked for.</param>
    static ChipChoice? FindChip(Recipe recipe, string? name, SourcePlace place, List<DocumentProblem> problems)
    {
        if (name is null)
            return null;
        var chip = ChipCatalogue.Find(name);
        if (chip is null)
            problems.Add(Error(UnknownChip, recipe, place, UnknownChipText(name)));
        return chip;
    }

    public static string UnknownChipText(string name)
    {
        if (ChipCatalogue.FindWithoutUsbBootloader(name) is { } without)
            return $"{Printable.Escape(name)} {without.Why}; if it has a bootloader of your own, leave 'chip' out and give its 'layout'";
        return $"the catalogue has no chip '{Printable.Escape(name)}'{(ChipCatalogue.Suggest(name) is [var nearest, ..] ? $"; did you mean '{nearest}'?" : "")}";
    }

    static FirmwareImage? LoadImage(Recipe recipe, RecipeImage image, List<DocumentProblem> problems)
    {
        var path = Path.Combine(Path.GetDirectoryName(recipe.Source.File) ?? "", image.File.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(path))
        {
            problems.Add(Error(MissingImage, recipe, image.Place, $"there is no file '{Printable.Escape(image.File)}' beside the recipe (looked for {Printable.Escape(path)})"));
            return null;
        }

        try
        {
            return LoadImage(path, image.At);
        }
        catch (ImageException bad)
        {
            problems.Add(Error(BadImage, recipe, image.Place, $"the image cannot be used: {bad.Problem}"));
            return null;
        }
    }

    static DocumentProblem Error(string code, Recipe recipe, SourcePlace place, string message) => new(ProblemSeverity.Error, code, recipe.Source.File, place, message);
}

/// <param name="Order">None as soon as there is one error.</param>
/// <param name="Problems">Errors and warnings, a line each.</param>
sealed record OrderLoading(FlashOrder? Order, ImmutableArray<string> Problems)
{
    /// <summary>For whoever looks closer; none where there is no file.</summary>
    public RecipeSeen? Seen { get; init; }
}

/// <summary>What could be read of a recipe, also where something is wrong with it.</summary>
/// <param name="Order">With the images that could be read; none where the recipe itself could not.</param>
/// <param name="Text">The file, with replacement characters for what is no text.</param>
sealed record RecipeSeen(FlashOrder? Order, ImmutableArray<DocumentProblem> Problems, string Text);
