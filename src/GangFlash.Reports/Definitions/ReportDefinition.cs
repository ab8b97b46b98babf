using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Reports;

/// <summary>A report as its file in <c>reports/</c> says it: what it answers, what may be asked, and the SQL of each section.</summary>
/// <param name="Name">The file's name without its ending, as the command line and the web address know it.</param>
/// <param name="File">Where it was read, for complaints.</param>
/// <param name="Question">One sentence that a quality engineer would ask.</param>
/// <param name="Group">What it is listed under.</param>
/// <param name="Definitions">How its numbers are counted, one sentence each; printed under them.</param>
public sealed record ReportDefinition(
    string Name,
    string File,
    string Title,
    string Question,
    string Group,
    ImmutableArray<ReportParameter> Parameters,
    ImmutableArray<ReportSection> Sections,
    ImmutableArray<string> Definitions);

/// <summary>What may be asked. In SQL it is <c>@name</c>, NULL where nothing was given.</summary>
/// <param name="Default">As it would be typed; none: NULL.</param>
/// <param name="Choices">Of a choice; else empty.</param>
public sealed record ReportParameter(string Name, ParameterType Type, bool IsRequired, string? Default, ImmutableArray<string> Choices, string Help);

public enum ParameterType
{
    Text,
    Integer,

    /// <summary>A date or a time; UTC where it has no offset. In SQL it is spelled like every time in the record.</summary>
    Time,
    Choice,
}

/// <summary>One table of a report, or one block of facts, with its chart.</summary>
/// <param name="Columns">As declared; columns of the SQL that are not declared and no part of another one are shown as they are.</param>
/// <param name="Empty">What is said where there is no row.</param>
/// <param name="MostRows">Rows beyond are left out, and the report says so.</param>
/// <param name="SqlPlace">Where the SQL begins in the file.</param>
public sealed record ReportSection(
    string Title,
    SectionShape Shape,
    SectionNumbers Numbers,
    ImmutableArray<ReportColumn> Columns,
    ImmutableArray<ReportChart> Charts,
    string Empty,
    int MostRows,
    string Sql,
    SourcePlace SqlPlace);

public enum SectionShape
{
    Table,

    /// <summary>One name and value a line, for few rows with many columns.</summary>
    Facts,

    /// <summary>Only the charts; the rows are in CSV, JSON and XLSX.</summary>
    Chart,
}

public enum SectionNumbers
{
    /// <summary>The rows are what the SQL says.</summary>
    None,

    /// <summary>The SQL gives attempts; the rows are the yields of them, computed where all yields are.</summary>
    Yields,
}

/// <param name="Name">As the SQL, CSV and JSON call it.</param>
/// <param name="Title">What stands over it, with its unit.</param>
/// <param name="Part">Of a share: the column with the number of units that are meant; else none.</param>
/// <param name="Whole">Of a share: the column with the number of all units; else none.</param>
/// <param name="Link">The report that tells more about the value; none: there is no such report.</param>
public sealed record ReportColumn(string Name, ColumnType Type, string Title, string? Part = null, string? Whole = null, ReportLink? Link = null);

/// <summary>A value that is the argument of another report.</summary>
public sealed record ReportLink(string Report, string Parameter);

public enum ColumnType
{
    Text,

    /// <summary>Serials, hashes, failure codes: shown in a fixed-width face.</summary>
    Code,
    Integer,

    /// <summary>With one decimal.</summary>
    Number,

    /// <summary>UTC with offset, as the record spells times.</summary>
    Time,

    /// <summary>A calendar day, <c>2026-11-21</c>.</summary>
    Date,

    /// <summary>In the SQL milliseconds; shown in seconds.</summary>
    Duration,

    /// <summary>A number of bytes.</summary>
    Bytes,

    /// <summary>In the SQL a number; shown as 0x and eight hex digits.</summary>
    Address,

    /// <summary>0 or 1; shown as no or yes.</summary>
    Flag,

    /// <summary>PASS, FAIL and so on; shown with a shape of its own, so that it can be told apart in black and white.</summary>
    Outcome,

    /// <summary>So many of so many, with its 95 % interval. Two columns of the SQL make one.</summary>
    Share,

    /// <summary>Text with line ends, a recipe for example.</summary>
    Block,
}

/// <summary>A drawing of the section's rows.</summary>
/// <param name="Axes">Column names by axis: <c>x</c>, <c>y</c>, <c>to</c>, <c>lane</c>, <c>mark</c>.</param>
public sealed record ReportChart(ChartKind Kind, string Title, ImmutableSortedDictionary<string, string> Axes)
{
    /// <summary>The axes that a kind needs.</summary>
    public static ImmutableArray<string> AxesOf(ChartKind kind) => kind switch
    {
        ChartKind.Strip => ["x", "lane", "mark"],
        ChartKind.Bands => ["x", "to", "lane", "mark"],
        ChartKind.Heat => ["x", "lane", "y"],
        _ => ["x", "y"],
    };

    /// <summary>The types that can be measured along the last of the axes; empty: every type.</summary>
    public static ImmutableArray<ColumnType> MeasuredBy(ChartKind kind) => kind switch
    {
        ChartKind.PChart or ChartKind.Intervals => [ColumnType.Share],
        ChartKind.Pareto => [ColumnType.Integer],
        ChartKind.Strip => [ColumnType.Outcome],
        ChartKind.Bands => [ColumnType.Text, ColumnType.Code],
        _ => [ColumnType.Integer, ColumnType.Number, ColumnType.Duration, ColumnType.Bytes, ColumnType.Share],
    };
}

public enum ChartKind
{
    /// <summary>A bar for each row, from left to right: for names.</summary>
    Bars,

    /// <summary>A column for each row, upright: for an order such as hours, days, or classes of a histogram.</summary>
    Columns,

    /// <summary>Bars by count with the cumulated share.</summary>
    Pareto,

    /// <summary>A line through numbers.</summary>
    Line,

    /// <summary>Shares in an order with the mean and its control limits.</summary>
    PChart,

    /// <summary>A share a row, with its 95 % interval: for comparing slots or people.</summary>
    Intervals,

    /// <summary>A lane for each slot, a mark for each attempt.</summary>
    Strip,

    /// <summary>A lane for each slot, a band for each thing that took time in it.</summary>
    Bands,

    /// <summary>A field for each pair, darker for more.</summary>
    Heat,
}
