using System.Runtime.InteropServices;
using System.Text;

namespace GangFlash.Station.Terminal;

/// <summary>
/// The terminal while the screen is on it: alternate screen, no cursor, raw keys, marked pastes. However the program ends, short of a kill
/// that no program sees, the terminal is as it was before.
/// </summary>
sealed class TerminalSession : IDisposable
{
    // Alternate screen, no cursor, marked pastes, no wrapping at the last column; keypad and cursor keys in their plain form.
    const string Enter = "\e[?1049h\e[?25l\e[?2004h\e[?7l\e[?1l\e>";
    const string Leave = "\e[?2026l\e[0m\e[?7h\e[?2004l\e[?25h\e[?1049l";

    readonly Lock gate = new();
    readonly ITerminalModes modes;
    readonly Stream output;
    readonly List<PosixSignalRegistration> signals = [];
    readonly Action stop;
    readonly Action redraw;
    bool isEntered;
    int stops;

    /// <param name="stop">Called when the system wants the program to end; a second time ends it at once, with the terminal restored.</param>
    /// <param name="redraw">Called when nobody knows any more what the terminal shows: it was resized, or the program was continued.</param>
    /// <exception cref="IOException">There is no terminal.</exception>
    public TerminalSession(ITerminalModes modes, Stream output, Action stop, Action redraw)
    {
        (this.modes, this.output, this.stop, this.redraw) = (modes, output, stop, redraw);
        modes.EnterRaw();
        Show();
        AppDomain.CurrentDomain.ProcessExit += AtExit;
        AppDomain.CurrentDomain.UnhandledException += AtExit;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
            signals.Add(PosixSignalRegistration.Create(signal, Stop));
        if (OperatingSystem.IsWindows())
            return;
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTSTP, Suspend));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Resume()));
        signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => redraw()));
    }

    /// <summary>One frame, in one write. Dropped once the terminal was given back.</summary>
    public void Write(string frame)
    {
        lock (gate)
        {
            if (isEntered)
                Send(frame);
        }
    }

    /// <summary>The terminal's own sound.</summary>
    public void Bell() => Write("\a");

    public void Dispose()
    {
        foreach (var signal in signals)
            signal.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
        AppDomain.CurrentDomain.UnhandledException -= AtExit;
        GiveBack();
    }

    void Show()
    {
        lock (gate)
        {
            isEntered = true;
            Send(Enter);
        }
    }

    void GiveBack()
    {
        lock (gate)
        {
            if (isEntered)
            {
                isEntered = false;
                Send(Leave);
            }

            modes.Restore();
        }
    }

    void AtExit(object? sender, EventArgs happened) => GiveBack();

    void Stop(PosixSignalContext signal)
    {
        if (Interlocked.Increment(ref stops) > 1)
        {
            GiveBack();
            return;         // and the system ends the program
        }

        signal.Cancel = true;
        stop();
    }

    void Suspend(PosixSignalContext signal)
    {
        signal.Cancel = true;
        GiveBack();
        modes.Suspend();
    }

    void Resume()
    {
        modes.EnterRaw();
        Show();
        redraw();
    }

    void Send(string text)
    {
        try
        {
            output.Write(Encoding.UTF8.GetBytes(text));
            output.Flush();
        }
        catch (IOException)
        {
            // The terminal went away; the hang-up signal says the same, and the jobs end in order.
            isEntered = false;
        }
    }
}
