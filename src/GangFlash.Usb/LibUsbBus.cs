using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb;

/// <summary>
/// The USB devices of this machine, over libusb-1.0. One thread waits for libusb's events from the start to <see cref="DisposeAsync"/>, which
/// closes every device that is still open.
/// </summary>
public sealed class LibUsbBus : IUsbBus
{
    /// <summary>How often the list of devices is compared where libusb cannot tell of changes (Windows).</summary>
    static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest sleep of the event thread: only a net under <c>libusb_interrupt_event_handler</c>.</summary>
    static readonly LibUsbTime s_longestSleep = new(60);

    readonly LibUsbContext context;
    readonly TimeProvider clock;
    readonly Lock gate = new();
    readonly HashSet<LibUsbDevice> open = [];
    readonly TaskCompletionSource threadEnded = NewSignal();
    readonly int? hotplug;
    GCHandle self;
    TaskCompletionSource changed = NewSignal();
    Task? closing;
    volatile bool stopping;

    LibUsbBus(LibUsbContext context, TimeProvider clock)
    {
        (this.context, this.clock) = (context, clock);
        self = GCHandle.Alloc(this);
        hotplug = RegisterHotplug();
        new Thread(HandleEvents) { Name = "libusb events", IsBackground = true }.Start();
    }

    /// <summary>Loads libusb and begins; or says why that is not possible.</summary>
    public static LibUsbStart Start(TimeProvider clock) => Start(clock, LibUsb.FileNames);

    internal static LibUsbStart Start(TimeProvider clock, IReadOnlyList<string> fileNames)
    {
        ArgumentNullException.ThrowIfNull(clock);
        if (LibUsb.Load(fileNames) == 0)
            return new LibUsbStart.Impossible(LibUsbWords.Missing(fileNames));
        if (LibUsbWords.TooOld(LoadedVersion()) is { } tooOld)
            return new LibUsbStart.Impossible(tooOld);
        var error = LibUsb.Init(out var context);
        if (error == LibUsbError.LIBUSB_SUCCESS)
            return new LibUsbStart.Ready(new LibUsbBus(context, clock)) { Library = LoadedVersion() };
        context.Dispose();
        return new LibUsbStart.Impossible(LibUsbWords.CannotStart(error));
    }

    /// <summary>How many devices are open, for those who count.</summary>
    internal int OpenDevices
    {
        get
        {
            lock (gate)
                return open.Count;
        }
    }

    public ValueTask<IReadOnlyList<UsbDeviceEntry>> ListAsync(CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IReadOnlyList<UsbDeviceEntry>>([.. Look().Select(presence => presence.Device)]);
    }

