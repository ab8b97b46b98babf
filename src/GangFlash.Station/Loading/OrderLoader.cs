using System.Collections.Immutable;
using System.Text;
using GangFlash.Chips;
using GangFlash.Documents;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Releases;

namespace GangFlash.Station.Loading;

/// <summary>Loads a recipe with its images and its chip, from disk or from a release, and reports everything that is wrong with them at once.</summary>
static class OrderLoader
{
    const string MissingImage = "recipe.missing-image";
    const string BadImage = "recipe.image";
    const string UnknownChip = "recipe.unknown-chip";

    /// <summary>A recipe is a page of text; the reader refuses more than this anyway.</summary>
    const long MostRecipeBytes = 1 << 20;

    /// <param name="path">A recipe, or a release.</param>
    public static OrderLoading Load(string path, ReleaseRules rules)
    {
        try
        {
            return ReleaseNames.IsRelease(path)
                ? LoadRelease(path, InputFile.Read(path, ReleaseLimits.BundleLength), rules)
                : rules.RefusePlain() is { } plain ? Refused(path, plain) : Load(path, InputFile.Read(path, MostRecipeBytes), new RecipeFiles.Folder(path), null);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            return new(null, [$"{Printable.Escape(path)}: error: {InputFile.Reason(unreadable)}"]);
        }
    }

    /// <summary>Loads a release from memory: nothing of it is ever on disk, and what is parsed is what was verified.</summary>
    /// <param name="path">For the messages and the record.</param>
    public static OrderLoading LoadRelease(string path, byte[] file, ReleaseRules rules)
    {
        var reading = ReleaseReader.Read(file);
        if (reading.Bundle is not { } bundle)
            return Refused(path, [.. reading.Problems]);
        var release = rules.Judge(bundle);
        if (rules.Refuse(release.Signers) is { } refusal)
            return Refused(path, refusal);
        var loading = Load(path, bundle.Files[ReleaseNames.Recipe].Span, new RecipeFiles.Bundle(bundle), release);
        return loading.Order is { } order && NotAsReleased(order, bundle) is { } other ? Refused(path, other) : loading;
    }

    static OrderLoading Refused(string path, params ReadOnlySpan<ReleaseProblem> problems)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var problem in problems)
            lines.Add(Line(path, problem));
        return new(null, lines.ToImmutable());
    }

    public static string Line(string path, ReleaseProblem problem) => $"{Printable.Escape(path)}: error: {problem.Message} [{problem.Code}]";

    /// <summary>A manifest that was signed for another recipe, or for images that this one does not name.</summary>
    static ReleaseProblem? NotAsReleased(FlashOrder order, ReleaseBundle bundle)
    {
        var (recipe, manifest) = (order.Recipe, bundle.Manifest);
        if ((recipe.Name, recipe.Revision) != (manifest.Recipe, manifest.Revision))
            return new(ReleaseCode.Recipe, $"{ReleaseNames.Recipe} is {recipe.Name} revision {Printable.Escape(recipe.Revision)}, and {ReleaseNames.Manifest} releases {manifest.Recipe} revision {Printable.Escape(manifest.Revision)}. Release it anew.");
        var named = order.All.SelectMany(one => one.Recipe.Images).Select(image => ReleaseNames.Of(image.File)).Append(ReleaseNames.Recipe);
        return bundle.Files.Keys.Except(named).FirstOrDefault() is { } extra
            ? new(ReleaseCode.Recipe, $"{Printable.Escape(extra)} is in the release, and {ReleaseNames.Recipe} does not name it. Release it anew.")
            : null;
    }

    /// <param name="release">None for a recipe that is a file of its own.</param>
    static OrderLoading Load(string path, ReadOnlySpan<byte> bytes, RecipeFiles files, Release? release)
    {
        var reading = RecipeReader.Read(path, bytes);
        var text = Encoding.UTF8.GetString(bytes);
        if (reading.Recipe is not { } recipe)
            return new(null, [.. reading.Problems.Select(problem => problem.ToString())]) { Seen = new(null, reading.Problems, text) };
        var problems = new List<DocumentProblem>(reading.Problems);
        var order = Order(recipe) with { Variants = [.. recipe.Variants.Select(variant => Order(variant.Recipe))] };
        foreach (var condition in recipe.Variants.Select(variant => variant.When))
            _ = FindChip(recipe, condition.Chip, condition.ChipPlace, problems);

        // Variants share what the recipe says once, and with it what is wrong there.
        ImmutableArray<DocumentProblem> inOrder = [.. problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column).Distinct()];
        return new(problems.Exists(problem => problem.Severity == ProblemSeverity.Error) ? null : order, [.. inOrder.Select(problem => problem.ToString())]) { Images = files.Taken, Seen = new(order, inOrder, text) };

        FlashOrder Order(Recipe one) => new(
            one,
            [.. one.Images.Select(image => LoadImage(one, image, files, problems)).OfType<FirmwareImage>()],
            FindChip(one, one.Device.Chip, one.Device.ChipPlace, problems))
        { Release = release };
    }

    /// <summary>Reads an image from disk.</summary>
    /// <exception cref="ImageException">The file is missing, unreadable, or no usable image.</exception>
    public static FirmwareImage LoadImage(string path, uint? at) => Image(Path.GetFileName(path), () => InputFile.Read(path, ImageLimits.FileLength), at);

    static FirmwareImage Image(string name, Func<ReadOnlyMemory<byte>> read, uint? at)
    {
        try
        {
            return ImageReader.Read(name, read(), at);
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

    static FirmwareImage? LoadImage(Recipe recipe, RecipeImage image, RecipeFiles files, List<DocumentProblem> problems)
    {
        if (files.Missing(image.File) is { } where)
        {
            problems.Add(Error(MissingImage, recipe, image.Place, $"there is no file '{Printable.Escape(image.File)}' {where}"));
            return null;
        }

        try
        {
            return Image(Path.GetFileName(image.File), () => files.Read(image.File, ImageLimits.FileLength), image.At);
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
    /// <summary>The files of the images, byte by byte as they were loaded, by the names that they have in a release.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Images { get; init; } = ImmutableDictionary<string, ReadOnlyMemory<byte>>.Empty;

    /// <summary>For whoever looks closer; none where there is no file.</summary>
    public RecipeSeen? Seen { get; init; }
}

/// <summary>What could be read of a recipe, also where something is wrong with it.</summary>
/// <param name="Order">With the images that could be read; none where the recipe itself could not.</param>
/// <param name="Text">The file, with replacement characters for what is no text.</param>
sealed record RecipeSeen(FlashOrder? Order, ImmutableArray<DocumentProblem> Problems, string Text);
