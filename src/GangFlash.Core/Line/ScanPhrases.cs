using System.Diagnostics;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>Why a scan was refused or what it did, in five words or few more.</summary>
public static class ScanPhrases
{
    public static readonly Phrase TooLong = new("scan.too-long", "Too long: {count} characters, {most} allowed.", "Zu lang: {count} Zeichen, erlaubt {most}.");
    public static readonly Phrase Empty = new("scan.empty", "Nothing was read. Scan again.", "Nichts gelesen. Neu scannen.");
    public static readonly Phrase ControlCharacters = new("scan.control-characters", "Control characters in the code. Scan again.", "Steuerzeichen im Code. Neu scannen.");
    public static readonly Phrase Unknown = new("scan.unknown", "Unknown code. Check the label.", "Unbekannter Code. Etikett prüfen.");
    public static readonly Phrase CapsLock = new("scan.caps-lock", "Wrong case. Switch Caps Lock off.", "Groß und klein vertauscht. Feststelltaste lösen.");
    public static readonly Phrase ScannerLayout = new("scan.scanner-layout", "Stop: scanner has the wrong keyboard layout.", "Halt: Scanner auf falsches Tastaturlayout eingestellt.");
    public static readonly Phrase TwoMeanings = new("scan.two-meanings", "Could be {one} or {other}. Call engineer.", "Kann {one} oder {other} sein. Ingenieur rufen.");
    public static readonly Phrase UnknownCommand = new("scan.unknown-command", "Unknown command code.", "Unbekannter Befehlscode.");
    public static readonly Phrase BadSlotLabel = new("scan.bad-slot-label", "Slot label has no number.", "Platz-Etikett ohne Nummer.");
    public static readonly Phrase Repeated = new("scan.repeated", "Same code, taken once.", "Gleicher Code, zählt einmal.");
    public static readonly Phrase WrongKind = new("scan.wrong-kind", "This is {kind}. Scan {wanted}.", "Das ist {kind}. Bitte {wanted} scannen.");
    public static readonly Phrase NotUsed = new("scan.not-used", "This is {kind}, not used here.", "Das ist {kind}, hier nicht gebraucht.");
    public static readonly Phrase SelfTestPassed = new("scan.self-test-passed", "Scanner reads well.", "Scanner liest richtig.");

    public static readonly Phrase KindUnknown = new("kind.unknown", "an unknown code", "ein unbekannter Code");
    public static readonly Phrase KindBadge = new("kind.badge", "a badge", "ein Ausweis");
    public static readonly Phrase KindWorkOrder = new("kind.work-order", "a work order", "ein Auftrag");
    public static readonly Phrase KindUnit = new("kind.unit", "a unit", "eine Platine");
    public static readonly Phrase KindPanel = new("kind.panel", "a panel", "ein Nutzen");
    public static readonly Phrase KindSlot = new("kind.slot", "a slot", "ein Platz");
    public static readonly Phrase KindFixture = new("kind.fixture", "a fixture", "eine Vorrichtung");
    public static readonly Phrase KindChildPart = new("kind.child-part", "a child part", "ein Einbauteil");
    public static readonly Phrase KindCommand = new("kind.command", "a command", "ein Befehl");
    public static readonly Phrase KindSelfTest = new("kind.self-test", "the scanner self-test", "der Scanner-Selbsttest");
    public static readonly Phrase KindRecipe = new("kind.recipe", "a recipe", "ein Rezept");

    /// <summary>What is asked for. German asks in another case than it names.</summary>
    public static readonly Phrase WantUnit = new("want.unit", "a unit", "eine Platine");
    public static readonly Phrase WantSlot = new("want.slot", "a slot", "einen Platz");
    public static readonly Phrase WantWorkOrder = new("want.work-order", "a work order", "einen Auftrag");
    public static readonly Phrase WantRecipe = new("want.recipe", "a recipe", "ein Rezept");
    public static readonly Phrase WantYesOrNo = new("want.yes-or-no", "YES or NO", "JA oder NEIN");

    public static Phrase Word(ScanKind kind) => kind switch
    {
        ScanKind.Unknown => KindUnknown,
        ScanKind.Badge => KindBadge,
        ScanKind.WorkOrder => KindWorkOrder,
        ScanKind.Unit => KindUnit,
        ScanKind.Panel => KindPanel,
        ScanKind.Slot => KindSlot,
        ScanKind.Fixture => KindFixture,
        ScanKind.ChildPart => KindChildPart,
        ScanKind.Command => KindCommand,
        ScanKind.SelfTest => KindSelfTest,
        ScanKind.Recipe => KindRecipe,
        _ => throw new UnreachableException(),
    };
}
