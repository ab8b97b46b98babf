using GangFlash.Testing;

namespace GangFlash.Reports.Tests;

public sealed class CatalogueTests
{
    static readonly string s_folder = Path.Combine(TestImages.RepositoryRoot(), "reports");

    public static TheoryData<string> Names => [.. ReportCatalogue.Standard().Reports.Select(report => report.Name)];

    [Fact]
    public void The_program_has_the_files_of_the_folder_inside() => Assert.Equal(
        Directory.GetFiles(s_folder, "*.sql").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
        ReportCatalogue.StandardFiles().Select(file => (Path.GetFileName(file.Name), System.Text.Encoding.UTF8.GetString(file.Bytes))));

    [Fact]
    public void No_standard_report_has_a_problem() => Assert.Equal([], ReportCatalogue.Of(s_folder).Check(TimeProvider.System).Select(problem => problem.ToString()));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_link_leads_to_a_report_and_one_of_its_parameters(string name)
    {
        var catalogue = ReportCatalogue.Standard();

        Assert.All(
            catalogue.Find(name)!.Sections.SelectMany(section => section.Columns).Select(column => column.Link).OfType<ReportLink>(),
            link => Assert.Contains(link.Parameter, catalogue.Find(link.Report)!.Parameters.Select(parameter => parameter.Name)));
    }

    [Fact]
    public void Every_standard_report_has_a_row_in_the_folders_README()
    {
        var readme = File.ReadAllText(Path.Combine(s_folder, "README.md"));

        Assert.All(ReportCatalogue.Standard().Reports, report => Assert.Contains($"| `{report.Name}` |", readme, StringComparison.Ordinal));
        Assert.All(ReportTerms.All.Keys, term => Assert.Contains($"`{term}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_READMEs_worked_example_is_a_report()
    {
        var readme = File.ReadAllText(Path.Combine(s_folder, "README.md")).ReplaceLineEndings("\n");
        var example = readme.Split("```sql\n")[1].Split("```")[0];

        var reading = ReportReader.Read("hours.sql", System.Text.Encoding.UTF8.GetBytes(example));

        Assert.Equal([], reading.Problems.Select(problem => problem.ToString()));
        Assert.Equal([], ReportRunner.Check(reading.Definition!, TimeProvider.System).Select(problem => problem.ToString()));
    }

    [Fact]
    public void A_file_of_the_folder_takes_the_place_of_the_standard_one_and_a_broken_one_hides_no_other()
    {
        using var folder = new ReportFolder();
        _ = folder.Write("yield.sql", Definitions.Header + "SELECT 1 AS a;");
        _ = folder.Write("broken.sql", "SELECT 1;");

        var catalogue = ReportCatalogue.Of(Path.GetDirectoryName(folder.Database)!);

        Assert.Equal("Test", catalogue.Find("yield")!.Title);
        Assert.NotNull(catalogue.Find("batch"));
        Assert.Null(catalogue.Find("broken"));
        Assert.All(catalogue.Problems, problem => Assert.EndsWith("broken.sql", problem.File, StringComparison.Ordinal));
    }
}
