using System.Diagnostics;
using System.Net;
using System.Text.Json;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

/// <summary><c>gangflash serve</c>: what is refused before it starts, and the real process.</summary>
public sealed class ServeCommandTests
{
    [Fact]
    public async Task Beyond_this_machine_it_does_not_start_without_a_token()
    {
        var run = await StationRun.Of("serve", "--listen", "0.0.0.0", "--port", "0");

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.Equal("0.0.0.0 can be reached from other machines, and the site shows everything in the record: give a token with --token-file, or stay on 127.0.0.1.\n", run.Error);
    }

    [Theory]
    [InlineData("short", "a token has at least 24 characters, and this has 5; 'openssl rand -base64 32' makes one.")]
    [InlineData("with spaces in it, that nobody could send", "a token is letters, digits and signs of ASCII, without spaces.")]
    public async Task A_token_that_cannot_be_one_is_told_and_never_printed(string token, string problem)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("token", token);

        var run = await StationRun.Of("serve", "--token-file", file);

        Assert.Equal((4, $"{file}: {problem}\n"), (run.Exit, run.Error));
    }

    [Theory]
    [InlineData("--token-file")]
    [InlineData("--certificate")]
    public async Task A_file_that_is_not_there_is_told(string option)
    {
        var run = await StationRun.Of("serve", option, "tests/nowhere.pem");

        Assert.Equal((4, "tests/nowhere.pem: error: there is no such file.\n"), (run.Exit, run.Error));
    }

    [Theory]
    [InlineData("no certificate at all")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    public async Task What_is_no_certificate_is_told(string text)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("site.pem", text);

        var run = await StationRun.Of("serve", "--certificate", file);

        Assert.Equal(4, run.Exit);
        Assert.StartsWith($"{file}: no certificate with its key: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task The_first_line_is_the_address_and_a_signal_ends_it_in_order()
    {
        using var folder = new TemporaryFolder();
        using var site = Start("serve", "--port", "0", "--database", folder.PathOf("later.db"));

        var address = new Uri((await site.StandardOutput.ReadLineAsync())!);
        using var client = new HttpClient { BaseAddress = address };
        Assert.Contains("There is no record yet", await client.GetStringAsync("/"), StringComparison.Ordinal);

        await EndAsync(site);
        Assert.Equal(0, site.ExitCode);
        Assert.Contains("There is no record", await site.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gang_in_one_process_is_seen_in_another_and_its_units_after_it()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("gangflash.db");
        using var site = Start("serve", "--port", "0", "--database", database);
        using var client = new HttpClient { BaseAddress = new((await site.StandardOutput.ReadLineAsync())!) };
        using var gang = Start("flash", Path.Combine(TestImages.RepositoryRoot(), "recipes/demo.yaml"), "--simulate", "2", "--station", "TEST-1", "--batch", "WO-9", "--time-scale", "0.3", "--database", database);

        await UntilAsync(client, "/api/line", line => line.GetProperty("stations") is var stations && stations.GetArrayLength() == 1 && stations[0].GetProperty("state").GetString() == "working");
        await gang.WaitForExitAsync();
        await UntilAsync(client, "/api/line", line => line.GetProperty("stations").GetArrayLength() == 0);
        await UntilAsync(client, "/api/reports/batch?batch=WO-9", report => report.GetProperty("sections")[0].GetProperty("rows").GetArrayLength() == 1);

        await EndAsync(site);
        Assert.Equal((0, 0), (gang.ExitCode, site.ExitCode));
    }

    static async Task UntilAsync(HttpClient client, string path, Func<JsonElement, bool> isIt)
    {
        while (true)
        {
            using var answer = await client.GetAsync(path);
            if (answer.StatusCode != HttpStatusCode.OK)
                continue;
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            if (isIt(json.RootElement))
                return;
        }
    }

    static async Task EndAsync(Process process)
    {
        using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await signal.WaitForExitAsync();
        await process.WaitForExitAsync();
    }

    static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StationIo).Assembly.Location, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
    }
}
