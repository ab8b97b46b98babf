using FsCheck;
using FsCheck.Fluent;
using GangFlash.Differences;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Differences;

public sealed class ImageComparisonTests
{
    static ImageDifference Compare(string before, string after) => Compare(before, TestImages.Bytes(before), after, TestImages.Bytes(after));

    static ImageDifference Compare(string before, byte[] old, string after, byte[] now) =>
        RecipeComparison.Of(Order(before, old), Order(after, now), _ => null).Images.Single();

    static FlashOrder Order(string file, byte[] content) =>
        TestBench.Order($"recipe: pump\nrevision: 1\nimages: [ {{ file: {file}{(file.EndsWith(".bin", StringComparison.Ordinal) ? ", at: 0x08000000" : "")} }} ]\n", _ => content);

    static IEnumerable<string> Parts(ImageDifference image) =>
        image.Parts.Select(part => $"{part.Name} {part.Before?.ToString() ?? "–"} → {part.After?.ToString() ?? "–"}: {part.Differing} of {part.Compared}{(part.First is { } first ? $" from 0x{first:X8}" : "")}");

    [Fact]
    public void A_changed_byte_of_an_elf_is_found_in_its_section()
    {
        var before = TestImages.Bytes("f746-app.elf");
        var after = (byte[])before.Clone();
        after[0x11E4] ^= 1;     // the first byte of .text, see its section header
        after[0x11F0] ^= 1;

        var image = Compare("f746-app.elf", before, "f746-app.elf", after);

        Assert.Equal([".text 0x080001E4–0x0800025B → 0x080001E4–0x0800025B: 2 of 120 from 0x080001E4"], Parts(image));
    }

    [Fact]
    public void A_section_that_moved_is_compared_with_itself() => Assert.Equal(
        [
            ".isr_vector 0x08020000–0x080201E3 → 0x08080000–0x080801E3: 120 of 484 from 0x08080006",
            ".text 0x080201E4–0x0802025B → 0x080801E4–0x0808025B: 3 of 120 from 0x0808023C",
            ".payload 0x0802025C–0x0806963B → 0x0808025C–0x080BD2EB: 242833 of 250000 from 0x0808025C",
            ".data 0x0806963C–0x0806963F → 0x080BD2EC–0x080BD2EF: 0 of 4",
        ],
        Parts(Compare("h563-app1.elf", "h563-app2.elf")));

    [Fact]
    public void Sections_that_are_gone_are_named() => Assert.Equal(
        [".uninit_data 0x2000235C–0x2000237B → –: 0 of 0", "._user_heap_stack 0x2000237C–0x20002987 → –: 0 of 0"],
        Parts(Compare("boot-heap.elf", "boot-heap-fixed.elf")));

    [Fact]
    public void The_same_bytes_in_another_format_are_no_part()
    {
        var image = Compare("f746-app.elf", "f746-app.s19");

        Assert.Empty(image.Parts);
        Assert.False(image.IsSame);
    }

    [Fact]
    public void Raw_bytes_are_compared_by_their_addresses() => Assert.Equal(
        [" 0x08000000–0x08000005 → 0x08000000–0x08000005: 2 of 4 from 0x08000001", " – → 0x08000004–0x08000005: 0 of 0"],
        Parts(Compare("app.bin", [1, 2, 3, 4], "app.bin", [1, 9, 3, 9, 5, 6])));

    [Fact]
    public void New_and_missing_images_are_listed()
    {
        var before = TestBench.Order("recipe: pump\nrevision: 1\nimages: [ { file: a.bin, at: 0x08000000 }, { file: b.bin, at: 0x08010000 } ]\n", _ => [1]);
        var after = TestBench.Order("recipe: pump\nrevision: 1\nimages: [ { file: a.bin, at: 0x08000000 } ]\n", _ => [1]);

        Assert.Equal(["a.bin a.bin", "b.bin –"], RecipeComparison.Of(before, after, _ => null).Images.Select(image => $"{image.Before?.File ?? "–"} {image.After?.File ?? "–"}"));
        Assert.Equal(["a.bin a.bin", "– b.bin"], RecipeComparison.Of(after, before, _ => null).Images.Select(image => $"{image.Before?.File ?? "–"} {image.After?.File ?? "–"}"));
    }

    [Fact]
    public void Differing_bytes_are_counted_as_a_plain_loop_counts_them() => Prop.ForAll<byte[], byte[]>((before, after) =>
    {
        if (before.Length == 0 || after.Length == 0)
            return true;
        var both = Math.Min(before.Length, after.Length);
        var differing = Enumerable.Range(0, both).Where(i => before[i] != after[i]).ToList();
        var image = Compare("app.bin", before, "app.bin", after);
        return image.Parts.Aggregate(0UL, (sum, part) => sum + part.Differing) == (ulong)differing.Count
            && image.Parts.Select(part => part.First).OfType<uint>().FirstOrDefault() == (differing.Count == 0 ? 0 : 0x0800_0000u + (uint)differing[0]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_image_of_tens_of_thousands_of_parts_costs_no_square()
    {
        var hex = string.Concat(Enumerable.Range(0, 30_000).Select(i => Record(i)));

        var image = Compare("a.hex", Bytes(hex + ":00000001FF\n"), "a.hex", Bytes(Record(0, 9) + hex[Record(0).Length..] + ":00000001FF\n"));

        Assert.Equal([" 0x00000000–0x00000000 → 0x00000000–0x00000000: 1 of 1 from 0x00000000"], Parts(image));

        static string Record(int i, int data = 1) => $":01{i * 2:X4}00{data:X2}{(byte)-(1 + (i * 2 >> 8) + (i * 2 & 0xFF) + data):X2}\n";

        static byte[] Bytes(string text) => System.Text.Encoding.ASCII.GetBytes(text);
    }
}
