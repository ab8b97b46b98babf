using System.Globalization;
using System.Text;

namespace GangFlash.Reports;

/// <summary>A drawing as text: elements in user units, coloured by classes of the style sheet, so that it follows light, dark and print.</summary>
sealed class SvgDrawing(double width, double height)
{
    readonly StringBuilder elements = new();

    public double Width => width;

    public double Height => height;

    public void Rectangle(double x, double y, double wide, double high, string style, double round = 0) =>
        elements.Append($"<rect class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, wide))}\" height=\"{N(Math.Max(0, high))}\"{(round > 0 ? $" rx=\"{N(round)}\"" : "")}/>\n");

    public void Line(double x1, double y1, double x2, double y2, string style) => elements.Append($"<path class=\"{style}\" d=\"M{N(x1)} {N(y1)}L{N(x2)} {N(y2)}\"/>\n");

    public void Circle(double x, double y, double radius, string style, string? tip = null) =>
        elements.Append($"<circle class=\"{style}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"{(tip is null ? "/>" : $"><title>{Html.Text(tip)}</title></circle>")}\n");

    public void Text(double x, double y, string text, string style = "") => elements.Append($"<text{(style.Length > 0 ? $" class=\"{style}\"" : "")} x=\"{N(x)}\" y=\"{N(y)}\">{Html.Text(text)}</text>\n");

    public void Lines(IEnumerable<(double X, double Y)> points, string style)
    {
        var path = string.Concat(points.Select((point, i) => $"{(i == 0 ? 'M' : 'L')}{N(point.X)} {N(point.Y)}"));
        if (path.Length > 0)
            Path(path, style);
    }

    public void Path(string path, string style) => elements.Append($"<path class=\"{style}\" d=\"{path}\"/>\n");

    /// <param name="caption">What it shows; also what a screen reader says.</param>
    public string Figure(string caption) =>
        $"<figure>\n<figcaption>{Html.Text(caption)}</figcaption>\n<svg viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-label=\"{Html.Text(caption)}\" xmlns=\"http://www.w3.org/2000/svg\">\n{elements}</svg>\n</figure>\n";

    /// <summary>A number of at most two decimals: the same on every machine.</summary>
    public static string N(double number) => (Math.Round(number, 2) is var rounded && rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);

}

/// <summary>A measure from 0 (or near the smallest value) to a round number, with its marks.</summary>
readonly record struct SvgScale(double Low, double High, double Step)
{
    public static SvgScale Of(double low, double high, int marks = 5)
    {
        var span = high > low ? high - low : 1;
        var rough = span / marks;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 } * power;
        return new(Math.Floor(low / step + 1e-9) * step, Math.Ceiling((low + span) / step - 1e-9) * step, step);
    }

    /// <summary>0 to 1.</summary>
    public double At(double value) => (value - Low) / (High - Low);

    public IEnumerable<double> Marks()
    {
        for (var i = 0; Low + i * Step <= High + Step / 1000; i++)
            yield return Low + i * Step;
    }
}
