using System.Reflection;
using System.Text;
using GangFlash.Documents;
using GangFlash.Recipes;
using GangFlash.Testing;

namespace GangFlash.Tests.Recipes;

/// <summary>A corpus of wrong (and doubtful) recipes in <c>tests/Recipes/Wrong</c>, and for each in <c>Golden/WrongRecipes</c> exactly what its author reads.</summary>
public sealed class WrongRecipesTests
{
    /// <summary>The least that a recipe must say.</summary>
    public const string GoodHead = "recipe: demo\nrevision: 3\nimages:\n  - file: app.elf\n";

    static string Folder => Path.Combine(TestImages.RepositoryRoot(), "tests/Recipes/Wrong");

    /// <summary>What the files of the corpus are called, without their ending.</summary>
    public static IReadOnlyList<string> Names => [.. Directory.GetFiles(Folder).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Names];

    public static string TextOf(string name) => Encoding.UTF8.GetString(BytesOf(name));

    static byte[] BytesOf(string name) => File.ReadAllBytes(Path.Combine(Folder, $"{name}.yaml"));

    [Theory]
    [MemberData(nameof(Files))]
    public void Says_what_is_wrong_and_where(string name) =>
        Golden.Matches(string.Join('\n', Read(TextOf(name)).Problems.Select(problem => $"{DocumentExcerpt.Of(problem, TextOf(name))}\n      ({problem.Code})")), $"WrongRecipes/{name}");

    [Fact]
    public void There_are_enough_of_them_and_each_has_something_wrong()
    {
        Assert.InRange(Names.Count, 60, 1000);
        Assert.All(Names, file => Assert.NotEmpty(Read(TextOf(file)).Problems));
        Assert.Equal(Names, Directory.GetFiles(Path.Combine(TestImages.RepositoryRoot(), "tests/GangFlash.Core.Tests/Recipes/Golden/WrongRecipes")).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_code_is_among_them()
    {
        string[] codes = [.. new[] { typeof(DocumentCode), typeof(RecipeCode) }.SelectMany(codes => codes.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => $"recipe.{field.GetRawConstantValue()}")];

        var seen = Names.SelectMany(file => Read(TextOf(file)).Problems).Select(problem => problem.Code).ToHashSet(StringComparer.Ordinal);

        Assert.Equal([], codes.Except(seen));
    }

    [Fact]
    public void An_error_leaves_no_recipe_and_a_warning_does()
    {
        Assert.Null(Read(GoodHead + "verify: sampled").Recipe);
        Assert.Equal(VerifyPolicy.None, Read(GoodHead + "verify: none").Recipe?.Verify);
    }

    [Fact]
    public void Reports_all_problems_at_once_in_the_order_of_the_file()
    {
        const string Text = """
            revision: 3
            images:
              - { file: app.elf, at: 0x8040000 }
              - file: /tmp/boot.elf
            ranges:
              protect: [ 0x08000000-0x0801FFFF, 0x0801FFFF-0x08000000 ]
              write: 0x08010000+1M
            erase: all
            verfy: full
            serial: usb
            retries: 9
            """;

        Assert.Equal(
            [
                "demo.yaml:1:1: error: 'recipe' is missing; write 'recipe: ' and its name",
                "demo.yaml:3:26: error: 'at': '0x8040000' has 7 hex digits and an address has eight; was a zero lost or doubled?",
                "demo.yaml:4:11: error: 'file': '/tmp/boot.elf' works only on this PC; name the file relative to the recipe's folder, such as images/app.elf",
                "demo.yaml:6:14: error: 0x08010000–0x0801FFFF is protected here and may be written by line 7; narrow one of the two",
                "demo.yaml:6:37: error: an entry of 'protect': '0x0801FFFF-0x08000000' ends before it starts; swap the two addresses",
                "demo.yaml:8:1: error: a mass erase reaches everything, the protected range 0x08000000–0x0801FFFF too; write 'erase: touched', which erases only what the images need",
                "demo.yaml:9:1: error: 'verfy' is no key of a recipe; did you mean 'verify'?",
                "demo.yaml:10:9: warning: USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label",
                "demo.yaml:11:10: error: 'retries' is 9; it can be 0 to 5",
            ],
            Lines(Text));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_one_problem_with_a_place()
    {
        Assert.Equal(
            ["demo.yaml:2:3: error: this is not UTF-8; save the file as UTF-8"],
            Lines([.. "ok: 1\n# "u8, 0xE4, .. "rger"u8]));
        Assert.Equal(["demo.yaml:1:1: error: this is not UTF-8; save the file as UTF-8"], Lines(Encoding.Unicode.GetPreamble()));
        Assert.Equal(
            ["demo.yaml:1:1: error: a recipe has at most 256 KiB, this file has 262145 bytes; is it the image?"],
            Lines(new byte[256 * 1024 + 1]));
    }

    [Fact]
    public void A_file_name_can_not_move_the_cursor() =>
        Assert.StartsWith(@"\x1B[2J.yaml:1:1: error: ", RecipeReader.Read("\u001b[2J.yaml", []).Problems.Single().ToString(), StringComparison.Ordinal);

    static RecipeReading Read(string text) => RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text));

    static string[] Lines(string text) => Lines(Encoding.UTF8.GetBytes(text));

    static string[] Lines(byte[] bytes) => [.. RecipeReader.Read("demo.yaml", bytes).Problems.Select(problem => problem.ToString())];
}
