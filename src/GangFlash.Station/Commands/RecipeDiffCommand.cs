using System.CommandLine;
using GangFlash.Desk;
using GangFlash.Differences;
using GangFlash.Releases;
using GangFlash.Station.Listings;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe diff</c>: what changed from one recipe to another, in words.</summary>
static class RecipeDiffCommand
{
    public static Command Create(StationIo io)
    {
        var before = new Argument<string>("before") { Description = "A recipe, or a release of one (.gfr)." };
        var after = new Argument<string>("after") { Description = "Another one." };
        var command = new Command("diff", "Say what changed from one recipe to another: keys, ranges, images by section, sectors. Exit code 0 if nothing, 1 if something.") { before, after };
        command.SetAction(parsed => (int)Run(io, parsed.GetRequiredValue(before), parsed.GetRequiredValue(after)));
        return command;
    }

    static ExitCode Run(StationIo io, string before, string after)
    {
        var (old, now) = (OrderCommands.Load(io, before, ReleaseRules.None), OrderCommands.Load(io, after, ReleaseRules.None));
        if (old is null || now is null)
            return ExitCode.BadInput;
        var found = RecipeComparison.Of(old, now, DeskTarget.Of);
        io.Out.Write(DifferenceListing.Of(old, now, found));
        return found.IsNone ? ExitCode.Passed : ExitCode.SomeFailed;
    }
}
