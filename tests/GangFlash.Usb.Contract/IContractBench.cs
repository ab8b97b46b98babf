using GangFlash.Devices;

namespace GangFlash.Usb.Contract;

/// <summary>
/// A bus of its own for one check, with a virtual STM32F746 in its bootloader at <see cref="Port"/>, whose flash may be erased. The same
/// board may be in process or on a kernel: no check can tell.
/// </summary>
public interface IContractBench : IAsyncDisposable
{
    IUsbBus Bus { get; }

    /// <summary>The time that the board lives by.</summary>
    TimeProvider Clock { get; }

    UsbPortPath Port { get; }

    /// <summary>How many transfers have been sent towards the board since it was plugged in. Only differences mean something.</summary>
    long Sent { get; }

    /// <summary>Pulls the board; returns when the operating system knows.</summary>
    Task UnplugAsync();

    /// <summary>Plugs the board in; returns when the operating system knows.</summary>
    Task PlugAsync();
}
