using System.Diagnostics;
using GangFlash.Gang;
using GangFlash.Messages;

namespace GangFlash.Station.Screen;

/// <summary>The texts of the screen itself; what the rules answer is theirs.</summary>
static class ScreenPhrases
{
    // Tiles: one word for the state.
    public static readonly Phrase Empty = new("tile.empty", "EMPTY", "LEER");
    public static readonly Phrase Scan = new("tile.scan", "SCAN", "SCAN");
    public static readonly Phrase Check = new("tile.check", "CHECK", "FRAGE");
    public static readonly Phrase Plug = new("tile.plug", "PLUG IN", "EINLEGEN");
    public static readonly Phrase Ready = new("tile.ready", "READY", "BEREIT");
    public static readonly Phrase Good = new("tile.good", "GOOD", "GUT");
    public static readonly Phrase Unverified = new("tile.unverified", "not verified", "nicht geprüft");
    public static readonly Phrase Red = new("tile.red", "RED", "ROT");
    public static readonly Phrase NotDone = new("tile.not-done", "NOT DONE", "OFFEN");
    public static readonly Phrase Again = new("tile.again", "AGAIN", "NOCHMAL");
    public static readonly Phrase Off = new("tile.off", "OFF", "AUS");
    public static readonly Phrase Connect = new("phase.connect", "CONNECT", "KONTAKT");
    public static readonly Phrase CheckFirst = new("phase.precheck", "CHECK", "PRÜFUNG");
    public static readonly Phrase Erase = new("phase.erase", "ERASE", "LÖSCHEN");
    public static readonly Phrase Blank = new("phase.blank-check", "BLANK", "LEER?");
    public static readonly Phrase Write = new("phase.write", "WRITE", "SCHREIBEN");
    public static readonly Phrase Verify = new("phase.verify", "VERIFY", "PRÜFEN");
    public static readonly Phrase Finish = new("phase.finish", "FINISH", "ABSCHLUSS");
    public static readonly Phrase Leave = new("phase.leave", "START", "START");

    // Tiles: what to do, without the slot, which the tile shows.
    public static readonly Phrase DoGood = new("tile.do.good", "Good tray.", "Gut-Ablage.");
    public static readonly Phrase DoRed = new("tile.do.red", "Remove the board, red tray.", "Platine in die rote Ablage.");
    public static readonly Phrase DoOtherSlot = new("tile.do.other-slot", "Move to another slot, flash again.", "In anderen Platz, nochmal.");
    public static readonly Phrase DoCable = new("tile.do.cable", "Check the cable, flash again.", "Kabel prüfen, nochmal.");
    public static readonly Phrase DoPlug = new("tile.do.plug", "Unplug, plug in, flash again.", "Abziehen, einlegen, nochmal.");
    public static readonly Phrase DoWrong = new("tile.do.wrong", "Wrong board: remove it.", "Falsche Platine: entnehmen.");
    public static readonly Phrase DoScan = new("tile.do.scan", "Scan the label again.", "Etikett nochmal scannen.");
    public static readonly Phrase DoAgain = new("tile.do.again", "Not finished: flash it again.", "Nicht fertig: nochmal.");
    public static readonly Phrase DoEngineer = new("tile.do.engineer", "Call the engineer.", "Ingenieur rufen.");
    public static readonly Phrase DoStop = new("tile.do.stop", "Not recorded, not good. Call the engineer.", "Nicht erfasst, nicht gut. Ingenieur rufen.");
    public static readonly Phrase DoOff = new("tile.do.off", "Do not use.", "Nicht benutzen.");

