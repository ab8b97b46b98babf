using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.Documents;

/// <summary>A value of a file, to be read as what its key means. What can't be read is complained about here and comes back as nothing.</summary>
/// <param name="name">For a complaint: <c>'chip'</c>, <c>an entry of 'write'</c>.</param>
public sealed class DocumentValue(DocumentNode node, string name, DocumentProblems problems)
{
    public SourcePlace Place => node.Place;

    public DocumentProblems Problems => problems;

    public bool HasKeys => node is DocumentNode.Mapping;

    /// <summary>True for a scalar with exactly one of these texts.</summary>
    public bool Says(params ReadOnlySpan<string> words) => node is DocumentNode.Scalar scalar && words.Contains(scalar.Text);

    public void Error(string code, string message) => problems.Error(code, Place, message);

    public void Warn(string code, string message) => problems.Warn(code, Place, message);

    /// <summary>Visible text in one line.</summary>
    public string? Text(int most, int least = 1) => Text(most, least, text => DocumentText.HasInvisible(text) ? "has an invisible character" : null);

    /// <summary>Free text that may have several lines.</summary>
    public string? Prose(int most) =>
        Text(most, 0, text => DocumentText.HasInvisible(text.Replace('\n', ' ')) ? "has an invisible character" : null)?.TrimEnd('\n');

    public string? Name() => Text(256, 0, text => DocumentScalars.Name(text, problems.Kind.Noun));

    public string? RelativePath() => Text(256) is { } text && Holds(DocumentCode.Path, text, DocumentScalars.RelativePath(text, problems.Kind.Noun)) ? text : null;

    /// <summary>May be empty: some bootloaders have empty strings.</summary>
    public TextPattern? Pattern() => Text(128, least: 0) is { } text ? new(text) : null;

    public uint? Address() => Parse<uint>(DocumentCode.Number, DocumentScalars.Address);

    public uint? Word() => Parse<uint>(DocumentCode.Number, DocumentScalars.Word);

    public int? Count(int most, int least = 0)
    {
        if (Word() is not { } count)
            return null;
        if (count <= most && count >= least)
            return (int)count;
        Error(DocumentCode.Number, $"{name} is {count}; it can be {least} to {most}");
        return null;
    }

    public bool? Truth() => Parse<bool>(DocumentCode.Choice, DocumentScalars.Truth);

    public T? Choice<T>()
        where T : struct, Enum => Parse<T>(DocumentCode.Choice, DocumentScalars.Choice);

    public UsbId? Usb() => Parse<UsbId>(DocumentCode.UsbId, DocumentScalars.Usb);

    public AddressRange? Range()
    {
        if (Parse<AddressRange>(DocumentCode.Range, DocumentScalars.Range) is not { } range)
            return null;
        if (range.Length > 1 && range.Start % 16 == 0 && range.Last % 16 == 0)
        {
            Warn(DocumentCode.InclusiveEnd,
                $"0x{range.Last:X8} itself belongs to this range; for {range.Length - 1} bytes write 0x{range.Start:X8}-0x{range.Last - 1:X8}");
        }

        return range;
    }

    /// <summary>A list of 1 to <paramref name="most"/> entries; those that can't be read are left out.</summary>
    public ImmutableArray<T>? Several<T>(int most, Func<DocumentValue, T?> read)
        where T : class
    {
        if (node is DocumentNode.Sequence list)
            return Items(list.Items, most, read);
        Wrong("a list");
        return null;
    }

    /// <summary>As <see cref="Several"/>; a single entry needs no brackets.</summary>
    public ImmutableArray<T>? OneOrSeveral<T>(int most, Func<DocumentValue, T?> read)
        where T : class => Items(node is DocumentNode.Sequence list ? list.Items : [node], most, read);

    /// <summary>A mapping. Keys that <paramref name="read"/> does not ask for are unknown ones.</summary>
    public T? Keys<T>(Func<DocumentKeys, T?> read)
        where T : class => Keys(null, read);

