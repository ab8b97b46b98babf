using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace GangFlash.Usb.Native;

/// <summary>The functions of libusb-1.0 that are used here, as its header declares them, and where the library is looked for.</summary>
static unsafe partial class LibUsb
{
    const string Library = "libusb-1.0";

    static LibUsb() => NativeLibrary.SetDllImportResolver(typeof(LibUsb).Assembly, Resolve);

    /// <summary>File names by platform: Debian's package without the development files has only the one with the number.</summary>
    public static IReadOnlyList<string> FileNames { get; } =
        OperatingSystem.IsWindows() ? ["libusb-1.0.dll"]
        : OperatingSystem.IsMacOS() ? ["libusb-1.0.dylib", "libusb-1.0.0.dylib", "/opt/homebrew/lib/libusb-1.0.dylib", "/usr/local/lib/libusb-1.0.dylib"]
        : ["libusb-1.0.so.0", "libusb-1.0.so"];

    [LibraryImport(Library, EntryPoint = "libusb_get_version")]
    public static partial LibUsbVersion* GetVersion();

    [LibraryImport(Library, EntryPoint = "libusb_init")]
    public static partial LibUsbError Init(out LibUsbContext context);

    [LibraryImport(Library, EntryPoint = "libusb_exit")]
    public static partial void Exit(nint context);

    [LibraryImport(Library, EntryPoint = "libusb_has_capability")]
    public static partial int HasCapability(LibUsbCapability capability);

    /// <summary>The number of devices, or a <see cref="LibUsbError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "libusb_get_device_list")]
    public static partial nint GetDeviceList(LibUsbContext context, out LibUsbDeviceList list);

    [LibraryImport(Library, EntryPoint = "libusb_free_device_list")]
    public static partial void FreeDeviceList(nint list, int unreferenceDevices);

    [LibraryImport(Library, EntryPoint = "libusb_get_bus_number")]
    public static partial byte GetBusNumber(nint device);

    [LibraryImport(Library, EntryPoint = "libusb_get_device_address")]
    public static partial byte GetDeviceAddress(nint device);

    /// <summary>How many port numbers were written, or a <see cref="LibUsbError"/>.</summary>
    [LibraryImport(Library, EntryPoint = "libusb_get_port_numbers")]
    public static partial int GetPortNumbers(nint device, byte* numbers, int most);

    [LibraryImport(Library, EntryPoint = "libusb_get_device_descriptor")]
    public static partial LibUsbError GetDeviceDescriptor(nint device, out LibUsbDeviceDescriptor descriptor);

    [LibraryImport(Library, EntryPoint = "libusb_get_active_config_descriptor")]
    public static partial LibUsbError GetActiveConfiguration(nint device, out LibUsbConfiguration* configuration);

    [LibraryImport(Library, EntryPoint = "libusb_free_config_descriptor")]
    public static partial void FreeConfiguration(LibUsbConfiguration* configuration);

    [LibraryImport(Library, EntryPoint = "libusb_open")]
    public static partial LibUsbError Open(nint device, out LibUsbDeviceHandle handle);

    [LibraryImport(Library, EntryPoint = "libusb_close")]
    public static partial void Close(nint handle);

    [LibraryImport(Library, EntryPoint = "libusb_set_auto_detach_kernel_driver")]
    public static partial LibUsbError SetAutoDetachKernelDriver(LibUsbDeviceHandle handle, int enable);

    [LibraryImport(Library, EntryPoint = "libusb_claim_interface")]
    public static partial LibUsbError ClaimInterface(LibUsbDeviceHandle handle, int interfaceNumber);

    [LibraryImport(Library, EntryPoint = "libusb_release_interface")]
    public static partial LibUsbError ReleaseInterface(LibUsbDeviceHandle handle, int interfaceNumber);

    [LibraryImport(Library, EntryPoint = "libusb_set_interface_alt_setting")]
    public static partial LibUsbError SetAlternate(LibUsbDeviceHandle handle, int interfaceNumber, int alternate);

    [LibraryImport(Library, EntryPoint = "libusb_reset_device")]
    public static partial LibUsbError ResetDevice(LibUsbDeviceHandle handle);

    [LibraryImport(Library, EntryPoint = "libusb_alloc_transfer")]
    public static partial LibUsbTransfer* AllocateTransfer(int isochronousPackets);

    [LibraryImport(Library, EntryPoint = "libusb_free_transfer")]
    public static partial void FreeTransfer(LibUsbTransfer* transfer);

    [LibraryImport(Library, EntryPoint = "libusb_submit_transfer")]
    public static partial LibUsbError SubmitTransfer(LibUsbTransfer* transfer);

    [LibraryImport(Library, EntryPoint = "libusb_cancel_transfer")]
    public static partial LibUsbError CancelTransfer(LibUsbTransfer* transfer);

    [LibraryImport(Library, EntryPoint = "libusb_handle_events_timeout_completed")]
    public static partial LibUsbError HandleEvents(LibUsbContext context, in LibUsbTime longest, int* completed);

    [LibraryImport(Library, EntryPoint = "libusb_interrupt_event_handler")]
    public static partial void InterruptEventHandler(LibUsbContext context);

    [LibraryImport(Library, EntryPoint = "libusb_hotplug_register_callback")]
    public static partial LibUsbError RegisterHotplug(
        LibUsbContext context, LibUsbHotplug events, int flags, int vendor, int product, int deviceClass, delegate* unmanaged<nint, nint, LibUsbHotplug, nint, int> callback, nint userData, out int registration);

    [LibraryImport(Library, EntryPoint = "libusb_hotplug_deregister_callback")]
    public static partial void DeregisterHotplug(LibUsbContext context, int registration);

    /// <summary>Loads the first of the files that is there; 0 if none is.</summary>
    public static nint Load(IEnumerable<string> fileNames)
    {
        foreach (var name in fileNames)
        {
            if (NativeLibrary.TryLoad(name, typeof(LibUsb).Assembly, DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory, out var library))
                return library;
        }

        return 0;
    }

    /// <summary>0 sends the runtime on to its own search, and then to its own complaint.</summary>
    static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name == Library ? Load(FileNames) : 0;
}
