using System.Text;
using GangFlash.Documents;

namespace GangFlash.Reports;

/// <summary>A section of a report while its lines are read.</summary>
sealed class SectionDraft(string? title, SourcePlace place)
{
    public string? Title => title;

    public SourcePlace Place => place;

    public SectionShape Shape { get; set; }

    public SectionNumbers Numbers { get; set; }

    public List<ReportColumn> Columns { get; } = [];

    public List<(ReportChart Chart, SourcePlace Place)> Charts { get; } = [];

    public string? Empty { get; set; }

    public int Rows { get; set; } = ReportReader.UsualRows;

    public StringBuilder SqlText { get; } = new();

    public SourcePlace SqlPlace { get; private set; }

    public bool HasSql { get; private set; }

    public void Sql(string line, int number, bool isSql)
    {
        if (!HasSql && !isSql)
            return;
        if (!HasSql)
            (HasSql, SqlPlace) = (true, new(number, 1));
        _ = SqlText.Append(line).Append('\n');
    }
}
