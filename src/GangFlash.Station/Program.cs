using System.Runtime.InteropServices;
using System.Text;
using GangFlash.Station;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopSafely);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopSafely);
var io = new StationIo(Console.Out, Console.Error, !Console.IsOutputRedirected, TimeProvider.System)
{
    // The stream itself: Console.In would take over the terminal's settings.
    OpenInput = () => new StreamReader(Console.OpenStandardInput()),
    InputIsTerminal = !Console.IsInputRedirected && ForegroundProcess.IsThis(),
    PressedKey = Console.IsInputRedirected ? null : static () => Console.KeyAvailable ? Console.ReadKey(intercept: true).KeyChar : null,
};
return await StationProgram.RunAsync(args, io, stop.Token);

// The first signal lets the command come to an end of its own; a second one is left to the system, which ends the program at once.
void StopSafely(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested)
        return;
    signal.Cancel = true;
    stop.Cancel();
}
