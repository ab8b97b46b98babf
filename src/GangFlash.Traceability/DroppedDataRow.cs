using GangFlash.Planning;

namespace GangFlash.Traceability;

/// <summary>A row of <c>dropped_data</c>.</summary>
sealed record DroppedDataRow(string Attempt, int Position, string File, string Place, long Start, long Length)
{
    const string Insert = """
        INSERT INTO dropped_data (attempt, position, file, place, start, length)
        VALUES (@Attempt, @Position, @File, @Place, @Start, @Length)
        """;

    public static DroppedDataRow Of(string attempt, int position, DroppedData dropped) =>
        new(attempt, position, dropped.File, dropped.Place, dropped.Range.Start, (long)dropped.Range.Length);

    public void Store(PreparedStatements statements) => statements.Execute(Insert, this);
}
