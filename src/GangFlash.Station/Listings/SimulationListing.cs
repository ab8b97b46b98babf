using GangFlash.Simulator;

namespace GangFlash.Station.Listings;

/// <summary>What can be simulated: boards, faults, and where a fault can strike.</summary>
static class SimulationListing
{
    public static IEnumerable<string> Lines()
    {
        yield return "Boards: every part of the catalogue whose ROM listing is public, by its name (STM32F746, 4xSTM32F405), and";
        foreach (var board in VirtualBoards.Named)
            yield return Row(board.Name, board.Description);
        yield return "";
        yield return "Faults, as --fault BOARD:FAULT, in a scenario file, or at the keyboard:";
        foreach (var fault in FaultCatalogue.All)
            yield return Row(fault.Form, fault.Description);
        yield return "";
        yield return "PLACE, where a fault strikes:";
        foreach (var (form, description) in FaultText.Places)
            yield return Row(form, description);
        yield return "";
        yield return "How often, behind the place:";
        foreach (var (form, description) in FaultText.Repeats)
            yield return Row(form, description);
    }

    static string Row(string form, string description) => $"  {form,-36} {description}";
}
