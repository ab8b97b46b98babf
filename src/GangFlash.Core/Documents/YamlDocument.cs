using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GangFlash.Documents;

/// <summary>
/// Loads one YAML document into nodes, within bounds. What can hide from a reviewer what a file says, or blow a small file up
/// (anchors, aliases, tags, merge keys, duplicate keys, more documents), is refused at its place.
/// </summary>
public sealed class YamlDocument
{
    const int MostNodes = 10_000;
    const int MostDepth = 16;

    readonly Parser parser;
    readonly DocumentProblems problems;
    int nodes;

    YamlDocument(string text, DocumentProblems problems)
    {
        parser = new(new StringReader(text));
        this.problems = problems;
    }

    /// <summary>The root of the document, or none and the problem that stopped the loading.</summary>
    public static DocumentNode? Load(string text, DocumentProblems problems)
    {
        var yaml = new YamlDocument(text, problems);
        try
        {
            return yaml.Document();
        }
        catch (TooLargeException e)
        {
            problems.Error(DocumentCode.TooLarge, e.Place, e.Message);
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
        catch (ArgumentException)
        {
            // It makes a URI of a tag without asking whether it is one: "!![".
            yaml.NotValid(PlaceOf(yaml.parser.Current?.End ?? Mark.Empty), "somewhere below this, a word begins with '!', which makes it a tag and not a text; put it in quotes");
        }

        return null;
    }

    DocumentNode? Document()
    {
        parser.Consume<StreamStart>();
        if (parser.Accept<StreamEnd>(out _))
        {
            problems.Error(DocumentCode.MissingKey, new(1, 1), $"the file holds no {problems.Kind.Noun}; begin with {problems.Kind.Begin}");
            return null;
        }

        parser.Consume<DocumentStart>();
        var root = Node(depth: 1);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
            problems.Error(DocumentCode.YamlFeature, PlaceOf(second.Start), $"a second document begins here; a file holds one {problems.Kind.Noun}, so move it to a file of its own");
        return root;
    }

    DocumentNode Node(int depth)
    {
        var happened = parser.Consume<ParsingEvent>();
        var place = PlaceOf(happened.Start);
        if (++nodes > MostNodes)
            throw new TooLargeException(place, $"a {problems.Kind.Noun} has at most {MostNodes} values; this is one more");
        if (depth > MostDepth)
            throw new TooLargeException(place, $"a {problems.Kind.Noun} is at most {MostDepth} levels deep; this is one more");
        if (happened is AnchorAlias alias)
        {
            problems.Error(DocumentCode.YamlFeature, place, $"'*{Printable.Escape(alias.Value.Value, 60)}' is an alias; a {problems.Kind.Noun} says everything where it counts, so write the value out");
            return new DocumentNode.Refused(place);
        }

        if (happened is NodeEvent { Anchor: { IsEmpty: false } anchor })
            problems.Error(DocumentCode.YamlFeature, place, $"'&{Printable.Escape(anchor.Value, 60)}' is an anchor; a {problems.Kind.Noun} has none, so remove it");
        if (happened is NodeEvent { Tag: { IsEmpty: false } tag })
            problems.Error(DocumentCode.YamlFeature, place, $"'{Printable.Escape(tag.Value, 60)}' is a tag; the key says what kind of value it has, so remove it");
        return happened switch
        {
            SequenceStart => new DocumentNode.Sequence(place, Items(depth)),
            MappingStart => new DocumentNode.Mapping(place, Entries(depth)),
            Scalar scalar => new DocumentNode.Scalar(place, scalar.Value, scalar.Style is ScalarStyle.Plain),
            _ => throw new YamlException(happened.Start, happened.End, "a value is missing"),
        };
    }

    ImmutableArray<DocumentNode> Items(int depth)
    {
        var items = ImmutableArray.CreateBuilder<DocumentNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        return items.ToImmutable();
    }

    ImmutableArray<DocumentEntry> Entries(int depth)
    {
        var entries = ImmutableArray.CreateBuilder<DocumentEntry>();
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var (key, value) = (Node(depth + 1), Node(depth + 1));
            if (key is not DocumentNode.Scalar name)
            {
                if (key is not DocumentNode.Refused)
                    problems.Error(DocumentCode.YamlFeature, key.Place, "a key is a word, not a list or a mapping");
            }
            else if (name is { Text: "<<", Plain: true })
            {
                problems.Error(DocumentCode.YamlFeature, key.Place, $"'<<' is a merge key; a {problems.Kind.Noun} says everything where it counts, so write the keys out");
            }
            else if (!lines.TryAdd(name.Text, key.Place.Line))
            {
                problems.Error(DocumentCode.DuplicateKey, key.Place, $"'{Printable.Escape(name.Text, 60)}' stands in line {lines[name.Text]} already; keep one of the two");
            }
            else
            {
                entries.Add(new(name.Text, key.Place, value));
            }
        }

        return entries.ToImmutable();
    }

    void NotValid(SourcePlace place, string why) =>
        problems.Error(DocumentCode.Syntax, place, $"this is not valid YAML; check indentation, colons, brackets and quotes ({Printable.Escape(why)})");

    static SourcePlace PlaceOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    sealed class TooLargeException(SourcePlace place, string message) : Exception(message)
    {
        public SourcePlace Place { get; } = place;
    }
}
