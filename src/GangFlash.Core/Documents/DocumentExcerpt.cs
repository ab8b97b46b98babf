using System.Globalization;

namespace GangFlash.Documents;

/// <summary>A complaint with the line that it is about, and a mark below the place.</summary>
public static class DocumentExcerpt
{
    /// <summary>Of a line, in characters; a longer one is cut around the place.</summary>
    const int Widest = 100;

    /// <summary>What stands before the place in a line that is cut.</summary>
    const int Before = 60;

    /// <param name="text">The whole file; none where it could not be read as text: then the complaint stands alone.</param>
    public static string Of(DocumentProblem problem, string? text)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (text is null || Line(text, problem.Place.Line) is not { } line)
            return problem.ToString();
        var at = Math.Clamp(problem.Place.Column - 1, 0, line.Length);
        var from = line.Length <= Widest ? 0 : Math.Clamp(at - Before, 0, line.Length - Widest);
        var before = Shown(line[from..at], from > 0 ? "…" : "");
        var behind = Shown(line[at..Math.Min(line.Length, from + Widest)], "");
        var number = problem.Place.Line.ToString(CultureInfo.InvariantCulture).PadLeft(5);
        return $"{problem}\n{number} | {before}{behind}\n{new string(' ', number.Length)} | {new string(' ', before.Length)}^";
    }

    static string Shown(string part, string ahead) => ahead + Printable.Escape(part, int.MaxValue);

    static string? Line(string text, int number)
    {
        var rest = text.AsSpan(DocumentText.WithoutMark(text));
        for (var line = 1; ; line++)
        {
            var end = rest.IndexOfAny('\r', '\n');
            if (line == number)
                return (end < 0 ? rest : rest[..end]).ToString() is { Length: > 0 } found ? found : null;
            if (end < 0)
                return null;
            rest = rest[(end + (rest[end] == '\r' && end + 1 < rest.Length && rest[end + 1] == '\n' ? 2 : 1))..];
        }
    }
}
