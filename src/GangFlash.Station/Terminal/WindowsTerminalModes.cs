using System.Runtime.InteropServices;

namespace GangFlash.Station.Terminal;

/// <summary>Console modes of Windows 10 and newer, where the console speaks the same sequences as other terminals.</summary>
sealed partial class WindowsTerminalModes : ITerminalModes
{
    const int StandardInput = -10;
    const int StandardOutput = -11;
    const uint ProcessedInput = 0x1;
    const uint LineInput = 0x2;
    const uint EchoInput = 0x4;
    const uint VirtualTerminalInput = 0x200;
    const uint ProcessedOutput = 0x1;
    const uint VirtualTerminalProcessing = 0x4;

    readonly Lock gate = new();
    (uint Input, uint Output)? before;

    public void EnterRaw()
    {
        lock (gate)
        {
            if (!GetMode(Handle(StandardInput), out var input) || !GetMode(Handle(StandardOutput), out var output))
                throw new IOException("Standard input or output is no console.");
            before ??= (input, output);
            if (!SetMode(Handle(StandardInput), (input & ~(ProcessedInput | LineInput | EchoInput)) | VirtualTerminalInput)
                || !SetMode(Handle(StandardOutput), output | ProcessedOutput | VirtualTerminalProcessing))
                throw new IOException($"The console refuses terminal sequences (error {Marshal.GetLastPInvokeError()}); it needs Windows 10 or newer.");
        }
    }

    public void Restore()
    {
        lock (gate)
        {
            if (before is not { } modes)
                return;
            _ = SetMode(Handle(StandardInput), modes.Input);
            _ = SetMode(Handle(StandardOutput), modes.Output);
        }
    }

    public Stream OpenInput() => Console.OpenStandardInput();

    public void Suspend()
    {
        // Windows has no job control.
    }

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle", SetLastError = true)]
    private static partial nint Handle(int which);

    [LibraryImport("kernel32", EntryPoint = "GetConsoleMode", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetMode(nint handle, out uint mode);

    [LibraryImport("kernel32", EntryPoint = "SetConsoleMode", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetMode(nint handle, uint mode);
}
