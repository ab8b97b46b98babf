using System.Diagnostics;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>What each alarm says, and what it orders.</summary>
public static class AlarmPhrases
{
    public static readonly Phrase FailedInSlot = new("alarm.failed-in-slot", "Slot {slot}: {count} failed units in a row.", "Platz {slot}: {count} Platinen nacheinander rot.");
    public static readonly Phrase FailedAtStation = new("alarm.failed-at-station", "{count} failed units in a row.", "{count} Platinen nacheinander rot.");
    public static readonly Phrase SameCode = new("alarm.same-code", "{count} of the last {window} units: {code}.", "{count} der letzten {window} Platinen: {code}.");
    public static readonly Phrase FirstPassYield = new("alarm.first-pass-yield", "First pass yield {yield} of the last {count} units, limit {limit}.", "Erstausbeute {yield} der letzten {count} Platinen, Grenze {limit}.");
    public static readonly Phrase CommonCause = new("alarm.common-cause", "Slots {slots} failed together: {code}.", "Plätze {slots} gemeinsam rot: {code}.");
    public static readonly Phrase NoStartsInSlot = new("alarm.no-starts-in-slot", "Slot {slot}: {count} boards in a row did not start.", "Platz {slot}: {count} Platinen nacheinander nicht gestartet.");
    public static readonly Phrase NoStartsAtStation = new("alarm.no-starts-at-station", "{count} of the last {window} attempts did not start.", "{count} der letzten {window} Versuche nicht gestartet.");
    public static readonly Phrase WrongUnits = new("alarm.wrong-units", "{count} wrong boards in this batch.", "{count} falsche Platinen in diesem Los.");
    public static readonly Phrase EqualSerials = new("alarm.equal-serials", "Slot {slot}: two units have one serial: {units}.", "Platz {slot}: zwei Platinen mit einer Seriennummer: {units}.");
    public static readonly Phrase Relabelled = new("alarm.relabelled", "Slot {slot}: one board has two serials: {units}.", "Platz {slot}: eine Platine mit zwei Seriennummern: {units}.");
    public static readonly Phrase FilesChanged = new("alarm.files-changed", "Changed on disk: {what}.", "Auf der Platte geändert: {what}.");
    public static readonly Phrase RecordNotWritable = new("alarm.record-not-writable", "The record cannot be written: {why}", "Die Aufzeichnung kann nicht geschrieben werden: {why}");
    public static readonly Phrase ClockStepped = new("alarm.clock-stepped", "The clock was set by {seconds} s.", "Die Uhr wurde um {seconds} s verstellt.");
    public static readonly Phrase ChallengeOverdue = new("alarm.challenge-overdue", "The challenge check is overdue.", "Die Kontrolle mit Prüfplatinen ist überfällig.");
    public static readonly Phrase ChallengeFailed = new("alarm.challenge-failed", "The challenge check failed.", "Die Kontrolle mit Prüfplatinen ist misslungen.");
    public static readonly Phrase SlowPhase = new("alarm.slow-phase", "Slot {slot}: {phase} too slow, {count} of the last {window}.", "Platz {slot}: {phase} zu langsam, {count} der letzten {window}.");
    public static readonly Phrase QuantityReached = new("alarm.quantity-reached", "All {planned} units are good.", "Alle {planned} Platinen sind gut.");
    public static readonly Phrase SoftwareChanged = new("alarm.software-changed", "New software: {what}.", "Neue Software: {what}.");
    public static readonly Phrase UsbFailed = new("alarm.usb-failed", "USB of this computer does not answer: {why}", "USB dieses Rechners antwortet nicht: {why}");

    /// <summary>An alarm from before a restart, in the words in which it was raised.</summary>
    public static readonly Phrase FromBefore = new("alarm.from-before", "From before the restart: {what}", "Von vor dem Neustart: {what}");

    public static readonly Phrase OrderStop = new("order.stop", "Stop. Leave boards in until they end. Call the supervisor.", "Halt. Platinen stecken lassen, bis sie fertig sind. Schichtleiter rufen.");
    public static readonly Phrase OrderStopAll = new("order.stop-all", "Stop. All slots end now. No board in a slot is good. Call the supervisor.", "Halt. Alle Plätze enden jetzt. Keine Platine darin ist gut. Schichtleiter rufen.");
    public static readonly Phrase OrderHoldBoth = new("order.hold-both", "Stop. Put both boards on hold. Call the supervisor.", "Halt. Beide Platinen sperren. Schichtleiter rufen.");
    public static readonly Phrase OrderSlotOff = new("order.slot-off", "Use the other slots. Call the technician.", "Andere Plätze benutzen. Techniker rufen.");
    public static readonly Phrase OrderCheckCable = new("order.check-cable", "Check the cable. Use the other slots. Call the technician.", "Kabel prüfen. Andere Plätze benutzen. Techniker rufen.");
    public static readonly Phrase OrderCall = new("order.call", "Go on. Call the engineer.", "Weiterarbeiten. Ingenieur rufen.");
    public static readonly Phrase OrderTell = new("order.tell", "Go on. Tell the technician.", "Weiterarbeiten. Techniker Bescheid geben.");
    public static readonly Phrase OrderUsb = new("order.usb", "Leave the boards in: it goes on by itself when USB is back. Call the technician.", "Platinen stecken lassen: es geht von selbst weiter, wenn USB wieder da ist. Techniker rufen.");
    public static readonly Phrase OrderEndBatch = new("order.end-batch", "Scan END BATCH.", "LOS ENDE scannen.");
    public static readonly Phrase OrderChallenge = new("order.challenge", "Stop. Run the challenge boards. Call the supervisor.", "Halt. Prüfplatinen laufen lassen. Schichtleiter rufen.");

    public static readonly Phrase CableOrFixture = new("reason.cable-or-fixture", "cable or fixture mended", "Kabel oder Vorrichtung repariert");
    public static readonly Phrase Material = new("reason.material", "material changed", "Material gewechselt");
    public static readonly Phrase RecipeOrImage = new("reason.recipe-or-image", "recipe or image put right", "Rezept oder Image berichtigt");
    public static readonly Phrase Handling = new("reason.handling", "handling explained", "Handhabung erklärt");
    public static readonly Phrase Computer = new("reason.computer", "computer or record put right", "Rechner oder Aufzeichnung in Ordnung gebracht");
    public static readonly Phrase NoFaultFound = new("reason.no-fault-found", "no fault found", "kein Fehler gefunden");
    public static readonly Phrase Other = new("reason.other", "other, with a text", "anderer Grund, mit Text");

    /// <summary>For the list of reasons, numbered from 1 in this order.</summary>
    public static Phrase Word(this ReleaseReason reason) => reason switch
    {
        ReleaseReason.CableOrFixture => CableOrFixture,
        ReleaseReason.Material => Material,
        ReleaseReason.RecipeOrImage => RecipeOrImage,
        ReleaseReason.Handling => Handling,
        ReleaseReason.Computer => Computer,
        ReleaseReason.NoFaultFound => NoFaultFound,
        ReleaseReason.Other => Other,
        _ => throw new UnreachableException(),
    };
}
