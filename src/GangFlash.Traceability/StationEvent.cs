using System.Text.Json.Nodes;
using GangFlash.Line;

namespace GangFlash.Traceability;

/// <summary>Something that is no attempt and still belongs into the record: a scan, a sign-on, a refused preflight, a stop, a release.</summary>
/// <param name="Actor">Who did it: a badge, or <c>system</c>.</param>
/// <param name="Kind">Stable: <c>preflight.refused</c>. What <see cref="EventColumns"/> knows gets a row in a table of its own too.</param>
/// <param name="Detail">What the kind says. The README lists the names that have columns.</param>
public sealed record StationEvent(string Station, string Actor, string Kind, JsonObject Detail)
{
    const string Insert = """
        INSERT INTO event (id, at, station, actor, session, kind, batch, slot, unit, detail)
        VALUES (@Id, @At, @Station, @Actor, @Session, @Kind, @Batch, @Slot, @Unit, @Detail) RETURNING seq
        """;

    const string FindSession = """
        SELECT o.session FROM operator_session o
        WHERE o.station = @Station AND NOT EXISTS (SELECT 1 FROM operator_session_end x WHERE x.session = o.session)
        ORDER BY o.opened_at DESC LIMIT 1
        """;

    /// <summary>None: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Where it is not in <see cref="Detail"/> as <c>batch</c>.</summary>
    public string? Batch { get; init; }

    /// <summary>Where it is not in <see cref="Detail"/> as <c>slot</c>.</summary>
    public int? Slot { get; init; }

    /// <summary>Where it is not in <see cref="Detail"/> as <c>unit</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>What the rules of the line want recorded.</summary>
    /// <param name="batch">The one that is open; none outside of a batch.</param>
    public static StationEvent Of(ShiftEffect.Record record, string station, string? batch)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new(station, record.Actor, record.Kind, new(record.Data.Select(field => KeyValuePair.Create(field.Key, (JsonNode?)field.Value)))) { At = record.At.Wall, Batch = batch };
    }

    internal RecordedEvent Store(RecordBook book, DateTimeOffset time)
    {
        var at = RecordTime.Text(time);
        var detail = new EventDetail(Detail);
        var row = new EventRow(
            Guid.CreateVersion7(time).ToString(), at, Station, Actor, book.Statements.Find(FindSession, this, open => open.Text(0)), Kind,
            Batch ?? detail.Text("batch"), Slot ?? detail.Number("slot"), Unit ?? detail.Text("unit"), RecordJson.Text(Detail));
        Names.Store(book, Station, Actor, at);
        var seq = book.Statements.Find(Insert, row, inserted => inserted.Number(0));
        EventColumns.Store(book, row, detail);
        book.Seal(RecordKind.Event, row.Id);
        return new(row.Id, seq);
    }
}

/// <summary>An event that is on disk.</summary>
/// <param name="Id">Stays unique across stations; time-ordered.</param>
/// <param name="Seq">Its place among the events of this record.</param>
public sealed record RecordedEvent(string Id, long Seq);

/// <summary>A row of <c>event</c>.</summary>
sealed record EventRow(string Id, string At, string Station, string Actor, string? Session, string Kind, string? Batch, long? Slot, string? Unit, string Detail);
