using System.Net;
using System.Net.Sockets;
using GangFlash.Web.Live;
using GangFlash.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GangFlash.Web;

/// <summary>The site while it runs: answers from the record and the line, and changes neither.</summary>
public sealed class Site : IAsyncDisposable
{
    const int MostBody = 4 * 1024;
    const int MostHeaders = 16 * 1024;
    const int MostRequestLine = 16 * 1024;
    static readonly TimeSpan s_headersWithin = TimeSpan.FromSeconds(10);
    static readonly TimeSpan s_idleConnection = TimeSpan.FromMinutes(2);
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    readonly Parts parts;

    Site(Parts parts, Uri address) => (this.parts, Address) = (parts, address);

    /// <summary>Where it is, for a browser on this machine where it listens everywhere.</summary>
    public Uri Address { get; }

    /// <summary>Starts to answer.</summary>
    /// <param name="writeDown">Keeps a mistake of ours and says where: no page shows it.</param>
    /// <exception cref="SiteException">The address cannot be had.</exception>
    public static async Task<Site> StartAsync(SiteSettings settings, TimeProvider clock, Func<Exception, string> writeDown, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.Refusal is { } refusal)
            throw new SiteException(refusal);
        var made = new Parts(Build(settings), new(settings.Limits.QuestionsAtOnce, settings.Limits.QuestionsWaiting), new());
        var (watch, guard) = (new LineWatch(settings.Database, clock), new SiteGuard(settings, new(clock), new(clock), writeDown));
        _ = made.App.Use((context, next) => guard.InvokeAsync(context, next));
        _ = made.App.UseRouting();
        new SiteRoutes(settings, new(settings, clock), made.Gate, watch, new(watch, settings.Limits.Watchers, clock), guard, made.Ends.Token).Map(made.App);
        try
        {
            await made.App.StartAsync(ct).ConfigureAwait(false);
            var bound = made.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            return new(made, Reachable(new(bound), settings));
        }
        catch (Exception refused) when (refused is IOException or SocketException)
        {
            await made.DisposeAsync().ConfigureAwait(false);
            throw new SiteException(Sentence(refused, settings.Listen), refused);
        }
    }

    /// <summary>Lets running answers come to their end, for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        await parts.Ends.CancelAsync().ConfigureAwait(false);
        using (var patience = new CancellationTokenSource(s_patience))
            await parts.App.StopAsync(patience.Token).ConfigureAwait(false);
        await parts.DisposeAsync().ConfigureAwait(false);
    }

    static WebApplication Build(SiteSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());      // no settings file and no variable of the environment has a say
        _ = builder.Services.AddRoutingCore().AddSingleton<IHostLifetime, NoLifetime>();
        _ = builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Configure(kestrel, settings));
        return builder.Build();
    }

    static void Configure(KestrelServerOptions kestrel, SiteSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MostBody;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaders;
        kestrel.Limits.MaxRequestLineSize = MostRequestLine;
        kestrel.Limits.MaxRequestBufferSize = MostHeaders + MostRequestLine + MostBody;
        kestrel.Limits.RequestHeadersTimeout = s_headersWithin;
        kestrel.Limits.KeepAliveTimeout = s_idleConnection;
        kestrel.Limits.MaxConcurrentConnections = settings.Limits.Connections;
        kestrel.Listen(settings.Listen, listen =>
        {
            listen.Protocols = settings.Certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            if (settings.Certificate is { } certificate)
                _ = listen.UseHttps(certificate);
        });
    }

    /// <summary>"Everywhere" is no address that a browser can open.</summary>
    static Uri Reachable(Uri bound, SiteSettings settings) => settings.Listen.Address switch
    {
        var any when any.Equals(IPAddress.Any) || any.Equals(IPAddress.IPv6Any) => new UriBuilder(bound) { Host = Environment.MachineName }.Uri,
        _ => bound,
    };

    static string Sentence(Exception refused, IPEndPoint at) => (refused, (refused as SocketException ?? refused.InnerException as SocketException)?.SocketErrorCode) switch
    {
        (AddressInUseException, _) or ({ InnerException: AddressInUseException }, _) or (_, SocketError.AddressAlreadyInUse) => $"Another program listens on {at}. Stop it, or choose another port with --port.",
        (_, SocketError.AddressNotAvailable) => $"{at.Address} is no address of this machine.",
        (_, SocketError.AccessDenied) => $"Only the administrator may listen on port {at.Port}. Choose one above 1023 with --port.",
        _ => $"{at} cannot be used: {refused.Message}",
    };

    /// <param name="Ends">Those who follow the line are let go with it.</param>
    sealed record Parts(WebApplication App, WorkGate Gate, CancellationTokenSource Ends) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await App.DisposeAsync().ConfigureAwait(false);
            Gate.Dispose();
            Ends.Dispose();
        }
    }

    /// <summary>Signals are the program's business.</summary>
    sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>The site cannot start; the message says why and what to do.</summary>
public sealed class SiteException(string message, Exception? cause = null) : Exception(message, cause);