    public async ValueTask<UsbOpening> OpenAsync(UsbPortPath port, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        return await Task.Run(() => Open(port), CancellationToken.None).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<UsbBusEvent> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        IReadOnlyList<UsbPresence> known = [];
        while (true)
        {
            ThrowIfClosed();
            ct.ThrowIfCancellationRequested();
            var change = Volatile.Read(ref changed).Task;       // taken before the look, so that nothing falls between
            var present = Look();
            foreach (var happened in UsbPresence.Changes(known, present))
                yield return happened;
            known = present;
            try
            {
                await (hotplug is null ? change.WaitAsync(s_poll, clock, ct) : change.WaitAsync(ct)).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Time to compare the lists again.
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (gate)
            return new(closing ??= CloseAsync([.. open]));
    }

    async Task CloseAsync(IReadOnlyList<LibUsbDevice> devices)
    {
        foreach (var device in devices)
            await device.DisposeAsync().ConfigureAwait(false);
        if (hotplug is { } registration)
            LibUsb.DeregisterHotplug(context, registration);
        stopping = true;
        LibUsb.InterruptEventHandler(context);
        await threadEnded.Task.ConfigureAwait(false);
        self.Free();
        Signal();
        context.Dispose();
    }

    static unsafe Version LoadedVersion()
    {
        var version = LibUsb.GetVersion();
        return new(version->Major, version->Minor, version->Micro);
    }

    List<UsbPresence> Look()
    {
        using var list = List(out var count);
        var present = new List<UsbPresence>();
        for (nint i = 0; i < count; i++)
        {
            if (LibUsbDescriptors.PortOf(list[i]) is { } port)
                present.Add(new(EntryOf(list[i], port), LibUsb.GetDeviceAddress(list[i])));
        }

        present.Sort((one, other) => one.Device.Port.CompareTo(other.Device.Port));
        return present;
    }

    UsbOpening Open(UsbPortPath port)
    {
        using var list = List(out var count);
        for (nint i = 0; i < count; i++)
        {
            if (LibUsbDescriptors.PortOf(list[i]) == port)
                return Open(list[i], port);
        }

        return LibUsbWords.RefusalOf(LibUsbError.LIBUSB_ERROR_NO_DEVICE, port, OperatingSystem.IsLinux());
    }

    UsbOpening Open(nint found, UsbPortPath port)
    {
        var error = LibUsb.Open(found, out var handle);
        if (error != LibUsbError.LIBUSB_SUCCESS)
        {
            handle.Dispose();
            return LibUsbWords.RefusalOf(error, port, OperatingSystem.IsLinux());
        }

        handle.KeepAlive(context);
        lock (gate)
        {
            if (closing is not null)
            {
                handle.Dispose();
                return LibUsbWords.RefusalOf(LibUsbError.LIBUSB_ERROR_NO_DEVICE, port, OperatingSystem.IsLinux());
            }

            var device = new LibUsbDevice(handle, EntryOf(found, port), clock, Closed);
            _ = open.Add(device);
            return new UsbOpening.Opened(device);
        }
    }

    static UsbDeviceEntry EntryOf(nint device, UsbPortPath port) => new(port, LibUsbDescriptors.DeviceDescriptor(device), LibUsbDescriptors.ActiveConfiguration(device));

    /// <summary>Out of memory is the only reason that the library knows for not giving a list.</summary>
    LibUsbDeviceList List(out nint count)
    {
        count = LibUsb.GetDeviceList(context, out var list);
        return count >= 0 ? list : throw new UsbBusException($"libusb gives no list of devices: {(LibUsbError)count}");
    }

    void Closed(LibUsbDevice device)
    {
        lock (gate)
            _ = open.Remove(device);
    }

    unsafe int? RegisterHotplug()
    {
        const int NoFlags = 0;
        const int Any = -1;
        if (LibUsb.HasCapability(LibUsbCapability.LIBUSB_CAP_HAS_HOTPLUG) == 0)
            return null;
        const LibUsbHotplug Both = LibUsbHotplug.LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LibUsbHotplug.LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT;
        return LibUsb.RegisterHotplug(context, Both, NoFlags, Any, Any, Any, &OnHotplug, GCHandle.ToIntPtr(self), out var registration) == LibUsbError.LIBUSB_SUCCESS ? registration : null;
    }

    /// <summary>On the event thread, where libusb forbids to ask it anything: it only wakes those who look. 0 keeps the registration.</summary>
    [UnmanagedCallersOnly]
    static int OnHotplug(nint context, nint device, LibUsbHotplug happened, nint userData)
    {
        ((LibUsbBus)GCHandle.FromIntPtr(userData).Target!).Signal();
        return 0;
    }

    unsafe void HandleEvents()
    {
        while (!stopping)
        {
            // A call that fails at once for ever must not eat a processor.
            if (LibUsb.HandleEvents(context, s_longestSleep, null) is not (LibUsbError.LIBUSB_SUCCESS or LibUsbError.LIBUSB_ERROR_INTERRUPTED))
                Thread.Sleep(TimeSpan.FromMilliseconds(10));
        }

        threadEnded.SetResult();
    }

    void Signal() => Interlocked.Exchange(ref changed, NewSignal()).TrySetResult();

    void ThrowIfClosed() => ObjectDisposedException.ThrowIf(closing is not null, this);

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Whether real USB can be used on this machine.</summary>
public abstract record LibUsbStart
{
    private LibUsbStart() { }

    public sealed record Ready(IUsbBus Bus) : LibUsbStart
    {
        /// <summary>The version of libusb that was loaded.</summary>
        public Version? Library { get; init; }
    }

    /// <param name="Sentence">What is missing, and which package to install.</param>
    public sealed record Impossible(string Sentence) : LibUsbStart;
}
