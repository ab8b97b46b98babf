using GangFlash.Planning;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary>What all commands that begin with a recipe do first.</summary>
static class OrderCommands
{
    /// <summary>Loads a recipe and tells what is wrong with it. None if there is an error.</summary>
    public static FlashOrder? Load(StationIo io, string recipe)
    {
        var loading = OrderLoader.Load(recipe);
        foreach (var problem in loading.Problems)
            io.Error.WriteLine(problem);
        return loading.Order;
    }
}
