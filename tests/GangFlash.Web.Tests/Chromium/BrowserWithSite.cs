using GangFlash.Testing;
using Microsoft.Playwright;

namespace GangFlash.Web.Tests.Chromium;

/// <summary>One Chromium and one site with one record for all tests of a class. Where there is no Chromium its tests are skipped, and nothing is started.</summary>
public sealed class BrowserWithSite : IAsyncLifetime
{
    /// <summary>Nothing takes so long; a machine with other work may.</summary>
    const int PatienceMs = 60_000;

    IPlaywright? playwright;
    IBrowser? browser;

    internal TestSite Site { get; } = new();

    public async Task InitializeAsync()
    {
        if (Needs.Missing(Tool.Chromium) is not null)
            return;
        _ = await Site.WithRecordAsync();
        _ = await Site.StartAsync();
        playwright = await Playwright.CreateAsync();
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            // Root has no sandbox to give; everybody else keeps it.
            Args = Environment.UserName == "root" ? ["--no-sandbox"] : [],
        });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        await Site.DisposeAsync();
    }

    /// <summary>A browser window without a memory that keeps what it complained about.</summary>
    internal async Task<Window> OpenAsync(BrowserNewContextOptions? options = null)
    {
        options ??= new();
        options.BaseURL = Site.Address.ToString();
        var context = await browser!.NewContextAsync(options);
        context.SetDefaultTimeout(PatienceMs);
        return new(context, await context.NewPageAsync());
    }
}

/// <summary>A page with all that its console said.</summary>
sealed class Window : IAsyncDisposable
{
    readonly IBrowserContext context;

    public Window(IBrowserContext context, IPage page)
    {
        (this.context, Page) = (context, page);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Said.Add($"{page.Url}: {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => Said.Add($"{page.Url}: {error}");
        page.Dialog += (_, dialog) => Said.Add($"{page.Url}: dialog {dialog.Message}");
    }

    public IPage Page { get; }

    /// <summary>Errors, warnings, violations of the policy, dialogs.</summary>
    public List<string> Said { get; } = [];

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
