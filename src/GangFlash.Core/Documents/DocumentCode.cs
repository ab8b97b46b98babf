namespace GangFlash.Documents;

/// <summary>The codes that every kind of file shares, without the kind in front. Stable: they never change their meaning.</summary>
public static class DocumentCode
{
    /// <summary>The file, its nesting or its number of values is larger than any recipe.</summary>
    public const string TooLarge = "too-large";

    /// <summary>Not UTF-8, or a character that cannot be seen: tab, control, format.</summary>
    public const string Character = "character";

    /// <summary>No YAML.</summary>
    public const string Syntax = "syntax";

    /// <summary>YAML that can hide from a reviewer what a recipe says: anchor, alias, tag, merge key, second document, composed key.</summary>
    public const string YamlFeature = "yaml-feature";

    /// <summary>The same key twice in one mapping.</summary>
    public const string DuplicateKey = "duplicate-key";

    public const string UnknownKey = "unknown-key";

    public const string MissingKey = "missing-key";

    /// <summary>A key is not there that another key or its value needs.</summary>
    public const string NeededKey = "needed-key";

    /// <summary>A key stands there, its value does not.</summary>
    public const string NoValue = "no-value";

    /// <summary>A list, a mapping or text where another of them belongs.</summary>
    public const string WrongType = "wrong-type";

    /// <summary>A list is empty or too long.</summary>
    public const string Count = "count";

    /// <summary>Text, name or pattern: empty, too long, or with characters that it can't have.</summary>
    public const string Text = "text";

    /// <summary>No number, or one with the wrong number of digits or out of its limits.</summary>
    public const string Number = "number";

    /// <summary>None of the words that the key knows.</summary>
    public const string Choice = "choice";

    public const string UsbId = "usb-id";

    /// <summary>A file that other stations would not find.</summary>
    public const string Path = "path";

    /// <summary>No range, or an impossible one.</summary>
    public const string Range = "range";

    /// <summary>Warning: the last address looks like the first one after the range.</summary>
    public const string InclusiveEnd = "inclusive-end";

    /// <summary>The same image, range or identity word twice.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>A key that says nothing beside another one.</summary>
    public const string UnusedKey = "unused-key";
}
