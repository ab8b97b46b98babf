using System.Text.RegularExpressions;

namespace GangFlash.Reports;

public static partial class ReportReader
{
    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NameShape { get; }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,63}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    internal static partial Regex WordShape { get; }

    [GeneratedRegex(@"@(?<name>[A-Za-z_][A-Za-z0-9_]*)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ParameterShape { get; }

    [GeneratedRegex(@"^share\((?<part>[a-z][a-z0-9_]*)/(?<whole>[a-z][a-z0-9_]*)\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ShareShape { get; }

    [GeneratedRegex(@"^choice\((?<words>[a-z0-9|-]+)\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ChoiceShape { get; }

    [GeneratedRegex(@"^(?<report>[a-z][a-z0-9-]*)\((?<parameter>[a-z][a-z0-9_]*)\)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LinkShape { get; }

    [GeneratedRegex(@"\s*(?:""(?<text>(?:[^""]|"""")*)""|(?<word>[^\s""]+))", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TokenShape { get; }

    [GeneratedRegex(@"'now'|\bcurrent_(timestamp|date|time)\b|\brandom(blob)?\s*\(", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex ChangingShape { get; }
}
