using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GangFlash.Documents;
using GangFlash.Recipes;
using GangFlash.Recipes.Keys;
using GangFlash.Testing;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GangFlash.Tests.Recipes;

/// <summary>What editors are told, what people are told, and what the reader does are one thing.</summary>
public sealed partial class RecipeLanguageTests
{
    static readonly JsonSchema s_schema = JsonSchema.FromText(RecipeLanguage.Schema);

    /// <summary>Mistakes that show in one value, so that an editor can underline them. The others take knowledge of other keys, of the chip, or of YAML.</summary>
    static readonly HashSet<string> s_visible =
    [
        .. new[]
        {
            DocumentCode.UnknownKey, DocumentCode.MissingKey, DocumentCode.NoValue, DocumentCode.WrongType, DocumentCode.Count, DocumentCode.Choice, DocumentCode.UsbId,
            RecipeCode.NotOverDfu, RecipeCode.SampledVerify,
        }.Select(code => $"recipe.{code}"),
    ];

    public static TheoryData<string> RecipeFiles => [.. Directory.GetFiles(Path.Combine(TestImages.RepositoryRoot(), "recipes"), "*.yaml", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(TestImages.RepositoryRoot(), path))];

    /// <summary>By the names of their files.</summary>
    public static TheoryData<string> WrongRecipes => [.. WrongRecipesTests.Names.Where(file => IsOneMapping(WrongRecipesTests.TextOf(file)))];

    [Theory]
    [InlineData("recipes/recipe.schema.json", "schema")]
    [InlineData("recipes/REFERENCE.md", "reference")]
    public void The_file_is_what_the_program_prints(string file, string command) => Assert.True(
        File.ReadAllText(Path.Combine(TestImages.RepositoryRoot(), file)) == (command == "schema" ? RecipeLanguage.Schema : RecipeLanguage.Reference),
        $"{file} is not what the reader's keys say; write it anew: gangflash recipe {command} > {file}");

    [Theory]
    [MemberData(nameof(RecipeFiles))]
    public void Every_recipe_here_fits_the_schema(string file) => Assert.True(Fits(File.ReadAllText(Path.Combine(TestImages.RepositoryRoot(), file))));

    [Theory]
    [MemberData(nameof(WrongRecipes))]
    public void The_schema_takes_what_the_reader_takes_and_refuses_what_can_be_seen(string file) => SchemaAndReaderAgreeOn(WrongRecipesTests.TextOf(file));

    [Fact]
    public void The_schema_takes_a_full_recipe() => SchemaAndReaderAgreeOn(SomeRecipe.Full);

    static void SchemaAndReaderAgreeOn(string text)
    {
        var problems = RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text)).Problems.Where(problem => problem.Severity is ProblemSeverity.Error).ToList();

        if (problems.Count == 0)
            Assert.True(Fits(text), "the reader takes it, and an editor would underline it");
        else if (problems.Exists(problem => s_visible.Contains(problem.Code)))
            Assert.False(Fits(text), problems[0].ToString());
    }

    [Fact]
    public void Every_key_says_what_it_is_and_every_default_is_what_it_says()
    {
        var plain = Meaning("");

        foreach (var key in RecipeKeys.Table.Keys)
        {
            Assert.EndsWith(".", key.Says, StringComparison.Ordinal);
            if (key.Usual is { } usual)
                Assert.Equal((key.Name, plain), (key.Name, Meaning($"{key.Name}: {usual}")));
        }
    }

    /// <summary>The whole recipe as text, so that two can be compared.</summary>
    static string Meaning(string ending)
    {
        var recipe = RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(WrongRecipesTests.GoodHead + ending)).Recipe;
        return JsonSerializer.Serialize(recipe! with { Source = new("", "", ""), Places = ImmutableDictionary<string, SourcePlace>.Empty });
    }

    static bool Fits(string text) => s_schema.Evaluate(JsonSerializer.SerializeToElement(Json(Yaml(text))), new() { OutputFormat = OutputFormat.Flag }).IsValid;

    static bool IsOneMapping(string text)
    {
        try
        {
            return Yaml(text) is YamlMappingNode && !text.Contains('&', StringComparison.Ordinal) && !text.Contains("<<", StringComparison.Ordinal);
        }
        catch (Exception noYaml) when (noYaml is YamlException or InvalidOperationException)
        {
            return false;       // not an editor's schema, but its YAML parser complains
        }
    }

    static YamlNode? Yaml(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents is [var only] ? only.RootNode : null;
    }

    /// <summary>As an editor sees it: YAML 1.2's core schema.</summary>
    static JsonNode? Json(YamlNode? node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Json(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: not ScalarStyle.Plain, Value: var text } => JsonValue.Create(text),
        YamlScalarNode { Value: null or "" or "~" or "null" or "Null" or "NULL" } => null,
        YamlScalarNode { Value: "true" or "false" } truth => JsonValue.Create(truth.Value == "true"),
        YamlScalarNode { Value: var text } when HexNumber.IsMatch(text) => JsonValue.Create(ulong.Parse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)),
        YamlScalarNode { Value: var text } when decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => null,
    };

    [GeneratedRegex("^0x[0-9a-fA-F]{1,16}$", RegexOptions.NonBacktracking)]
    private static partial Regex HexNumber { get; }
}
