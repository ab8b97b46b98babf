using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GangFlash.Devices;

namespace GangFlash.DfuSe;

/// <summary>What a device says about itself without a single class request: descriptors and strings.</summary>
/// <param name="Alternates">One entry per alternate setting, in their order.</param>
/// <param name="Warnings">Contradictions and departures, in words.</param>
public sealed partial record DeviceIdentity(
    UsbPortPath Port,
    UsbDeviceDescriptor Descriptor,
    UsbString Manufacturer,
    UsbString Product,
    UsbString Serial,
    DfuInterface Dfu,
    ImmutableArray<AlternateMemory> Alternates,
    ImmutableArray<string> Warnings)
{
    /// <summary>wTransferSize in bytes: the largest block, and the stride of block numbers.</summary>
    public ushort TransferSize => Dfu.Functional.TransferSize;

    /// <summary>The alternate settings that name memory, without those that only repeat an earlier one.</summary>
    public IEnumerable<AlternateMemory> Memories => Alternates.Where(alternate => alternate is { Layout: not null, Repeats: null });

    /// <summary>All layout strings verbatim and the transfer size: the best identity that DFU alone has (dfuse.md 16.2).</summary>
    public string Fingerprint => $"{string.Join('|', Alternates.Select(alternate => alternate.Name.Text))}|{TransferSize}";

    /// <summary>Which kind of bootloader this is, by its descriptors alone (dfuse.md 1).</summary>
    public BootloaderKind Kind => (Descriptor.BcdUsb, Descriptor.BcdDevice, WhiteSpace.Replace(Product.Text, " ")) switch
    {
        (0x0100, 0x2000 or 0x2100 or 0x2200, "STM32 BOOTLOADER") => BootloaderKind.RomOldLine,
        (0x0100, 0x2000 or 0x2100 or 0x2200, var product) when product.EndsWith(" DFU Bootloader", StringComparison.Ordinal) => BootloaderKind.RomOldLine,
        (0x0200, 0x0200 or 0x0220, "DFU in FS Mode") => BootloaderKind.RomNewLine,
        _ => BootloaderKind.Custom,
    };

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WhiteSpace { get; }
}

/// <summary>An alternate setting and the memory that its string describes.</summary>
/// <param name="Repeats">The alternate setting that has the same string: the G0B1 ROM names Internal Flash three times (ST community 839156).</param>
public sealed record AlternateMemory(byte Number, UsbString Name, LayoutReading Reading, byte? Repeats)
{
    public MemoryLayout? Layout => Reading.Layout;
}

/// <summary>Who wrote the bootloader. ROMs keep what AN3156 promises; customer bootloaders often do not read, and ignore mass erase and unprotect.</summary>
public enum BootloaderKind
{
    RomOldLine,
    RomNewLine,
    Custom,
}
