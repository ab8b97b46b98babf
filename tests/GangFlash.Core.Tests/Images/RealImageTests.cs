using System.Text;
using GangFlash.Images;
using GangFlash.Testing;

namespace GangFlash.Tests.Images;

public sealed class RealImageTests
{
    /// <summary>Where the recipes of the field cases place the raw images.</summary>
    static uint? At(string name) => name switch
    {
        "f746-app.bin" or "h563-boot.bin" => 0x08000000,
        "h563-app1.bin" => 0x08020000,
        "h563-app2.bin" => 0x08080000,
        _ => null,
    };

    static FirmwareImage Read(string name) => Reading.Of(name, TestImages.Bytes(name), At(name));

    [Fact]
    public void Four_formats_of_one_program_agree_byte_for_byte()
    {
        var expected = TestImages.Bytes("f746-app.bin");

        string[][] flashed = [.. ((string[])["f746-app.bin", "f746-app.elf", "f746-app.hex", "f746-app.s19"]).Select(name => Reading.Flashed(Read(name)))];

        Assert.Equal(200_608, expected.Length);
        Assert.All(flashed, image => Assert.Equal([$"0x08000000–0x08030F9F {Convert.ToHexString(expected)}"], image));
    }

    [Theory]
    [InlineData("f105-vcu.elf", "f105-vcu.hex")]
    [InlineData("f769-qspi.elf", "f769-qspi.hex")]
    [InlineData("h563-app2.elf", "h563-app2.hex")]
    [InlineData("h563-app2.elf", "h563-app2.bin")]
    [InlineData("h563-app1.elf", "h563-app1.bin")]
    [InlineData("h563-boot.elf", "h563-boot.bin")]
    [InlineData("h747-cm4.elf", "h747-cm4.hex")]
    [InlineData("h747-cm7.elf", "h747-cm7.hex")]
    [InlineData("h747-cm7-noload.elf", "h747-cm7-noload.hex")]
    public void What_objcopy_made_of_an_ELF_file_agrees_with_it(string elf, string other) =>
        Assert.Equal(Reading.Flashed(Read(elf)), Reading.Flashed(Read(other)));

    [Fact]
    public void The_heap_that_leaked_into_the_image_is_named()
    {
        var leaked = Read("boot-heap.elf").Segments[^1];

        Assert.Equal(AddressRange.Of(0x2000235C, 1580), leaked.Range);
        Assert.Equal("sections .uninit_data and ._user_heap_stack", leaked.Origin.Place(leaked.Range));
        Assert.Equal("section .uninit_data", leaked.Origin.Place(AddressRange.Of(0x2000235C, 32)));
        Assert.Equal("section ._user_heap_stack", leaked.Origin.Place(AddressRange.Of(0x2000237C, 1548)));
    }

    [Fact]
    public void Data_lie_where_they_are_stored_and_not_where_they_run()
    {
        var data = Read("boot-heap-fixed.elf").Segments[^1];

        Assert.Equal(AddressRange.Of(0x0800C020, 4), data.Range);
        Assert.Equal("section .data", data.Origin.Place(data.Range));
    }

    [Fact]
    public void Sections_that_are_not_loaded_are_no_data()
    {
        Assert.Equal(150_608UL, Read("h747-cm7-noload.elf").DataLength);
        Assert.Equal(150_608UL + 256, Read("h747-cm7.elf").DataLength);
        Assert.Equal(30_600UL + 36, Read("boot-heap-fixed.elf").DataLength);
    }

    [Fact]
    public void Every_real_image_reads_as_listed()
    {
        var listing = new StringBuilder();
        foreach (var name in Directory.GetFiles(TestImages.Folder).Select(path => Path.GetFileName(path)).Where(name => name is not ("README.md" or "SHA256SUMS")).Order(StringComparer.Ordinal))
        {
            var image = Read(name);
            listing.Append($"{name}  {image.Format}  {image.DataLength:N0} bytes");
            listing.AppendLine(image.EntryPoint is { } entry ? $"  entry 0x{entry:X8}" : "");
            foreach (var segment in image.Segments)
                listing.AppendLine($"    {segment.Range}  {segment.Range.Length,9:N0} bytes  {segment.Origin.Place(segment.Range)}");
            foreach (var warning in image.Warnings)
                listing.AppendLine($"    warning: {warning}");
        }

        Golden.Matches(listing.ToString());
    }

    [Fact]
    public void Every_hash_is_the_one_that_sha256sum_prints() =>
        Assert.All(File.ReadAllLines(TestImages.PathOf("SHA256SUMS")).Select(line => line.Split("  ./")), sum => Assert.Equal(sum[0], Read(sum[1]).Sha256));
}
