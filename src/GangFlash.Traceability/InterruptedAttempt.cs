using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Messages;

namespace GangFlash.Traceability;

/// <summary>An attempt that a crash or a power cut left without an end.</summary>
/// <param name="Instruction">What the operator is told.</param>
public sealed record InterruptedAttempt(string Attempt, int Slot, string PortPath, string? UnitSerial, string? Batch, string Operator, DateTimeOffset StartedAt, string Instruction)
{
    const string FindOpen = """
        SELECT s.attempt, s.slot, s.port_path, s.unit_serial, s.batch, s.operator, s.started_at
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.station = @station AND s.session <> @session AND e.attempt IS NULL
        ORDER BY s.seq
        """;

    /// <summary>Ends all of a station that <paramref name="session"/> did not begin itself. Only for who holds the station's lock.</summary>
    internal static ImmutableArray<InterruptedAttempt> CloseAll(RecordBook book, string station, string session, DateTimeOffset now, Language language)
    {
        ImmutableArray<InterruptedAttempt> found = [.. book.Statements.All(FindOpen, new { station, session }, row => Of(row, language))];
        foreach (var attempt in found)
            new AttemptEndRows(attempt.End(now), [], [], null, []).Store(book);
        return found;
    }

    static InterruptedAttempt Of(StatementRow row, Language language) => new(
        row.Text(0), (int)row.Number(1), row.Text(2), row.TextOrNone(3), row.TextOrNone(4), row.Text(5), RecordTime.Parse(row.Text(6)),
        InstructionText.Interrupted.With(("slot", (int)row.Number(1))).In(language));

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
}
