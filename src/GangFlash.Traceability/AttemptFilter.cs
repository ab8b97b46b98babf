namespace GangFlash.Traceability;

/// <summary>Which attempts a report is about. What is not given does not matter.</summary>
public sealed record AttemptFilter
{
    /// <summary>Started then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Started before.</summary>
    public DateTimeOffset? To { get; init; }

    public string? Batch { get; init; }

    /// <summary>Of the unit, or what its USB serial string said.</summary>
    public string? Serial { get; init; }

    public int? Slot { get; init; }

    /// <summary>At most so many, the newest ones.</summary>
    public int? Limit { get; init; }

    /// <summary>For a statement that calls <c>attempt_start</c> s; takes the parameters of <see cref="Parameters"/>.</summary>
    internal string Where => string.Join("\n  AND ", new[]
    {
        "true",
        From is null ? null : "s.started_at >= @From",
        To is null ? null : "s.started_at < @To",
        Batch is null ? null : "s.batch = @Batch",
        Serial is null ? null : "(s.unit_serial = @Serial OR s.usb_serial = @Serial)",
        Slot is null ? null : "s.slot = @Slot",
    }.OfType<string>());

    internal object Parameters => new
    {
        From = From is { } from ? RecordTime.Text(from) : null,
        To = To is { } to ? RecordTime.Text(to) : null,
        Batch,
        Serial,
        Slot,
        Limit = Limit ?? -1,        // to SQLite: as many as there are
    };
}
