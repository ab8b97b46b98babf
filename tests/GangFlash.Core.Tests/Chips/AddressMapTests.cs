using FsCheck;
using FsCheck.Fluent;
using GangFlash.Chips;

namespace GangFlash.Tests.Chips;

public class AddressMapTests
{
    [Theory]
    [InlineData("STM32F4", 0x08000000, RegionKind.Flash, "internal flash")]
    [InlineData("STM32F4", 0x00000000, RegionKind.BootAlias, "alias at 0 (boot memory)")]
    [InlineData("STM32F4", 0x2000235C, RegionKind.Ram, "STM32F4 SRAM")]
    [InlineData("STM32F4", 0x10000000, RegionKind.Ram, "CCM RAM")]
    [InlineData("STM32F4", 0x1FFF0000, RegionKind.SystemMemory, "system memory")]
    [InlineData("STM32F4", 0x1FFF7800, RegionKind.Otp, "OTP")]
    [InlineData("STM32F4", 0x1FFFC000, RegionKind.OptionBytes, "option bytes")]
    [InlineData("STM32F4", 0x1FFEC000, RegionKind.OptionBytes, "option bytes of bank 2")]
    [InlineData("STM32F4", 0x40023C00, RegionKind.Peripheral, "peripheral registers")]
    [InlineData("STM32F4", 0xC0000000, RegionKind.ExternalMemory, "FMC external SDRAM")]
    [InlineData("STM32F4", 0xFFFF0000, RegionKind.OptionBytes, "device feature of the bootloader")]
    [InlineData("STM32F4", 0xFFFFFFFF, RegionKind.Unmapped, "nothing")]
    [InlineData("STM32F1", 0x1FFFF800, RegionKind.OptionBytes, "option bytes")]
    [InlineData("STM32F1", 0x1FFFB000, RegionKind.SystemMemory, "system memory")]
    [InlineData("STM32F7", 0x20000000, RegionKind.Ram, "DTCM RAM")]
    [InlineData("STM32F7", 0x20020000, RegionKind.Ram, "STM32F7 SRAM")]
    [InlineData("STM32F7", 0x00200000, RegionKind.BootAlias, "flash through ITCM")]
    [InlineData("STM32F7", 0x90000000, RegionKind.ExternalFlash, "external QSPI flash")]
    [InlineData("STM32F7", 0x60000000, RegionKind.ExternalMemory, "FMC external memory")]
    [InlineData("STM32H7", 0x00000000, RegionKind.Ram, "ITCM RAM")]
    [InlineData("STM32H7", 0x2000F000, RegionKind.Ram, "DTCM RAM")]
    [InlineData("STM32H7", 0x24000000, RegionKind.Ram, "AXI SRAM")]
    [InlineData("STM32H7", 0x30040000, RegionKind.Ram, "SRAM3")]
    [InlineData("STM32H7", 0x38000000, RegionKind.Ram, "SRAM4")]
    [InlineData("STM32H7", 0x3800FFFF, RegionKind.Ram, "SRAM4")]
    [InlineData("stm32h7", 0x38000000, RegionKind.Ram, "SRAM4")]
    [InlineData("STM32H7", 0x5200201C, RegionKind.OptionBytes, "option bytes (registers)")]
    [InlineData("STM32H5", 0x20050000, RegionKind.Ram, "SRAM3")]
    [InlineData("STM32H5", 0x0C000000, RegionKind.Flash, "internal flash, secure alias")]
    [InlineData("STM32L0", 0x08080000, RegionKind.DataEeprom, "data EEPROM")]
    [InlineData("STM32L4", 0x10000000, RegionKind.Ram, "SRAM2")]
    [InlineData("STM32U5", 0x28000000, RegionKind.Ram, "SRAM4")]
    [InlineData("STM32WB", 0x20030000, RegionKind.Ram, "SRAM2a")]
    [InlineData("STM32G4", 0x10000000, RegionKind.Ram, "CCM SRAM")]
    [InlineData(null, 0x20000000, RegionKind.Ram, "SRAM")]
    [InlineData(null, 0x38000000, RegionKind.Ram, "SRAM (on STM32H7: SRAM4)")]
    [InlineData(null, 0x90000000, RegionKind.ExternalFlash, "external QSPI flash")]
    [InlineData("nothing known", 0x08000000, RegionKind.Flash, "internal flash")]
    public void An_address_has_a_name_that_engineers_know(string? family, uint address, RegionKind kind, string name)
    {
        var region = AddressMap.Classify(address, family);

        Assert.Equal((kind, name), (region.Kind, region.Name));
    }

    [Fact]
    public void A_region_ends_where_a_special_one_begins() =>
        Assert.Equal(new AddressRange(0x1FFF_7A10, 0x1FFF_C000), AddressMap.Classify(0x1FFF_8000, "STM32F4").Range);

    [Theory]
    [InlineData("STM32F4", 0x20000000, "mark the section NOLOAD or move it behind .bss in the linker script, or list the range under drop in the recipe")]
    [InlineData("STM32F7", 0x90000000, "ST's ROM can't reach external flash over USB: use a bootloader that offers it as an alternate setting, or list the range under drop in the recipe")]
    public void A_region_says_what_to_do_about_image_data_in_it(string family, uint address, string remedy) =>
        Assert.Equal(remedy, AddressMap.Classify(address, family).Remedy);

    [Fact]
    public void Every_kind_has_a_remedy() => Assert.All(
        Enum.GetValues<RegionKind>(),
        kind => Assert.NotEmpty(new MemoryRegion(kind, "x", AddressRange.Of(0, 1)).Remedy));

    [Fact]
    public void Every_family_of_the_catalogue_has_a_map() => Assert.All(
        ChipCatalogue.All,
        chip => Assert.Contains(chip.Family, AddressMap.Families));

    [Fact]
    public void Walking_from_region_to_region_covers_all_addresses_once() => Assert.All(AddressMap.Families.Append(null), family =>
    {
        ulong at = 0;
        while (at < AddressRange.AddressSpace)
        {
            var region = AddressMap.Classify((uint)at, family);
            Assert.Equal(at, region.Range.Start);
            at = region.Range.End;
        }
    });

    [Fact]
    public void Any_address_lies_in_its_region() =>
        Prop.ForAll(
            (from address in ArbMap.Default.GeneratorFor<uint>()
             from family in Gen.Elements([.. AddressMap.Families])
             select (address, family)).ToArbitrary(),
            place => AddressMap.Classify(place.address, place.family).Range.Contains(place.address)).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_die_lies_in_internal_flash() => Assert.All(
        from chip in ChipCatalogue.All
        from map in chip.Flash.Maps
        from range in map.Ranges
        select (chip.Family, range),
        place => Assert.Equal(RegionKind.Flash, AddressMap.Classify(place.range.Start, place.Family).Kind));
}
