using System.Collections.Immutable;
using System.Globalization;

namespace GangFlash.Reports;

/// <summary>What is asked of a report, checked and complete: one value for each of its parameters.</summary>
/// <param name="Values">In the order of the parameters.</param>
public sealed record ReportArguments(ImmutableArray<ReportArgument> Values)
{
    /// <summary>A time like <c>2026-11-21T06:00+01:00</c>, for help and for complaints.</summary>
    public const string TimeExample = "2026-11-21 or 2026-11-21T06:00+01:00";

    /// <summary>Counts back from the newest attempt of the record, so that the same record gives the same report.</summary>
    const string DaysBack = "last-";
    const string All = "all";
    const int LongestText = 256;

    /// <summary>The arguments, or every problem with what was given.</summary>
    /// <param name="given">As it was typed, by name of the parameter; empty text counts as not given, as web forms send it.</param>
    public static (ReportArguments? Arguments, ImmutableArray<ArgumentProblem> Problems) Of(ReportDefinition report, IReadOnlyDictionary<string, string> given, ReportMoment moment)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(given);
        var problems = ImmutableArray.CreateBuilder<ArgumentProblem>();
        foreach (var unknown in given.Keys.Where(name => !report.Parameters.Any(parameter => parameter.Name == name)).Order(StringComparer.Ordinal))
            problems.Add(new(unknown, Unknown(report, unknown), Unknown(report, unknown)));
        var values = report.Parameters.Select(parameter =>
        {
            var typed = given.TryGetValue(parameter.Name, out var text) && text.Length > 0 ? text : parameter.Default;
            if (typed is null)
            {
                if (parameter.IsRequired)
                    problems.Add(new(parameter.Name, $"This is needed. {parameter.Help}", $"The report {report.Name} needs {Option(parameter.Name)}: {parameter.Help}"));
                return new ReportArgument(parameter, null, null);
            }

            var (value, problem) = Read(parameter, typed, moment);
            if (problem is not null)
            {
                var sentence = problem.EndsWith('?') ? problem : problem + ".";
                problems.Add(new(parameter.Name, sentence, $"{Option(parameter.Name)} {sentence}"));
            }

            return new ReportArgument(parameter, value, Shown(parameter, value, typed));
        }).ToImmutableArray();
        return problems.Count == 0 ? (new(values), []) : (null, problems.ToImmutable());
    }

    /// <summary>By name, as SQL takes them.</summary>
    public IReadOnlyDictionary<string, object?> ForSql() => Values.ToDictionary(argument => argument.Parameter.Name, argument => argument.Value, StringComparer.Ordinal);

    /// <summary>Why a name is none of the report's parameters, with the one that was probably meant.</summary>
    public static string Unknown(ReportDefinition report, string name)
    {
        ArgumentNullException.ThrowIfNull(report);
        var known = report.Parameters.Select(parameter => parameter.Name).ToList();
        var shown = Printable.Escape(name, 64);
        return (Suggestion.Nearest(name, known), known) switch
        {
            ({ } near, _) => $"The report {report.Name} has no {Option(shown)}; did you mean {Option(near)}?",
            (_, []) => $"The report {report.Name} has no {Option(shown)}; it takes no parameters.",
            _ => $"The report {report.Name} has no {Option(shown)}; it takes {string.Join(", ", known.Select(Option))}.",
        };
    }

    /// <summary>The value, or why it is none; the sentence continues behind the parameter's name.</summary>
    internal static (object? Value, string? Problem) Read(ReportParameter parameter, string text, ReportMoment moment)
    {
        var shown = $"\"{Printable.Escape(text, 64)}\"";
        switch (parameter.Type)
        {
            case ParameterType.Integer:
                return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? (number, null) : (null, $"{shown} is no whole number");
            case ParameterType.Time when text == All:
                return (null, null);
            case ParameterType.Time when text.StartsWith(DaysBack, StringComparison.Ordinal) && text.EndsWith('d')
                && int.TryParse(text[DaysBack.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= 36_500:
                return (moment.Newest is { } newest ? Time(Midnight(newest).AddDays(1 - days)) : null, null);
            case ParameterType.Time:
                return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                    ? (Time(time), null)
                    : (null, $"{shown} is no time like {TimeExample}, no number of days like last-30d, and not all");
            case ParameterType.Choice:
                return parameter.Choices.Contains(text)
                    ? (text, null)
                    : (null, Suggestion.Nearest(text, parameter.Choices) is { } near ? $"{shown} is not known; did you mean {Printable.Escape(near, 64)}?" : $"{shown} is not known; write {Printable.Escape(string.Join(", ", parameter.Choices), 500)}");
            default:
                return text.Length <= LongestText ? (text, null) : (null, $"{shown} has {text.Length} characters, and {LongestText} are the most");
        }
    }

    static string Option(string name) => $"--{name}";

    static string? Shown(ReportParameter parameter, object? value, string typed) => parameter.Type == ParameterType.Time ? value as string ?? All : typed;

    static DateTimeOffset Midnight(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture);
}

/// <summary>What is wrong with an argument.</summary>
/// <param name="Parameter">As it was typed where the report has no such parameter.</param>
/// <param name="Beside">A sentence that stands beside the field.</param>
/// <param name="Text">A sentence that stands alone, in the words of the command line.</param>
public sealed record ArgumentProblem(string Parameter, string Beside, string Text);

/// <param name="Value">As SQL takes it: text, a number, or none.</param>
/// <param name="Shown">As the report's head says it; none where nothing was given.</param>
public sealed record ReportArgument(ReportParameter Parameter, object? Value, string? Shown);

/// <summary>The moment that a report speaks of: how far the record goes.</summary>
/// <param name="Newest">Start of the newest attempt; none: there is no attempt.</param>
/// <param name="Attempts">The number of the newest attempt.</param>
public sealed record ReportMoment(DateTimeOffset? Newest, long Attempts)
{
    /// <summary>Any moment, to check spelling with.</summary>
    internal static ReportMoment Some { get; } = new(DateTimeOffset.UnixEpoch, 0);
}
