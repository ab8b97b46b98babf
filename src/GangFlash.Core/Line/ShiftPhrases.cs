using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>What the line answers to scans, keys and boards.</summary>
public static class ShiftPhrases
{
    public static readonly Phrase BadgeFirst = new("shift.badge-first", "Badge first.", "Zuerst den Ausweis scannen.");
    public static readonly Phrase Locked = new("shift.locked", "Locked. Scan your badge.", "Gesperrt. Ausweis scannen.");
    public static readonly Phrase UnknownBadge = new("shift.unknown-badge", "Badge is not on the list.", "Ausweis steht nicht auf der Liste.");
    public static readonly Phrase SignedOn = new("shift.signed-on", "{name} is signed on.", "{name} ist angemeldet.");
    public static readonly Phrase UsbBack = new("shift.usb-back", "USB answers again.", "USB antwortet wieder.");
    public static readonly Phrase AlreadySignedOn = new("shift.already-signed-on", "{name} is already signed on.", "{name} ist schon angemeldet.");
    public static readonly Phrase ShiftEnded = new("shift.ended", "Shift ended. Goodbye, {name}.", "Schicht beendet. Auf Wiedersehen, {name}.");
    public static readonly Phrase StillRunning = new("shift.still-running", "{count} slots still run. Wait.", "{count} Plätze laufen noch. Warten.");
    public static readonly Phrase AnswerFirst = new("shift.answer-first", "Answer YES or NO first.", "Zuerst mit JA oder NEIN antworten.");
    public static readonly Phrase NothingToAnswer = new("shift.nothing-to-answer", "Nothing was asked.", "Es gibt keine Frage.");
    public static readonly Phrase NotDone = new("shift.not-done", "Left as it was.", "Nichts geändert.");
    public static readonly Phrase Quitting = new("shift.quitting", "Closing, nothing new starts.", "Wird beendet, nichts startet mehr.");
    public static readonly Phrase HelpCalled = new("shift.help-called", "Help is called.", "Hilfe ist gerufen.");
    public static readonly Phrase HelpDone = new("shift.help-done", "Call is over.", "Ruf ist beendet.");

    public static readonly Phrase ScanWorkOrder = new("batch.scan-work-order", "Scan the work order first.", "Zuerst den Auftrag scannen.");
    public static readonly Phrase LookingUp = new("batch.looking-up", "Looking for {order}.", "{order} wird gesucht.");
    public static readonly Phrase ChooseRecipe = new("batch.choose-recipe", "Scan or choose the recipe.", "Rezept scannen oder wählen.");
    public static readonly Phrase LoadingRecipe = new("batch.loading-recipe", "Loading recipe {recipe}.", "Rezept {recipe} wird geladen.");
    public static readonly Phrase ConfirmBatch = new("batch.confirm", "{recipe}, revision {revision}, image {image}, {planned} units: scan {code} again or YES.", "{recipe}, Revision {revision}, Image {image}, {planned} Stück: {code} noch einmal scannen oder JA.");
    public static readonly Phrase Opened = new("batch.opened", "Batch {batch} is open.", "Los {batch} ist offen.");
    public static readonly Phrase ConfirmFirst = new("batch.confirm-first", "Confirm the changeover first.", "Zuerst die Umrüstung bestätigen.");
    public static readonly Phrase ChangeoverDropped = new("batch.changeover-dropped", "Changeover dropped.", "Umrüstung verworfen.");
    public static readonly Phrase EmptySlotsFirst = new("batch.empty-slots-first", "Cancel the scanned units first.", "Zuerst die gescannten Platinen abbrechen.");
    public static readonly Phrase RecipeNeedsOrder = new("batch.recipe-needs-order", "The work order chooses the recipe.", "Der Auftrag bestimmt das Rezept.");
    public static readonly Phrase AlreadyOpen = new("batch.already-open", "This work order is already open.", "Dieser Auftrag ist schon offen.");
    public static readonly Phrase EndQuestion = new("batch.end-question", "End batch {batch}? Good {good}, hold {hold}, open {open}, missing {missing}. YES or NO.", "Los {batch} beenden? Gut {good}, gesperrt {hold}, offen {open}, fehlend {missing}. JA oder NEIN.");
    public static readonly Phrase Ended = new("batch.ended", "Batch {batch} is closed.", "Los {batch} ist abgeschlossen.");
    public static readonly Phrase QuantityReached = new("batch.quantity-reached", "Quantity reached. Scan END BATCH.", "Menge erreicht. LOS ENDE scannen.");
    public static readonly Phrase Unlimited = new("batch.unlimited", "any number of", "beliebig viele");

