using System.CommandLine;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash slots</c>: which USB port is which place in the fixture.</summary>
static class SlotsCommand
{
    public static Command Create(StationIo io) => new("slots", "Which USB port is which slot of the fixture.")
    {
        SlotsTeachCommand.Create(io),
        SlotsShowCommand.Create(io),
        SlotsClearCommand.Create(io),
    };
}
