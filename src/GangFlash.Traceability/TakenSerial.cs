using System.Collections.Immutable;

namespace GangFlash.Traceability;

/// <summary>Why a serial that must be unique cannot be used again.</summary>
static class TakenSerial
{
    const string Find = """
        SELECT s.attempt, s.station, s.slot, COALESCE(e.ended_at, s.started_at), e.attempt IS NOT NULL AS passed
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.unit_serial = @serial
          AND (e.outcome = 'PASS' OR (e.attempt IS NULL AND s.session = @session))
        ORDER BY passed DESC, s.seq DESC
        """;

    /// <summary>In words; none if it may be used. What another station has in work is not seen: a unit is at one place only.</summary>
    /// <param name="lost">Attempts of this session whose end could not be recorded: they no longer run.</param>
    public static string? Where(PreparedStatements statements, string serial, string session, ImmutableHashSet<string> lost)
    {
        var places = statements.All(Find, new { serial, session }, row => new Place(row.Text(0), row.Text(1), row.Number(2), row.Text(3), row.Truth(4)));
        if (places.FirstOrDefault(place => place.Passed || !lost.Contains(place.Attempt)) is not { } place)
            return null;
        var where = $"in slot {place.Slot} of station \"{Printable.Escape(place.Station)}\"";
        return place.Passed
            ? $"it passed {where}, {Shown(place.At)}."
            : $"it is being flashed now {where}, since {Shown(place.At)}.";
    }

    static string Shown(string at) => $"{RecordTime.Parse(at):yyyy-MM-dd HH:mm:ss} UTC";

    sealed record Place(string Attempt, string Station, long Slot, string At, bool Passed);
}
