using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of an image.</summary>
static class ImageKeys
{
    const int MostImages = 16;

    static readonly DocumentKey<string> s_file = new("file", Readings.RelativePath,
        "The file, relative to the recipe's folder, with forward slashes: ELF (.elf, .axf, .out), Intel HEX (.hex), S-record (.s19, .srec), DfuSe (.dfu) or raw bytes (.bin).")
    { Needed = "'file: images/app.elf'" };

    static readonly DocumentKey<uint?> s_at = new("at", Readings.Address, "Where raw bytes belong. The other formats carry their own addresses.");

    static readonly DocumentTable s_table = new("an entry of 'images'", [s_file, s_at]);

    public static Reading<ImmutableArray<RecipeImage>?> Reading { get; } = Readings.Several(MostImages, Readings.Keys(s_table, Image)).Then(RefuseTwins);

    static RecipeImage? Image(DocumentKeys keys)
    {
        var (file, at) = (keys.Of(s_file), keys.Of(s_at));
        return file is null ? null : new(file, at, keys.Place);
    }

    static ImmutableArray<RecipeImage>? RefuseTwins(DocumentValue value, ImmutableArray<RecipeImage>? images)
    {
        value.Problems.RefuseTwins(images, image => (image.File, image.At), image => image.Place, image => $"the image '{DocumentScalars.Show(image.File)}'");
        return images;
    }
}
