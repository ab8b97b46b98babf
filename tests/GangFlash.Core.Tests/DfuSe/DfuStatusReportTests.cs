using FsCheck;
using FsCheck.Fluent;
using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

public sealed class DfuStatusReportTests
{
    [Theory]
    [InlineData("006400000400", DfuStatus.Ok, 100, DfuState.DownloadBusy, 0)]
    [InlineData("0B0000000A07", DfuStatus.ErrVendor, 0, DfuState.Error, 7)]
    [InlineData("00FFFFFF0400", DfuStatus.Ok, 16_777_215, DfuState.DownloadBusy, 0)]
    [InlineData("000102030F00", DfuStatus.Ok, 0x03_0201, (DfuState)15, 0)]
    [InlineData("FE0000000500", (DfuStatus)0xFE, 0, DfuState.DownloadIdle, 0)]
    public void Six_bytes_are_status_time_state_and_text(string bytes, DfuStatus status, int poll, DfuState state, byte text) =>
        Assert.Equal(new DfuStatusReport(status, TimeSpan.FromMilliseconds(poll), state, text), DfuStatusReport.Parse(Convert.FromHexString(bytes)));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(7)]
    public void Another_length_is_no_status(int length) => Assert.Null(DfuStatusReport.Parse(new byte[length]));

    [Fact]
    public void A_report_reads_back_as_it_was_written() =>
        Prop.ForAll(Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(6).ToArbitrary(), bytes =>
            DfuStatusReport.Parse(bytes)!.Value.ToBytes().SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0x0800_4000u, "4100400008")]
    [InlineData(0xFFFF_FFFFu, "41FFFFFFFF")]
    public void An_erase_is_0x41_and_the_address_little_end_first(uint address, string bytes)
    {
        Assert.Equal(bytes, Convert.ToHexString(DfuSeCommand.EraseSector(address)));
        Assert.Equal($"21{bytes[2..]}", Convert.ToHexString(DfuSeCommand.SetAddress(address)));
    }

    [Theory]
    [InlineData(4, 35)]
    [InlineData(512, 40)]
    [InlineData(2048, 100)]
    public void A_mass_erase_gets_20_s_and_40_s_per_MiB_and_at_least_35_s(int kibibytes, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DfuTimeouts.ForMassErase((ulong)kibibytes << 10));

    [Theory]
    [InlineData(40, 5000)]
    [InlineData(4000, 10_000)]
    public void An_erase_gets_twice_its_maximum_and_2_s_and_at_least_5_s(int maximum, int deadline) =>
        Assert.Equal(TimeSpan.FromMilliseconds(deadline), DfuTimeouts.ForErase(TimeSpan.FromMilliseconds(maximum)));
}
