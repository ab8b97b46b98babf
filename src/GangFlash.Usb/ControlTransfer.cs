using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb;

/// <summary>
/// One control transfer on its way. From the submission on, libusb holds it; the callback, which comes exactly once, copies what was read and
/// gives everything back. So whoever waits for <see cref="Ended"/> needs to clean up nothing.
/// </summary>
sealed unsafe class ControlTransfer
{
    const int SetupLength = 8;
    const byte ControlType = 0;
    const uint ForEver = 0;

    readonly Lock gate = new();
    readonly TaskCompletionSource<UsbTransfer> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Memory<byte> data;
    readonly bool isIn;
    LibUsbTransfer* transfer;
    byte* buffer;
    GCHandle self;

    ControlTransfer(Memory<byte> data, bool isIn) => (this.data, this.isIn) = (data, isIn);

    public Task<UsbTransfer> Ended => ended.Task;

    /// <summary>Sends it on its way. The handle must not be closed before it has ended.</summary>
    public static ControlTransfer Submit(LibUsbDeviceHandle handle, UsbSetup setup, Memory<byte> data, TimeSpan timeout)
    {
        if (data.Length != setup.Length)
            throw new ArgumentException($"The set-up packet says {setup.Length} bytes; there are {data.Length}.", nameof(data));
        var it = new ControlTransfer(data, setup.IsIn);
        var error = it.Submit(handle, setup, timeout);
        if (error != LibUsbError.LIBUSB_SUCCESS)
        {
            it.Free();
            it.ended.SetResult(new(LibUsbWords.StatusOf(error), 0));
        }

        return it;
    }

    /// <summary>Asks libusb to end it early; the callback comes all the same. Does nothing when it has ended.</summary>
    public void Cancel()
    {
        // The callback takes this lock too, while libusb holds its list of open devices; cancelling takes no lock that libusb holds there.
        lock (gate)
        {
            if (transfer is not null)
                _ = LibUsb.CancelTransfer(transfer);
        }
    }

    LibUsbError Submit(LibUsbDeviceHandle handle, UsbSetup setup, TimeSpan timeout)
    {
        transfer = LibUsb.AllocateTransfer(0);
        if (transfer is null)
            return LibUsbError.LIBUSB_ERROR_NO_MEM;
        buffer = (byte*)NativeMemory.Alloc((nuint)(SetupLength + setup.Length));
        var bytes = new Span<byte>(buffer, SetupLength + setup.Length);
        (bytes[0], bytes[1]) = (setup.RequestType, setup.Request);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], setup.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[4..], setup.Index);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], setup.Length);
        if (isIn)
            bytes[SetupLength..].Clear();
        else
            data.Span.CopyTo(bytes[SetupLength..]);
        self = GCHandle.Alloc(this);
        transfer->Handle = handle.DangerousGetHandle();
        transfer->Endpoint = 0;
        transfer->Type = ControlType;
        transfer->Timeout = timeout == Timeout.InfiniteTimeSpan ? ForEver : (uint)Math.Clamp(Math.Ceiling(timeout.TotalMilliseconds), 1, uint.MaxValue);
        transfer->Buffer = buffer;
        transfer->Length = bytes.Length;
        transfer->Callback = &OnEnded;
        transfer->UserData = GCHandle.ToIntPtr(self);
        return LibUsb.SubmitTransfer(transfer);
    }

    /// <summary>On the event thread. Nothing here may throw: there is no caller to catch it.</summary>
    [UnmanagedCallersOnly]
    static void OnEnded(LibUsbTransfer* transfer) => ((ControlTransfer)GCHandle.FromIntPtr(transfer->UserData).Target!).End();

    void End()
    {
        var status = LibUsbWords.StatusOf(transfer->Status);
        var length = status == UsbTransferStatus.Completed ? Math.Clamp(transfer->ActualLength, 0, data.Length) : 0;
        if (isIn)
            new ReadOnlySpan<byte>(buffer + SetupLength, length).CopyTo(data.Span);
        Free();
        ended.SetResult(new(status, length));
    }

    void Free()
    {
        lock (gate)
        {
            if (transfer is not null)
                LibUsb.FreeTransfer(transfer);
            transfer = null;
            NativeMemory.Free(buffer);
            buffer = null;
            if (self.IsAllocated)
                self.Free();
        }
    }
}
