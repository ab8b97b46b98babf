using System.Collections.Immutable;

namespace GangFlash.Recipes;

/// <summary>What came of reading a recipe file.</summary>
/// <param name="Recipe">None as soon as there is one error.</param>
/// <param name="Problems">All of them, errors and warnings, in the order of the file.</param>
public sealed record RecipeReading(Recipe? Recipe, ImmutableArray<RecipeProblem> Problems);

/// <summary>One complaint about a recipe, at its place.</summary>
/// <param name="Code">One of <see cref="RecipeCode"/>.</param>
/// <param name="File">As it was given to the reader.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record RecipeProblem(RecipeSeverity Severity, string Code, string File, SourcePlace Place, string Message)
{
    /// <summary>As compilers print it, so that editors jump there: <c>demo.yaml:12:3: error: …</c></summary>
    public override string ToString() =>
        $"{Printable.Escape(File)}:{Place.Line}:{Place.Column}: {(Severity is RecipeSeverity.Error ? "error" : "warning")}: {Message}";
}

public enum RecipeSeverity
{
    /// <summary>The recipe works, and its author should know this.</summary>
    Warning,

    /// <summary>There is no recipe until this is mended.</summary>
    Error,
}

/// <summary>The codes of all recipe problems. Stable: they never change their meaning.</summary>
public static class RecipeCode
{
    /// <summary>The file, its nesting or its number of values is larger than any recipe.</summary>
    public const string TooLarge = "recipe.too-large";

    /// <summary>Not UTF-8, or a character that cannot be seen: tab, control, format.</summary>
    public const string Character = "recipe.character";

    /// <summary>No YAML.</summary>
    public const string Syntax = "recipe.syntax";

    /// <summary>YAML that can hide from a reviewer what a recipe says: anchor, alias, tag, merge key, second document, composed key.</summary>
    public const string YamlFeature = "recipe.yaml-feature";

    /// <summary>The same key twice in one mapping.</summary>
    public const string DuplicateKey = "recipe.duplicate-key";

    public const string UnknownKey = "recipe.unknown-key";

    /// <summary>A key asks for option bytes, protection or product state.</summary>
    public const string NotOverDfu = "recipe.not-over-dfu";

    public const string MissingKey = "recipe.missing-key";

    /// <summary>A key stands there, its value does not.</summary>
    public const string NoValue = "recipe.no-value";

    /// <summary>A list, a mapping or text where another of them belongs.</summary>
    public const string WrongType = "recipe.wrong-type";

    /// <summary>A list is empty or too long.</summary>
    public const string Count = "recipe.count";

    /// <summary>Text, name or pattern: empty, too long, or with characters that it can't have.</summary>
    public const string Text = "recipe.text";

    /// <summary>No number, or one with the wrong number of digits or out of its limits.</summary>
    public const string Number = "recipe.number";

    /// <summary>None of the words that the key knows.</summary>
    public const string Choice = "recipe.choice";

    public const string UsbId = "recipe.usb-id";

    /// <summary>A file that other stations would not find.</summary>
    public const string Path = "recipe.path";

    /// <summary>No range, or an impossible one.</summary>
    public const string Range = "recipe.range";

    /// <summary>Warning: the last address looks like the first one after the range.</summary>
    public const string InclusiveEnd = "recipe.inclusive-end";

    /// <summary>The same address may be written and is protected.</summary>
    public const string Overlap = "recipe.overlap";

    /// <summary>The same image, range or identity word twice.</summary>
    public const string Duplicate = "recipe.duplicate";

    /// <summary>A layout string without usable memory.</summary>
    public const string Layout = "recipe.layout";

    /// <summary>An identity word that can't be read or can never match.</summary>
    public const string Identity = "recipe.identity";

    /// <summary>A mass erase that would reach protected ranges.</summary>
    public const string MassErase = "recipe.mass-erase";

    public const string SampledVerify = "recipe.sampled-verify";

    /// <summary>Warning: nothing is read back.</summary>
    public const string Unverified = "recipe.unverified";

    /// <summary>Warning: USB serial strings are not unique.</summary>
    public const string UsbSerial = "recipe.usb-serial";

    /// <summary>Uniqueness asked of serials that can't be unique.</summary>
    public const string UniqueSerial = "recipe.unique-serial";

    /// <summary>A key that says nothing beside another one.</summary>
    public const string UnusedKey = "recipe.unused-key";

    /// <summary>A unit must show something after leave, and the recipe does not say what.</summary>
    public const string NothingExpected = "recipe.nothing-expected";
}

/// <summary>Collects the problems of one file.</summary>
sealed class RecipeProblems(string file)
{
    readonly List<RecipeProblem> problems = [];

    public bool HasErrors => problems.Exists(problem => problem.Severity is RecipeSeverity.Error);

    public void Error(string code, SourcePlace place, string message) => problems.Add(new(RecipeSeverity.Error, code, file, place, message));

    public void Warn(string code, SourcePlace place, string message) => problems.Add(new(RecipeSeverity.Warning, code, file, place, message));

    public ImmutableArray<RecipeProblem> InOrder() => [.. problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)];
}
