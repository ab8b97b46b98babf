using System.Collections.Immutable;
using Dapper;
using GangFlash.Gang;
using GangFlash.Messages;

namespace GangFlash.Traceability;

/// <summary>An attempt that a crash or a power cut left without an end.</summary>
/// <param name="Instruction">What the operator is told.</param>
public sealed record InterruptedAttempt(string Attempt, int Slot, string PortPath, string? UnitSerial, string? Batch, string Operator, DateTimeOffset StartedAt, string Instruction)
{
    const string FindOpen = """
        SELECT s.attempt AS Attempt, s.slot AS Slot, s.port_path AS PortPath, s.unit_serial AS UnitSerial, s.batch AS Batch, s.operator AS Operator, s.started_at AS StartedAt
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.station = @station AND s.session <> @session AND e.attempt IS NULL
        ORDER BY s.seq
        """;

    /// <summary>Ends all of a station that <paramref name="session"/> did not begin itself. Only for who holds the station's lock.</summary>
    internal static ImmutableArray<InterruptedAttempt> CloseAll(RecordBook book, string station, string session, DateTimeOffset now, Language language)
    {
        ImmutableArray<InterruptedAttempt> found = [.. book.Connection.Query<Open>(FindOpen, new { station, session }).Select(open => Of(open, language))];
        foreach (var attempt in found)
            new AttemptEndRows(attempt.End(now), [], [], null).Store(book);
        return found;
    }

    static InterruptedAttempt Of(Open open, Language language) => new(
        open.Attempt, (int)open.Slot, open.PortPath, open.UnitSerial, open.Batch, open.Operator, RecordTime.Parse(open.StartedAt),
        InstructionText.Interrupted.With(("slot", (int)open.Slot)).In(language));

    AttemptEndRow End(DateTimeOffset now) => new()
    {
        Attempt = Attempt,
        Outcome = RecordWords.Interrupted,
        Verified = RecordWords.NotPassed,
        Code = RecordWords.InterruptedCode,
        Detail = "Found without an end when the station started again: the program or the power was cut off. Nobody knows how far it came.",
        Instruction = Instruction,
        Touched = true,
        EndedAt = RecordTime.Text(now),
    };

    sealed record Open(string Attempt, long Slot, string PortPath, string? UnitSerial, string? Batch, string Operator, string StartedAt);
}
