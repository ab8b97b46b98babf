using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GangFlash.Station.Terminal;

/// <summary>termios by way of libc. The structure differs between systems, so it stays a block of bytes that only libc looks into.</summary>
sealed partial class UnixTerminalModes : ITerminalModes
{
    const int Input = 0;
    const int Now = 0;

    /// <summary>termios is 60 bytes on Linux and 72 on macOS.</summary>
    const int MostBytes = 256;

    readonly Lock gate = new();
    byte[]? before;

    public void EnterRaw()
    {
        lock (gate)
        {
            var modes = new byte[MostBytes];
            if (GetAttributes(Input, modes) != 0)
                throw new IOException("Standard input is no terminal.");
            before ??= [.. modes];
            MakeRaw(modes);
            if (SetAttributes(Input, Now, modes) != 0)
                throw new IOException($"The terminal refuses raw mode (error {Marshal.GetLastPInvokeError()}).");
        }
    }

    public void Restore()
    {
        lock (gate)
        {
            // A terminal that has gone away has no modes to restore, and there is nobody left to tell.
            if (before is not null)
                _ = SetAttributes(Input, Now, before);
        }
    }

    // The console's own stream waits for whole lines.
    public Stream OpenInput() => new FileStream(new SafeFileHandle(Input, ownsHandle: false), FileAccess.Read, bufferSize: 0);

    public void Suspend() => _ = Kill(Environment.ProcessId, OperatingSystem.IsMacOS() ? 17 : 19);      // SIGSTOP

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetAttributes(int descriptor, [In, Out] byte[] modes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetAttributes(int descriptor, int when, byte[] modes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] modes);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
