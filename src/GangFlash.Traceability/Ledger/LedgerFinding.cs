using System.Collections.Immutable;

namespace GangFlash.Traceability;

/// <summary>Something that is not as it was written.</summary>
/// <param name="Table">Where it is: the head table of a record, <c>ledger</c>, <c>checkpoint</c>, or <c>schema</c>.</param>
/// <param name="Key">Of the record.</param>
/// <param name="What">In words.</param>
public sealed record LedgerFinding(LedgerTrouble Trouble, string Table, string Key, string What);

/// <summary>What may have been done to a record.</summary>
public enum LedgerTrouble
{
    /// <summary>The rows are not those that were hashed.</summary>
    Edited,

    /// <summary>The ledger knows it, and it is not there.</summary>
    Removed,

    /// <summary>It is there, and the ledger does not know it.</summary>
    Inserted,

    /// <summary>It does not stand where it was written.</summary>
    Reordered,

    /// <summary>A link of the chain itself is missing or changed.</summary>
    ChainBroken,

    /// <summary>A signed checkpoint knows more than the ledger.</summary>
    TailCut,

    /// <summary>A checkpoint is missing or its signature does not fit.</summary>
    CheckpointBroken,

    /// <summary>A table, trigger or view is not the one of this version.</summary>
    SchemaChanged,
}

/// <summary>What the check of a record found.</summary>
/// <param name="Record">Id of the record.</param>
/// <param name="Links">Of the ledger.</param>
/// <param name="HeadHash">In hex; what a report prints.</param>
/// <param name="Checkpoints">Signed heads in the database.</param>
/// <param name="Outside">Lines of the file of checkpoints beside it.</param>
/// <param name="Unsigned">Links after the newest checkpoint: their loss would not show.</param>
/// <param name="Keys">Fingerprints of the keys that signed.</param>
/// <param name="Findings">The first ones.</param>
/// <param name="FindingCount">How many there are in truth.</param>
public sealed record LedgerReport(
    string Record, long Links, string HeadHash, long Checkpoints, int Outside, long Unsigned, ImmutableArray<string> Keys, ImmutableArray<LedgerFinding> Findings, long FindingCount)
{
    public bool IsWhole => FindingCount == 0;
}
