using System.Collections.Immutable;
using GangFlash.Numbers;

namespace GangFlash.Traceability;

/// <summary>Rows of <c>disposition</c>: where a unit stands, written each time that changes.</summary>
static class DispositionRow
{
    /// <summary>Who decides where no person did.</summary>
    public const string Rule = "rule";

    const string Find = "SELECT disposition, decided_by FROM disposition WHERE unit = @unit ORDER BY seq DESC LIMIT 1";

    const string Insert = """
        INSERT INTO disposition (unit, disposition, decided_by, reason, attempt, event, at) VALUES (@unit, @word, @decidedBy, @reason, @attempt, @happened, @at)
        """;

    /// <summary>After an attempt. What a person put on HOLD, scrapped or withdrew stays there until a person decides again.</summary>
    /// <param name="life">All ended attempts on the unit, this one too.</param>
    public static void StoreByRule(PreparedStatements statements, ImmutableArray<AttemptFact> life, string attempt, string at)
    {
        var unit = life[0].Unit;
        var (now, decidedBy) = Now(statements, unit);
        if (decidedBy != Rule && now is Disposition.Hold or Disposition.Scrap or Disposition.Withdrawn)
            return;
        var next = DispositionRules.Of(life);
        if (next != now)
            _ = statements.Execute(Insert, new { unit, word = RecordWords.Of(next), decidedBy = Rule, reason = (string?)null, attempt, happened = (string?)null, at });
    }

    /// <summary>By a person, with an event.</summary>
    public static void StoreByPerson(PreparedStatements statements, string unit, Disposition disposition, string person, string? reason, string happened, string at) =>
        statements.Execute(Insert, new { unit, word = RecordWords.Of(disposition), decidedBy = person, reason, attempt = (string?)null, happened, at });

    /// <summary>OPEN by rule where nothing was decided yet.</summary>
    public static (Disposition Disposition, string DecidedBy) Now(PreparedStatements statements, string unit) =>
        statements.Find(Find, new { unit }, row => ((Disposition, string)?)(RecordWords.DispositionOf(row.Text(0))!.Value, row.Text(1))) ?? (Disposition.Open, Rule);
}
