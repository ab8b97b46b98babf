using Dapper;

namespace GangFlash.Traceability;

/// <summary>
/// What version 2 knows of the rows of version 1, and the ledger over all of them. The chain vouches for them from here on; what happened to them before, it
/// cannot know.
/// </summary>
static class FillLedger
{
    const string Attempts = """
        SELECT s.attempt AS Name, s.station AS Station, s.operator AS Operator, s.unit_serial AS UnitSerial, s.usb_serial AS UsbSerial, s.started_at AS StartedAt,
               e.attempt IS NOT NULL AS Ended
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt ORDER BY s.seq
        """;

    public static void Run(RecordBook book)
    {
        var now = book.Now;
        var id = Guid.CreateVersion7(now).ToString();
        _ = book.Connection.Execute("INSERT INTO record_identity (id, created_at) VALUES (@id, @at)", new { id, at = RecordTime.Text(now) });
        book.Seal(RecordKind.Identity, id);
        foreach (var kind in RecordKind.All.Except([RecordKind.Identity, RecordKind.Station, RecordKind.Operator, RecordKind.Unit, RecordKind.AttemptEnd]))
            SealAll(book, kind);

        // In the order in which it happened: what counts depends on what was before.
        foreach (var attempt in book.Connection.Query<Attempt>(Attempts).ToList())
        {
            Names.Store(book, attempt.Station, attempt.Operator, attempt.StartedAt);
            Names.Store(book, UnitIdentity.Of(attempt.UnitSerial, attempt.UsbSerial, attempt.Name), attempt.Station, attempt.StartedAt);
            if (attempt.Ended == 0)
                continue;
            AttemptFactRow.Store(book.Connection, attempt.Name);
            book.Seal(RecordKind.AttemptEnd, attempt.Name);
        }

        foreach (var (station, actor, at) in book.Connection.Query<(string, string, string)>("SELECT station, actor, at FROM event ORDER BY seq").ToList())
            Names.Store(book, station, actor, at);
    }

    static void SealAll(RecordBook book, RecordKind kind)
    {
        foreach (var key in book.Connection.Query<string>($"SELECT {kind.KeyText} FROM {kind.Table} ORDER BY rowid").ToList())
            book.Seal(kind, key);
    }

    sealed class Attempt
    {
        public required string Name { get; init; }

        public required string Station { get; init; }

        public required string Operator { get; init; }

        public string? UnitSerial { get; init; }

        public string? UsbSerial { get; init; }

        public required string StartedAt { get; init; }

        public long Ended { get; init; }
    }
}
