using System.Collections.Immutable;
using GangFlash.Desk;
using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>What recipes of a name were run with.</summary>
public sealed partial class TraceabilityReader
{
    const string SelectRuns = """
        SELECT r.revision, r.sha256, ri.position, i.name, i.sha256, r.first_seen
        FROM recipe_revision r JOIN recipe_image ri ON ri.recipe = r.id JOIN image i ON i.id = ri.image
        WHERE r.name = @recipe ORDER BY r.id, ri.position, i.id
        """;

    /// <summary>Every image of every revision, the oldest first.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<PastRun> RunsOf(string recipe, CancellationToken ct) => Ask(
        _ => statements.All(SelectRuns, new { recipe }, row => new PastRun(row.Text(0), row.Text(1), (int)row.Number(2), row.Text(3), row.Text(4), RecordTime.Parse(row.Text(5)))).ToImmutableArray(),
        ct);
}
