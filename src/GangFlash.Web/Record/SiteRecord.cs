using GangFlash.Reports;
using GangFlash.Traceability;

namespace GangFlash.Web.Record;

/// <summary>The record as the site asks it: everything that is counted comes from a report definition. Opened anew for each question, so that a record that appears later is found.</summary>
sealed class SiteRecord(SiteSettings settings, TimeProvider clock)
{
    public bool Exists => File.Exists(settings.Database);

    /// <summary>Runs a report.</summary>
    /// <param name="given">As it was typed, by name of the parameter.</param>
    /// <exception cref="TroubleException">There is no record, or the question makes no sense.</exception>
    /// <exception cref="ReportException">The report cannot be made.</exception>
    /// <exception cref="GangFlash.Gang.RecordException">The record cannot be read.</exception>
    public ReportResult Ask(ReportDefinition report, IReadOnlyDictionary<string, string> given, CancellationToken ct)
    {
        using var runner = Open();
        return Ask(runner, report, given, ct);
    }

    /// <summary>Several reports of one moment.</summary>
    /// <exception cref="TroubleException">There is no record, or a question makes no sense.</exception>
    public T AskTogether<T>(Func<Func<ReportDefinition, IReadOnlyDictionary<string, string>, ReportResult>, T> question, CancellationToken ct)
    {
        using var runner = Open();
        return question((report, given) => Ask(runner, report, given, ct));
    }

    /// <summary>What the record says of itself, without a look at its rows.</summary>
    /// <exception cref="TroubleException">There is no record.</exception>
    public RecordAbout About(CancellationToken ct)
    {
        Demand();
        using var query = RecordQuery.Open(settings.Database, clock);
        return RecordAbout.Of(query, settings.Limits.QuestionTime, ct);
    }

    ReportRunner Open()
    {
        Demand();
        return ReportRunner.Open(settings.Database, clock, settings.Program, settings.Limits.QuestionTime);
    }

    void Demand()
    {
        if (!Exists)
            throw new TroubleException(new Trouble.NoRecord(settings.Database));
    }

    static ReportResult Ask(ReportRunner runner, ReportDefinition report, IReadOnlyDictionary<string, string> given, CancellationToken ct)
    {
        var (arguments, problems) = ReportArguments.Of(report, given, runner.Moment(ct));
        return arguments is null ? throw new TroubleException(new Trouble.BadQuestion(report.Name, problems)) : runner.Run(report, arguments, ct);
    }
}
