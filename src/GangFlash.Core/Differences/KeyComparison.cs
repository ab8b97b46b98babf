using System.Collections.Immutable;
using GangFlash.Documents;
using GangFlash.Recipes;
using GangFlash.Recipes.Keys;

namespace GangFlash.Differences;

/// <summary>Compares what two recipes say, key by key of the language: spelling, order of keys and comments do not matter, nor whether what holds by itself is written out.</summary>
sealed class KeyComparison
{
    const int LongestValue = 200;

    /// <summary>Said in addresses by <see cref="RangeComparison"/>.</summary>
    static readonly string[] s_ranges = ["write", "protect", "drop"];

    readonly ImmutableArray<KeyDifference>.Builder found = ImmutableArray.CreateBuilder<KeyDifference>();

    KeyComparison()
    {
    }

    public static ImmutableArray<KeyDifference> Of(RecipeSource before, RecipeSource after)
    {
        var comparison = new KeyComparison();
        if (Root(before) is { } old && Root(after) is { } now)
            comparison.Keys(RecipeKeys.Table, "", old, now);
        return comparison.found.ToImmutable();
    }

    static DocumentNode.Mapping? Root(RecipeSource source) =>
        YamlDocument.Load(source.Text[DocumentText.WithoutMark(source.Text)..], new(RecipeReader.Kind, source.File)) as DocumentNode.Mapping;

    void Keys(DocumentTable table, string path, DocumentNode.Mapping before, DocumentNode.Mapping after)
    {
        foreach (var key in table.Keys)
        {
            var here = path.Length == 0 ? key.Name : $"{path}.{key.Name}";
            if (key.Name is var name && s_ranges.Contains(name) && (path == "ranges" || path.EndsWith(".ranges", StringComparison.Ordinal)))
                continue;
            switch (Find(before, name), Find(after, name))
            {
                case (null, null):
                    break;
                case ({ } old, { } now):
                    Values(key.Shape, here, old, now);
                    break;
                case ({ } old, null) when Text(key.Shape, old) != key.Usual:
                    found.Add(new(here, Said(key.Shape, old), Usual(key)));
                    break;
                case (null, { } now) when Text(key.Shape, now) != key.Usual:
                    found.Add(new(here, Usual(key), Said(key.Shape, now)));
                    break;
            }
        }
    }

    void Values(ValueShape shape, string path, DocumentNode before, DocumentNode after)
    {
        switch (shape, before, after)
        {
            case (ValueShape.Either either, _, _) when before is DocumentNode.Mapping == after is DocumentNode.Mapping:
                Values(before is DocumentNode.Mapping ? either.Long : either.Short, path, before, after);
                break;
            case (ValueShape.Keys { Table: var table }, DocumentNode.Mapping old, DocumentNode.Mapping now):
                Keys(table, path, old, now);
                break;
            case (ValueShape.Names { Value: var value }, DocumentNode.Mapping old, DocumentNode.Mapping now):
                Entries(value, path, Named(old), Named(now));
                break;
            case (ValueShape.Several { Entry: var entry }, _, _):
                Entries(entry, path, Identified(entry, before), Identified(entry, after));
                break;
            default:
                if (Text(shape, before) != Text(shape, after))
                    found.Add(new(path, Said(shape, before), Said(shape, after)));
                break;
        }
    }

    void Entries(ValueShape shape, string path, List<(string Id, DocumentNode Node)> before, List<(string Id, DocumentNode Node)> after)
    {
        foreach (var (id, node) in before)
        {
            if (after.Find(other => other.Id == id).Node is { } now)
                Values(shape, $"{path}[{id}]", node, now);
            else
                found.Add(new($"{path}[{id}]", Said(shape, node), null));
        }

        foreach (var (id, node) in after.Where(entry => !before.Exists(other => other.Id == entry.Id)))
            found.Add(new($"{path}[{id}]", null, Said(shape, node)));
        var (old, then) = (Common(before, after), Common(after, before));
        if (old != then)
            found.Add(new($"{path} in order", new(Shown(old), IsUsual: false), new(Shown(then), IsUsual: false)));

        static string Common(List<(string Id, DocumentNode Node)> entries, List<(string Id, DocumentNode Node)> others) =>
            string.Join(", ", entries.Where(entry => others.Exists(other => other.Id == entry.Id)).Select(entry => entry.Id));
    }

