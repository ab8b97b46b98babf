namespace GangFlash.Line;

/// <summary>The kinds of events that the line records. They are stored, so they never change.</summary>
public static class ShiftRecord
{
    /// <summary>The actor where no person is.</summary>
    public const string System = "system";

    public const string ScanTaken = "scan.taken";
    public const string ScanRefused = "scan.refused";
    public const string SessionOpened = "session.opened";
    public const string SessionClosed = "session.closed";
    public const string SessionLocked = "session.locked";
    public const string SessionUnlocked = "session.unlocked";
    public const string ShiftEnded = "shift.ended";
    public const string BatchOpened = "batch.opened";
    public const string BatchLeft = "batch.left";
    public const string BatchClosed = "batch.closed";
    public const string QuantityExceeded = "batch.quantity-exceeded";
    public const string UnitDropped = "unit.dropped";
    public const string UnitHeld = "unit.held";
    public const string UnitAcknowledged = "unit.acknowledged";
    public const string UnitInterrupted = "unit.interrupted";
    public const string SlotOff = "slot.off";
    public const string SlotOn = "slot.on";
    public const string AlarmRaised = "alarm.raised";
    public const string AlarmHeard = "alarm.heard";
    public const string AlarmReleased = "alarm.released";
    public const string UsbBack = "usb.back";
    public const string LineStopped = "line.stopped";
    public const string LineReleased = "line.released";
    public const string HelpCalled = "help.called";
    public const string HelpDone = "help.done";
    public const string SlotsStopped = "slots.stopped";
    public const string ScannerChecked = "scanner.checked";
    public const string ClockStepped = "clock.stepped";
    public const string ProgramClosed = "program.closed";
}
