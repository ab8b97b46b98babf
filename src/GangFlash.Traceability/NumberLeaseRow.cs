using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Recipes;

namespace GangFlash.Traceability;

/// <summary>A row of <c>number_lease</c>: a number that an attempt has taken, for good.</summary>
sealed record NumberLeaseRow(string Attempt, string Series, long Number)
{
    const string Insert = "INSERT INTO number_lease (attempt, series, number) VALUES (@Attempt, @Series, @Number)";

    // The unit's own number, from whichever attempt: a unit that is flashed again keeps its address.
    const string FindOfUnit = """
        SELECT l.number FROM attempt_start s JOIN number_lease l ON l.attempt = s.attempt
        WHERE s.unit_serial = @unit AND l.series = @series AND l.number BETWEEN @first AND @last ORDER BY s.seq DESC LIMIT 1
        """;

    const string FindOfAttempt = "SELECT number FROM number_lease WHERE attempt = @attempt AND series = @series";

    const string FindHighest = "SELECT max(number) FROM number_lease WHERE series = @series AND number BETWEEN @first AND @last";

    /// <summary>What the attempt takes of every range, or the range that has none left.</summary>
    /// <param name="unit">A serial that was given; none where nobody knows the unit yet.</param>
    public static (ImmutableArray<NumberLeaseRow> Taken, AttemptBegin.NumbersSpent? Spent) Take(PreparedStatements statements, string attempt, AttemptStart start, string? unit)
    {
        var taken = ImmutableArray.CreateBuilder<NumberLeaseRow>();
        foreach (var range in start.Order.Recipe.NumbersTaken)
        {
            if (Next(statements, range, start, unit) is not { } number)
                return ([], new(range.Name, range.TextOf(ShareOf(range, start.Context).Last)));
            taken.Add(new(attempt, range.Name, number));
        }

        return (taken.ToImmutable(), null);
    }

    public void Store(RecordBook book)
    {
        _ = book.Statements.Execute(Insert, this);
        book.Seal(RecordKind.NumberLease, $"{Attempt}/{Series}");
    }

    static long? Next(PreparedStatements statements, NumberRange range, AttemptStart start, string? unit)
    {
        var series = range.Name;
        if (unit is not null && statements.Find(FindOfUnit, new { unit, series, first = (long)range.First, last = (long)range.Last }, row => (long?)row.Number(0)) is { } own)
            return own;
        if (start.Previous is { } attempt && statements.Find(FindOfAttempt, new { attempt, series }, row => (long?)row.Number(0)) is { } earlier)
            return earlier;
        var (first, last) = ShareOf(range, start.Context);
        var highest = statements.Find(FindHighest, new { series, first = (long)first, last = (long)last }, row => row.NumberOrNone(0));
        var next = highest is { } before ? (ulong)before + range.Step - (((ulong)before - range.First) % range.Step) : first;
        return next <= last ? (long)next : null;
    }

    /// <summary>Begins at a number of the range, whatever step it has.</summary>
    static (ulong First, ulong Last) ShareOf(NumberRange range, GangContext context)
    {
        if (!context.Shares.TryGetValue(range.Name, out var share))
            return (range.First, range.Last);
        var first = Math.Max(range.First, share.First);
        return (first + ((range.Step - ((first - range.First) % range.Step)) % range.Step), Math.Min(range.Last, share.Last));
    }
}
