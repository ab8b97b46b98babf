using System.Collections.Immutable;
using GangFlash.DfuSe;

namespace GangFlash.Chips;

/// <summary>A part, or a group of parts that no bootloader can tell apart: what is known of it without asking it.</summary>
/// <param name="Key">Short and stable: <c>f74x</c>.</param>
/// <param name="Family">As people name it: <c>STM32F7</c>.</param>
/// <param name="Parts">Part numbers as a recipe may write them, without package and flash size: <c>STM32F746</c>. The first one stands for the group.</param>
/// <param name="ProductId">DBGMCU and AN2606 product ID; 0 where it is not known.</param>
/// <param name="Rom">ST's (or the clone maker's) own bootloader; none where no public listing is known.</param>
public sealed record Chip(string Key, string Family, ImmutableArray<string> Parts, ushort ProductId, FlashPhysics Flash, RomBootloader? Rom)
{
    public string Name => Parts[0];
}

/// <summary>How the main flash of a part behaves. Times are data-sheet values or estimates: defaults for deadlines and the simulator, never limits that a device must keep.</summary>
/// <param name="Maps">The possible sector maps of the die; more than one where an option bit chooses (F76x nDBANK). The first is the factory default.</param>
/// <param name="Granule">Bytes that are programmed at once.</param>
/// <param name="Erased">Value of an erased byte: 0xFF, on L0 and L1 0x00.</param>
/// <param name="ProgramTypical">For one granule.</param>
/// <param name="ProgramMaximum">For one granule.</param>
/// <param name="SectorErase">By sector size in bytes; <see cref="SectorEraseOf"/> finds the nearest.</param>
/// <param name="MassEraseMaximum">For the largest part of the group.</param>
/// <param name="BlankCheck">True where the layout string may show another sector map than the die has, so that only a blank check proves an erase.</param>
/// <param name="Source">Where the numbers come from: sourced, recalled or estimated.</param>
public sealed record FlashPhysics(
    ImmutableArray<MemoryLayout> Maps,
    int Granule,
    byte Erased,
    RewriteRule Rewrite,
    TimeSpan ProgramTypical,
    TimeSpan ProgramMaximum,
    ImmutableArray<EraseTime> SectorErase,
    TimeSpan MassEraseTypical,
    TimeSpan MassEraseMaximum,
    bool BlankCheck,
    string Source)
{
    /// <summary>The maps of smaller parts of the group whose flash is not simply the lower end of the largest part's.</summary>
    public ImmutableArray<SizedMaps> SmallerParts { get; init; } = [];

    /// <summary>The erase time of the largest listed sector that is not larger than <paramref name="size"/>, else of the smallest.</summary>
    public EraseTime SectorEraseOf(uint size) =>
        SectorErase.Where(time => time.SectorSize <= size).DefaultIfEmpty(SectorErase.MinBy(time => time.SectorSize)).MaxBy(time => time.SectorSize);
}

/// <summary>What <see cref="FlashPhysics.Maps"/> is for a part of another size.</summary>
/// <param name="FlashLength">Bytes, as the part number's size letter says.</param>
public sealed record SizedMaps(ulong FlashLength, ImmutableArray<MemoryLayout> Maps);

public readonly record struct EraseTime(uint SectorSize, TimeSpan Typical, TimeSpan Maximum);

/// <summary>What happens when a granule is programmed that was not erased before.</summary>
public enum RewriteRule
{
    /// <summary>F0, F1, F3: refused unless the granule is blank or the new value is zero.</summary>
    BlankOrZero,

    /// <summary>F2, F4, F7: bits go from 1 to 0 only, no error.</summary>
    ClearsBits,

    /// <summary>L0, L1: erased is 0, bits go from 0 to 1 only, no error.</summary>
    SetsBits,

    /// <summary>L4, L5, G0, G4, WB, C0, U0, H5, U5, WBA, H7A3: ECC; refused unless all zeros.</summary>
    Refused,

    /// <summary>H72x, H74x, H75x: not refused, but the error correction of the granule is wrong from then on.</summary>
    BreaksEcc,
}

/// <summary>What a bootloader in ROM says over USB, verbatim from public logs.</summary>
/// <param name="BcdUsb">0x0100 on the old line, 0x0200 on the new.</param>
/// <param name="Product">Empty where no log shows it.</param>
/// <param name="Alternates">Interface strings in the order of the alternate settings, padding kept.</param>
/// <param name="Serial">How the serial string comes to be.</param>
/// <param name="SerialText">The constant, where it is one; else an example.</param>
/// <param name="Busy">When the device answers GETSTATUS while it works.</param>
/// <param name="Poll">Announced bwPollTimeout values, as far as they were ever logged.</param>
public sealed record RomBootloader(
    ushort BcdUsb,
    ushort BcdDevice,
    string Product,
    ushort TransferSize,
    ImmutableArray<string> Alternates,
    SerialRule Serial,
    string SerialText,
    BusyHabit Busy,
    PollTimes Poll)
{
    public Devices.UsbId Usb { get; init; } = Devices.UsbId.StDfu;

    /// <summary>
    /// True where logs show that the answer to GETSTATUS is held back until the work is done, so that a host may ask again at once.
    /// An inferred <see cref="Busy"/> is not enough.
    /// </summary>
    public bool AnswersWhenDone { get; init; }

    /// <summary>How many of <see cref="Alternates"/>, from the first, are known for this part; the rest is a sibling's text, good enough for a simulator only.</summary>
    public int KnownAlternates { get; init; } = Alternates.Length;

    /// <summary>What the same ROM says on smaller parts, or said in another version.</summary>
    public ImmutableArray<RomListing> AlsoSeen { get; init; } = [];

    /// <summary>Where the texts come from, and what of them is inferred.</summary>
    public string Source { get; init; } = "";
}

/// <summary>One listing of a ROM.</summary>
public sealed record RomListing(ushort BcdDevice, ImmutableArray<string> Alternates);

public enum SerialRule
{
    /// <summary>Twelve hex digits made of the chip's unique ID; not unique (dfuse.md 16.3).</summary>
    UniqueId,

    /// <summary>The same on every unit, or on every unit of one silicon revision.</summary>
    Constant,

    /// <summary>Another one at every power-up (L496).</summary>
    Random,
}

/// <summary>Which answer a bootloader holds back while it erases or programs.</summary>
public enum BusyHabit
{
    /// <summary>F4, F7, GD32, the CubeMX class: dfuDNBUSY at once, then the second GETSTATUS blocks until the work is done.</summary>
    AnswerThenWork,

    /// <summary>H743: the first GETSTATUS blocks until the work is done.</summary>
    WorkThenAnswer,

    /// <summary>mboot, TinyUSB, external-flash loaders: dfuDNBUSY again and again, each at once.</summary>
    Honest,
}

/// <summary>The bwPollTimeout that a bootloader announces after each kind of command.</summary>
public readonly record struct PollTimes(TimeSpan SetAddress, TimeSpan Erase, TimeSpan MassErase, TimeSpan Write);
