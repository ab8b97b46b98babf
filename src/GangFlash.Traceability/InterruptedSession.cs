using System.Text.Json.Nodes;
using GangFlash.Line;

namespace GangFlash.Traceability;

/// <summary>A sign-on that a crash or a power cut left open: it is closed as of the last thing that was recorded in it, since nobody knows more.</summary>
static class InterruptedSession
{
    const string FindLastEvent = "SELECT COALESCE(max(seq), 0) FROM event";

    // The newest first, so that each closing event is one of the session that it closes. A clock that was set back leaves the moment of the sign-on.
    const string FindOpen = """
        SELECT o.session, max(
            o.opened_at,
            COALESCE((SELECT max(x.at) FROM event x WHERE x.session = o.session AND x.at >= o.opened_at), ''),
            COALESCE((SELECT max(max(s.started_at, COALESCE(t.ended_at, ''))) FROM attempt_start s LEFT JOIN attempt_end t ON t.attempt = s.attempt
                      WHERE s.operator_session = o.session AND s.started_at >= o.opened_at), ''))
        FROM operator_session o JOIN event e ON e.id = o.session
        WHERE o.station = @station AND e.seq <= @before AND NOT EXISTS (SELECT 1 FROM operator_session_end x WHERE x.session = o.session)
        ORDER BY o.opened_at DESC
        """;

    /// <summary>The newest event, of whatever station: what is newer is not of a program that ran before.</summary>
    public static long LastEvent(RecordBook book) => book.Statements.Find(FindLastEvent, PreparedStatements.Nothing, row => row.Number(0));

    /// <summary>Closes all that a station opened up to an event. Only for who holds the station's lock, and before its attempts are ended.</summary>
    public static void CloseAll(RecordBook book, string station, long before, DateTimeOffset now)
    {
        foreach (var (session, last) in book.Statements.All(FindOpen, new { station, before }, row => (row.Text(0), row.Text(1))).ToList())
        {
            var detail = new JsonObject { ["why"] = RecordWords.InterruptedCode, ["session"] = session, ["last"] = last };
            _ = new StationEvent(station, RecordWords.System, ShiftRecord.SessionClosed, detail).Store(book, now);
        }
    }
}
