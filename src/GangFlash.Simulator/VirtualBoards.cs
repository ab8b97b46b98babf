using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>The boards that can be had without a scene of one's own: every ROM of the catalogue, and the loaders that the field cases are about.</summary>
public static class VirtualBoards
{
    const string QspiLayout = "@QSPI Flash       /0x90000000/512*64Kg";

    /// <summary>Boards by name, with what is special about each.</summary>
    public static ImmutableArray<NamedBoard> Named { get; } =
    [
        new("h563-loader", "STM32H563 behind a customer bootloader that owns the first 128 KiB and reads none of them", H563Loader),
        new("qspi-loader", "STM32F769 behind a bootloader that offers external QSPI flash as a second memory", QspiLoader),
        new("lying-f105", "STM32F105 that acknowledges everything and stores nothing", LyingF105),
        new("lying-f746", "STM32F746 that acknowledges everything and stores nothing", number => Rom(Chip("STM32F746"), number) with { Media = new MediaKind.StoresNothing() }),
        new("protected-f072", "STM32F072 with read protection level 1", number => Rom(Chip("STM32F072"), number) with { ReadProtected = true }),
        new("protected-f746", "STM32F746 with read protection level 1", number => Rom(Chip("STM32F746"), number) with { ReadProtected = true }),
        new("unplugged-f746", "STM32F746 whose cable is pulled in the middle of writing", number => Rom(Chip("STM32F746"), number) with { Faults = [new Fault.Unplug(180)] }),
    ];

    /// <summary>A part in its own ROM bootloader.</summary>
    /// <param name="number">Makes the serial string, where the ROM makes it from the unique ID.</param>
    /// <exception cref="ArgumentException">No public listing of this ROM is known.</exception>
    public static BoardModel Rom(ChipChoice chip, int number)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var rom = chip.Chip.Rom ?? throw new ArgumentException($"No public listing of the ROM of {chip.Part} is known, so it cannot be simulated.", nameof(chip));
        var map = chip.Maps[0];
        return new()
        {
            Name = chip.Part,
            Usb = rom.Usb,
            BcdUsb = rom.BcdUsb,
            BcdDevice = rom.BcdDevice,
            Product = rom.Product,
            Serial = rom.Serial != SerialRule.Constant ? UniqueIdSerial.Of(0x0020_0030 + (uint)number * 0x0001_0001, 0x3334_510B, 0x3231_3533) : rom.SerialText,
            SerialChanges = rom.Serial == SerialRule.Random,
            Alternates = rom.Alternates,
            TransferSize = rom.TransferSize,
            Profile = ProfileOf(chip.Chip, rom),
            Busy = rom.Busy,
            Poll = rom.Poll,
            Physics = chip.Chip.Flash,
            Memories = [map, .. rom.Alternates.Distinct().Select(text => LayoutString.Parse(text).Layout).OfType<MemoryLayout>().Where(layout => !Overlap(layout, map))],
            Protection = ReadProtection.Of(chip.Chip.Family),
            CorruptsOddBlocks = chip.Chip.Key == "l476",
        };
    }

    /// <summary>ST's USB class as CubeMX generates it, with a layout of the customer's.</summary>
    public static BoardModel CubeMx(ChipChoice chip, string layout, int number)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return new()
        {
            Name = $"{chip.Part} behind a customer bootloader",
            BcdUsb = 0x0200,
            BcdDevice = 0x0200,
            Product = "STM32 DownLoad Firmware Update",
            Serial = UniqueIdSerial.Of(0x0020_0030 + (uint)number * 0x0001_0001, 0x3334_510B, 0x3231_3533),
            Alternates = [layout],
            TransferSize = 1024,
            Profile = BootloaderProfile.CubeMx,
            Busy = BusyHabit.AnswerThenWork,
            Poll = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50)),
            DefaultPointer = 0x0800_8000,
            ChecksPointer = false,
            Physics = chip.Chip.Flash,
            Memories = [chip.Maps[0]],
        };
    }

    static BoardModel H563Loader(int number) => CubeMx(Chip("STM32H563RG"), "@Internal Flash   /0x08000000/16*08Ka,112*08Kg", number) with
    {
        Name = "h563-loader",
        Product = "STM32 custom DFU",
        Unreadable = [AddressRange.Of(0x0800_0000, 128 << 10)],
    };

    static BoardModel QspiLoader(int number)
    {
        var chip = Chip("STM32F769NI");
        var internalFlash = chip.Maps[0];
        return CubeMx(chip, "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,07*256Kg", number) with
        {
            Name = "qspi-loader",
            Product = "QSPI bootloader",
            Alternates = ["@Internal Flash  /0x08000000/04*032Kg,01*128Kg,07*256Kg", QspiLayout],
            Memories = [internalFlash, LayoutString.Parse(QspiLayout).Layout!],
            Busy = BusyHabit.Honest,
        };
    }

    static BoardModel LyingF105(int number) => CubeMx(Chip("STM32F105"), "@Internal Flash  /0x08000000/128*002Kg", number) with
    {
        Name = "lying-f105",
        Poll = default,
        Media = new MediaKind.StoresNothing(),
    };

    /// <summary>A part that is known to be in the catalogue.</summary>
    public static ChipChoice Chip(string part) => ChipCatalogue.Find(part) ?? throw new ArgumentException($"The catalogue has no {part}.", nameof(part));

    static bool Overlap(MemoryLayout one, MemoryLayout other) => one.Ranges.Any(range => other.Ranges.Any(range.Overlaps));

    static BootloaderProfile ProfileOf(Chip chip, RomBootloader rom) => (chip.Key, rom.BcdUsb) switch
    {
        ("c562", _) => BootloaderProfile.StrictRom,
        _ when rom.Usb != UsbId.StDfu => BootloaderProfile.Gd32,
        (_, >= 0x0200) => BootloaderProfile.RomNewLine,
        _ => BootloaderProfile.RomOldLine,
    };
}

/// <summary>A board that can be asked for by name.</summary>
/// <param name="Make">From the board's number in the gang.</param>
public sealed record NamedBoard(string Name, string Description, Func<int, BoardModel> Make);
