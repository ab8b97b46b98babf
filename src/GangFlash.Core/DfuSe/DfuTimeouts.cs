namespace GangFlash.DfuSe;

/// <summary>Deadlines and waits of a session. Start values from what other hosts had to learn (dfuse.md 21).</summary>
public static class DfuTimeouts
{
    /// <summary>A control transfer that does no work on the device (fwupd's quirk for 0483:df11).</summary>
    public static TimeSpan Plain { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Least deadline of any operation that works on the device.</summary>
    public static TimeSpan LeastOperation { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Set address: a table look-up in every bootloader known.</summary>
    public static TimeSpan SetAddress { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Bringing a device to idle, whatever state it was found in.</summary>
    public static TimeSpan Recovery { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Rounds of recovery.</summary>
    public const int RecoveryRounds = 10;

    /// <summary>Stalls of GETSTATUS that are forgiven while a device is busy (L4 ROM; dfu-util).</summary>
    public const int StallsWhileBusy = 3;

    /// <summary>Times a transfer that failed on the wire is tried again.</summary>
    public const int WireRetries = 3;

    /// <summary>Longest wait between two looks at a device that is busy and announces no time.</summary>
    public static TimeSpan LongestPause { get; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Twice the data-sheet maximum and two seconds, at least <see cref="LeastOperation"/>.</summary>
    public static TimeSpan ForErase(TimeSpan maximum) => Longer(maximum * 2 + TimeSpan.FromSeconds(2), LeastOperation);

    /// <summary>For a sector of a part that is not known: 10 s and 40 s per MiB.</summary>
    public static TimeSpan ForUnknownErase(ulong bytes) => TimeSpan.FromSeconds(10 + 40.0 * bytes / (1 << 20));

    /// <summary>20 s and 40 s per MiB, at least 35 s: an F405 took 32 s and announced 100 ms (dfu-util).</summary>
    public static TimeSpan ForMassErase(ulong bytes) => Longer(TimeSpan.FromSeconds(20 + 40.0 * bytes / (1 << 20)), TimeSpan.FromSeconds(35));

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
