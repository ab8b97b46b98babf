using System.Text;
using GangFlash.Testing;

namespace GangFlash.Reports.Tests;

public sealed class ReportReaderTests
{
    const string Good = """
        --@ title "Units by operator"
        --@ question "Who made how many?"
        --@ group "Own"
        --@ param from time = last-30d "Then or later."
        --@ param by choice(day|slot) = day "What a row is."
        --@ define first-pass interval
        --@ note "A sentence of our own with a ""quoted"" word."

        --@ section "Table"
        --@ column operator text "Operator" -> unit(serial)
        --@ column yield share(passed/units) "Yield"
        --@ chart intervals x=operator y=yield "Yield"
        --@ rows 50
        -- an ordinary comment, and a string with @nothing in it below
        SELECT operator, sum(outcome = 'PASS') AS passed, count(*) AS units, '@nothing' AS x, @by AS y
        FROM attempt_fact WHERE started_at >= COALESCE(@from, '') GROUP BY operator;
        """;

    /// <summary>Once a complaint of a thousand characters and more, found by GangFlash.Fuzz.</summary>
    [Fact]
    public void A_name_that_is_no_parameter_is_cut_before_it_is_shown()
    {
        var reading = Read($"--@ title \"T\"\n--@ question \"Q\"\nSELECT @{new string('a', 900)};\n");

        Assert.Equal(
            $"the SQL uses @{new string('a', 64)}…, which is no parameter of this report; write --@ param {new string('a', 64)}… … in front of the first section",
            Assert.Single(reading.Problems).Message);
    }

    /// <summary>The same for names that stand twice, or that no SQL uses.</summary>
    [Fact]
    public void Names_of_parameters_and_columns_are_cut_before_they_are_shown()
    {
        var name = new string('b', 2000);
        var reading = Read($"--@ title \"T\"\n--@ question \"Q\"\n--@ param {name} text \"One.\"\n--@ param {name} text \"Two.\"\n--@ column {name} text \"A\"\n--@ column {name} text \"B\"\nSELECT 1;\n");

        Assert.True(reading.Problems.Length >= 3);
        Assert.All(reading.Problems, problem => Assert.InRange(problem.Message.Length, 1, 400));
    }

    [Fact]
    public void A_list_of_choices_is_cut_before_it_is_shown()
    {
        var reading = Read($"--@ title \"T\"\n--@ question \"Q\"\n--@ param by choice({new string('c', 3000)}|recipe) = day \"By.\"\nSELECT @by;\n");

        Assert.Equal($"the default \"day\" is not known; write {new string('c', 500)}…", Assert.Single(reading.Problems).Message);
    }

    [Fact]
    public void Reads_what_a_definition_says()
    {
        var reading = Read(Good);

        Assert.Equal([], reading.Problems.Select(problem => problem.ToString()));
        var report = reading.Definition!;
        Assert.Equal(("test", "Units by operator", "Who made how many?", "Own"), (report.Name, report.Title, report.Question, report.Group));
        Assert.Equal(["from", "by"], report.Parameters.Select(parameter => parameter.Name));
        Assert.Equal(["day", "slot"], report.Parameters[1].Choices.ToArray());
        Assert.Equal("A sentence of our own with a \"quoted\" word.", report.Definitions[^1]);
        var section = Assert.Single(report.Sections);
        Assert.Equal((50, 15), (section.MostRows, section.SqlPlace.Line));
        Assert.Equal(new("operator", ColumnType.Text, "Operator", Link: new("unit", "serial")), section.Columns[0]);
        Assert.Equal(("passed", "units"), (section.Columns[1].Part, section.Columns[1].Whole));
    }

    [Fact]
    public void A_mistake_is_told_with_its_place_and_what_to_do()
    {
        var text = new StringBuilder();
        foreach (var (file, definition) in Mistakes)
        {
            foreach (var problem in ReportReader.Read(file, Encoding.UTF8.GetBytes(definition.ReplaceLineEndings("\n"))).Problems)
                _ = text.Append(problem).Append("  [").Append(problem.Code).Append("]\n");
        }

        Golden.Matches(text.ToString());
    }

    static IEnumerable<(string File, string Definition)> Mistakes =>
    [
        ("empty.sql", ""),
        ("No Name.sql", Good),
        ("header.sql", "--@ titel \"x\"\n--@\n--@ title x\n--@ question \"q\"\n--@ question \"again\"\nSELECT 1;"),
        ("quote.sql", "--@ title \"never ends\n--@ question \"q\"\nSELECT 1;"),
        ("params.sql", "--@ title \"t\"\n--@ question \"q\"\n--@ param Batch text \"x\"\n--@ param slot number \"x\"\n--@ param n integer = many \"x\"\n--@ param n integer \"x\"\n--@ param by choice(a|b) = c \"x\"\n--@ param format text \"x\"\n--@ param from time\nSELECT @Batch, @slto, @n, @by, @format;"),
        ("unused.sql", "--@ title \"t\"\n--@ question \"q\"\n--@ param batch text \"x\"\n-- @batch\nSELECT '@batch' AS x;"),
        ("columns.sql", "--@ title \"t\"\n--@ question \"q\"\n--@ column a txt \"A\"\n--@ column a text \"A\"\n--@ column b share \"B\"\n--@ column c text\n--@ column d text \"D\" -> unit\n--@ rows none\n--@ show tabel\nSELECT 1 AS a;"),
        ("charts.sql", "--@ title \"t\"\n--@ question \"q\"\n--@ column a text \"A\"\n--@ chart pie x=a y=a \"P\"\n--@ chart bars x=a \"B\"\n--@ chart bars x=a y=a \"B\"\n--@ chart bars x=z y=a color=red \"B\"\nSELECT 1 AS a;"),
        ("late.sql", "--@ title \"t\"\n--@ question \"q\"\nSELECT 1 AS a;\n--@ column a text \"A\"\n--@ section \"Second\"\n--@ define first-pas\n--@ define"),
        ("clock.sql", "--@ title \"t\"\n--@ question \"q\"\nSELECT datetime('now') AS a;"),
        ("tab.sql", "--@\ttitle \"t\"\n--@ question \"q\"\nSELECT\t1 AS a,\t@x AS b;"),
    ];

    [Fact]
    public void A_mistake_that_only_SQLite_knows_is_told_at_its_SQL()
    {
        Assert.Equal("test.sql:3:1: error: this SQL can't be used: no such table: attemps", Checked("SELECT 1 AS a FROM attemps"));
        Assert.Equal("test.sql:4:1: error: the SQL gives no column operater; did you mean operator?", Checked("--@ column operater text \"O\"\nSELECT operator FROM attempt_fact"));
        Assert.Equal("test.sql:3:1: error: the SQL gives two columns a; name one of them with AS", Checked("SELECT 1 AS a, 2 AS a"));
        Assert.Equal("test.sql:3:1: error: this SQL can't be used: a report only reads the record, and this would change attempt_start", Checked("DELETE FROM attempt_start"));
        Assert.StartsWith("test.sql:4:1: error: yields are counted from attempts, and the SQL gives no column attempt;", Checked("--@ numbers yields\nSELECT 1 AS a"), StringComparison.Ordinal);
    }

    static string Checked(string sql) => Assert.Single(ReportRunner.Check(Definitions.Read(sql), TimeProvider.System)).ToString();

    static ReportReading Read(string text) => ReportReader.Read("test.sql", Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
}
