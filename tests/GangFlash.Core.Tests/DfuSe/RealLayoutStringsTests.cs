using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

/// <summary>Interface strings from public listings of ROMs, clones and customer bootloaders, verbatim.</summary>
public class RealLayoutStringsTests
{
    [Theory]
    // ST, old line
    [InlineData("f042 0", "@Internal Flash  /0x08000000/032*0001Kg", "Internal Flash", 32, 32_768)]
    [InlineData("f042 1", "@Option Bytes  /0x1FFFF800/01*016 e", "Option Bytes", 1, 16)]
    [InlineData("f072 0", "@Internal Flash  /0x08000000/064*0002Kg", "Internal Flash", 64, 131_072)]
    [InlineData("f105 0", "@Internal Flash  /0x08000000/128*002Kg", "Internal Flash", 128, 262_144)]
    [InlineData("f105 1, 2000", "@Option Bytes  /0x1FFFF800/01*016 g", "Option Bytes", 1, 16)]
    [InlineData("f303xc 0", "@Internal Flash  /0x08000000/128*0002Kg", "Internal Flash", 128, 262_144)]
    [InlineData("f401c 0", "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,01*128Kg", "Internal Flash", 6, 262_144)]
    [InlineData("f411 0", "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,03*128Kg", "Internal Flash", 8, 524_288)]
    [InlineData("f411 1", "@Option Bytes  /0x1FFFC000/01*016 e", "Option Bytes", 1, 16)]
    [InlineData("f411 2", "@OTP Memory /0x1FFF7800/01*512 e,01*016 e", "OTP Memory", 2, 528)]
    [InlineData("f411 3", "@Device Feature/0xFFFF0000/01*004 e", "Device Feature", 1, 4)]
    [InlineData("f405 0", "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg", "Internal Flash", 12, 1_048_576)]
    [InlineData("f405_21 1", "@Option Bytes  /0x1FFFC000/01*016 g", "Option Bytes", 1, 16)]
    [InlineData("f405_21 2", "@OTP Memory /0x1FFF7800/01*512 g,01*016 g", "OTP Memory", 2, 528)]
    [InlineData("f405_21 3", "@Device Feature/0xFFFF0000/01*004 g", "Device Feature", 1, 4)]
    [InlineData("f429_2m 0", "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg", "Internal Flash", 24, 2_097_152)]
    [InlineData("f429_2m 1", "@Option Bytes  /0x1FFFC000/01*016 e/0x1FFEC000/01*016 e", "Option Bytes", 2, 32)]
    [InlineData("f429_2m 2", "@OTP Memory /0x1FFF7800/01*512 e,01*016 e/0x1FFE7800/01*512 e", "OTP Memory", 3, 1040)]
    [InlineData("f72x 0", "@Internal Flash  /0x08000000/04*016Kg,01*64Kg,03*128Kg", "Internal Flash", 8, 524_288)]
    [InlineData("f72x 1", "@Option Bytes  /0x1FFF0000/01*048 e", "Option Bytes", 1, 48)]
    [InlineData("f72x 2", "@OTP Memory /0x1FF07800/01*528e", "OTP Memory", 1, 528)]
    [InlineData("f74x 0", "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", "Internal Flash", 8, 1_048_576)]
    [InlineData("f76x 0, derived", "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,07*256Kg", "Internal Flash", 12, 2_097_152)]
    [InlineData("l07x 0", "@Internal Flash  /0x08000000/1536*128g", "Internal Flash", 1536, 196_608)]
    [InlineData("l07x 1", "@Option Bytes  /0x1FF80000/01*032 e", "Option Bytes", 1, 32)]
    [InlineData("l07x 2", "@DATA Memory /0x08080000/2*3Ke", "DATA Memory", 2, 6144)]
    [InlineData("l1xxc 0", "@Internal Flash  /0x08000000/1024*256 g", "Internal Flash", 1024, 262_144)]
    [InlineData("l1xxc 2", "@DATA Memory /0x08080000/02*004Ke", "DATA Memory", 2, 8192)]
    [InlineData("l43x 0", "@Internal Flash  /0x08000000/0128*0002Kg", "Internal Flash", 128, 262_144)]
    [InlineData("l43x 1", "@Option Bytes  /0x1FFF7800/01*040 e", "Option Bytes", 1, 40)]
    [InlineData("l43x 2", "@OTP Memory /0x1FFF7000/01*0001Ke", "OTP Memory", 1, 1024)]
    [InlineData("l476 0", "@Internal Flash  /0x08000000/0256*0002Kg", "Internal Flash", 256, 524_288)]
    // ST, new line
    [InlineData("g0b1 128K", "@Internal Flash   /0x08000000/64*02Kg", "Internal Flash", 64, 131_072)]
    [InlineData("g0b1 512K", "@Internal Flash   /0x08000000/256*02Kg", "Internal Flash", 256, 524_288)]
    [InlineData("g431 1", "@Option Bytes   /0x1FFF7800/01*40Be", "Option Bytes", 1, 40)]
    [InlineData("g431 2", "@OTP Memory   /0x1FFF7000/01*01Ke", "OTP Memory", 1, 1024)]
    [InlineData("g474 1", "@Option Bytes   /0x1FFF7800/01*048 e/0x1FFFF800/01*048 e", "Option Bytes", 2, 96)]
    [InlineData("g474 2", "@OTP Memory   /0x1FFF7000/01*1024 e", "OTP Memory", 1, 1024)]
    [InlineData("h563 2M", "@Internal Flash   /0x08000000/256*08Kg", "Internal Flash", 256, 2_097_152)]
    [InlineData("h563 1M", "@Internal Flash   /0x08000000/128*08Kg", "Internal Flash", 128, 1_048_576)]
    [InlineData("h723 0", "@Internal Flash   /0x08000000/8*128Kg", "Internal Flash", 8, 1_048_576)]
    [InlineData("h723 1", "@Option Bytes   /0x5200201C/01*88 e", "Option Bytes", 1, 88)]
    [InlineData("h743 0", "@Internal Flash   /0x08000000/16*128Kg", "Internal Flash", 16, 2_097_152)]
    [InlineData("h743 1", "@Option Bytes   /0x5200201C/01*128 e", "Option Bytes", 1, 128)]
    [InlineData("h7a3 1", "@Option Bytes   /0x5200201C/01*297 e", "Option Bytes", 1, 297)]
    [InlineData("h7a3 2", "@OTP Memory   /0x08FFF000/01*1024 e", "OTP Memory", 1, 1024)]
    [InlineData("u073 0", "@Internal Flash    /0x08000000/128*02Kg", "Internal Flash", 128, 262_144)]
    [InlineData("u073 1", "@OB Bytes          /0x40022020/01*136 e", "OB Bytes", 1, 136)]
    [InlineData("u073 2", "@OTP Memory        /0x1FFF6800/01*1024 e", "OTP Memory", 1, 1024)]
    [InlineData("u073 3", "@ENGI Bytes        /0x1FFF6C00/01*1024.e", "ENGI Bytes", 1, 1024)]
    [InlineData("u575 1", "@Option Bytes   /0x40022040/01*64 e", "Option Bytes", 1, 64)]
    [InlineData("u575 2", "@OTP Memory   /0x0BFA0000/01*512 e", "OTP Memory", 1, 512)]
    [InlineData("u59x 4M", "@Internal Flash   /0x08000000/512*08Kg", "Internal Flash", 512, 4_194_304)]
    [InlineData("wb55 0", "@Internal Flash   /0x08000000/256*04Kg", "Internal Flash", 256, 1_048_576)]
    [InlineData("c562 0", "@Internal Flash /0x08000000/64*08Kg", "Internal Flash", 64, 524_288)]
    // Clones
    [InlineData("gd32vf103 0", "@Internal Flash  /0x08000000/512*002Kg", "Internal Flash", 512, 1_048_576)]
    [InlineData("gd32_0100 0", "@Internal Flash  /0x08000000/12*001Ka,116*001Kg", "Internal Flash", 128, 131_072)]
    [InlineData("gd32_0100 1", "@Option Bytes  /0x1FFFF800/01*016Be", "Option Bytes", 1, 16)]
    [InlineData("at32f415 0", "@Internal Flash  /0x08000000/ 128*1Kg", "Internal Flash", 128, 131_072)]
    [InlineData("at32f415 1", "@Option Byte   /0x1FFFF800/02*016 e", "Option Byte", 2, 32)]
    [InlineData("at32f403a 0", "@Internal Flash  /0x08000000/0512*002Kg", "Internal Flash", 512, 1_048_576)]
    [InlineData("at32f437 0", "@Internal Flash   /0x08000000/08*04Ka,1000*04Kg", "Internal Flash", 1008, 4_128_768)]
    [InlineData("at32f437 1", "@Option byte   /0x1FFFC000/01*4096 g", "Option byte", 1, 4096)]
    [InlineData("at32f437 1, G", "@Option byte   /0x1FFFC000/01*512 g", "Option byte", 1, 512)]
    [InlineData("apm32 0", "@Internal Flash  /0x8000000/06*002Kg,058*002Kg", "Internal Flash", 64, 131_072)]
    // Customers
    [InlineData("mboot H750", "@Internal Flash  /0x08000000/01*128Kg", "Internal Flash", 1, 131_072)]
    [InlineData("cubemx", "@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg", "Internal Flash", 24, 2_097_152)]
    [InlineData("cubemx, a customer", "@Internal Flash   /0x08000000/8*02Ka,248*02Kg", "Internal Flash", 256, 524_288)]
    [InlineData("daisy", "@Flash /0x90000000/64*4Kg/0x90040000/60*64Kg/0x90400000/60*64Kg", "Flash", 184, 8_126_464)]
    [InlineData("sprh7", "@External Flash /0x90000000/998*128Kg,1*128Kg,4*128Kg,21*128Ka", "External Flash", 1024, 134_217_728)]
    [InlineData("sprh7, early", "@External Flash /0x90000000/1001*128Kg,3*128Kg,20*128Ka", "External Flash", 1024, 134_217_728)]
    [InlineData("portenta 0", "@Internal Flash   /0x08000000/01*128Ka,15*128Kg", "Internal Flash", 16, 2_097_152)]
    [InlineData("portenta 1", "@External Flash   /0x90000000/4096*4Kg", "External Flash", 4096, 16_777_216)]
    [InlineData("portenta 2", "@Bootloader version 22 /0x00000000/0*4Kg", "Bootloader version 22", 0, 0)]
    [InlineData("photon 0", "@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg", "Internal Flash", 12, 1_048_576)]
    [InlineData("photon 1", "@DCT Flash   /0x00000000/01*016Kg", "DCT Flash", 1, 16_384)]
    [InlineData("korg 0", "@Internal Flash    /0x08008000/02*016Kg,01*064Kg,01*128Kg", "Internal Flash", 4, 229_376)]
    [InlineData("korg 1", "@PCM Library  /0x08040000/06*128Kg", "PCM Library", 6, 786_432)]
    [InlineData("korg 2", "@External Flash   /0x00000000/01*2048Kg", "External Flash", 1, 2_097_152)]
    [InlineData("omotion", "@Internal Flash/0x08000000/01*128Ka,04*128Kg,11*128Ka", "Internal Flash", 16, 2_097_152)]
    [InlineData("bmp", "@Internal Flash   /0x08000000/8*001Ka,120*001Kg", "Internal Flash", 128, 131_072)]
    [InlineData("opencm3", "@Internal Flash   /0x08000000/8*001Ka,56*001Kg", "Internal Flash", 64, 65_536)]
    [InlineData("qspi demo", "@QSPI Flash       /0x90000000/512*64Kg", "QSPI Flash", 512, 33_554_432)]
    public void Reads_the_memory_of_a_real_device(string device, string text, string name, int sectors, long bytes)
    {
        var reading = LayoutString.Parse(text);

        Assert.True(reading.Warnings.IsEmpty, $"{device}: {string.Join("; ", reading.Warnings)}");
        Assert.Equal(name, reading.Layout!.Name);
        Assert.Equal(sectors, reading.Layout.SectorCount);
        Assert.Equal(bytes, reading.Layout.Runs.Sum(run => (long)run.Range.Length));
    }

    [Fact]
    public void The_bare_CubeMX_template_describes_no_memory() => Assert.Null(LayoutString.Parse("DFU MEDIA").Layout);
}