    // The top.
    public static readonly Phrase NobodyOn = new("top.nobody", "nobody signed on", "niemand angemeldet");
    public static readonly Phrase Locked = new("top.locked", "locked", "gesperrt");
    public static readonly Phrase NoOrder = new("top.no-order", "no work order", "kein Auftrag");
    public static readonly Phrase Image = new("top.image", "image {image}", "Image {image}");
    public static readonly Phrase Revision = new("top.revision", "rev {revision}", "Rev {revision}");
    public static readonly Phrase Done = new("top.done", "done {done}", "fertig {done}");
    public static readonly Phrase DoneOf = new("top.done-of", "done {done} of {planned}", "fertig {done} von {planned}");
    public static readonly Phrase StationReady = new("top.ready", "READY", "BEREIT");
    public static readonly Phrase StationNotReady = new("top.not-ready", "NOT READY", "NICHT BEREIT");
    public static readonly Phrase Boards = new("top.boards", "{count} boards", "{count} Platinen");
    public static readonly Phrase NoUsb = new("top.no-usb", "USB", "USB");
    public static readonly Phrase Database = new("top.database", "database", "Datenbank");
    public static readonly Phrase Disk = new("top.disk", "disk {free}", "Platte {free}");
    public static readonly Phrase Recipe = new("top.recipe", "recipe", "Rezept");
    public static readonly Phrase Central = new("top.central", "central", "Zentrale");
    public static readonly Phrase Production = new("mode.production", "production", "Produktion");
    public static readonly Phrase Engineering = new("mode.engineering", "ENGINEERING: no product", "ENTWICKLUNG: kein Produkt");
    public static readonly Phrase Training = new("mode.training", "TRAINING: no product", "ÜBUNG: kein Produkt");
    public static readonly Phrase Simulated = new("mode.simulated", "simulated boards", "simulierte Platinen");
    public static readonly Phrase HelpIsCalled = new("top.help-called", "HELP CALLED", "HILFE GERUFEN");

    // Alarms.
    public static readonly Phrase LineStop = new("alarm.stop", "LINE STOP", "LINIENSTOPP");
    public static readonly Phrase Degraded = new("alarm.degrade", "ALARM", "ALARM");
    public static readonly Phrase Notice = new("alarm.inform", "NOTE", "HINWEIS");
    public static readonly Phrase ReleasedBy = new("alarm.released-by", "Release: {role}, F8 or RELEASE, then badge.", "Freigabe: {role}, F8 oder RELEASE, dann Ausweis.");
    public static readonly Phrase AnybodyReleases = new("alarm.anybody", "F8 takes it away.", "F8 nimmt es weg.");
    public static readonly Phrase Since = new("alarm.since", "since {time}", "seit {time}");
    public static readonly Phrase MoreAlarms = new("alarm.more", "and {count} more", "und {count} weitere");