    public static readonly Phrase UnitInSlot = new("unit.in-slot", "{unit}: plug into slot {slot}.", "{unit}: auf Platz {slot} stecken.");
    public static readonly Phrase UnitNeedsSlot = new("unit.needs-slot", "{unit}: scan the slot.", "{unit}: Platz scannen.");
    public static readonly Phrase UnitReplaced = new("unit.replaced", "{unit} instead of {old}. Scan the slot.", "{unit} statt {old}. Platz scannen.");
    public static readonly Phrase UnitsNotScanned = new("unit.not-scanned", "This recipe needs no unit scan.", "Dieses Rezept braucht keinen Platinen-Scan.");
    public static readonly Phrase UnitRunning = new("unit.running", "Already running in slot {slot}.", "Läuft schon auf Platz {slot}.");
    public static readonly Phrase UnitBound = new("unit.bound", "Already scanned for slot {slot}.", "Schon gescannt für Platz {slot}.");
    public static readonly Phrase UnitWaiting = new("unit.waiting", "Already scanned. Scan the slot.", "Schon gescannt. Platz scannen.");
    public static readonly Phrase UnitGood = new("unit.good", "Already good: {station}, slot {slot}, {time}.", "Schon gut: {station}, Platz {slot}, {time}.");
    public static readonly Phrase UnitOnHold = new("unit.on-hold", "Unit is on hold.", "Platine ist gesperrt.");
    public static readonly Phrase UnitInRework = new("unit.in-rework", "Unit is in rework.", "Platine ist in Nacharbeit.");
    public static readonly Phrase UnitIsProduct = new("unit.is-product", "This unit is a product. Not in this mode.", "Diese Platine ist ein Produkt. Nicht in diesem Modus.");
    public static readonly Phrase UnitScrapped = new("unit.scrapped", "Unit is scrap.", "Platine ist Ausschuss.");
    public static readonly Phrase UnitTriedEnough = new("unit.tried-enough", "Tried {count} times. Put on hold.", "{count}-mal versucht. Sperren.");
    public static readonly Phrase UnitElsewhere = new("unit.elsewhere", "Failed in slot {slot}. Use another.", "Auf Platz {slot} rot. Anderen Platz nehmen.");
    public static readonly Phrase NoFreeSlot = new("unit.no-free-slot", "No slot is free.", "Kein Platz ist frei.");
    public static readonly Phrase NotTyped = new("unit.not-typed", "Scan the unit, don't type it.", "Platine scannen, nicht tippen.");
    public static readonly Phrase TypeAgain = new("unit.type-again", "Type {unit} once more.", "{unit} noch einmal tippen.");
    public static readonly Phrase TypedOtherwise = new("unit.typed-otherwise", "Typed differently. Start again.", "Anders getippt. Neu beginnen.");
    public static readonly Phrase Dropped = new("unit.dropped", "{unit} dropped.", "{unit} verworfen.");
    public static readonly Phrase NothingToCancel = new("unit.nothing-to-cancel", "Nothing to cancel.", "Nichts abzubrechen.");
    public static readonly Phrase UnitHeld = new("unit.held", "{unit} is on hold.", "{unit} ist gesperrt.");
    public static readonly Phrase NoRedUnit = new("unit.no-red", "No red unit waits.", "Keine rote Platine wartet.");
    public static readonly Phrase RetestElsewhere = new("unit.retest", "Scan {unit}, then use another slot than {slot}.", "{unit} scannen, dann einen anderen Platz als {slot} nehmen.");

