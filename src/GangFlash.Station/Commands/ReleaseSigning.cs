using System.CommandLine;
using GangFlash.Releases;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary>What <c>recipe release</c> and <c>recipe approve</c> share: the key.</summary>
static class ReleaseSigning
{
    public static Option<string> Key() => new("--key")
    {
        Description = $"The key that signs: a .key file of 'recipe key new'. Its passphrase is asked for, or taken from {Passphrase.Variable}.",
        HelpName = "FILE",
        Required = true,
    };

    /// <summary>Opens a key. None, and the reason on standard error, if that is not possible.</summary>
    public static async Task<(SigningKey? Key, ExitCode Exit)> OpenAsync(StationIo io, string path, CancellationToken ct)
    {
        if (KeyFile.Text(path, out var why) is { } text)
        {
            if (await Passphrase.AskAsync(io, path, ct) is not { } passphrase)
                return (null, ExitCode.Usage);
            if (SigningKey.FromPem(text, passphrase, out why) is { } key)
                return (key, ExitCode.Passed);
        }

        io.Error.WriteLine($"{Printable.Escape(path)} {why}. Nothing was signed.");
        return (null, ExitCode.BadInput);
    }
}
