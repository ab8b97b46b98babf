using System.Collections.Immutable;
using GangFlash.Reports;

namespace GangFlash.Web;

/// <summary>Why a question gets no answer: a page for people, <c>application/problem+json</c> for programs. Closed: the records below are the whole list.</summary>
public abstract record Trouble
{
    private Trouble() { }

    public sealed record NoPage : Trouble;

    public sealed record NoReport(string Name, string? Near) : Trouble;

    public sealed record NoUnit(string Unit) : Trouble;

    public sealed record NoBatch(string Batch) : Trouble;

    /// <summary>What was asked makes no sense.</summary>
    public sealed record BadQuestion(string Report, ImmutableArray<ArgumentProblem> Problems) : Trouble;

    public sealed record TooLong : Trouble;

    public sealed record NoRecord(string Path) : Trouble;

    public sealed record RecordUnusable(string Why) : Trouble;

    /// <param name="Why">With file, line and column where it is the definition's fault.</param>
    public sealed record ReportFails(string Why) : Trouble;

    public sealed record ReportTooSlow(string Why) : Trouble;

    public sealed record Busy(int RetrySeconds) : Trouble;

    public sealed record TokenNeeded : Trouble;

    public sealed record TooManyTries(int RetrySeconds) : Trouble;

    public sealed record WrongOrigin : Trouble;

    public sealed record UnknownHost(string Host) : Trouble;

    public sealed record WrongMethod(string Allowed) : Trouble;

    /// <summary>A mistake of ours.</summary>
    /// <param name="Incident">Under which the details were written down.</param>
    public sealed record Bug(string Incident) : Trouble;

    /// <summary>HTTP's.</summary>
    public int Status => this switch
    {
        BadQuestion or UnknownHost => 400,
        TokenNeeded => 401,
        WrongOrigin => 403,
        NoPage or NoReport or NoUnit or NoBatch => 404,
        WrongMethod => 405,
        TooLong => 414,
        TooManyTries => 429,
        ReportFails or Bug => 500,
        NoRecord or RecordUnusable or Busy or ReportTooSlow => 503,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Stable: programs look at it, so it never changes its meaning.</summary>
    public string Code => this switch
    {
        NoPage => "page.unknown",
        NoReport => "report.unknown",
        NoUnit => "unit.unknown",
        NoBatch => "batch.unknown",
        BadQuestion => "question.wrong",
        TooLong => "question.too-long",
        NoRecord => "record.missing",
        RecordUnusable => "record.unusable",
        ReportFails => "report.fails",
        ReportTooSlow => "report.too-slow",
        Busy => "site.busy",
        TokenNeeded => "access.token-needed",
        TooManyTries => "access.too-many-tries",
        WrongOrigin => "access.wrong-origin",
        UnknownHost => "access.unknown-host",
        WrongMethod => "method.not-allowed",
        Bug => "site.bug",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public string Title => this switch
    {
        NoPage => "There is no such page",
        NoReport => "There is no such report",
        NoUnit => "The record knows no such unit",
        NoBatch => "The record knows no such batch",
        BadQuestion => "The question makes no sense",
        TooLong => "The address is too long",
        NoRecord => "There is no record yet",
        RecordUnusable => "The record cannot be read",
        ReportFails => "This report cannot be made",
        ReportTooSlow => "This report takes too long",
        Busy => "Too many questions at once",
        TokenNeeded => "A token is needed",
        TooManyTries => "Too many wrong tokens",
        WrongOrigin => "Refused: it came from another site",
        UnknownHost => "The site does not answer to this name",
        WrongMethod => "The site can only be read",
        Bug => "GangFlash made a mistake",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What happened, and what to do now.</summary>
    public string Detail => this switch
    {
        NoPage => "Nothing is at this address. Begin at the overview.",
        NoReport { Near: { } near } it => $"No report is called {Quoted(it.Name)}. Did you mean {near}?",
        NoReport it => $"No report is called {Quoted(it.Name)}. The list of reports has all there are.",
        NoUnit it => $"No serial, chip identity, USB serial or attempt is {Quoted(it.Unit)}. Scan it again, or search for its beginning.",
        NoBatch it => $"No attempt and no work order belongs to a batch {Quoted(it.Batch)}. The list of batches has all there are.",
        BadQuestion it => string.Join(' ', it.Problems.Select(problem => problem.Text)),
        TooLong => "No scan and no filter is that long. Shorten what was asked.",
        NoRecord it => $"{Printable.Escape(it.Path, 500)} is not there. The station makes it with its first attempt, and then this page works.",
        RecordUnusable it => it.Why,
        ReportFails it => it.Why,
        ReportTooSlow it => it.Why,
        Busy it => $"The machine has a line to serve, so only a few questions run at once. Try again in {it.RetrySeconds} seconds.",
        TokenNeeded => "Send it as 'Authorization: Bearer TOKEN', or sign in with a browser.",
        TooManyTries it => $"Wait {it.RetrySeconds} seconds, then try again.",
        WrongOrigin => "The sign-in is only taken from this site's own page. Open the site and sign in there.",
        UnknownHost it => $"It was asked for as {Quoted(it.Host)}. Use the address that gangflash serve printed, or start it with --host and this name.",
        WrongMethod it => $"Only {it.Allowed} {(it.Allowed.Contains(',', StringComparison.Ordinal) ? "are" : "is")} answered here. Nothing of the record can be changed through this site.",
        Bug it => $"The details are in {it.Incident}. Call the engineer.",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public int? RetryAfter => this switch
    {
        Busy it => it.RetrySeconds,
        TooManyTries it => it.RetrySeconds,
        NoRecord => 5,
        _ => null,
    };

    static string Quoted(string text) => $"\"{Printable.Escape(text, 80)}\"";
}

/// <summary>Carries a trouble out of whatever answers. Thrown anywhere, caught in one place: <see cref="Security.SiteGuard"/>.</summary>
public sealed class TroubleException(Trouble trouble, Exception? cause = null) : Exception(trouble.Code, cause)
{
    public Trouble Trouble { get; } = trouble;
}
