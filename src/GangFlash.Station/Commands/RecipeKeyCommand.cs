using System.CommandLine;
using GangFlash.Documents;
using GangFlash.Releases;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe key</c>: the keys that sign releases.</summary>
static class RecipeKeyCommand
{
    public static Command Create(StationIo io)
    {
        var name = new Argument<string>("name") { Description = "Whose key it is; the files are NAME.key and NAME.pub." };
        var folder = new Option<string>("-o", "--output") { Description = "The folder for both files.", HelpName = "FOLDER", DefaultValueFactory = _ => "." };
        var create = new Command("new", $"Make a key: NAME.key signs and is encrypted with a passphrase (asked for, or from {Passphrase.Variable}), NAME.pub is what stations trust.") { name, folder };
        create.SetAction(async (parsed, ct) => (int)await NewAsync(io, parsed.GetRequiredValue(name), parsed.GetRequiredValue(folder), ct));
        return new("key", "Keys that sign releases.") { create };
    }

    static async Task<ExitCode> NewAsync(StationIo io, string name, string folder, CancellationToken ct)
    {
        if (DocumentScalars.Name(name, "key") is { } why)
            return Stop(io, $"'{DocumentScalars.Show(name)}' {why}.");
        var (privatePath, publicPath) = (Path.Combine(folder, name + KeyFile.PrivateEnd), Path.Combine(folder, name + KeyFile.PublicEnd));
        if (Array.Find([privatePath, publicPath], File.Exists) is { } there)
            return Stop(io, $"{Printable.Escape(there)} is there already, and a key is never overwritten. Choose another name.");
        if (await Passphrase.AskNewAsync(io, ct) is not { } passphrase)
            return ExitCode.Usage;
        using var key = SigningKey.Create();
        try
        {
            KeyFile.Write(key, passphrase, privatePath, publicPath);
        }
        catch (Exception refused) when (InputFile.IsUnreadable(refused))
        {
            return Stop(io, $"The key cannot be written to {Printable.Escape(folder)}: {Printable.Escape(refused.Message)}");
        }

        io.Out.WriteLine($"{key.Public.Id}  {Printable.Escape(privatePath)} signs: keep it where only its owner gets at it, with a copy. {Printable.Escape(publicPath)} goes below 'releases' and 'trusted' of each station file.");
        return ExitCode.Passed;
    }

    static ExitCode Stop(StationIo io, string sentence)
    {
        io.Error.WriteLine(sentence);
        return ExitCode.Usage;
    }
}
