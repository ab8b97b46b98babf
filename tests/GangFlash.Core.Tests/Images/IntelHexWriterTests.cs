using System.Diagnostics;
using GangFlash.Images;
using GangFlash.Testing;

namespace GangFlash.Tests.Images;

public sealed class IntelHexWriterTests : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-test-");

    public void Dispose() => folder.Delete(recursive: true);

    static Segment At(uint address, params byte[] bytes) => new(address, bytes, new SegmentOrigin.OfBoard());

    [Fact]
    public void Each_64_KiB_has_its_address_before_its_first_record()
    {
        var text = System.Text.Encoding.ASCII.GetString(IntelHexWriter.Write([At(0x0800_FFFE, 1, 2, 3), At(0x0801_0010, [.. Enumerable.Range(0, 17).Select(i => (byte)i)])]));

        Assert.Equal(
            ":020000040800F2\n:02FFFE000102FE\n:020000040801F1\n:0100000003FC\n:10001000000102030405060708090A0B0C0D0E0F68\n:0100200010CF\n:00000001FF\n", text);
    }

    [Fact]
    public void Nothing_to_write_is_a_file_without_data() => Assert.Equal(":00000001FF\n"u8.ToArray(), IntelHexWriter.Write([]));

    [Fact]
    public void The_last_bytes_of_the_address_space_are_written()
    {
        var image = Reading.Of("a.hex", IntelHexWriter.Write([At(0, 7), At(0xFFFF_FFF8, [.. Enumerable.Range(1, 8).Select(i => (byte)i)])]));

        Assert.Equal(["0x00000000–0x00000000 07", "0xFFFFFFF8–0xFFFFFFFF 0102030405060708"], Reading.Contents(image));
    }

    /// <summary>From a place in one 64 KiB to one in the next, so that both kinds of record are in it.</summary>
    static Segment Calibration { get; } = At(0x0800_F003, [.. Enumerable.Range(0, 0x2000).Select(i => (byte)(i * 7 + 3))]);

    [NeedsFact(Tool.SRecCat)]
    public void Srec_cat_reads_the_same_bytes() => Assert.Equal(
        Calibration.Data.ToArray(), Converted("srec_cat", hex => [hex, "-intel", "-offset", $"-0x{Calibration.Address:X}", "-o", Raw, "-binary"]));

    [NeedsFact(Tool.ObjCopy)]
    public void Objcopy_reads_the_same_bytes() => Assert.Equal(Calibration.Data.ToArray(), Converted("objcopy", hex => ["-I", "ihex", "-O", "binary", hex, Raw]));

    string Raw => Path.Combine(folder.FullName, "out.bin");

    byte[] Converted(string tool, Func<string, string[]> arguments)
    {
        var hex = Path.Combine(folder.FullName, "in.hex");
        File.WriteAllBytes(hex, IntelHexWriter.Write([Calibration]));
        using var process = Process.Start(new ProcessStartInfo(tool, arguments(hex)) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && error.Length == 0, $"{tool}: {error}");
        return File.ReadAllBytes(Raw);
    }
}
