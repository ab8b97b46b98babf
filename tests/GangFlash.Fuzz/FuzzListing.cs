using System.Text;

namespace GangFlash.Fuzz;

/// <summary>A run as a line of a table.</summary>
static class FuzzListing
{
    public static string Head { get; } =
        $"{"parser",-12} {"inputs",10} {"time",8} {"inputs/s",9} {"ways",6} {"kept",6} {"read",5} {"answers",7}  {"most memory: for an input of, of its bound"}";

    public static string Row(FuzzReport report) =>
        $"{report.Parser.Name,-12} {report.Inputs,10:N0} {report.Time.TotalSeconds,6:N0} s {report.Inputs / report.Time.TotalSeconds,9:N0} {report.Ways,6:N0} {report.Kept.Count,6:N0} " +
        $"{Share(report, "read"),4:P0} {report.Outcomes.Count,7:N0}  {report.Most:N0} B: {report.MostLength:N0} B, {report.MostOfBound:P0}";

    public static string Outcomes(FuzzReport report)
    {
        var text = new StringBuilder();
        foreach (var (outcome, count) in report.Outcomes.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal))
            _ = text.Append($"    {count,10:N0}  {outcome}\n");
        return text.ToString();
    }

    static double Share(FuzzReport report, string outcome) => (double)report.Outcomes.GetValueOrDefault(outcome) / report.Outcomes.Values.Sum();
}
