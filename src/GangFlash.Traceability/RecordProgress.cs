namespace GangFlash.Traceability;

/// <summary>How far long work on a record has come.</summary>
/// <param name="Done">In what the step counts: pages of a copy, links of the ledger, rows of an export.</param>
/// <param name="Total">0 where nobody can say.</param>
public readonly record struct RecordProgress(RecordStep Step, long Done, long Total);

/// <summary>What long work on a record is made of.</summary>
public enum RecordStep
{
    /// <summary>Pages into another file.</summary>
    Copying,

    /// <summary>Whether every page of the file is whole, and every index fits its table.</summary>
    Pages,

    /// <summary>Whether every row belongs to one that is there.</summary>
    References,

    /// <summary>Whether every record is as it was written.</summary>
    Ledger,

    /// <summary>Whether the bytes of every image fit their hash.</summary>
    Images,

    /// <summary>Whether the signatures fit.</summary>
    Checkpoints,

    /// <summary>From an earlier version to this one.</summary>
    Migrating,

    /// <summary>Rows into files.</summary>
    Exporting,
}
