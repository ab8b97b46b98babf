using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>Why a serial that must be unique cannot be used again.</summary>
static class TakenSerial
{
    const string Find = """
        SELECT s.station AS Station, s.slot AS Slot, COALESCE(e.ended_at, s.started_at) AS At, e.attempt IS NOT NULL AS Passed
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.unit_serial = @serial
          AND (e.outcome = 'PASS' OR (e.attempt IS NULL AND s.session = @session AND s.attempt NOT IN @lost))
        ORDER BY Passed DESC, s.seq DESC
        LIMIT 1
        """;

    /// <summary>In words; none if it may be used. What another station has in work is not seen: a unit is at one place only.</summary>
    /// <param name="lost">Attempts of this session whose end could not be recorded: they no longer run.</param>
    public static string? Where(SqliteConnection connection, string serial, string session, ImmutableHashSet<string> lost)
    {
        if (connection.QuerySingleOrDefault<Place>(Find, new { serial, session, lost }) is not { } place)
            return null;
        var where = $"in slot {place.Slot} of station \"{Printable.Escape(place.Station)}\"";
        return place.Passed != 0
            ? $"it passed {where}, {Shown(place.At)}."
            : $"it is being flashed now {where}, since {Shown(place.At)}.";
    }

    static string Shown(string at) => $"{RecordTime.Parse(at):yyyy-MM-dd HH:mm:ss} UTC";

    sealed record Place(string Station, long Slot, string At, long Passed);
}
