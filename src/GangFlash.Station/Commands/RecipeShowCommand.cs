using System.CommandLine;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe show</c>: what a release is, and whether this station takes it.</summary>
static class RecipeShowCommand
{
    public static Command Create(StationIo io)
    {
        var file = new Argument<string>("file") { Description = "The release (.gfr)." };
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("show", "Print what a release is: its files, who signed it, and whether this station takes it.") { file, config, json };
        command.SetAction(parsed => (int)Run(io, parsed.GetRequiredValue(file), parsed.GetValue(config), parsed.GetValue(json)));
        return command;
    }

    static ExitCode Run(StationIo io, string path, string? config, bool json)
    {
        if (StationSetup.Load(io, config) is not { Releases: var rules } || ReleaseFile.Read(io, path) is not { Bundle: var bundle })
            return ExitCode.BadInput;
        var release = rules.Judge(bundle);
        var refusal = rules.Refuse(release.Signers);
        if (json)
            io.Out.WriteLine(ReleaseListing.Json(release, refusal));
        else
            io.Out.Write(ReleaseListing.Text(release, refusal));
        return ExitCode.Passed;
    }
}
