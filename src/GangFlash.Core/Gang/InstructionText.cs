using System.Diagnostics;
using GangFlash.Messages;

namespace GangFlash.Gang;

/// <summary>The operator's sentences: verb first, place second, reason third (factory.md 13).</summary>
public static class InstructionText
{
    public static readonly Phrase GoodTray = new(
        "instruction.good-tray",
        "Slot {slot}: remove the board, good tray.",
        "Platz {slot}: Platine entnehmen, in die Gut-Ablage.");

    public static readonly Phrase GoodTrayUnverified = new(
        "instruction.good-tray-unverified",
        "Slot {slot}: remove the board, good tray. Not verified, as this recipe allows.",
        "Platz {slot}: Platine entnehmen, in die Gut-Ablage. Nicht geprüft, das Rezept erlaubt es.");

    public static readonly Phrase RedTray = new(
        "instruction.red-tray",
        "Slot {slot}: remove the board, red tray.",
        "Platz {slot}: Platine entnehmen, in die rote Ablage.");

    public static readonly Phrase OtherSlot = new(
        "instruction.other-slot",
        "Slot {slot}: move the board to another slot and flash it again. It read differently twice.",
        "Platz {slot}: Platine auf einen anderen Platz stecken und neu flashen. Zweimal gelesen, zweimal anders.");

    public static readonly Phrase CheckCable = new(
        "instruction.check-cable",
        "Slot {slot}: check the cable and the hub, then flash the board again.",
        "Platz {slot}: Kabel und Hub prüfen, dann die Platine neu flashen.");

    public static readonly Phrase PlugAgain = new(
        "instruction.plug-again",
        "Slot {slot}: unplug the board, plug it in again, then flash it again.",
        "Platz {slot}: Platine abziehen, wieder anstecken, dann neu flashen.");

    public static readonly Phrase WrongBoard = new(
        "instruction.wrong-board",
        "Slot {slot}: remove the board, it is not the one that this recipe is for.",
        "Platz {slot}: Platine entnehmen, sie passt nicht zu diesem Rezept.");

    public static readonly Phrase ScanAgain = new(
        "instruction.scan-again",
        "Slot {slot}: do not flash, scan the label again.",
        "Platz {slot}: nicht flashen, Etikett neu scannen.");

    public static readonly Phrase RunAgain = new(
        "instruction.run-again",
        "Slot {slot}: leave the board in, it was not finished. Flash it again.",
        "Platz {slot}: Platine stecken lassen, sie ist nicht fertig. Neu flashen.");

    public static readonly Phrase CallEngineer = new(
        "instruction.call-engineer",
        "Slot {slot}: call the engineer, this is not the board's fault.",
        "Platz {slot}: Ingenieur rufen, an der Platine liegt es nicht.");

    public static readonly Phrase StopLine = new(
        "instruction.stop-line",
        "Slot {slot}: stop, the result could not be recorded. Call the engineer; the board is not good.",
        "Platz {slot}: Halt, das Ergebnis konnte nicht gespeichert werden. Ingenieur rufen; die Platine ist nicht gut.");

    /// <summary>For a unit that a crash or a power cut left in mid-work.</summary>
    public static readonly Phrase Interrupted = new(
        "instruction.interrupted",
        "Slot {slot}: the board that was in it was not finished, it is not good. Flash it again.",
        "Platz {slot}: Die Platine von hier ist nicht fertig und nicht gut. Neu flashen.");

    /// <summary>What to do, in whatever language the screen speaks.</summary>
    public static Message Of(Instruction instruction, int slot) => PhraseOf(instruction).With(("slot", slot));

    public static string In(Language language, Instruction instruction, int slot) => Of(instruction, slot).In(language);

    public static string English(Instruction instruction, int slot) => In(Language.English, instruction, slot);

    static Phrase PhraseOf(Instruction instruction) => instruction switch
    {
        Instruction.GoodTray => GoodTray,
        Instruction.GoodTrayUnverified => GoodTrayUnverified,
        Instruction.RedTray => RedTray,
        Instruction.OtherSlot => OtherSlot,
        Instruction.CheckCable => CheckCable,
        Instruction.PlugAgain => PlugAgain,
        Instruction.WrongBoard => WrongBoard,
        Instruction.ScanAgain => ScanAgain,
        Instruction.RunAgain => RunAgain,
        Instruction.CallEngineer => CallEngineer,
        Instruction.StopLine => StopLine,
        _ => throw new UnreachableException(),
    };
}
