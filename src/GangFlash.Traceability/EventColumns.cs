using System.Collections.Frozen;
using GangFlash.Line;
using GangFlash.Numbers;

namespace GangFlash.Traceability;

/// <summary>
/// The tables beside <c>event</c>: what is asked for again and again stands in columns. What a writer left out is NULL there; the event itself always has
/// everything that was said.
/// </summary>
static class EventColumns
{
    /// <summary>A slot map, the station file or the program is another one than before.</summary>
    public const string ConfigurationChanged = "configuration.changed";

    /// <summary>A person decided where a unit stands: <c>unit</c>, <c>disposition</c>, <c>reason</c>.</summary>
    public const string UnitDisposed = "unit.disposed";

    const string SessionOpened = """
        INSERT INTO operator_session (session, station, operator, role, opened_at) VALUES (@Id, @Station, @Actor, @role, @At)
        """;

    // One that is named, and when it ended as far as is known; else the open one, now.
    const string SessionClosed = """
        INSERT INTO operator_session_end (session, event, why, ended_at)
        SELECT o.session, @Id, @why, COALESCE(@last, @At) FROM operator_session o
        WHERE o.station = @Station AND (@session IS NULL OR o.session = @session) AND NOT EXISTS (SELECT 1 FROM operator_session_end x WHERE x.session = o.session)
        ORDER BY o.opened_at DESC LIMIT 1
        """;

    const string BatchOpened = """
        INSERT INTO batch_run (run, batch, station, work_order, product, recipe, revision, recipe_sha256, planned, opened_by, opened_at)
        VALUES (@Id, @Batch, @Station, @workOrder, @product, @recipe, @revision, @sha256, @planned, @Actor, @At)
        """;

    const string BatchEnded = """
        INSERT INTO batch_run_end (run, event, how, good, hold, rework, scrap, withdrawn, missing, ended_by, ended_at)
        SELECT b.run, @Id, @how, @good, @hold, @rework, @scrap, @withdrawn, @missing, @Actor, @At FROM batch_run b
        WHERE b.station = @Station AND (@Batch IS NULL OR b.batch = @Batch) AND NOT EXISTS (SELECT 1 FROM batch_run_end x WHERE x.run = b.run)
        ORDER BY b.opened_at DESC LIMIT 1
        """;

    const string Scan = """
        INSERT INTO scan (event, accepted, raw, length, text, symbology, entry, kind, answer, shown)
        VALUES (@Id, @accepted, @raw, @length, @text, @symbology, @entry, @scanned, @answer, @shown)
        """;

    const string LineStopped = """
        INSERT INTO line_stop (event, station, alarm, rule, class, code, slots, units, what, since)
        VALUES (@Id, @Station, @alarm, @rule, @class, @code, @slots, @units, @what, @At)
        """;

    // The alarm's number where it is said; else the newest stop that nobody has released.
    const string LineReleased = """
        INSERT INTO line_release (event, stop, released_by, role, reason, note, at)
        VALUES (
            @Id,
            (SELECT s.event FROM line_stop s
             WHERE s.station = @Station AND (@alarm IS NULL OR s.alarm = @alarm) AND NOT EXISTS (SELECT 1 FROM line_release x WHERE x.stop = s.event)
             ORDER BY s.since DESC LIMIT 1),
            @Actor, @role, @reason, @note, @At)
        """;

    const string Configuration = """
        INSERT INTO configuration_change (event, station, subject, name, sha256, text, at) VALUES (@Id, @Station, @subject, @name, @sha256, @text, @At)
        """;

    static readonly FrozenSet<string> s_entries = FrozenSet.Create(StringComparer.Ordinal, "scanned", "typed", "pasted", "unknown");

