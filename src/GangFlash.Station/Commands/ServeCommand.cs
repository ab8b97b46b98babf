using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using GangFlash.Station.Loading;
using GangFlash.Web;
using GangFlash.Web.Security;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash serve</c>: the read-only site for quality staff at their desks.</summary>
sealed class ServeCommand
{
    /// <summary>For services, which keep secrets in their environment.</summary>
    const string TokenVariable = "GANGFLASH_TOKEN";

    /// <summary>A token is a line; certificates are a page.</summary>
    const long MostBytes = 256 * 1024;

    readonly StationIo io;
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<string?> database = CommonOptions.Database();
    readonly Option<IPEndPoint?> listen = new("--listen")
    {
        Description = "Where to answer: an address, or address and port. Everything but this machine needs a token. [default: 127.0.0.1]",
        HelpName = "ADDRESS[:PORT]",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (AddressOf(text) is { } at)
                return at;
            result.AddError($"--listen: \"{Printable.Escape(text, 64)}\" is no address like 127.0.0.1, 192.168.1.5:{SiteSettings.UsualPort} or [::1]:{SiteSettings.UsualPort}.");
            return null;
        },
    };

    readonly Option<int?> port = new("--port")
    {
        Description = $"The port; 0 takes any that is free. [default: {SiteSettings.UsualPort}]",
        HelpName = "NUMBER",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= IPEndPoint.MaxPort)
                return number;
            result.AddError($"--port: \"{Printable.Escape(text, 64)}\" is no number from 0 to {IPEndPoint.MaxPort}.");
            return null;
        },
    };

    readonly Option<string?> tokenFile = new("--token-file") { Description = $"A file with the token that readers must have, at least {AccessToken.Shortest} characters. Without it the variable {TokenVariable}.", HelpName = "FILE" };
    readonly Option<string?> certificate = new("--certificate") { Description = "Serve HTTPS with this certificate and its key: a .pfx without a password, or a .pem with both.", HelpName = "FILE" };
    readonly Option<string[]> hosts = new("--host") { Description = "A name of this machine that browsers use, beside its own, localhost, and numbers. May be repeated.", HelpName = "NAME" };
    readonly Option<string?> reports = DefinedReports.Folder();

    ServeCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new ServeCommand(io);
        var command = new Command("serve", "A read-only web site for quality staff: the line, batches, units, reports. Prints its address and serves until Ctrl+C.")
        {
            it.config, it.database, it.listen, it.port, it.tokenFile, it.certificate, it.hosts, it.reports,
        };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (StationSetup.Load(io, parsed.GetValue(config)) is not { } setup)
            return ExitCode.BadInput;
        if (!Token(parsed, out var token) || !Certificate(parsed, out var tls))
            return ExitCode.BadInput;
        using (tls)
        {
            var (catalogue, unreadable) = DefinedReports.Load(parsed.GetValue(reports));
            if (unreadable is not null)
                io.Error.WriteLine(unreadable);
            var settings = new SiteSettings
            {
                Database = Path.GetFullPath(Path.Combine(io.Folder, setup.Database(parsed.GetValue(database)))),
                Catalogue = catalogue,
                Program = StationVersion.Text,
                Listen = Listen(parsed),
                Token = token,
                Certificate = tls,
                Hosts = [.. parsed.GetValue(hosts) ?? []],
            };
            try
            {
                await using var site = await Site.StartAsync(settings, io.Clock, WriteDown, ct);
                io.Out.WriteLine(site.Address);
                if (settings.SendsTokenInClear)
                    io.Error.WriteLine("Without --certificate the token travels in the clear: whoever listens on the network can read it.");
                if (!File.Exists(settings.Database))
                    io.Error.WriteLine($"There is no record {settings.Database} yet; the site shows it as soon as the station has made it.");
                await Task.Delay(Timeout.InfiniteTimeSpan, io.Clock, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // Ctrl+C or SIGTERM: the ordinary end.
            }
            catch (SiteException refused)
            {
                io.Error.WriteLine(refused.Message);
                return ExitCode.Usage;
            }
        }

        return ExitCode.Passed;
    }

    IPEndPoint Listen(ParseResult parsed)
    {
        var at = parsed.GetValue(listen) ?? new(IPAddress.Loopback, 0);
        return new(at.Address, parsed.GetValue(port) ?? (at.Port > 0 ? at.Port : SiteSettings.UsualPort));
    }

    /// <summary>An address with or without a port. Read back, because the system takes much for an address: "8480" is 0.0.33.32.</summary>
    static IPEndPoint? AddressOf(string text)
    {
        if (IPAddress.TryParse(text, out var address) && address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            return new(address, 0);
        return IPEndPoint.TryParse(text, out var at) && at.Port > 0 && at.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) ? at : null;
    }

    /// <summary>False if there is a token and it cannot be used.</summary>
    bool Token(ParseResult parsed, out AccessToken? token)
    {
        token = null;
        var file = parsed.GetValue(tokenFile);
        if (file is null && io.Variable(TokenVariable) is not { Length: > 0 })
            return true;
        try
        {
            var text = file is null ? io.Variable(TokenVariable)! : System.Text.Encoding.UTF8.GetString(InputFile.Read(file, MostBytes));
            (token, var problem) = AccessToken.Of(text);
            if (problem is not null)
                io.Error.WriteLine($"{(file is null ? TokenVariable : Printable.Escape(file))}: {problem}.");
            return problem is null;
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            io.Error.WriteLine($"{Printable.Escape(file!)}: error: {InputFile.Reason(unreadable)}");
            return false;
        }
    }

    /// <summary>False if there is a certificate and it cannot be used.</summary>
    bool Certificate(ParseResult parsed, out X509Certificate2? tls)
    {
        tls = null;
        if (parsed.GetValue(certificate) is not { } file)
            return true;
        try
        {
            var bytes = InputFile.Read(file, MostBytes);
            tls = System.Text.Encoding.ASCII.GetString(bytes).Contains("-----BEGIN", StringComparison.Ordinal)
                ? X509Certificate2.CreateFromPem(System.Text.Encoding.ASCII.GetString(bytes), System.Text.Encoding.ASCII.GetString(bytes))
                : X509CertificateLoader.LoadPkcs12(bytes, password: null);
            if (tls.HasPrivateKey)
                return true;
            io.Error.WriteLine($"{Printable.Escape(file)}: the private key is missing; put certificate and key into one file.");
        }
        catch (CryptographicException unusable)
        {
            io.Error.WriteLine($"{Printable.Escape(file)}: no certificate with its key: {Printable.Escape(unusable.Message, 300)}");
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            io.Error.WriteLine($"{Printable.Escape(file)}: error: {InputFile.Reason(unreadable)}");
        }

        tls?.Dispose();
        tls = null;
        return false;
    }

    /// <summary>A mistake of ours in one answer: the site goes on.</summary>
    string WriteDown(Exception bug)
    {
        var report = Path.Combine(Path.GetTempPath(), $"gangflash-bug-{io.Clock.GetUtcNow():yyyyMMdd-HHmmss}-{Guid.NewGuid():N}.txt");
        File.WriteAllText(report, bug.ToString());
        io.Error.WriteLine($"GangFlash made a mistake ({bug.GetType().Name}) in an answer of the site, which goes on. The details are in {report}.");
        return report;
    }
}
