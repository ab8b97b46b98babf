using System.Text.Json;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class InspectCommandTests
{
    [Fact]
    public async Task Tells_what_dfu_could_write_of_an_elf()
    {
        var run = await StationRun.Of("inspect", "tests/Images/boot-heap.elf", "--device", "STM32F405");

        Assert.Equal(0, run.Exit);
        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task Names_the_lines_of_a_hex()
    {
        var run = await StationRun.Of("inspect", "tests/Images/h747-cm7.hex", "--device", "STM32H747");

        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task As_json_gives_address_length_sha256_and_origin()
    {
        var run = await StationRun.Of("inspect", "tests/Images/f746-app.bin", "--at", "0x08000000", "--json");

        using var image = JsonDocument.Parse(Assert.Single(run.Lines));
        var segment = Assert.Single(image.RootElement.GetProperty("segments").EnumerateArray());
        Assert.Equal("0x08000000", segment.GetProperty("address").GetString());
        Assert.Equal(200_608, segment.GetProperty("length").GetInt32());
        Assert.Equal("916e4d4a9363fa167475c198a1bacfaea3357754b298dce9db635783dfb34be3", segment.GetProperty("sha256").GetString());
        Assert.Equal("f746-app.bin: bytes from offset 0x0", segment.GetProperty("origin").GetString());
    }

    [Theory]
    [InlineData("tests/Images/f746-app.bin", "Raw bytes don't say where", "image.address-needed")]
    [InlineData("tests/Images/missing.elf", "no such file", "image.unreadable")]
    [InlineData("tests/Images/README.md", "", "image.unknown-format")]
    public async Task A_file_that_is_no_image_ends_with_4(string file, string words, string code)
    {
        var run = await StationRun.Of("inspect", file);

        Assert.Equal(4, run.Exit);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Contains(code, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_stands_where_a_file_is_wrong()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("gangflash-inspect-").FullName, "app.hex");
        await File.WriteAllTextAsync(file, ":020000040800F2\n:04000000G122334452\n:00000001FF\n");

        var run = await StationRun.Of("inspect", file);

        Assert.Equal(4, run.Exit);
        Assert.Equal("app.hex:2: 'G' in column 10 is no hex digit. The file is damaged: copy or build it again. [image.malformed]\n    :04000000G122334452\n             ^\n", run.Error.ReplaceLineEndings("\n"));
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task An_address_that_is_none_ends_with_2()
    {
        var run = await StationRun.Of("inspect", "tests/Images/f746-app.bin", "--at", "here");

        Assert.Equal(2, run.Exit);
        Assert.Contains("\"here\" is no address like 0x08000000", run.Error, StringComparison.Ordinal);
    }
}
