using System.Text;
using GangFlash.Web.Views;
using Microsoft.AspNetCore.Http;

namespace GangFlash.Web;

/// <summary>What goes back to whoever asked: a value, so that whatever makes it can be asked in a test.</summary>
abstract record Answer
{
    private Answer() { }

    /// <param name="Body">Between the site's head and foot.</param>
    public sealed record Page(string Title, string Body, int Status = 200) : Answer
    {
        /// <summary>Where in the site it is; none of the parts: none is marked.</summary>
        public SitePart Part { get; init; }

        /// <summary>What stands in the search field.</summary>
        public string Searched { get; init; } = "";

        /// <summary>Without script it is loaded anew every so many seconds; none: never.</summary>
        public int? RefreshSeconds { get; init; }

        /// <summary>It follows the line while it is looked at.</summary>
        public bool FollowsLine { get; init; }

        /// <summary>Without head and foot: nobody is signed in.</summary>
        public bool Bare { get; init; }
    }

    /// <param name="FileName">What a browser saves it as; none: it is shown.</param>
    /// <param name="Forever">The address changes with the content, so it may be kept.</param>
    public sealed record Content(string Type, ReadOnlyMemory<byte> Bytes, string? FileName = null, bool Forever = false) : Answer;

    public sealed record Elsewhere(string To) : Answer;

    public const string Json = "application/json; charset=utf-8";

    public static Content Text(string type, string text, string? fileName = null) => new(type, Encoding.UTF8.GetBytes(text), fileName);

    public async Task SendAsync(HttpContext to)
    {
        var response = to.Response;
        switch (this)
        {
            case Page page:
                response.StatusCode = page.Status;
                await WriteAsync(to, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Frame.Of(page))).ConfigureAwait(false);
                break;
            case Content content:
                if (content.FileName is { } name)
                    response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
                if (content.Forever)
                    response.Headers.CacheControl = "public, max-age=31536000, immutable";
                await WriteAsync(to, content.Type, content.Bytes).ConfigureAwait(false);
                break;
            case Elsewhere elsewhere:
                response.StatusCode = StatusCodes.Status303SeeOther;
                response.Headers.Location = elsewhere.To;
                break;
        }
    }

    static async Task WriteAsync(HttpContext to, string type, ReadOnlyMemory<byte> bytes)
    {
        to.Response.ContentType = type;
        to.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(to.Request.Method))
            await to.Response.Body.WriteAsync(bytes, to.RequestAborted).ConfigureAwait(false);
    }
}

/// <summary>The parts of the site that its head leads to.</summary>
enum SitePart
{
    None,
    Overview,
    Line,
    Batches,
    Units,
    Reports,
}
