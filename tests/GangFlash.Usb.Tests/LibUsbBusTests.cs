using GangFlash.Devices;
using GangFlash.Testing;

namespace GangFlash.Usb.Tests;

/// <summary>The real library on this machine, whatever is plugged in; nothing is opened but a port that does not exist.</summary>
public sealed class LibUsbBusTests
{
    static readonly UsbPortPath s_nowhere = UsbPortPath.Parse("250-250");

    static IUsbBus Start() => LibUsbBus.Start(TimeProvider.System) switch
    {
        LibUsbStart.Ready ready => ready.Bus,
        LibUsbStart.Impossible impossible => throw new InvalidOperationException(impossible.Sentence),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    [NeedsFact(Tool.LibUsb)]
    public async Task Lists_whatever_is_there_in_the_order_of_ports()
    {
        await using var bus = Start();

        var devices = await bus.ListAsync(default);

        Assert.Equal(devices.Select(device => device.Port).Order(), devices.Select(device => device.Port));
        Assert.All(devices, device => Assert.NotNull(UsbDeviceDescriptor.Parse(device.DeviceDescriptor.Span)));
    }

    [NeedsFact(Tool.LibUsb)]
    public async Task An_empty_port_opens_as_no_device()
    {
        await using var bus = Start();

        Assert.Equal(new UsbOpening.Refused(UsbOpenError.NoDevice, "LIBUSB_ERROR_NO_DEVICE at 250-250"), await bus.OpenAsync(s_nowhere, default));
    }

    [NeedsFact(Tool.LibUsb)]
    public async Task A_watch_ends_when_it_is_cancelled()
    {
        await using var bus = Start();
        using var stop = new CancellationTokenSource();

        var watch = Task.Run(async () =>
        {
            await foreach (var happened in bus.WatchAsync(stop.Token))
                Assert.IsType<UsbBusEvent.Arrived>(happened);
        });
        stop.CancelAfter(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
    }

    [NeedsFact(Tool.LibUsb)]
    public async Task A_disposed_bus_ends_its_watches_and_takes_no_more_calls()
    {
        var bus = Start();
        var began = new TaskCompletionSource();
        var watch = Task.Run(async () =>
        {
            await using var events = bus.WatchAsync(default).GetAsyncEnumerator();
            var next = events.MoveNextAsync();
            began.SetResult();
            while (await next)
                next = events.MoveNextAsync();
        });
        await began.Task;

        await bus.DisposeAsync();
        await bus.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => watch);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await bus.ListAsync(default));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await bus.OpenAsync(s_nowhere, default));
    }

    [NeedsFact(Tool.LibUsb)]
    public async Task A_hundred_starts_leave_no_thread_and_no_file_behind()
    {
        if (!OperatingSystem.IsLinux())
            return;
        await StartAndStopAsync(5);
        var before = Used();

        await StartAndStopAsync(100);

        // Other tests and the runtime come and go; a leak would be a hundred.
        var after = Used();
        Assert.InRange(after.Files - before.Files, -50, 50);
        Assert.InRange(after.Threads - before.Threads, -50, 50);

        static (int Files, int Threads) Used() => (Directory.GetFiles("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length);

        static async Task StartAndStopAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await using var bus = Start();
                _ = await bus.ListAsync(default);
            }
        }
    }
}
