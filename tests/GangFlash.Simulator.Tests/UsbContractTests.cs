using GangFlash.Devices;
using GangFlash.Testing;
using GangFlash.Usb.Contract;

namespace GangFlash.Simulator.Tests;

/// <summary>The virtual bus keeps the same contract as libusb with the same boards on a kernel, which <c>tests/usb/run</c> checks.</summary>
public class UsbContractTests
{
    public static TheoryData<string> Clauses => [.. UsbContract.Checks.Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Clauses))]
    public async Task The_virtual_bus_keeps_the_contract(string clause)
    {
        await using var bench = new VirtualBench();

        await bench.Time.RunAsync(() => UsbContract.Checks.Single(check => check.Name == clause).RunAsync(bench));
    }

    sealed class VirtualBench : IContractBench
    {
        readonly VirtualBus bus;
        readonly VirtualBoard board = new(Desk.Rom("STM32F746"));

        public VirtualBench()
        {
            bus = new(Time);
            foreach (var neighbour in new[] { "2-1", "1-10", "1-9" })
                bus.Plug(UsbPortPath.Parse(neighbour), new(Desk.Rom("STM32F405")));
            bus.Plug(Port, board);
        }

        public VirtualClock Time { get; } = new();

        public IUsbBus Bus => bus;

        public TimeProvider Clock => Time;

        public UsbPortPath Port { get; } = UsbPortPath.Parse("1-2");

        public long Sent => board.Wire.Count;

        public Task UnplugAsync()
        {
            bus.Unplug(Port);
            return Task.CompletedTask;
        }

        public Task PlugAsync()
        {
            bus.Plug(Port, board);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => bus.DisposeAsync();
    }
}
