using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>Everything that makes one virtual board what it is: USB identity, bootloader, memory, habits and faults. Plain data; the checklist is dfuse.md 20.</summary>
public sealed record BoardModel
{
    public required string Name { get; init; }

    public UsbId Usb { get; init; } = UsbId.StDfu;

    public ushort BcdUsb { get; init; } = 0x0100;

    public ushort BcdDevice { get; init; } = 0x2200;

    public string Manufacturer { get; init; } = "STMicroelectronics";

    public required string Product { get; init; }

    public string Serial { get; init; } = "";

    /// <summary>True where each power-up shows another serial (L496).</summary>
    public bool SerialChanges { get; init; }

    /// <summary>Interface strings as the bootloader tells them. They need not be true: <see cref="Memories"/> is.</summary>
    public required ImmutableArray<string> Alternates { get; init; }

    /// <summary>Whole string descriptors to send instead of well-formed ones, by string index: a wrong bLength, rubbish, plain bytes.</summary>
    public ImmutableDictionary<byte, ImmutableArray<byte>> RawStrings { get; init; } = ImmutableDictionary<byte, ImmutableArray<byte>>.Empty;

    public ushort TransferSize { get; init; } = 2048;

    /// <summary>bmAttributes of the functional descriptor; 0x0B is download, upload, detaches itself.</summary>
    public byte DfuAttributes { get; init; } = 0x0B;

    public ushort DfuVersion { get; init; } = DfuFunctionalDescriptor.DfuSeVersion;

    public BootloaderProfile Profile { get; init; }

    public BusyHabit Busy { get; init; }

    public PollTimes Poll { get; init; }

    /// <summary>How often an honest bootloader says dfuDNBUSY at least, whatever the work takes.</summary>
    public int LeastBusyAnswers { get; init; }

    /// <summary>The real silicon: granule, rewrite rule, times.</summary>
    public required FlashPhysics Physics { get; init; }

    /// <summary>The real memories and their real sectors.</summary>
    public required ImmutableArray<MemoryLayout> Memories { get; init; }

    /// <summary>Slower or faster silicon than typical: 1 is typical.</summary>
    public double EraseTimeFactor { get; init; } = 1;

    public double ProgramTimeFactor { get; init; } = 1;

    /// <summary>Where the block numbers count from at power-up.</summary>
    public uint DefaultPointer { get; init; } = 0x0800_0000;

    /// <summary>Whether Set Address refuses addresses that no alternate names. The CubeMX class does not look.</summary>
    public bool ChecksPointer { get; init; } = true;

    /// <summary>Whether block numbers count in units of the buffer's length, as AN3156 can be read, instead of wTransferSize.</summary>
    public bool StrideIsBufferLength { get; init; }

    public bool ReadProtected { get; init; }

    /// <summary>Where the part keeps its read protection; none where it has no option bytes that are memory.</summary>
    public ReadProtection? Protection { get; init; }

    public OptionBytesHabit AfterOptionBytes { get; init; }

    /// <summary>Erase and write are acknowledged here and change nothing.</summary>
    public ImmutableArray<AddressRange> WriteProtected { get; init; } = [];

    /// <summary>Only erase is acknowledged here and changes nothing: the ROM counts sectors by another map than the silicon (F767 with nDBANK = 0; rusEFI 3566).</summary>
    public ImmutableArray<AddressRange> NotErased { get; init; } = [];

    /// <summary>Reads here are refused the way the CubeMX class does it: a stall and state 15.</summary>
    public ImmutableArray<AddressRange> Unreadable { get; init; } = [];

    /// <summary>Every UPLOAD is stalled with errSTALLEDPKT: an old ROM on a port that is too fast for it (AN2606).</summary>
    public bool ReadsFailOnWire { get; init; }

    /// <summary>A block longer than 256 bytes whose length is no multiple of 8 is stored wrong (L476, L486; AN2606).</summary>
    public bool CorruptsOddBlocks { get; init; }

    public MediaKind Media { get; init; } = new MediaKind.Honest();

    /// <summary>An erase at or above this address leaves the bootloader in dfuDNBUSY for ever (H743 revision V).</summary>
    public uint? WedgesFrom { get; init; }

    /// <summary>Whether the erase that wedged was done all the same.</summary>
    public bool WedgedEraseHappens { get; init; } = true;

    public LeaveHabit Leave { get; init; }

    public ResetHabit Reset { get; init; }

