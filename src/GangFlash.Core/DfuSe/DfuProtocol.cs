using System.Buffers.Binary;

namespace GangFlash.DfuSe;

/// <summary>DFU class requests (DFU 1.1, 3).</summary>
public enum DfuRequest : byte
{
    Detach = 0,
    Download = 1,
    Upload = 2,
    GetStatus = 3,
    ClearStatus = 4,
    GetState = 5,
    Abort = 6,
}

/// <summary>Device states in wire order (DFU 1.1, A.1). Other values do occur: the CubeMX class puts a status code here when its read fails.</summary>
public enum DfuState : byte
{
    AppIdle = 0,
    AppDetach = 1,
    Idle = 2,
    DownloadSync = 3,
    DownloadBusy = 4,
    DownloadIdle = 5,
    ManifestSync = 6,
    Manifest = 7,
    ManifestWaitReset = 8,
    UploadIdle = 9,
    Error = 10,
}

/// <summary>Status codes in wire order (DFU 1.1, 6.1.2), with ST's meanings where AN3156 gives another one.</summary>
public enum DfuStatus : byte
{
    Ok = 0x00,

    /// <summary>ST: the address is in no memory of this device.</summary>
    ErrTarget = 0x01,
    ErrFile = 0x02,
    ErrWrite = 0x03,
    ErrErase = 0x04,
    ErrCheckErased = 0x05,
    ErrProg = 0x06,
    ErrVerify = 0x07,
    ErrAddress = 0x08,
    ErrNotDone = 0x09,

    /// <summary>A normal greeting of F4 and GD32 bootloaders after enumeration.</summary>
    ErrFirmware = 0x0A,

    /// <summary>ST: read protection is active. CubeMX class: a callback failed.</summary>
    ErrVendor = 0x0B,
    ErrUsbReset = 0x0C,
    ErrPowerOnReset = 0x0D,

    /// <summary>ST: read unprotect failed. CubeMX class: CLRSTATUS in the wrong state.</summary>
    ErrUnknown = 0x0E,
    ErrStalledPacket = 0x0F,
}

/// <summary>The six bytes that a device answers to DFU_GETSTATUS (DFU 1.1, 6.1.2).</summary>
/// <param name="PollDelay">The least time before the next request; 0 to 16,777,215 ms.</param>
/// <param name="State">The state that the device is in after this request.</param>
/// <param name="Text">Index of the vendor's text, 0 for none.</param>
public readonly record struct DfuStatusReport(DfuStatus Status, TimeSpan PollDelay, DfuState State, byte Text = 0)
{
    public const int Length = 6;

    /// <summary>None if the answer has another length: that is an error of the device, not a status.</summary>
    public static DfuStatusReport? Parse(ReadOnlySpan<byte> reply) =>
        reply is [var status, var low, var middle, var high, var state, var text]
            ? new((DfuStatus)status, TimeSpan.FromMilliseconds(low | middle << 8 | high << 16), (DfuState)state, text)
            : null;

    public byte[] ToBytes()
    {
        var milliseconds = (int)Math.Clamp(PollDelay.TotalMilliseconds, 0, 0xFF_FFFF);
        return [(byte)Status, (byte)milliseconds, (byte)(milliseconds >> 8), (byte)(milliseconds >> 16), (byte)State, Text];
    }
}

/// <summary>First byte of a block-0 download (AN3156, 2).</summary>
public static class DfuSeCommand
{
    public const byte GetCommands = 0x00;
    public const byte SetAddressPointer = 0x21;
    public const byte Erase = 0x41;
    public const byte ReadUnprotect = 0x92;

    public static byte[] SetAddress(uint address) => WithAddress(SetAddressPointer, address);

    public static byte[] EraseSector(uint address) => WithAddress(Erase, address);

    static byte[] WithAddress(byte command, uint address)
    {
        var bytes = new byte[5];
        bytes[0] = command;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), address);
        return bytes;
    }
}
