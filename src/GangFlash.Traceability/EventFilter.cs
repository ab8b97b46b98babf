namespace GangFlash.Traceability;

/// <summary>Which events are asked for. What is not given does not matter.</summary>
public sealed record EventFilter
{
    public string? Station { get; init; }

    /// <summary>Then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before.</summary>
    public DateTimeOffset? To { get; init; }

    public string? Batch { get; init; }

    public string? Unit { get; init; }

    /// <summary>Its beginning: <c>scan.</c> for all scans.</summary>
    public string? Kind { get; init; }

    /// <summary>Anywhere in what the event says, or in who did it.</summary>
    public string? Text { get; init; }

    /// <summary>At most so many, the newest ones.</summary>
    public int? Limit { get; init; }

    internal string Where => string.Join("\n  AND ", new[]
    {
        "true",
        Station is null ? null : "station = @Station",
        From is null ? null : "at >= @From",
        To is null ? null : "at < @To",
        Batch is null ? null : "batch = @Batch",
        Unit is null ? null : "unit = @Unit",
        Kind is null ? null : "substr(kind, 1, length(@Kind)) = @Kind",
        Text is null ? null : "(instr(lower(detail), lower(@Text)) > 0 OR instr(lower(actor), lower(@Text)) > 0 OR instr(lower(COALESCE(unit, '')), lower(@Text)) > 0)",
    }.OfType<string>());

    internal object Parameters => new
    {
        Station,
        From = From is { } from ? RecordTime.Text(from) : null,
        To = To is { } to ? RecordTime.Text(to) : null,
        Batch,
        Unit,
        Kind,
        Text,
        Limit = Limit ?? -1,        // to SQLite: as many as there are
    };
}
