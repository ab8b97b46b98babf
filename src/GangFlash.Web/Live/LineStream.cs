using System.Text;
using GangFlash.Web.Api;
using Microsoft.AspNetCore.Http;

namespace GangFlash.Web.Live;

/// <summary>
/// The line as server-sent events: <c>line</c> with the JSON of <c>/api/line</c> when something changed, <c>beat</c> every two seconds although nothing did, so that a browser can tell a
/// quiet line from a connection that is gone.
/// </summary>
sealed class LineStream(LineWatch watch, int most, TimeProvider clock)
{
    static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan s_beatEvery = TimeSpan.FromSeconds(2);
    const int RetrySeconds = 10;

    int watchers;

    /// <summary>Tells until the browser goes or the site ends.</summary>
    public async Task FollowAsync(HttpContext context, CancellationToken siteEnds)
    {
        if (Interlocked.Increment(ref watchers) > most)
        {
            _ = Interlocked.Decrement(ref watchers);
            throw new TroubleException(new Trouble.Busy(RetrySeconds));
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, siteEnds);
        try
        {
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            if (!HttpMethods.IsHead(context.Request.Method))
                await TellAsync(context.Response, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Nobody looks any more.
        }
        finally
        {
            _ = Interlocked.Decrement(ref watchers);
        }
    }

    async Task TellAsync(HttpResponse response, CancellationToken ct)
    {
        await SendAsync(response, $"retry: {(int)s_beatEvery.TotalMilliseconds}\n\n", ct).ConfigureAwait(false);
        var told = "";
        var beatAt = clock.GetTimestamp();
        while (true)
        {
            var now = watch.Look();
            var content = LineJson.Of(now with { At = default, Stations = [.. now.Stations.Select(station => station with { Line = station.Line with { At = default } })] });
            if (content != told)
            {
                told = content;
                await SendAsync(response, $"event: line\ndata: {LineJson.Of(now)}\n\n", ct).ConfigureAwait(false);
            }

            if (clock.GetElapsedTime(beatAt) >= s_beatEvery)
            {
                beatAt = clock.GetTimestamp();
                await SendAsync(response, "event: beat\ndata: {}\n\n", ct).ConfigureAwait(false);
            }

            await Task.Delay(s_lookEvery, clock, ct).ConfigureAwait(false);
        }
    }

    static async Task SendAsync(HttpResponse response, string text, CancellationToken ct)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), ct).ConfigureAwait(false);
        await response.Body.FlushAsync(ct).ConfigureAwait(false);
    }
}
