using System.Runtime.InteropServices;
using System.Text;
using GangFlash.Station;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopSafely);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopSafely);
var io = new StationIo(Console.Out, Console.Error, !Console.IsOutputRedirected, TimeProvider.System);
return await StationProgram.RunAsync(args, io, stop.Token);

// The first signal stops after the blocks at work; a second one is left to the system, which ends the program at once.
void StopSafely(PosixSignalContext signal)
{
    if (stop.IsCancellationRequested)
        return;
    signal.Cancel = true;
    Console.Error.WriteLine("Stopping after the blocks at work. Once more ends at once; then the boards count as interrupted.");
    stop.Cancel();
}
