using System.Security.Cryptography;
using GangFlash.Recipes;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

/// <summary>Every recipe of <c>recipes/</c>, as an engineer tries one: checked, and flashed on the boards that it is for.</summary>
public sealed class RecipesHereTests : IDisposable
{
    static readonly string s_folder = Path.Combine(TestImages.RepositoryRoot(), "recipes");

    readonly TemporaryFolder folder = new();

    public static TheoryData<string> Files => [.. Names];

    static IEnumerable<string> Names => Directory.GetFiles(s_folder, "*.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(s_folder, path)).Order(StringComparer.Ordinal);

    static IEnumerable<Recipe> Recipes => Names.Select(file => RecipeReader.Read(file, File.ReadAllBytes(Path.Combine(s_folder, file))).Recipe!);

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Has_no_mistake_and_flashes_the_boards_that_it_is_for(string file)
    {
        var path = Path.Combine(s_folder, file);
        var recipe = RecipeReader.Read(path, await File.ReadAllBytesAsync(path)).Recipe!;
        List<string> chips = recipe.Variants.IsEmpty ? [recipe.Device.Chip!] : [.. recipe.Variants.Select(variant => variant.Recipe.Device.Chip!)];

        var check = await StationRun.Of("recipe", "check", path);
        var run = await StationRun.Of(
        [
            "flash", path, "--simulate", string.Join(',', chips.Select(chip => $"1x{chip}")), "--time-scale", "0.01", "--database", folder.PathOf("record.db"),
            .. recipe.Serial.From == SerialSource.Given ? chips.SelectMany((_, i) => new[] { "--serial", $"{i + 1}={Unit(recipe, i)}" }) : [],
        ]);

        Assert.True((check.Exit, check.Error) == (0, ""), check.Out + check.Error);
        Assert.True((run.Exit, run.Error) == (0, ""), run.Out + run.Error);
        Assert.Contains($"{chips.Count} of {chips.Count} passed", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("PASS (", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_one_for_each_of_the_families_that_lines_use()
    {
        var parts = Recipes.SelectMany(recipe => recipe.Variants.IsEmpty ? [recipe.Device.Chip!] : recipe.Variants.Select(variant => variant.Recipe.Device.Chip!));

        Assert.Equal(["F0", "F1", "F4", "F7", "G0", "G4", "H7", "L0", "L1", "L4", "U5", "WB"], parts.Select(part => part["STM32".Length..][..2]).Distinct().Order());
    }

    [Fact]
    public void No_two_have_one_name_and_every_image_is_one_that_was_built_here()
    {
        var names = Recipes.Select(recipe => recipe.Name).ToList();
        Assert.Equal(names.Distinct(), names);

        var images = Path.Combine(s_folder, "boards", "images");
        var sums = File.ReadAllLines(Path.Combine(images, "SHA256SUMS")).Select(line => line.Split("  ./")).ToDictionary(parts => parts[1], parts => parts[0]);
        foreach (var image in Directory.GetFiles(images).Where(path => Path.GetFileName(path) != "SHA256SUMS"))
            Assert.Equal(sums[Path.GetFileName(image)], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(image))));
    }

    /// <summary>A serial that the recipe takes.</summary>
    static string Unit(Recipe recipe, int number) => (recipe.Serial.Pattern?.Text ?? "U-*").Replace("*", $"{number + 1:0000}", StringComparison.Ordinal).Replace('?', '7');
}
