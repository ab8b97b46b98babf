using System.CommandLine;
using GangFlash.Releases;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe approve</c>: one more person signs a release.</summary>
static class RecipeApproveCommand
{
    public static Command Create(StationIo io)
    {
        var file = new Argument<string>("file") { Description = "The release (.gfr)." };
        var key = ReleaseSigning.Key();
        var command = new Command("approve", "Sign a release with one more key, after all that 'recipe check' does. What was released stays as it is.") { file, key };
        command.SetAction(async (parsed, ct) => (int)await RunAsync(io, parsed.GetRequiredValue(file), parsed.GetRequiredValue(key), ct));
        return command;
    }

    static async Task<ExitCode> RunAsync(StationIo io, string path, string keyPath, CancellationToken ct)
    {
        if (ReleaseFile.Read(io, path) is not { } file)
            return ExitCode.BadInput;
        if (RecipeCheckCommand.Tell(io, path, OrderLoader.LoadRelease(path, file.Bytes, ReleaseRules.None), _ => new(), json: false) is var exit and not ExitCode.Passed)
            return exit;
        var (opened, refused) = await ReleaseSigning.OpenAsync(io, keyPath, ct);
        if (opened is null)
            return refused;
        using (opened)
        {
            if (file.Bundle.Signatures.Any(signature => signature.KeyId == opened.Public.Id))
                return Stop(io, $"{Printable.Escape(path)} is signed by {opened.Public.Id} already; an approval is the signature of another person's key.");
            if (file.Bundle.Signatures.Length >= ReleaseLimits.Signatures)
                return Stop(io, $"{Printable.Escape(path)} has {ReleaseLimits.Signatures} signatures, the most that a release can have.");
            var approved = file.Bundle.SignedBy(opened);
            try
            {
                WholeFile.Write(path, ReleaseWriter.Write(approved));
            }
            catch (Exception unwritable) when (InputFile.IsUnreadable(unwritable))
            {
                return Stop(io, $"{Printable.Escape(path)} cannot be written: {Printable.Escape(unwritable.Message)}");
            }

            io.Out.WriteLine($"{Printable.Escape(path)}: {ReleaseListing.Head(approved.Manifest)}, approved by {opened.Public.Id}; signed by {string.Join(", ", approved.Signatures.Select(signature => signature.KeyId))}.");
            return ExitCode.Passed;
        }
    }

    static ExitCode Stop(StationIo io, string sentence)
    {
        io.Error.WriteLine(sentence);
        return ExitCode.Usage;
    }
}
