using System.Collections.Immutable;

namespace GangFlash.Chips.Tables;

/// <summary>ST parts whose ROM has no USB: a recipe that expects one of them over DFU is a mistake (AN2606; sizes by an x for any character).</summary>
internal static class NoUsb
{
    const string NoPeripheral = "has no USB";
    const string NoRomSupport = "has USB, but its bootloader in ROM does not use it";

    public static ImmutableArray<PartWithoutUsbBootloader> Parts { get; } =
    [
        .. All(NoPeripheral, "STM32C011", "STM32C031", "STM32C051", "STM32C091", "STM32C092"),
        .. All(NoPeripheral, "STM32F030", "STM32F031", "STM32F038", "STM32F051", "STM32F058", "STM32F091", "STM32F098"),
        .. All(NoPeripheral, "STM32F100", "STM32F101"),
        .. All(NoRomSupport, "STM32F102", "STM32F103"),
        .. All(NoPeripheral, "STM32F301", "STM32F303x4", "STM32F303x6", "STM32F303x8", "STM32F328", "STM32F334"),
        .. All(NoPeripheral, "STM32F410"),
        .. All(NoPeripheral, "STM32G030", "STM32G031", "STM32G041", "STM32G050", "STM32G051", "STM32G061", "STM32G070", "STM32G071", "STM32G081"),
        .. All(NoPeripheral, "STM32L010", "STM32L011", "STM32L021", "STM32L031", "STM32L041", "STM32L051"),
        .. All(NoRomSupport, "STM32L052", "STM32L053", "STM32L062", "STM32L063"),
        .. All(NoRomSupport, "STM32L100", "STM32L151x6", "STM32L151x8", "STM32L151xB", "STM32L152x6", "STM32L152x8", "STM32L152xB"),
        .. All(NoPeripheral, "STM32U031", "STM32WB10", "STM32WB15", "STM32WBA50", "STM32WBA52", "STM32WBA54", "STM32WBA55"),
    ];

    static IEnumerable<PartWithoutUsbBootloader> All(string why, params string[] patterns) => patterns.Select(pattern => new PartWithoutUsbBootloader(pattern, why));
}