    static List<(string Id, DocumentNode Node)> Named(DocumentNode.Mapping mapping) => [.. mapping.Entries.Select(entry => (Shown(entry.Key), entry.Value))];

    /// <summary>Entries by what names them: the value of their first key that is needed; a second one of that name, and entries without keys, by all that they say.</summary>
    static List<(string Id, DocumentNode Node)> Identified(ValueShape entry, DocumentNode node)
    {
        var named = new List<(string Id, DocumentNode Node)>();
        foreach (var item in node is DocumentNode.Sequence list ? list.Items : [node])
        {
            var id = TableOf(entry)?.Keys.FirstOrDefault(key => key.Needed is not null) is { } key && item is DocumentNode.Mapping mapping && Find(mapping, key.Name) is { } name ? Shown(Text(key.Shape, name)) : Shown(Text(entry, item));
            named.Add((named.Exists(other => other.Id == id) ? Shown(Text(entry, item)) : id, item));
        }

        return named;
    }

    static DocumentTable? TableOf(ValueShape shape) => shape switch
    {
        ValueShape.Keys keys => keys.Table,
        ValueShape.Either either => TableOf(either.Long),
        _ => null,
    };

    static DocumentNode? Find(DocumentNode.Mapping mapping, string key) => mapping.Entries.FirstOrDefault(entry => entry.Key == key).Value;

    static KeyMeaning Said(ValueShape shape, DocumentNode node) => new(Shown(Text(shape, node)), IsUsual: false);

    static KeyMeaning? Usual(DocumentKey key) => key.Usual is { } usual ? new(usual, IsUsual: true) : null;

    /// <summary>What a value means, in one line and always in the same spelling.</summary>
    static string Text(ValueShape? shape, DocumentNode node) => (shape, node) switch
    {
        (ValueShape.Number { HexDigits: { } digits }, DocumentNode.Scalar { Text: var text }) when DocumentScalars.Word(text, out var word) is null => $"0x{word.ToString($"X{digits}", System.Globalization.CultureInfo.InvariantCulture)}",
        (ValueShape.Number, DocumentNode.Scalar { Text: var text }) when DocumentScalars.Word(text, out var word) is null => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? $"0x{word:X}" : $"{word}",
        (ValueShape.Formed, DocumentNode.Scalar { Text: var text }) when DocumentScalars.Range(text, out var range) is null => range.ToString(),
        (ValueShape.Formed, DocumentNode.Scalar { Text: var text }) when DocumentScalars.Usb(text, out var usb) is null => usb.ToString(),
        (ValueShape.Either either, _) => Text(node is DocumentNode.Mapping ? either.Long : either.Short, node),
        (ValueShape.Several several, DocumentNode.Sequence list) => $"[{string.Join(", ", list.Items.Select(item => Text(several.Entry, item)))}]",
        (ValueShape.Several several, _) => $"[{Text(several.Entry, node)}]",
        (ValueShape.Keys { Table: var table }, DocumentNode.Mapping mapping) =>
            $"{{ {string.Join(", ", table.Keys.Select(key => (key.Name, key.Shape, Node: Find(mapping, key.Name))).Where(key => key.Node is not null).Select(key => $"{key.Name}: {Text(key.Shape, key.Node!)}"))} }}",
        (ValueShape.Names names, DocumentNode.Mapping mapping) => $"{{ {string.Join(", ", mapping.Entries.Select(entry => $"{entry.Key}: {Text(names.Value, entry.Value)}"))} }}",
        (_, DocumentNode.Scalar { Text: var text }) => text.TrimEnd('\n'),
        _ => "?",
    };

    static string Shown(string text) => Printable.Escape(text, LongestValue);
}
