using System.Net;

namespace GangFlash.Reports;

/// <summary>The one place that turns text into a piece of a page, for reports and for the site around them.</summary>
public static class Html
{
    /// <summary>Text from outside: nothing of it is markup, and nothing of it hides from an eye.</summary>
    public static string Text(string? text) => Escaped(Printable.Escape(text ?? "", int.MaxValue));

    /// <summary>Text that is printable already, or an address.</summary>
    public static string Escaped(string text) => WebUtility.HtmlEncode(text);
}
