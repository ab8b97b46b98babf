using System.Diagnostics;
using GangFlash.Usb.Contract;

namespace GangFlash.Usb.VmTests;

/// <summary>A line for each check, as it ends.</summary>
sealed class Report
{
    int failed;

    public int ExitCode => failed == 0 ? 0 : 1;

    public async Task CheckAsync(string sentence, Func<Task> check)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await check();
            Console.WriteLine($"ok   {sentence} ({watch.Elapsed.TotalSeconds:0.0} s)");
        }
        catch (ContractException broken)
        {
            failed++;
            Console.WriteLine($"FAIL {sentence}: {broken.Message}");
        }
    }

    public static LibUsbBus StartBus() => LibUsbBus.Start(TimeProvider.System) switch
    {
        LibUsbStart.Ready { Bus: LibUsbBus bus } => bus,
        var other => throw new ContractException($"libusb cannot be used: {other}"),
    };
}
