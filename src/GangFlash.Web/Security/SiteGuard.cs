using System.Net;
using GangFlash.Gang;
using GangFlash.Reports;
using GangFlash.Traceability;
using GangFlash.Web.Api;
using GangFlash.Web.Views;
using Microsoft.AspNetCore.Http;

namespace GangFlash.Web.Security;

/// <summary>In front of every page: who may come in, by which name, with which verb. And behind every page: the one place where a trouble becomes an answer.</summary>
sealed class SiteGuard(SiteSettings settings, SignIns signIns, TryLimit tries, Func<Exception, string> writeDown)
{
    public const string SignInPath = "/sign-in";
    public const string SignOutPath = "/sign-out";
    const string BearerScheme = "Bearer ";
    const int LongestAddress = 8000;

    readonly HostNames hosts = new(settings.Hosts, Environment.MachineName);

    /// <summary>The prefix makes browsers insist on TLS and on this very host.</summary>
    string CookieName => settings.Certificate is null ? "gangflash" : "__Host-gangflash";

    public async Task InvokeAsync(HttpContext context, Func<Task> next)
    {
        SafeHeaders.Set(context.Response.Headers);
        try
        {
            Admit(context);
            await next().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone; there is nobody to answer.
        }
        catch (TroubleException known)
        {
            await SendAsync(context, known.Trouble).ConfigureAwait(false);
        }
        catch (RecordException unusable)
        {
            await SendAsync(context, new Trouble.RecordUnusable(unusable.Message)).ConfigureAwait(false);
        }
        catch (ReportException fails)
        {
            await SendAsync(context, fails.InnerException is QueryException { Code: QueryCode.TooSlow } ? new Trouble.ReportTooSlow(fails.Message) : new Trouble.ReportFails(fails.Message)).ConfigureAwait(false);
        }
        catch (BadHttpRequestException malformed)
        {
            context.Response.StatusCode = malformed.StatusCode;
        }
#pragma warning disable CA1031 // The outermost place of a request: a stack trace on a page would be a bug of its own.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            await SendAsync(context, new Trouble.Bug(writeDown(bug))).ConfigureAwait(false);
        }
    }

    /// <summary>Takes the sign-in form.</summary>
    public async Task SignInAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var back = SitePaths.Local(form["return"].ToString());
        if (settings.Token is not { } token)
        {
            await new Answer.Elsewhere(back).SendAsync(context).ConfigureAwait(false);
            return;
        }

        Check(token, form["token"].ToString().Trim(), context, out var isRight);
        if (!isRight)
        {
            await SignInView.Page(back, "This is not the token. Whoever started the site has it.").SendAsync(context).ConfigureAwait(false);
            return;
        }

        context.Response.Cookies.Append(CookieName, signIns.Begin(), new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = settings.Certificate is not null, Path = "/", MaxAge = SignIns.Lasts });
        await new Answer.Elsewhere(back).SendAsync(context).ConfigureAwait(false);
    }

    public Task SignOutAsync(HttpContext context)
    {
        signIns.End(context.Request.Cookies[CookieName]);
        context.Response.Cookies.Delete(CookieName, new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = settings.Certificate is not null, Path = "/" });
        return new Answer.Elsewhere(SignInPath).SendAsync(context);
    }

    public static Task SignInPageAsync(HttpContext context) => SignInView.Page(SitePaths.Local(context.Request.Query["return"].ToString()), null).SendAsync(context);

    /// <exception cref="TroubleException">It may not go on.</exception>
    void Admit(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value ?? "");
        if (!hosts.Knows(request.Host.Host))
            throw new TroubleException(new Trouble.UnknownHost(request.Host.Host));
        if (path.Length + request.QueryString.Value?.Length > LongestAddress)
            throw new TroubleException(new Trouble.TooLong());
        var posts = path is SignInPath or SignOutPath;
        if (HttpMethods.IsPost(request.Method) && posts)
        {
            if (!IsOwnPage(request))
                throw new TroubleException(new Trouble.WrongOrigin());
        }
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            throw new TroubleException(new Trouble.WrongMethod(posts ? "GET, HEAD, POST" : "GET, HEAD"));
        }

        if (settings.Token is { } token && path != SignInPath && !path.StartsWith(SiteAssets.Prefix, StringComparison.Ordinal) && !IsKnown(token, context))
            throw new TroubleException(new Trouble.TokenNeeded());
    }

    bool IsKnown(AccessToken token, HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString() is { } offered && offered.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
        {
            Check(token, offered[BearerScheme.Length..].Trim(), context, out var isRight);
            return isRight;
        }

        return signIns.IsKnown(context.Request.Cookies[CookieName]);
    }

    void Check(AccessToken token, string offered, HttpContext context, out bool isRight)
    {
        var from = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (tries.Wait(from) is { } seconds)
            throw new TroubleException(new Trouble.TooManyTries(seconds));
        isRight = token.Is(offered);
        if (!isRight)
            tries.Failed(from);
    }

    /// <summary>Browsers say where a form was sent from. A page that hides it is not ours.</summary>
    static bool IsOwnPage(HttpRequest request) =>
        request.Headers.Origin is [{ Length: > 0 } origin] ? string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase) : request.Headers["Sec-Fetch-Site"] == "same-origin";

    static Task SendAsync(HttpContext context, Trouble trouble)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var isApi = context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) && context.Request.Path != "/api" && context.Request.Path != "/api/";
        if (trouble is Trouble.TokenNeeded && !isApi && !HttpMethods.IsPost(context.Request.Method))
        {
            var address = context.Request.Path + context.Request.QueryString;
            return new Answer.Elsewhere(address == "/" ? SignInPath : SignInPath + SitePaths.Query([("return", address)])).SendAsync(context);
        }

        response.StatusCode = trouble.Status;
        if (trouble.RetryAfter is { } seconds)
            response.Headers.RetryAfter = $"{seconds}";
        if (trouble is Trouble.TokenNeeded)
            response.Headers.WWWAuthenticate = "Bearer realm=\"GangFlash\"";
        if (trouble is Trouble.WrongMethod { Allowed: var allowed })
            response.Headers.Allow = allowed;
        return (isApi ? Problem.Of(trouble) : TroubleView.Page(trouble)).SendAsync(context);
    }
}
