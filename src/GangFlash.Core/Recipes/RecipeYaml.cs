using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GangFlash.Recipes;

/// <summary>
/// Loads one YAML document into nodes, within bounds. What can hide from a reviewer what a recipe says, or blow a small file up
/// (anchors, aliases, tags, merge keys, duplicate keys, more documents), is refused at its place.
/// </summary>
sealed class RecipeYaml
{
    const int MostNodes = 10_000;
    const int MostDepth = 16;

    readonly Parser parser;
    readonly RecipeProblems problems;
    int nodes;

    RecipeYaml(string text, RecipeProblems problems)
    {
        parser = new(new StringReader(text));
        this.problems = problems;
    }

    /// <summary>The root of the document, or none and the problem that stopped the loading.</summary>
    public static RecipeNode? Load(string text, RecipeProblems problems)
    {
        var yaml = new RecipeYaml(text, problems);
        try
        {
            return yaml.Document();
        }
        catch (TooLargeException e)
        {
            problems.Error(RecipeCode.TooLarge, e.Place, e.Message);
        }
        catch (YamlException e)
        {
            yaml.NotValid(PlaceOf(e.Start), e.Message);
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 gives up like this, and without a place, at text in brackets that is indented less than what is around them: "- {\nu".
            yaml.NotValid(PlaceOf(yaml.parser.Current?.End ?? Mark.Empty), "somewhere below this, text in brackets is not indented enough");
        }

        return null;
    }

    RecipeNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            problems.Error(RecipeCode.MissingKey, new(1, 1), "the file holds no recipe; begin with 'recipe: name-of-the-recipe'");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = Node(depth: 1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            problems.Error(RecipeCode.YamlFeature, PlaceOf(second.Start), "a second document begins here; a recipe file holds one recipe, so move it to a file of its own");
        return root;
    }

    RecipeNode Node(int depth)
    {
        var happened = parser.Consume<ParsingEvent>();
        var place = PlaceOf(happened.Start);
        if (++nodes > MostNodes)
            throw new TooLargeException(place, $"a recipe has at most {MostNodes} values; this is one more");
        if (depth > MostDepth)
            throw new TooLargeException(place, $"a recipe is at most {MostDepth} levels deep; this is one more");
        if (happened is AnchorAlias alias)
        {
            problems.Error(RecipeCode.YamlFeature, place, $"'*{Printable.Escape(alias.Value.Value, 60)}' is an alias; a recipe says everything where it counts, so write the value out");
            return new RecipeNode.Refused(place);
        }

        if (happened is NodeEvent { Anchor: { IsEmpty: false } anchor })
            problems.Error(RecipeCode.YamlFeature, place, $"'&{Printable.Escape(anchor.Value, 60)}' is an anchor; a recipe has none, so remove it");
        if (happened is NodeEvent { Tag: { IsEmpty: false } tag })
            problems.Error(RecipeCode.YamlFeature, place, $"'{Printable.Escape(tag.Value, 60)}' is a tag; the key says what kind of value it has, so remove it");
        return happened switch
        {
            SequenceStart => new RecipeNode.Sequence(place, Items(depth)),
            MappingStart => new RecipeNode.Mapping(place, Entries(depth)),
            Scalar scalar => new RecipeNode.Scalar(place, scalar.Value, scalar.Style is ScalarStyle.Plain),
            _ => throw new YamlException(happened.Start, happened.End, "a value is missing"),
        };
    }

    ImmutableArray<RecipeNode> Items(int depth)
    {
        var items = ImmutableArray.CreateBuilder<RecipeNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return items.ToImmutable();
    }

    ImmutableArray<RecipeEntry> Entries(int depth)
    {
        var entries = ImmutableArray.CreateBuilder<RecipeEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var (key, value) = (Node(depth + 1), Node(depth + 1));
            if (key is not RecipeNode.Scalar name)
            {
                if (key is not RecipeNode.Refused)
                    problems.Error(RecipeCode.YamlFeature, key.Place, "a key is a word, not a list or a mapping");
            }
            else if (name is { Text: "<<", Plain: true })
            {
                problems.Error(RecipeCode.YamlFeature, key.Place, "'<<' is a merge key; a recipe says everything where it counts, so write the keys out");
            }
            else if (!lines.TryAdd(name.Text, key.Place.Line))
            {
                problems.Error(RecipeCode.DuplicateKey, key.Place, $"'{Printable.Escape(name.Text, 60)}' stands in line {lines[name.Text]} already; keep one of the two");
            }
            else
            {
                entries.Add(new(name.Text, key.Place, value));
            }
        }

        return entries.ToImmutable();
    }

    void NotValid(SourcePlace place, string why) =>
        problems.Error(RecipeCode.Syntax, place, $"this is not valid YAML; check indentation, colons, brackets and quotes ({Printable.Escape(why)})");

    static SourcePlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    sealed class TooLargeException(SourcePlace place, string message) : Exception(message)
    {
        public SourcePlace Place { get; } = place;
    }
}