    /// <summary>After the row of <c>event</c>.</summary>
    public static void Store(RecordBook book, EventRow row, EventDetail detail)
    {
        var statements = book.Statements;
        switch (row.Kind)
        {
            case ShiftRecord.SessionOpened:
                _ = statements.Execute(SessionOpened, new { row.Id, row.Station, row.Actor, role = detail.Text("role"), row.At });
                break;
            case ShiftRecord.SessionClosed:
                _ = statements.Execute(SessionClosed, new { row.Id, row.Station, why = detail.Text("why"), session = detail.Text("session"), last = detail.Text("last"), row.At });
                break;
            case ShiftRecord.BatchOpened when row.Batch is not null:
                Open(statements, row, detail);
                break;
            case ShiftRecord.BatchClosed or ShiftRecord.BatchLeft:
                End(statements, row, detail);
                book.WantCheckpoint("batch");
                break;
            case ShiftRecord.ScanTaken or ShiftRecord.ScanRefused:
                Take(statements, row, detail);
                break;
            case ShiftRecord.LineStopped:
                Stop(statements, row, detail);
                break;
            case ShiftRecord.LineReleased:
                _ = statements.Execute(
                    LineReleased,
                    new { row.Id, row.Station, alarm = detail.Number("alarm"), row.Actor, role = detail.Text("role"), reason = detail.Text("reason"), note = detail.Text("note") ?? detail.Text("text"), row.At });
                break;
            case ShiftRecord.UnitHeld when row.Unit is not null:
                Dispose(statements, row, Disposition.Hold, detail);
                break;
            case UnitDisposed when row.Unit is not null && RecordWords.DispositionOf(detail.Text("disposition")) is { } decided:
                Dispose(statements, row, decided, detail);
                break;
            case ConfigurationChanged:
                _ = statements.Execute(
                    Configuration,
                    new { row.Id, row.Station, subject = detail.Text("subject") ?? "unknown", name = detail.Text("name"), sha256 = detail.Text("sha256"), text = detail.Text("text"), row.At });
                break;
        }
    }

    static void Open(PreparedStatements statements, EventRow row, EventDetail detail) => statements.Execute(BatchOpened, new
    {
        row.Id,
        row.Batch,
        row.Station,
        workOrder = detail.Text("work_order"),
        product = detail.Text("product"),
        recipe = detail.Text("recipe"),
        revision = detail.Text("revision"),
        sha256 = detail.Text("sha256"),
        planned = detail.Number("planned"),
        row.Actor,
        row.At,
    });

    static void End(PreparedStatements statements, EventRow row, EventDetail detail) => statements.Execute(BatchEnded, new
    {
        row.Id,
        row.Station,
        row.Batch,
        how = row.Kind == ShiftRecord.BatchClosed ? "closed" : "left",
        good = detail.Number("good"),
        hold = detail.Number("hold"),
        rework = detail.Number("rework"),
        scrap = detail.Number("scrap"),
        withdrawn = detail.Number("withdrawn"),
        missing = detail.Number("missing"),
        row.Actor,
        row.At,
    });

    static void Take(PreparedStatements statements, EventRow row, EventDetail detail) => statements.Execute(Scan, new
    {
        row.Id,
        accepted = row.Kind == ShiftRecord.ScanTaken,
        raw = detail.Text("raw") ?? "",
        length = detail.Number("length"),
        text = detail.Text("text"),
        symbology = detail.Text("symbology"),
        entry = detail.Text("entry") is { } entry && s_entries.Contains(entry) ? entry : "unknown",
        scanned = detail.Text("kind") ?? "unknown",
        answer = detail.Text("answer"),
        shown = detail.Text("shown"),
    });

    static void Stop(PreparedStatements statements, EventRow row, EventDetail detail) => statements.Execute(LineStopped, new
    {
        row.Id,
        row.Station,
        alarm = detail.Number("alarm"),
        rule = detail.Text("rule"),
        @class = detail.Text("class"),
        code = detail.Text("code"),
        slots = detail.Text("slots"),
        units = detail.Text("units"),
        what = detail.Text("what") ?? detail.Text("shown"),
        row.At,
    });

    static void Dispose(PreparedStatements statements, EventRow row, Disposition decided, EventDetail detail) =>
        DispositionRow.StoreByPerson(statements, row.Unit!, decided, row.Actor, detail.Text("reason") ?? detail.Text("why"), row.Id, row.At);
}
