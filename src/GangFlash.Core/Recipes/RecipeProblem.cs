using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>What came of reading a recipe file.</summary>
/// <param name="Recipe">None as soon as there is one error.</param>
/// <param name="Problems">All of them, errors and warnings, in the order of the file.</param>
public sealed record RecipeReading(Recipe? Recipe, ImmutableArray<DocumentProblem> Problems);

/// <summary>The codes of what only a recipe can have wrong, without the <c>recipe.</c> in front; <see cref="DocumentCode"/> has the others. Stable: they never change their meaning.</summary>
public static class RecipeCode
{
    /// <summary>A key asks for option bytes at a place where they are not written, for protection or product state.</summary>
    public const string NotOverDfu = "not-over-dfu";

    /// <summary>The same address may be written and is protected.</summary>
    public const string Overlap = "overlap";

    /// <summary>A layout string without usable memory.</summary>
    public const string Layout = "layout";

    /// <summary>An identity word that can't be read or can never match.</summary>
    public const string Identity = "identity";

    /// <summary>A mass erase that would reach protected ranges.</summary>
    public const string MassErase = "mass-erase";

    public const string SampledVerify = "sampled-verify";

    /// <summary>Warning: nothing is read back.</summary>
    public const string Unverified = "unverified";

    /// <summary>Warning: USB serial strings are not unique.</summary>
    public const string UsbSerial = "usb-serial";

    /// <summary>Uniqueness asked of serials that can't be unique.</summary>
    public const string UniqueSerial = "unique-serial";

    /// <summary>Variants of which it is not certain which one is meant, or that lack what a recipe needs.</summary>
    public const string Variant = "variant";

    /// <summary>A range of numbers that cannot be one.</summary>
    public const string Numbers = "numbers";

    /// <summary>A field of unit data that cannot be written as it is described.</summary>
    public const string UnitData = "unit-data";

    /// <summary>Option bytes that cannot be a block.</summary>
    public const string OptionBytes = "option-bytes";

    /// <summary>A code to try again on that no failure has.</summary>
    public const string Retries = "retries";

    /// <summary>A unit must show something after leave, and the recipe does not say what.</summary>
    public const string NothingExpected = "nothing-expected";
}
