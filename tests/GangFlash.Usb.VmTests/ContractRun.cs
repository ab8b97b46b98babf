using GangFlash.Devices;
using GangFlash.Usb.Contract;

namespace GangFlash.Usb.VmTests;

/// <summary>The same clauses that the virtual bus keeps, for libusb and a kernel.</summary>
static class ContractRun
{
    public static async Task<int> RunAsync(KernelFixture fixture, string[] clauses)
    {
        var report = new Report();
        await fixture.PullAsync();
        var (port, busId) = (await fixture.PlugAsync()).First();
        foreach (var check in UsbContract.Checks.Where(check => clauses.Length == 0 || clauses.Any(clause => check.Name.Contains(clause, StringComparison.OrdinalIgnoreCase))))
        {
            await report.CheckAsync(check.ToString(), async () =>
            {
                await using var bench = new KernelBench(Report.StartBus(), fixture, port, busId);
                await bench.ReadyAsync();
                await check.RunAsync(bench);
            });
        }

        return report.ExitCode;
    }

    sealed class KernelBench(LibUsbBus bus, KernelFixture fixture, UsbPortPath port, string busId) : IContractBench
    {
        public IUsbBus Bus => bus;

        public TimeProvider Clock => TimeProvider.System;

        public UsbPortPath Port => port;

        /// <summary>The kernel counts what it submits to each device.</summary>
        public long Sent => long.Parse(File.ReadAllText($"/sys/bus/usb/devices/{port}/urbnum"));

        /// <summary>Whatever the last check left.</summary>
        public async Task ReadyAsync()
        {
            if (!File.Exists($"/sys/bus/usb/devices/{port}/urbnum"))
                await PlugAsync();
            await using var board = await OpenBoard.AtAsync(this);
            await board.ToIdleAsync();
        }

        public async Task UnplugAsync()
        {
            await fixture.PullAsync(port.ToString());
            await KernelFixture.UntilAsync(bus, list => list.All(entry => entry.Port != port), $"{port} is empty");
        }

        public async Task PlugAsync()
        {
            _ = await fixture.PlugAsync(busId);
            await KernelFixture.UntilAsync(bus, list => list.Any(entry => entry.Port == port && entry.ConfigurationDescriptor.Length > 0), $"a board at {port}");
        }

        public ValueTask DisposeAsync() => bus.DisposeAsync();
    }
}
