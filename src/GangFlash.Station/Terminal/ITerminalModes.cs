namespace GangFlash.Station.Terminal;

/// <summary>The operating system's side of a terminal: every byte as it is typed, nothing echoed, and the way back.</summary>
interface ITerminalModes
{
    /// <exception cref="IOException">Standard input is no terminal.</exception>
    void EnterRaw();

    /// <summary>As it was before. May be called at any time, from any thread, and more than once.</summary>
    void Restore();

    /// <summary>The bytes that are typed, each as soon as it comes.</summary>
    Stream OpenInput();

    /// <summary>Stops this process as the shell asked for, until it is continued. Does nothing where there is no such thing.</summary>
    void Suspend();
}

static class TerminalModes
{
    public static ITerminalModes OfThisMachine() => OperatingSystem.IsWindows() ? new WindowsTerminalModes() : new UnixTerminalModes();
}
