using System.Text;
using GangFlash.Recipes;

namespace GangFlash.Tests.Recipes;

public sealed class ChecksumTests
{
    /// <summary>The check values of the catalogue of parametrised CRC algorithms, over "123456789".</summary>
    [Theory]
    [InlineData(ChecksumKind.Crc32, 0xCBF4_3926)]
    [InlineData(ChecksumKind.Crc32Mpeg2, 0x0376_E6E7)]
    [InlineData(ChecksumKind.Crc16Ccitt, 0x29B1)]
    [InlineData(ChecksumKind.Crc16Modbus, 0x4B37)]
    public void The_check_values_come_out(ChecksumKind kind, uint check) => Assert.Equal(check, Checksum.Of(kind, "123456789"u8));

    /// <summary>The unit is fed with the word 0x12345678 after reset: CRC-32/MPEG-2 over 12 34 56 78, which lies in memory as 78 56 34 12.</summary>
    [Fact]
    public void The_crc_unit_takes_words_with_the_high_byte_first()
    {
        Assert.Equal(0xDF8A_8A2Bu, Checksum.Of(ChecksumKind.Crc32Stm32, [0x78, 0x56, 0x34, 0x12]));
        Assert.Equal(Checksum.Of(ChecksumKind.Crc32Mpeg2, Encoding.ASCII.GetBytes("45678123")), Checksum.Of(ChecksumKind.Crc32Stm32, Encoding.ASCII.GetBytes("76543218")));
    }
}
