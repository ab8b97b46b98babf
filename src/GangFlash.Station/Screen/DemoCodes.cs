using GangFlash.Line;
using GangFlash.Messages;

namespace GangFlash.Station.Screen;

/// <summary>What a bench with virtual boards knows, so that anybody can try the station: three badges and a work order.</summary>
static class DemoCodes
{
    public const string Operator = "B-1001";
    public const string Technician = "B-2001";
    public const string Supervisor = "B-3001";
    public const string WorkOrder = "WO-1";

    public static BadgeList Badges { get; } = new([
        new(Operator, "Demo operator", Role.Operator),
        new(Technician, "Demo technician", Role.Technician),
        new(Supervisor, "Demo supervisor", Role.Supervisor),
    ]);

    /// <summary>The codes with what each is, for the help.</summary>
    public static IEnumerable<(string Code, string What)> Of(ScreenState state)
    {
        var german = state.Language == Language.German;
        yield return (Operator, german ? "Ausweis einer Bedienerin" : "an operator's badge");
        yield return (WorkOrder, german ? "ein Auftrag; nochmal tippen bestätigt ihn" : "a work order; typed again it is confirmed");
        yield return ("U-0001", german ? "eine Einheit, wo das Rezept Nummern will" : "a unit, where the recipe wants serials");
        yield return (Supervisor, german ? "Ausweis der Schichtleitung, gibt einen Linienstopp frei" : "a supervisor's badge, releases a line stop");
        yield return ("F5, F7", german ? "F5 startet; F7 nimmt fertige Platinen heraus und legt neue ein" : "F5 starts; F7 takes finished boards out and puts new ones in");
    }
}
