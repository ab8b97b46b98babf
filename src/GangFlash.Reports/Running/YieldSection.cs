using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Flashing;
using GangFlash.Numbers;
using GangFlash.Traceability;

namespace GangFlash.Reports;

/// <summary>
/// The yields of attempts that SQL gives, computed where all yields are. The rows of the SQL are attempts of the units that matter, from their first one on;
/// <c>in_window</c> says which of them are asked for.
/// </summary>
static class YieldSection
{
    public static ImmutableArray<string> Needs { get; } =
        ["attempt", "unit", "station", "seq", "started_at", "outcome", "touched", "code", "slot", "purpose", "after_repair", "in_window", "disposition"];

    static readonly ImmutableArray<ReportColumn> s_columns =
        [new("number", ColumnType.Text, "Number"), new("share", ColumnType.Share, "Share"), new("remark", ColumnType.Text, "Of what")];

    /// <exception cref="ReportException">The SQL does not give attempts.</exception>
    public static void Demand(ImmutableArray<string> answered)
    {
        if (Needs.FirstOrDefault(name => !answered.Contains(name)) is { } missing)
            throw new ReportException($"yields are counted from attempts, and the SQL gives no column {missing}; it needs {string.Join(", ", Needs)}");
    }

    /// <exception cref="ReportException">The SQL does not give attempts.</exception>
    public static SectionResult Of(ReportSection section, QueryAnswer answer)
    {
        Demand(answer.Columns);
        var at = Needs.ToDictionary(name => name, name => answer.Columns.IndexOf(name), StringComparer.Ordinal);
        var inWindow = new HashSet<string>(StringComparer.Ordinal);
        var dispositions = new Dictionary<string, Disposition>(StringComparer.Ordinal);
        var facts = new List<AttemptFact>();
        foreach (var row in answer.Rows)
        {
            var fact = Fact(name => row[at[name]]);
            facts.Add(fact);
            if (Cells.Whole(row[at["in_window"]]) != 0)
                _ = inWindow.Add(fact.Attempt);
            if (row[at["disposition"]] is string decided)
                dispositions[fact.Unit] = DispositionOf(decided);
        }

        return new(section, s_columns, Rows(Yields.Of(facts, fact => inWindow.Contains(fact.Attempt), dispositions)), answer.IsCut);
    }

    static ImmutableArray<ImmutableArray<object?>> Rows(Yields yields) =>
    [
        ["First pass yield", yields.FirstPass, "units whose first counted attempt passed"],
        ["Final yield", yields.Final, FinalRemark(yields)],
        ["Attempt yield", yields.Attempts, "PASS of PASS and FAIL"],
        ["Retested", yields.Retested, "units with two counted attempts or more"],
        ["Recovered", yields.Recovered, "of the units that did not pass first"],
        ["No fault found", yields.NoFaultFound, "of the units that failed"],
        ["No-starts", yields.NoStarts, "of all attempts"],
        ["Scrapped", yields.Scrapped, "of the begun units"],
    ];

    static string FinalRemark(Yields yields) =>
        (yields.IsInterim ? "interim: units are OPEN, on HOLD or in REWORK" : "final") + (yields.GoodAfterRework == 0 ? "" : $"; {yields.GoodAfterRework} good after rework");

    static AttemptFact Fact(Func<string, object?> cell)
    {
        try
        {
            return new()
            {
                Attempt = Text("attempt"),
                Unit = Text("unit"),
                Station = Text("station"),
                Sequence = Cells.Whole(cell("seq")),
                StartedAt = (DateTimeOffset)Cells.Read(ColumnType.Time, Text("started_at"))!,
                Outcome = Enum.GetValues<Outcome>().Cast<Outcome?>().FirstOrDefault(outcome => RecordWords.Of(outcome!.Value) == Text("outcome")) ?? throw new FormatException(Text("outcome")),
                Touched = Cells.Whole(cell("touched")) != 0,
                Code = Text("code"),
                Slot = (int)Cells.Whole(cell("slot")),
                Purpose = AttemptPurposes.Parse(Text("purpose")) ?? throw new FormatException(Text("purpose")),
                AfterRepair = Cells.Whole(cell("after_repair")) != 0,
            };
        }
        catch (FormatException wrong)
        {
            throw new ReportException($"an attempt of the SQL can't be counted: {wrong.Message}", wrong);
        }

        string Text(string name) => Convert.ToString(cell(name), CultureInfo.InvariantCulture) ?? "";
    }

    static Disposition DispositionOf(string word) =>
        RecordWords.DispositionOf(word) ?? throw new ReportException($"\"{Printable.Escape(word, 64)}\" is no disposition");
}
