using GangFlash.Messages;
using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>F1: enough for somebody who never saw this before to flash the first gang.</summary>
static class HelpText
{
    public static IEnumerable<(string Text, Style Look)> Lines(ScreenState state)
    {
        var german = state.Language == Language.German;
        var scans = state.Shift.Rules.Scans;
        yield return Head(german ? "So geht es" : "How it goes");
        foreach (var line in german ? s_stepsGerman : s_steps)
            yield return Plain(line);
        if (state.Simulated)
        {
            yield return Plain("");
            yield return Head(german ? "Zum Üben: tippen statt scannen" : "To try it: type instead of scanning");
            foreach (var (code, what) in DemoCodes.Of(state))
                yield return Plain($"  {code,-18} Enter   {what}");
        }

        yield return Plain("");
        yield return Head(german ? "Tasten" : "Keys");
        foreach (var line in german ? s_keysGerman : s_keys)
            yield return Plain(line);
        yield return Plain("");
        yield return Head(german ? "Was eine Kachel sagt" : "What a tile says");
        foreach (var line in german ? s_tilesGerman : s_tiles)
            yield return Plain(line);
        yield return Plain("");
        yield return Head(german ? "Befehle, auch als Etikett" : "Commands, as printed codes too");
        yield return Plain($"  {string.Join("  ", s_commands.Select(command => scans.CommandPrefix + command))}");
        yield return Plain(german ? $"  Platz: {scans.SlotPrefix}1, {scans.SlotPrefix}2 …   Rezept: {scans.RecipePrefix}NAME" : $"  Slot: {scans.SlotPrefix}1, {scans.SlotPrefix}2 …   Recipe: {scans.RecipePrefix}NAME");
    }

    static readonly string[] s_commands = ["START", "ABORT", "YES", "NO", "RETEST", "HOLD", "RELEASE", "END-BATCH", "END-SHIFT", "CALL"];

    static readonly string[] s_steps =
    [
        "  1  Scan your badge.",
        "  2  Scan the work order; check product and revision; scan it again.",
        "  3  Scan each unit and put it into its slot. Units without serial: just put them in.",
        "  4  The gang starts when all are in, or with F5.",
        "  5  ✓ GOOD: good tray. ✗ RED: do what the tile says. Then the next ones.",
        "  The yellow line always says the next thing to do.",
    ];

    static readonly string[] s_stepsGerman =
    [
        "  1  Ausweis scannen.",
        "  2  Auftrag scannen; Produkt und Revision prüfen; nochmal scannen.",
        "  3  Jede Einheit scannen und einlegen. Einheiten ohne Nummer: nur einlegen.",
        "  4  Es startet, wenn alle da sind, oder mit F5.",
        "  5  ✓ GUT: Gut-Ablage. ✗ ROT: tun, was die Kachel sagt. Dann die nächsten.",
        "  Die gelbe Zeile sagt immer, was als Nächstes zu tun ist.",
    ];

    static readonly string[] s_keys =
    [
        "  F1 help   F2 or Enter: this slot   F3 history   F4 recipes   F5 or Space: start",
        "  F6 type a code   F8 release an alarm   F9 call for help   F10 quit",
        "  Digits choose a slot. Arrows look at another one. Esc takes the last scan back.",
        "  A typed unit is typed twice, and only where the station allows it.",
    ];

    static readonly string[] s_keysGerman =
    [
        "  F1 Hilfe   F2 oder Enter: dieser Platz   F3 Verlauf   F4 Rezepte   F5 oder Leertaste: Start",
        "  F6 Code tippen   F8 Alarm freigeben   F9 Hilfe rufen   F10 Ende",
        "  Ziffern wählen einen Platz. Pfeile sehen einen anderen an. Esc nimmt den letzten Scan zurück.",
        "  Eine getippte Einheit wird zweimal getippt, und nur wo die Station es erlaubt.",
    ];

    static readonly string[] s_tiles =
    [
        "  · EMPTY   ? SCAN a unit   ↓ PLUG IN the board   ● READY   ► at work",
        "  ✓ GOOD    ✗ RED    ○ NOT DONE    ↻ AGAIN: not finished    – OFF",
    ];

    static readonly string[] s_tilesGerman =
    [
        "  · LEER   ? Einheit SCANnen   ↓ EINLEGEN   ● BEREIT   ► arbeitet",
        "  ✓ GUT    ✗ ROT    ○ OFFEN    ↻ NOCHMAL: nicht fertig    – AUS",
    ];

    static (string, Style) Head(string text) => (text, Look.Strong);

    static (string, Style) Plain(string text) => (text, Look.Plain);
}
