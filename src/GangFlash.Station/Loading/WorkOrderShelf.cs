using System.Collections.Immutable;
using GangFlash.Line;
using GangFlash.Stations;

namespace GangFlash.Station.Loading;

/// <summary>The work orders that this station takes.</summary>
/// <param name="Own">Those of the station file; they win.</param>
/// <param name="File">The list with the others; read anew for each question, so that planning can add to it during a shift.</param>
sealed record WorkOrderShelf(ImmutableArray<WorkOrder> Own, string? File, ScanReader Scans)
{
    /// <summary>The readers refuse more anyway.</summary>
    const long MostBytes = 1 << 20;

    /// <summary>What is wrong with the list, a line each; empty if nothing is.</summary>
    public ImmutableArray<string> Problems() => Read().Problems;

    /// <summary>The work order with this number. None, and no problem: there is none.</summary>
    public (WorkOrder? Order, string? Problem) Find(string number)
    {
        if (Own.FirstOrDefault(order => order.Number == number) is { } own)
            return (own, null);
        var (orders, problems) = Read();
        return (orders.FirstOrDefault(order => order.Number == number), problems.FirstOrDefault());
    }

    (ImmutableArray<WorkOrder> Orders, ImmutableArray<string> Problems) Read()
    {
        if (File is not { } file)
            return ([], []);
        try
        {
            var reading = WorkOrderFile.Read(file, InputFile.Read(file, MostBytes), Scans);
            return (reading.Orders ?? [], [.. reading.Problems.Select(problem => problem.ToString())]);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            return ([], [$"{Printable.Escape(file)}: error: {InputFile.Reason(unreadable)}"]);
        }
    }
}
