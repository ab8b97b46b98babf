using System.Globalization;
using System.Text;

namespace GangFlash.Documents;

/// <summary>The reference page of a file's language, in Markdown: a table for each mapping, in the order in which an author meets them.</summary>
public static class DocumentReference
{
    public static string Of(DocumentTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        Append(text, table, "");
        return text.ToString();
    }

    /// <param name="path">Of the mapping, as <c>device.identity</c>; empty at the top.</param>
    static void Append(StringBuilder text, DocumentTable table, string path)
    {
        if (path.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n## `{path}`\n");
        text.Append("\n| key | value | default | says |\n| --- | --- | --- | --- |\n");
        foreach (var key in table.Keys)
            text.Append(CultureInfo.InvariantCulture, $"| `{key.Name}` | {Value(key.Shape)} | {(key.Needed is not null ? "**needed**" : key.Usual is { } usual ? $"`{usual}`" : "–")} | {key.Says}{Words(key.Shape)} |\n");
        foreach (var key in table.Keys)
        {
            foreach (var below in Tables(key.Shape))
                Append(text, below, path.Length == 0 ? key.Name : $"{path}.{key.Name}");
        }
    }

    static IEnumerable<DocumentTable> Tables(ValueShape shape) => shape switch
    {
        ValueShape.Keys keys => [keys.Table],
        ValueShape.Several several => Tables(several.Entry),
        ValueShape.Names names => Tables(names.Value),
        ValueShape.Either either => Tables(either.Short).Concat(Tables(either.Long)),
        _ => [],
    };

    static string Value(ValueShape shape) => shape switch
    {
        ValueShape.Text text => $"text, at most {text.Most} characters",
        ValueShape.Prose => "text, also of several lines",
        ValueShape.Formed { Examples: [] } formed => formed.Noun,
        ValueShape.Formed formed => $"{formed.Noun}: {string.Join(" or ", formed.Examples.Select(example => $"`{example}`"))}",
        ValueShape.Number { HexDigits: 8 } => "an address: `0x` and eight hex digits",
        ValueShape.Number { Most: uint.MaxValue } => "a number of 32 bits, `0x449` or `1097`",
        ValueShape.Number number => $"{number.Least} to {number.Most}",
        ValueShape.Truth => "`true` or `false`",
        ValueShape.Choice choice => string.Join(", ", choice.Words.Select(word => $"`{word.Word}`")),
        ValueShape.Several several => $"{(several.OrOne ? "one, or a list" : "a list")} of at most {several.Most}: {Value(several.Entry)}",
        ValueShape.Keys => "keys, see below",
        ValueShape.Names names => $"{names.Key}: {Value(names.Value)}",
        ValueShape.Either either => $"{Value(either.Short)}; or {Value(either.Long)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What each word of a choice means.</summary>
    static string Words(ValueShape shape) => shape switch
    {
        ValueShape.Choice choice => string.Concat(choice.Words.Select(word => $"<br>`{word.Word}`: {word.Says}")),
        ValueShape.Either either => Words(either.Short),
        _ => "",
    };
}
