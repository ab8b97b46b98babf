using System.Collections.Immutable;

namespace GangFlash.Reports;

/// <summary>A report with its numbers: plain values, for any of the renderers. The same record and the same arguments give the same result.</summary>
/// <param name="Moment">How far the record went when it was asked.</param>
/// <param name="Program">Name and version of the program that asked.</param>
public sealed record ReportResult(ReportDefinition Definition, ReportArguments Arguments, ReportMoment Moment, string Program, ImmutableArray<SectionResult> Sections);

/// <param name="Columns">Of the rows, in their order.</param>
/// <param name="Rows">Cells by type of the column: text; <see cref="long"/> (integer, bytes, address); <see cref="double"/>; <see cref="DateTimeOffset"/>; <see cref="DateOnly"/>;
/// <see cref="TimeSpan"/>; <see cref="bool"/>; <see cref="GangFlash.Numbers.Share"/>; or none.</param>
/// <param name="IsCut">There were more rows than the section shows.</param>
public sealed record SectionResult(ReportSection Section, ImmutableArray<ReportColumn> Columns, ImmutableArray<ImmutableArray<object?>> Rows, bool IsCut)
{
    /// <summary>Position of a column, -1 for one that is not there.</summary>
    public int IndexOf(string column)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Name == column)
                return i;
        }

        return -1;
    }
}

/// <summary>A report that cannot be made, in a sentence with the place in its file.</summary>
public sealed class ReportException(string message, Exception? cause = null) : Exception(message, cause);