    // The one next thing.
    public static readonly Phrase NextBadge = new("next.badge", "Scan your badge.", "Ausweis scannen.");
    public static readonly Phrase NextUnlock = new("next.unlock", "Scan your badge to go on.", "Ausweis scannen, um weiterzumachen.");
    public static readonly Phrase NextOrder = new("next.order", "Scan the work order.", "Auftrag scannen.");
    public static readonly Phrase NextOrderOrRecipe = new("next.order-or-recipe", "Scan the work order, or choose a recipe with F4.", "Auftrag scannen oder mit F4 ein Rezept wählen.");
    public static readonly Phrase NextRecipe = new("next.recipe", "Choose the recipe: F4, or scan it.", "Rezept wählen: F4, oder scannen.");
    public static readonly Phrase NextConfirm = new("next.confirm", "Is this right? {recipe} rev {revision}, image {image}. Scan {code} again, or Y.", "Richtig so? {recipe} Rev {revision}, Image {image}. {code} nochmal scannen, oder J.");
    public static readonly Phrase NextLoading = new("next.loading", "Wait, the recipe is being checked.", "Warten, das Rezept wird geprüft.");
    public static readonly Phrase NextRelease = new("next.release", "Badge of a {role}, please.", "Bitte Ausweis: {role}.");
    public static readonly Phrase NextReason = new("next.reason", "Why? Choose the reason.", "Warum? Grund wählen.");
    public static readonly Phrase NextStopped = new("next.stopped", "Stop. Call a supervisor.", "Stopp. Schichtleiter rufen.");
    public static readonly Phrase NextRedTray = new("next.red-tray", "Slot {slot}: {order} Then scan it.", "Platz {slot}: {order} Dann scannen.");
    public static readonly Phrase NextTake = new("next.take", "Take out the good boards: {slots}.", "Gute Platinen entnehmen: {slots}.");
    public static readonly Phrase NextTakeRed = new("next.take-red", "Take out the red boards: {slots}.", "Rote Platinen entnehmen: {slots}.");
    public static readonly Phrase NextAgain = new("next.again", "Slot {slot} was not finished before the restart. Flash that board again.", "Platz {slot} wurde vor dem Neustart nicht fertig. Diese Platine nochmal flashen.");
    public static readonly Phrase NextScanUnit = new("next.scan-unit", "Scan the unit for slot {slot}.", "Einheit für Platz {slot} scannen.");
    public static readonly Phrase NextScanSlotAndUnit = new("next.scan-slot", "Scan slot and unit.", "Platz und Einheit scannen.");
    public static readonly Phrase NextScanSlot = new("next.scan-its-slot", "Scan the slot for {unit}.", "Platz für {unit} scannen.");
    public static readonly Phrase NextPlug = new("next.plug", "Put {unit} into slot {slot}.", "{unit} in Platz {slot} einlegen.");
    public static readonly Phrase NextPlugAny = new("next.plug-any", "Put boards into the slots.", "Platinen einlegen.");
    public static readonly Phrase NextStart = new("next.start", "Press F5, or scan START.", "F5 drücken oder START scannen.");
    public static readonly Phrase NextStartOrMore = new("next.start-or-more", "Put in more boards, or start with F5.", "Weitere Platinen einlegen, oder Start mit F5.");
    public static readonly Phrase NextWait = new("next.wait", "Wait. {count} slots are working.", "Warten. {count} Plätze arbeiten.");
    public static readonly Phrase NextQuitting = new("next.quitting", "Closing, as soon as {count} slots have stopped.", "Schließt, sobald {count} Plätze gestoppt haben.");
    public static readonly Phrase YesOrNo = new("next.yes-or-no", "{question}  Y = yes, N = no", "{question}  J = ja, N = nein");
    public static readonly Phrase TypeTwice = new("next.type-twice", "Type {unit} once more.", "{unit} noch einmal tippen.");

    // The bottom.
    public static readonly Phrase TotalGood = new("total.good", "GOOD", "GUT");
    public static readonly Phrase TotalRed = new("total.red", "RED", "ROT");
    public static readonly Phrase TotalHold = new("total.hold", "HOLD", "SPERRE");
    public static readonly Phrase FirstPass = new("total.fpy", "FPY", "FPY");
    public static readonly Phrase InARow = new("total.in-a-row", "red in a row", "rot in Folge");
    public static readonly Phrase Last = new("total.last", "last red", "zuletzt rot");
    public static readonly Phrase SlotWord = new("word.slot", "slot {slot}", "Platz {slot}");
    public static readonly Phrase TypeHere = new("typing", "Typed by hand, Enter takes it, Esc drops it:", "Von Hand getippt, Enter nimmt es, Esc verwirft:");
    public static readonly Phrase SlotDigits = new("typing.slot", "Slot:", "Platz:");

    // Keys.
    public static readonly Phrase KeyHelp = new("key.help", "Help", "Hilfe");
    public static readonly Phrase KeySlot = new("key.slot", "Slot", "Platz");
    public static readonly Phrase KeyHistory = new("key.history", "History", "Verlauf");
    public static readonly Phrase KeyRecipe = new("key.recipe", "Recipe", "Rezept");
    public static readonly Phrase KeyStart = new("key.start", "Start", "Start");
    public static readonly Phrase KeyType = new("key.type", "Type", "Tippen");
    public static readonly Phrase KeySwap = new("key.swap", "Swap", "Tausch");
    public static readonly Phrase KeyRelease = new("key.release", "Release", "Freigabe");
    public static readonly Phrase KeyCall = new("key.call", "Call", "Rufen");
    public static readonly Phrase KeyQuit = new("key.quit", "Quit", "Ende");
    public static readonly Phrase KeyBack = new("key.back", "Back", "Zurück");
    public static readonly Phrase KeyChoose = new("key.choose", "Choose", "Wählen");
    public static readonly Phrase KeyTabs = new("key.tabs", "Tab", "Reiter");
    public static readonly Phrase KeyOtherSlot = new("key.other-slot", "Other slot", "Anderer Platz");