    /// <summary>What enumerates after leave; nothing where the application has no USB.</summary>
    public UsbId? Application { get; init; } = new(0x0483, 0x5740);

    public DfuState FirstState { get; init; } = DfuState.Idle;

    public DfuStatus FirstStatus { get; init; }

    public ImmutableArray<Fault> Faults { get; init; } = [];

    /// <summary>The real sector with this address; none where the board has no memory.</summary>
    public Sector? SectorAt(uint address) => Memories.Select(memory => memory.Find(address)).FirstOrDefault(sector => sector is not null);
}

/// <summary>How a bootloader takes requests that come in the wrong state, and which commands it knows (dfuse.md 4).</summary>
public enum BootloaderProfile
{
    /// <summary>ST's old line: faithful to AN3156, forgives a CLRSTATUS out of place.</summary>
    RomOldLine,

    /// <summary>ST's new line: a CLRSTATUS out of place is answered with dfuERROR and errUNKNOWN.</summary>
    RomNewLine,

    /// <summary>STM32C5: as the new line, but a CLRSTATUS out of place is stalled.</summary>
    StrictRom,

    /// <summary>ST's USB device middleware as CubeMX generates it: wrong-state requests are stalled and forgotten, one-byte commands do nothing.</summary>
    CubeMx,

    /// <summary>MicroPython's mboot: CLRSTATUS and ABORT go to idle from anywhere, GETSTATE is not answered.</summary>
    Mboot,

    /// <summary>GigaDevice's ROM: as the old line, but it leaves before it is asked.</summary>
    Gd32,
}

/// <summary>What a medium does with the bytes that it acknowledges.</summary>
public abstract record MediaKind
{
    private MediaKind() { }

    public sealed record Honest : MediaKind;

    /// <summary>Erases and stores nothing; reads show the old content.</summary>
    public sealed record StoresNothing : MediaKind;

    /// <summary>Stores nothing; every read shows the block that was sent last.</summary>
    public sealed record EchoesLastBlock : MediaKind;

    /// <summary>Stores only what lies in the first bytes of the memory.</summary>
    public sealed record StoresFirst(uint Bytes) : MediaKind;

    /// <summary>Stores everything some bytes too low: a read at a shows what belongs to a + distance.</summary>
    public sealed record Shifts(uint Distance) : MediaKind;

    /// <summary>A bit at this address reads as it likes: wrong at every second reading.</summary>
    public sealed record ReadsUnstably(uint Address) : MediaKind;
}

/// <summary>What the board does when it is told to leave.</summary>
public enum LeaveHabit
{
    /// <summary>Answers dfuMANIFEST, then starts the application.</summary>
    Clean,

    /// <summary>Is gone before GETSTATUS (GD32).</summary>
    GoneBeforeAnswer,

    /// <summary>Stalls GETSTATUS and is gone.</summary>
    StallsAndGoes,

    /// <summary>Does not answer GETSTATUS and is gone.</summary>
    SilentAndGoes,

    /// <summary>GETSTATUS breaks on the wire and the device is gone.</summary>
    BreaksAndGoes,

    /// <summary>Comes back as a bootloader: BOOT0 is still high.</summary>
    ReturnsAsBootloader,

    /// <summary>Does not leave at all: empty-check flag of a virgin part.</summary>
    Stays,

    /// <summary>Leaves and nothing enumerates.</summary>
    Vanishes,
}

/// <summary>What the board does once its option bytes were written. With read protection level 2 the bootloader never comes again, whatever the habit.</summary>
public enum OptionBytesHabit
{
    /// <summary>Resets before it answers, and is its bootloader again: BOOT0 is held.</summary>
    ReturnsAsBootloader,

    /// <summary>Resets before it answers, and starts its application.</summary>
    StartsApplication,

    /// <summary>Resets before it answers, and nothing enumerates.</summary>
    Vanishes,

    /// <summary>Answers as after any other block, and takes them at the next power-up.</summary>
    Answers,
}

/// <summary>What the board shows after the host has reset its port.</summary>
public enum ResetHabit
{
    /// <summary>Its bootloader again, as ROMs do: a bus reset is no reset of the chip.</summary>
    Bootloader,

    /// <summary>Its application, as DFU 1.1 (appendix A) asks of a bootloader whose work is done; the bootloader where there is no program.</summary>
    Application,

    /// <summary>Nothing enumerates.</summary>
    Nothing,
}
