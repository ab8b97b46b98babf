using GangFlash.Chips;

namespace GangFlash.Tests.Chips;

public class FingerprintTests
{
    const string F4Option = "@Option Bytes  /0x1FFFC000/01*016 e";
    const string F4Otp = "@OTP Memory /0x1FFF7800/01*512 e,01*016 e";
    const string F4Feature = "@Device Feature/0xFFFF0000/01*004 e";
    const string F405 = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
    const string F411 = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,03*128Kg";
    const string Pages8K = "@Internal Flash   /0x08000000/256*08Kg";
    const string Pages2K = "@Internal Flash   /0x08000000/256*02Kg";
    const string HalfPages2K = "@Internal Flash   /0x08000000/64*02Kg";
    const string H743 = "@Internal Flash   /0x08000000/16*128Kg";
    const string H743Option = "@Option Bytes   /0x5200201C/01*128 e";
    const string Old = "STM32  BOOTLOADER";
    const string New = "DFU in FS Mode";

    [Theory]
    [InlineData("f405", 0x2200, Old, "207A389B5848", F405, F4Option, F4Otp, F4Feature)]
    [InlineData("f405", 0x2200, "STM32 BOOTLOADER", "207A389B5848", F405, F4Option, F4Otp, F4Feature)]
    [InlineData(
        "f405_21", 0x2100, Old, "315A28A0B956",
        F405, "@Option Bytes  /0x1FFFC000/01*016 g", "@OTP Memory /0x1FFF7800/01*512 g,01*016 g", "@Device Feature/0xFFFF0000/01*004 g")]
    [InlineData("f427_1m", 0x2200, Old, "326433593336", F405, "@Option Bytes  /0x1FFFC000/01*016 e/0x1FFEC000/01*016 e", F4Otp, F4Feature)]
    [InlineData("", 0x2200, "Pyboard DFU", "207A389B5848", F405)]
    [InlineData("f446", 0x2200, Old, "STM32FxSTM32", F411, F4Option, F4Otp, F4Feature)]
    [InlineData("f401e f411 f446", 0x2200, Old, "3377337E3539", F411, F4Option, F4Otp, F4Feature)]
    [InlineData("f72x", 0x2200, Old, "STM32FxSTM32", "@Internal Flash  /0x08000000/04*016Kg,01*64Kg,03*128Kg", "@Option Bytes  /0x1FFF0000/01*048 e", "@OTP Memory /0x1FF07800/01*528e", F4Feature)]
    [InlineData("f74x", 0x2200, Old, "00000008FFFF", "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", "@whatever", "@it", "@says")]
    [InlineData("f105", 0x2200, "STM32 0x418 DFU Bootloader", "STM32", "@Internal Flash  /0x08000000/128*002Kg", "@Option Bytes  /0x1FFFF800/01*016 e")]
    [InlineData("f105", 0x2000, "STM32 0x418 DFU Bootloader", "STM32", "@Internal Flash  /0x08000000/128*002Kg", "@Option Bytes  /0x1FFFF800/01*016 g")]
    [InlineData("f303xc", 0x2200, Old, "206438702037", "@Internal Flash  /0x08000000/128*0002Kg", "@Option Bytes  /0x1FFFF800/01*016 e")]
    [InlineData("f072", 0x2200, Old, "FFFFFFFEFFFF", "@Internal Flash  /0x08000000/064*0002Kg", "@Option Bytes  /0x1FFFF800/01*016 e")]
    [InlineData("h563", 0x0200, New, "357D377F3133", Pages8K)]
    [InlineData("h563", 0x0200, New, "357D377F3133", "@Internal Flash   /0x08000000/128*08Kg")]
    [InlineData("h7a3", 0x0200, New, "376E356F3339", Pages8K, "@Option Bytes   /0x5200201C/01*297 e", "@OTP Memory   /0x08FFF000/01*1024 e")]
    [InlineData("u575", 0x0200, New, "208B317A3331", Pages8K, "@Option Bytes   /0x40022040/01*64 e", "@OTP Memory   /0x0BFA0000/01*512 e")]
    [InlineData("g0b1 g0b0", 0x0200, New, "203739645542", Pages2K, Pages2K, Pages2K)]
    [InlineData("g0b1", 0x0200, New, "203739645542", HalfPages2K, HalfPages2K, HalfPages2K)]
    [InlineData("g474", 0x0200, New, "205939885533", Pages2K, "@Option Bytes   /0x1FFF7800/01*048 e/0x1FFFF800/01*048 e", "@OTP Memory   /0x1FFF7000/01*1024 e")]
    [InlineData("g431", 0x0200, New, "208A31574253", HalfPages2K, "@Option Bytes   /0x1FFF7800/01*40Be", "@OTP Memory   /0x1FFF7000/01*01Ke")]
    [InlineData("h743 h750", 0x0200, New, "200364500000", H743, H743Option)]
    [InlineData("h743y", 0x0200, New, "100364500000", H743, H743Option)]
    [InlineData("h743 h743y h750", 0x0200, New, "200000500000", H743, H743Option)]
    [InlineData("gd32vf103", 0x1000, "GD32 0x418 DFU Bootloader", "3CBJ", "@Internal Flash  /0x08000000/512*002Kg", "@Option Bytes  /0x1FFFF800/01*016 g")]
    [InlineData("l07x", 0x2200, Old, "0C4738420000", "@Internal Flash  /0x08000000/1536*128g", "@Option Bytes  /0x1FF80000/01*032 e", "@DATA Memory /0x08080000/2*3Ke")]
    [InlineData("", 0x0200, "STM32 DownLoad Firmware Update", "48EC45783650", "@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg")]
    [InlineData("", 0x0200, "STM32 custom DFU", "336E36833233", Pages8K)]
    [InlineData("", 0x2200, Old, "207A389B5848")]
    public void Strings_lead_to_the_chips_that_say_them(string keys, int bcdDevice, string product, string serial, params string[] alternates) =>
        Assert.Equal(keys, string.Join(' ', ChipCatalogue.Candidates(alternates, (ushort)bcdDevice, product, serial).Select(chip => chip.Key)));

    [Fact]
    public void Every_ROM_with_a_known_string_is_found_by_its_own_listing() =>
        Assert.All(
            from chip in ChipCatalogue.All
            where chip.Rom is { KnownAlternates: > 0 }
            select (chip, chip.Rom),
            pair => Assert.Contains(pair.chip, ChipCatalogue.Candidates(pair.Rom.Alternates, pair.Rom.BcdDevice, pair.Rom.Product, pair.Rom.SerialText)));
}
