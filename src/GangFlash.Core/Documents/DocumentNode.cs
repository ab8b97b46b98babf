using System.Collections.Immutable;

namespace GangFlash.Documents;

/// <summary>A value of a file as YAML gives it, with its place and without a meaning.</summary>
public abstract record DocumentNode
{
    private DocumentNode() { }

    public abstract SourcePlace Place { get; init; }

    /// <param name="Plain">Written without quotes, so that it may be one of YAML's spellings of nothing.</param>
    public sealed record Scalar(SourcePlace Place, string Text, bool Plain) : DocumentNode
    {
        public bool IsNothing => Plain && Text is ("" or "~" or "null" or "Null" or "NULL");
    }

    public sealed record Sequence(SourcePlace Place, ImmutableArray<DocumentNode> Items) : DocumentNode;

    /// <summary>No two entries have the same key.</summary>
    public sealed record Mapping(SourcePlace Place, ImmutableArray<DocumentEntry> Entries) : DocumentNode;

    /// <summary>Complained about while it was loaded: nobody needs to complain again.</summary>
    public sealed record Refused(SourcePlace Place) : DocumentNode;
}

public readonly record struct DocumentEntry(string Key, SourcePlace Place, DocumentNode Value);
