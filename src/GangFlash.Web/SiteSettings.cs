using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using GangFlash.Reports;
using GangFlash.Web.Security;

namespace GangFlash.Web;

/// <summary>What whoever starts the site decides about it.</summary>
public sealed record SiteSettings
{
    public const int UsualPort = 8480;

    /// <summary>The record; it need not exist yet.</summary>
    public required string Database { get; init; }

    public required ReportCatalogue Catalogue { get; init; }

    /// <summary>Name and version, for feet of reports.</summary>
    public required string Program { get; init; }

    /// <summary>Port 0 takes any that is free.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, UsualPort);

    /// <summary>None: whoever reaches the address may read. Only this machine may then reach it.</summary>
    public AccessToken? Token { get; init; }

    /// <summary>None: HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Names that the site answers to, beside numbers, <c>localhost</c> and the machine's own name.</summary>
    public ImmutableArray<string> Hosts { get; init; } = [];

    public SiteLimits Limits { get; init; } = new();

    /// <summary>Why a site with these settings must not start; none if it may.</summary>
    public string? Refusal => Token is null && !IPAddress.IsLoopback(Listen.Address)
        ? $"{Listen.Address} can be reached from other machines, and the site shows everything in the record: give a token with --token-file, or stay on 127.0.0.1."
        : null;

    /// <summary>The token would be read by whoever listens on the network.</summary>
    public bool SendsTokenInClear => Token is not null && Certificate is null && !IPAddress.IsLoopback(Listen.Address);
}

/// <summary>What the site may cost a machine that has a line to serve.</summary>
public sealed record SiteLimits
{
    /// <summary>Questions to the record that run at the same time.</summary>
    public int QuestionsAtOnce { get; init; } = 2;

    /// <summary>Questions that wait for one of them; the next one is told to come back.</summary>
    public int QuestionsWaiting { get; init; } = 8;

    /// <summary>Of one section of a report.</summary>
    public TimeSpan QuestionTime { get; init; } = ReportRunner.UsualTime;

    /// <summary>Browsers that follow the live line.</summary>
    public int Watchers { get; init; } = 32;

    public int Connections { get; init; } = 200;
}
