using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Devices;
using GangFlash.Usb.Contract;

namespace GangFlash.Usb.VmTests;

/// <summary>Boards of a simulator that are plugged into this kernel, and pulled, by the program <c>attach</c>.</summary>
sealed class KernelFixture(string attach, string server)
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Plugs boards in, all of them if none is named, and says where each of them sits.</summary>
    public async Task<ImmutableSortedDictionary<UsbPortPath, string>> PlugAsync(params string[] busIds)
    {
        var lines = await RunAsync(["--server", server, .. busIds]);
        return lines.Select(line => line.Split(' ')).ToImmutableSortedDictionary(line => UsbPortPath.Parse(line[0]), line => line[1]);
    }

    /// <summary>Pulls the boards at these ports, or all.</summary>
    public Task PullAsync(params string[] ports) => RunAsync(["--detach", .. ports]);

    /// <summary>Until a look at the bus is as it should be.</summary>
    public static async Task UntilAsync(IUsbBus bus, Func<IReadOnlyList<UsbDeviceEntry>, bool> holds, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!holds(await bus.ListAsync(default)))
        {
            Demand.That(watch.Elapsed < s_patience, $"not within {s_patience.TotalSeconds} s: {what}");
            await Task.Delay(20);
        }
    }

    async Task<string[]> RunAsync(IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(attach, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Demand.Equal(0, process.ExitCode, $"the exit code of {attach} {string.Join(' ', arguments)}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