    // Pages.
    public static readonly Phrase PageHelp = new("page.help", "Help", "Hilfe");
    public static readonly Phrase PageHistory = new("page.history", "History of this shift", "Verlauf dieser Schicht");
    public static readonly Phrase PageRecipes = new("page.recipes", "Recipes", "Rezepte");
    public static readonly Phrase PageReason = new("page.reason", "Why is it released?", "Warum wird freigegeben?");
    public static readonly Phrase TabLog = new("tab.log", "Log", "Protokoll");
    public static readonly Phrase TabFailure = new("tab.failure", "Failure", "Fehler");
    public static readonly Phrase TabMemory = new("tab.memory", "Memory", "Speicher");
    public static readonly Phrase TabPlan = new("tab.plan", "Plan", "Plan");
    public static readonly Phrase Search = new("page.search", "Search: {text}", "Suche: {text}");
    public static readonly Phrase Found = new("page.found", "{count} of {all}", "{count} von {all}");
    public static readonly Phrase Nothing = new("page.nothing", "Nothing yet.", "Noch nichts.");
    public static readonly Phrase NoRecipes = new("page.no-recipes", "There is no recipe here. Call the engineer.", "Hier ist kein Rezept. Ingenieur rufen.");
    public static readonly Phrase NotFailed = new("page.not-failed", "No compare failed here.", "Hier ist kein Vergleich gescheitert.");
    public static readonly Phrase NoDevice = new("page.no-device", "No board was looked at here yet.", "Hier wurde noch keine Platine angesehen.");
    public static readonly Phrase NoPlan = new("page.no-plan", "There is no plan yet: it is made when the slot starts.", "Noch kein Plan: er entsteht beim Start.");
    public static readonly Phrase TooSmall = new("page.too-small", "Make the window larger: at least {width} × {height}.", "Fenster vergrößern: mindestens {width} × {height}.");
    public static readonly Phrase OtherText = new("page.reason-text", "Type why, then Enter:", "Grund tippen, dann Enter:");

    // Refusals of the screen itself.
    public static readonly Phrase TooLong = new("input.too-long", "Refused: {count} characters are no code. Scan again.", "Abgelehnt: {count} Zeichen sind kein Code. Nochmal scannen.");
    public static readonly Phrase PressesKeys = new("input.presses-keys", "Refused: this code holds control characters.", "Abgelehnt: dieser Code enthält Steuerzeichen.");
    public static readonly Phrase SeveralLines = new("input.several-lines", "Refused: several codes at once. Clear the scanner, scan one.", "Abgelehnt: mehrere Codes auf einmal. Scanner leeren, einen scannen.");
    public static readonly Phrase NoSlotNumber = new("input.no-slot", "There is no slot {slot}.", "Es gibt keinen Platz {slot}.");

    public static Phrase Of(Instruction instruction) => instruction switch
    {
        Instruction.GoodTray or Instruction.GoodTrayUnverified => DoGood,
        Instruction.RedTray => DoRed,
        Instruction.OtherSlot => DoOtherSlot,
        Instruction.CheckCable => DoCable,
        Instruction.PlugAgain => DoPlug,
        Instruction.WrongBoard => DoWrong,
        Instruction.ScanAgain => DoScan,
        Instruction.RunAgain => DoAgain,
        Instruction.CallEngineer => DoEngineer,
        Instruction.StopLine => DoStop,
        _ => throw new UnreachableException(),
    };

    public static Phrase Of(Flashing.JobPhase phase) => phase switch
    {
        Flashing.JobPhase.Connect or Flashing.JobPhase.Identify or Flashing.JobPhase.Plan => Connect,
        Flashing.JobPhase.Precheck or Flashing.JobPhase.Keep or Flashing.JobPhase.Compare => CheckFirst,
        Flashing.JobPhase.Erase => Erase,
        Flashing.JobPhase.BlankCheck => Blank,
        Flashing.JobPhase.Write => Write,
        Flashing.JobPhase.Verify => Verify,
        Flashing.JobPhase.Finish => Finish,
        Flashing.JobPhase.Leave => Leave,
        _ => throw new UnreachableException(),
    };
}
