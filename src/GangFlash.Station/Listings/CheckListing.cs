using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GangFlash.Desk;
using GangFlash.Documents;
using GangFlash.Planning;

namespace GangFlash.Station.Listings;

/// <summary>What a check of a recipe found, as an engineer reads it or as a build server does.</summary>
static class CheckListing
{
    public static string Of(string recipe, ImmutableArray<DocumentProblem> problems, ImmutableArray<DeskFinding> findings, string text)
    {
        var listing = new StringBuilder();
        foreach (var problem in problems)
            listing.Append(DocumentExcerpt.Of(problem, text)).Append(CultureInfo.InvariantCulture, $"  [{problem.Code}]\n");
        var errors = problems.Count(problem => problem.Severity == ProblemSeverity.Error);
        foreach (var finding in findings)
        {
            foreach (var note in (finding.Planned as Planned.Ready)?.Plan.Notes ?? [])
                listing.Append(CultureInfo.InvariantCulture, $"note: {Printable.Escape(note, 1000)}\n");
        }

        // With mistakes in the file itself nothing of it is good; with refusals the other variants are.
        foreach (var finding in findings.Where(finding => errors == 0 || finding.Planned is Planned.Ready))
            listing.Append(CultureInfo.InvariantCulture, $"{PlanListing.Head(finding.Order)}: no mistake found{Also(finding.Problems.Length)}.{Cost(finding.Planned)}\n");
        if (errors > 0)
            listing.Append(CultureInfo.InvariantCulture, $"{Printable.Escape(recipe)}: {Count(errors, "mistake")}{Also(problems.Length - errors)}.\n");
        return listing.ToString();
    }

    /// <summary>An object for each problem, a line each.</summary>
    public static string Json(ImmutableArray<DocumentProblem> problems) => string.Concat(problems.Select(problem => JsonLine.Of(new
    {
        Severity = problem.Severity == ProblemSeverity.Error ? "error" : "warning",
        problem.Code,
        problem.File,
        problem.Place.Line,
        problem.Place.Column,
        problem.Message,
    }) + "\n"));

    static string Cost(Planned? planned) => planned is Planned.Ready { Plan: var plan } ? $" {plan.WrittenBytes:N0} bytes, about {plan.Times.Total.TotalSeconds:0} s a unit." : "";

    static string Also(int warnings) => warnings > 0 ? $", {Count(warnings, "warning")}" : "";

    static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count:N0} {thing}s";
}
