using System.Collections.Immutable;
using System.Diagnostics;
using System.Text;
using GangFlash.Station.Listings;

namespace GangFlash.Station.Doctor;

/// <summary>Findings as text of 80 columns and as JSON.</summary>
static class DoctorListing
{
    const int Columns = 80;

    /// <summary>Where sentences begin: behind the mark and the longest word for a verdict.</summary>
    const int Indent = 17;

    public static string Text(SystemFacts system, ImmutableArray<CheckGroup> groups)
    {
        var text = new StringBuilder();
        text.Append($"{Printable.Escape(system.Name, Columns)}, user {Printable.Escape(system.User, 64)}{(system.IsPrivileged ? " (privileged)" : "")}\n");
        foreach (var group in groups)
        {
            text.Append($"\n{group.Title}\n");
            foreach (var finding in Joined(group.Findings))
                Write(text, finding);
        }

        text.Append($"\n{Summary(groups)}\n");
        return text.ToString();
    }

    /// <summary>One object a check. The fields are a contract; the Station README lists them.</summary>
    public static IEnumerable<string> Json(ImmutableArray<CheckGroup> groups) =>
        from @group in groups
        from finding in @group.Findings
        select JsonLine.Of(new
        {
            finding.Check,
            Group = @group.Title,
            Verdict = Word(finding.Verdict).Replace(' ', '-'),
            finding.Sentence,
            finding.Remedy,
            finding.Subjects,
            Details = finding.Figure.AddRange(finding.Details),
        });

    /// <summary>Checks in a row that could not be made for one reason are one line; it names them all.</summary>
    static IEnumerable<Finding> Joined(IEnumerable<Finding> findings)
    {
        Finding? last = null;
        foreach (var finding in findings)
        {
            if (last is { Verdict: CheckVerdict.NotChecked } && finding.Verdict == CheckVerdict.NotChecked && finding.Sentence == last.Sentence)
            {
                last = last with { Check = $"{last.Check}, {finding.Check}" };
                continue;
            }

            if (last is not null)
                yield return last;
            last = finding;
        }

        if (last is not null)
            yield return last;
    }

    static void Write(StringBuilder text, Finding finding)
    {
        var head = $"  {Mark(finding.Verdict)} {Word(finding.Verdict)}".PadRight(Indent);
        Wrap(text, head, Indent, finding.Sentence);
        foreach (var line in finding.Figure)
            WriteFigure(text, line);
        if (finding.Verdict == CheckVerdict.Ok)
            return;
        if (finding.Remedy.Length > 0)
            Wrap(text, new string(' ', Indent) + "→ ", Indent + 2, finding.Remedy);
        Wrap(text, new string(' ', Indent), Indent, $"({finding.Check})");
        foreach (var detail in finding.Details)
            Wrap(text, new string(' ', Indent + 2), Indent + 4, detail);
    }

    /// <summary>As it is where it fits; else broken behind its first column, which two spaces end.</summary>
    static void WriteFigure(StringBuilder text, string line)
    {
        var column = line.IndexOf("  ", line.Length - line.TrimStart().Length, StringComparison.Ordinal) + 2;
        if (Indent + line.Length <= Columns || column < 2)
            text.Append(' ', Indent).Append(line).Append('\n');
        else
            Wrap(text, new string(' ', Indent) + line[..column], Indent + column, line[column..]);
    }

    /// <summary>Breaks between words. A word that is longer than the line (a path, a rule) is not broken, so that it can be copied.</summary>
    static void Wrap(StringBuilder text, string head, int indent, string sentence)
    {
        var line = new StringBuilder(head);
        var isFirst = true;
        foreach (var word in sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isFirst && line.Length + 1 + word.Length > Columns)
            {
                text.Append(line).Append('\n');
                line.Clear().Append(' ', indent);
                isFirst = true;
            }

            line.Append(isFirst ? "" : " ").Append(word);
            isFirst = false;
        }

        text.Append(line).Append('\n');
    }

    static string Summary(ImmutableArray<CheckGroup> groups)
    {
        var verdicts = groups.SelectMany(group => group.Findings).CountBy(finding => finding.Verdict).ToDictionary();
        var (problems, warnings) = (verdicts.GetValueOrDefault(CheckVerdict.Problem), verdicts.GetValueOrDefault(CheckVerdict.Warning));
        var counted = string.Join(", ", new[] { Count(problems, "problem"), Count(warnings, "warning"), Count(verdicts.GetValueOrDefault(CheckVerdict.Note), "note") }.Where(part => part.Length > 0));
        var advice = problems > 0 ? "Mend what is marked ✗ before the shift." : warnings > 0 ? "The station can flash; look at what is marked ! first." : "Nothing stands in the way of flashing.";
        return counted.Length > 0 ? $"{counted}. {advice}" : advice;

        static string Count(int number, string what) => number == 0 ? "" : number == 1 ? $"1 {what}" : $"{number} {what}s";
    }

    static char Mark(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => '✓',
        CheckVerdict.NotChecked => '–',
        CheckVerdict.Note => 'i',
        CheckVerdict.Warning => '!',
        CheckVerdict.Problem => '✗',
        _ => throw new UnreachableException(),
    };

    static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "ok",
        CheckVerdict.NotChecked => "not checked",
        CheckVerdict.Note => "note",
        CheckVerdict.Warning => "warning",
        CheckVerdict.Problem => "problem",
        _ => throw new UnreachableException(),
    };
}