    public static readonly Phrase NoSuchSlot = new("slot.none", "There is no slot {slot}.", "Es gibt keinen Platz {slot}.");
    public static readonly Phrase SlotOff = new("slot.off", "Slot {slot} is off.", "Platz {slot} ist aus.");
    public static readonly Phrase SlotRunning = new("slot.running", "Slot {slot} runs.", "Platz {slot} läuft.");
    public static readonly Phrase SlotTaken = new("slot.taken", "Slot {slot} has {unit}.", "Platz {slot} hat {unit}.");
    public static readonly Phrase SlotNext = new("slot.next", "Next unit goes into slot {slot}.", "Nächste Platine auf Platz {slot}.");
    public static readonly Phrase SlotOutOfOrder = new("slot.out-of-order", "Not its turn: slot {slot} is next.", "Nicht an der Reihe: zuerst Platz {slot}.");
    public static readonly Phrase SlotMustEmpty = new("slot.must-empty", "Empty slot {slot} first.", "Zuerst Platz {slot} leeren.");
    public static readonly Phrase SlotNeedsNoScan = new("slot.needs-no-scan", "Plug the board in, no scan.", "Platine stecken, kein Scan nötig.");
    public static readonly Phrase RedAcknowledged = new("slot.red-acknowledged", "Slot {slot}: red tray.", "Platz {slot}: rote Ablage.");
    public static readonly Phrase NotDoneAcknowledged = new("slot.not-done-acknowledged", "Slot {slot}: not finished, flash again.", "Platz {slot}: nicht fertig, neu flashen.");
    public static readonly Phrase Started = new("slot.started", "{count} slots started.", "{count} Plätze gestartet.");
    public static readonly Phrase NothingToStart = new("slot.nothing-to-start", "Nothing is ready to start.", "Nichts ist startbereit.");
    public static readonly Phrase StopQuestion = new("slot.stop-question", "Stop {count} running slots? YES or NO.", "{count} laufende Plätze anhalten? JA oder NEIN.");
    public static readonly Phrase Stopping = new("slot.stopping", "{count} slots are stopping.", "{count} Plätze werden angehalten.");
    public static readonly Phrase QuitQuestion = new("shift.quit-question", "{count} slots run. Stop them and close? YES or NO.", "{count} Plätze laufen. Anhalten und beenden? JA oder NEIN.");
    public static readonly Phrase InterruptedFound = new("shift.interrupted-found", "{count} units were cut off. They are not good, flash them again.", "{count} Platinen wurden unterbrochen. Sie sind nicht gut, neu flashen.");

    public static readonly Phrase LineStopped = new("line.stopped", "Line stop. {what}", "Bandstopp. {what}");
    public static readonly Phrase MayNotRelease = new("line.may-not-release", "A {role} may not release this.", "Das darf die Rolle {role} nicht freigeben.");
    public static readonly Phrase AnotherMustRelease = new("line.another-must-release", "Another person must release this.", "Das muss eine andere Person freigeben.");
    public static readonly Phrase NothingToRelease = new("line.nothing-to-release", "Nothing to release.", "Nichts freizugeben.");
    public static readonly Phrase ScanReleaseBadge = new("line.scan-release-badge", "Release: scan the badge of someone who may.", "Freigabe: Ausweis einer berechtigten Person scannen.");
    public static readonly Phrase GiveReason = new("line.give-reason", "{name}: choose the reason.", "{name}: Grund wählen.");
    public static readonly Phrase ReasonNeedsText = new("line.reason-needs-text", "This reason needs a text.", "Dieser Grund braucht einen Text.");
    public static readonly Phrase Released = new("line.released", "Released: {what}", "Freigegeben: {what}");
}