    /// <param name="table">All that <paramref name="read"/> asks for, always.</param>
    public T? Keys<T>(DocumentTable? table, Func<DocumentKeys, T?> read)
        where T : class
    {
        if (node is not DocumentNode.Mapping mapping)
        {
            Wrong("a mapping of keys");
            return null;
        }

        var keys = new DocumentKeys(mapping, name, problems);
        var result = read(keys);
        if (table is not null)
            keys.DemandAll(table);
        keys.RefuseOthers(table);
        return result;
    }

    /// <summary>A mapping whose keys are names of the author's; those whose values can't be read are left out.</summary>
    public ImmutableSortedDictionary<string, T>? Names<T>(int most, Func<DocumentValue, T?> read)
        where T : class
    {
        if (node is not DocumentNode.Mapping mapping)
        {
            Wrong("a mapping of keys");
            return null;
        }

        if (mapping.Entries.IsEmpty || mapping.Entries.Length > most)
            Error(DocumentCode.Count, $"{name} has {mapping.Entries.Length} keys; it can have 1 to {most}");
        var named = ImmutableSortedDictionary.CreateBuilder<string, T>(StringComparer.Ordinal);
        foreach (var (key, place, entry) in mapping.Entries)
        {
            if (DocumentScalars.Name(key, problems.Kind.Noun) is not null)
                problems.Error(DocumentCode.Text, place, $"'{DocumentScalars.Show(key)}' is no name; use 1 to 64 letters, digits, dots, dashes and underscores");
            else if (read(new(entry, $"'{DocumentScalars.Show(key)}' of {name}", problems)) is { } value)
                named[key] = value;
        }

        return named.ToImmutable();
    }

    ImmutableArray<T> Items<T>(ImmutableArray<DocumentNode> items, int most, Func<DocumentValue, T?> read)
        where T : class
    {
        if (items.IsEmpty)
            Error(DocumentCode.Count, $"{name} is an empty list; name at least one entry, or remove the key");
        if (items.Length > most)
            Error(DocumentCode.Count, $"{name} has {items.Length} entries; it can have {most}");
        var entry = name.StartsWith('\'') ? $"an entry of {name}" : name;
        return [.. items.Select(item => read(new(item, entry, problems))).OfType<T>()];
    }

    string? Text(int most, int least, Func<string, string?> rule)
    {
        if (Scalar() is not { } text)
            return null;
        if (text.Length > most)
        {
            Error(DocumentCode.Text, $"{name} has {text.Length} characters; it can have {most}");
            return null;
        }

        if (text.Trim().Length < least)
        {
            Error(DocumentCode.Text, $"{name} is empty");
            return null;
        }

        return Holds(DocumentCode.Text, text, rule(text)) ? text : null;
    }

    T? Parse<T>(string code, ScalarRule<T> rule)
        where T : struct => Scalar() is { } text && Holds(code, text, rule(text, out var value)) ? value : null;

    bool Holds(string code, string text, string? complaint)
    {
        if (complaint is not null)
            Error(code, $"{name}: '{DocumentScalars.Show(text)}' {complaint}");
        return complaint is null;
    }

    string? Scalar()
    {
        if (node is DocumentNode.Scalar { IsNothing: false } scalar)
            return scalar.Text;
        Wrong("a single value");
        return null;
    }

    void Wrong(string wanted)
    {
        var complaint = node switch
        {
            DocumentNode.Refused => null,
            DocumentNode.Scalar { IsNothing: true } => $"{name} has no value; give it one, or remove it",
            DocumentNode.Sequence => $"{name} must be {wanted}, and this is a list",
            DocumentNode.Mapping => $"{name} must be {wanted}, and this is a mapping of keys",
            _ => $"{name} must be {wanted}, and this is a single value",
        };
        if (complaint is not null)
            Error(node is DocumentNode.Scalar { IsNothing: true } ? DocumentCode.NoValue : DocumentCode.WrongType, complaint);
    }
}
