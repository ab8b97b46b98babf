namespace GangFlash.Traceability;

/// <summary>
/// What version 2 knows of the rows of version 1, and the ledger over all of them. The chain vouches for them from here on; what happened to them before, it
/// cannot know.
/// </summary>
static class FillLedger
{
    const string Attempts = """
        SELECT s.attempt, s.station, s.operator, s.unit_serial, s.usb_serial, s.started_at, e.attempt IS NOT NULL
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt ORDER BY s.seq
        """;

    const string Events = "SELECT station, actor, at FROM event ORDER BY seq";

    const string Identity = "INSERT INTO record_identity (id, created_at) VALUES (@id, @at)";

    public static void Run(RecordBook book)
    {
        var now = book.Now;
        var id = Guid.CreateVersion7(now).ToString();
        _ = book.Statements.Execute(Identity, new { id, at = RecordTime.Text(now) });
        book.Seal(RecordKind.Identity, id);
        foreach (var kind in (ReadOnlySpan<RecordKind>)[RecordKind.Recipe, RecordKind.Image, RecordKind.RecipeImage, RecordKind.AttemptStart, RecordKind.Event])
            SealAll(book, kind);

        // In the order in which it happened: what counts depends on what was before.
        foreach (var attempt in book.Statements.All(Attempts, PreparedStatements.Nothing, Attempt.Of))
        {
            Names.Store(book, attempt.Station, attempt.Operator, attempt.StartedAt);
            Names.Store(book, attempt.Unit, attempt.Station, attempt.StartedAt);
            if (!attempt.IsEnded)
                continue;
            AttemptFactRow.Store(book.Statements, attempt.Name);
            book.Seal(RecordKind.AttemptEnd, attempt.Name);
        }

        foreach (var (station, actor, at) in book.Statements.All(Events, PreparedStatements.Nothing, row => (row.Text(0), row.Text(1), row.Text(2))))
            Names.Store(book, station, actor, at);
    }

    public static void SealAll(RecordBook book, RecordKind kind)
    {
        foreach (var key in book.Statements.All($"SELECT {kind.KeyText} FROM {kind.Table} ORDER BY rowid", PreparedStatements.Nothing, row => row.Text(0)))
            book.Seal(kind, key);
    }

    sealed record Attempt(string Name, string Station, string Operator, UnitIdentity Unit, string StartedAt, bool IsEnded)
    {
        public static Attempt Of(StatementRow row) =>
            new(row.Text(0), row.Text(1), row.Text(2), UnitIdentity.Of(row.TextOrNone(3), row.TextOrNone(4), row.Text(0)), row.Text(5), row.Truth(6));
    }
}
