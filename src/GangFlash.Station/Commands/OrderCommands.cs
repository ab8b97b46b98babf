using GangFlash.Planning;
using GangFlash.Releases;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary>What all commands that begin with a recipe do first.</summary>
static class OrderCommands
{
    /// <summary>Loads a recipe or a release and tells what is wrong with it, and who signed it. None if there is an error.</summary>
    public static FlashOrder? Load(StationIo io, string recipe, ReleaseRules rules) => Tell(io, OrderLoader.Load(recipe, rules));

    /// <summary>Tells what came of a loading, as above.</summary>
    public static FlashOrder? Tell(StationIo io, OrderLoading loading)
    {
        foreach (var problem in loading.Problems)
            io.Error.WriteLine(problem);
        if (loading.Order?.Release is { } release)
            io.Error.WriteLine(ReleaseListing.Line(release));
        return loading.Order;
    }
}
