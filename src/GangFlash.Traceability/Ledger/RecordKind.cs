using System.Collections.Immutable;

namespace GangFlash.Traceability;

/// <summary>What the ledger chains as one: a row, and the rows that are written with it.</summary>
/// <param name="Table">Of the head row; it also names the kind in the ledger.</param>
/// <param name="Key">Columns that name the head. The key's text is their values with a slash between.</param>
/// <param name="Children">In the order in which they are hashed.</param>
sealed record RecordKind(string Table, ImmutableArray<string> Key, ImmutableArray<RecordChild> Children)
{
    const string Seq = "(SELECT seq FROM attempt_start WHERE attempt = ?1)";

    public static RecordKind Identity { get; } = new("record_identity", ["id"], []);

    public static RecordKind Station { get; } = new("station", ["station"], []);

    public static RecordKind Operator { get; } = new("operator", ["operator"], []);

    public static RecordKind Recipe { get; } = new("recipe_revision", ["id"], []);

    public static RecordKind Image { get; } = new("image", ["id"], []);

    public static RecordKind ImageFile { get; } = new("image_file", ["sha256"], []) { Proven = ["bytes"] };

    public static RecordKind RecipeImage { get; } = new("recipe_image", ["recipe", "position", "image"], []);

    public static RecordKind Release { get; } = new("recipe_release", ["id"], []);

    public static RecordKind Unit { get; } = new("unit", ["unit"], []);

    public static RecordKind AttemptStart { get; } = new(
        "attempt_start", ["attempt"], [new("attempt_image", "attempt = ?1", "position"), new("attempt_release", "attempt = ?1", "attempt")]);

    public static RecordKind AttemptEnd { get; } = new(
        "attempt_end",
        ["attempt"],
        [
            new("phase_timing", "attempt = ?1", "position"),
            new("dropped_data", "attempt = ?1", "position"),
            new("verify_failure", "attempt = ?1", "attempt"),
            new("attempt_fact", $"seq = {Seq}", "seq"),
            new("attempt_fact_shift", $"earlier = {Seq}", "seq"),
            new("disposition", "attempt = ?1", "seq"),
            new("unit_datum", "attempt = ?1", "position"),
        ]);

    public static RecordKind NumberLease { get; } = new("number_lease", ["attempt", "series"], []);

    public static RecordKind Kept { get; } = new("kept", ["attempt"], [new("kept_bytes", "attempt = ?1", "position")]);

    public static RecordKind Event { get; } = new(
        "event",
        ["id"],
        [
            new("operator_session", "session = ?1", "session"),
            new("operator_session_end", "event = ?1", "event"),
            new("batch_run", "run = ?1", "run"),
            new("batch_run_end", "event = ?1", "event"),
            new("scan", "event = ?1", "event"),
            new("line_stop", "event = ?1", "event"),
            new("line_release", "event = ?1", "event"),
            new("configuration_change", "event = ?1", "event"),
            new("disposition", "event = ?1", "seq"),
        ]);

    public static RecordKind Checkpoint { get; } = new("checkpoint", ["seq"], []);

    /// <summary>Every table but the ledger itself belongs to one of these, as a head or as a child. The order is that in which an older version's rows enter the ledger.</summary>
    public static ImmutableArray<RecordKind> All { get; } =
        [Identity, Station, Operator, Recipe, Image, ImageFile, RecipeImage, Release, Unit, AttemptStart, NumberLease, Kept, AttemptEnd, Event, Checkpoint];

    /// <summary>Columns of the head that another one, which is hashed, is itself a hash of: megabytes that would be hashed twice.</summary>
    public ImmutableArray<string> Proven { get; init; } = [];

    /// <summary>The key of head rows as one text, in SQL.</summary>
    public string KeyText => string.Join(" || '/' || ", Key);
}

/// <summary>Rows that belong to a head row.</summary>
/// <param name="Where">Finds them; <c>?1</c> is the head's key.</param>
/// <param name="Order">So that the same rows are always hashed in the same order.</param>
sealed record RecordChild(string Table, string Where, string Order);
