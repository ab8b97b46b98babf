using System.Collections.Immutable;
using System.Text;
using GangFlash.DfuSe;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>F427 and F429 with 1 MiB (OCTOPUS-Pro issue 42, inav PR 2601) announce longer strings than they have; GD32 sends plain bytes.</summary>
public sealed class Case7DescriptorLies
{
    const string Chip = "STM32F427VG";
    const string Layout = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";

    [Fact]
    public async Task C7_1_a_string_that_announces_166_bytes_and_has_112_is_read_as_twelve_sectors()
    {
        byte[] told = [166, 3, .. Encoding.Unicode.GetBytes(Layout)];
        Assert.Equal(112, told.Length);
        var bench = new TestBench(WithLayout(told));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "f746-app.elf"));

        ExpectTwelveSectors(Passed(result).Device!);
        Holds(bench.Board(1), "f746-app.elf");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task C7_2_rubbish_behind_the_string_is_kept_as_bytes_and_shown_nowhere(int seed)
    {
        var rubbish = new byte[54];
        new Random(seed).NextBytes(rubbish);
        byte[] told = [166, 3, .. Encoding.Unicode.GetBytes(Layout), .. rubbish];
        Assert.Equal(166, told.Length);
        var bench = new TestBench(WithLayout(told));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "f746-app.elf"));

        var report = Passed(result);
        ExpectTwelveSectors(report.Device!);
        Assert.Equal(told, report.Device!.Alternates[0].Name.Raw.ToArray());
        Assert.All(report.Notes, ExpectPrintable);
        ExpectPrintable(report.Device.Fingerprint);
    }

    [Theory]
    [InlineData("GD32VF103", 128)]
    [InlineData("GD32VF103CB", 128)]
    [InlineData("GD32VF103C8", 64)]
    [InlineData("GD32VF103C6", 32)]
    [InlineData("GD32VF103C4", 16)]
    public async Task C7_3_a_gd32_has_a_serial_of_plain_bytes_and_no_more_flash_than_its_part_number_says(string part, int kibibytes)
    {
        var plain = Rom(part) with { RawStrings = Raw(VirtualBoard.StringIndex.Serial, [6, 3, .. "3CBJ"u8]) };
        var bench = new TestBench(plain, plain);

        var outcomes = await bench.FlashAllAsync(SomeOrder.Of(part, 0x0800_0000, SomeOrder.Program(kibibytes << 10)));

        Assert.All(outcomes, outcome =>
        {
            var report = Passed(outcome);
            Assert.Equal("3CBJ", report.Device!.Serial.Text);
            Assert.Equal($"{kibibytes} × 1 KiB", LayoutText.Describe(report.Plan!.Target.Alternates[0].Layout));
            Assert.Equal(kibibytes, report.ErasedSectors);
        });
    }

    [Fact]
    public async Task C7_3_one_byte_more_than_the_gd32_has_is_refused()
    {
        var bench = new TestBench(Rom("GD32VF103C8"));

        var result = await bench.FlashOneAsync(SomeOrder.Of("GD32VF103C8", 0x0800_0000, SomeOrder.Program((64 << 10) + 1)));

        Says(Assert.Single(Refused(result, "preflight.outside-memory")).Message, "1 byte at 0x08010000–0x08010000");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task C7_4_a_hostile_string_reaches_no_screen()
    {
        const string Hostile = "STM32\e[2J\e]0;owned\a\u202E<script>";
        var hostile = Rom("STM32F746") with
        {
            Product = Hostile,
            Manufacturer = Hostile,
            Serial = Hostile,
            Alternates = [.. Rom("STM32F746").Alternates, $"@{Hostile}/0x08000000/1*1Kg"],
        };
        var bench = new TestBench(hostile);
        const string Recipe = """
            recipe: hostile
            revision: 1
            device: { product: "STM32 BOOTLOADER" }
            images: [ { file: f746-app.elf } ]
            """;

        var result = await bench.FlashOneAsync(TestBench.Order(Recipe));

        Assert.Equal("\"STM32\"", Assert.IsType<Refusal.WrongDevice>(Assert.Single(Refused(result, "preflight.wrong-device"))).Actual);
        var device = result.Report.Device!;
        Assert.All(
            [result.Detail, device.Fingerprint, device.Manufacturer.Text, device.Product.Text, device.Serial.Text, .. device.Warnings, .. result.Report.Notes],
            ExpectPrintable);
        Assert.Contains((byte)0x1B, device.Product.Raw);
    }

    [Fact]
    public async Task C7_5_an_alternate_setting_of_rubbish_is_listed_and_the_good_one_used()
    {
        var bench = new TestBench(Rom("STM32F746") with { Alternates = [Rom("STM32F746").Alternates[0], "@Rubbish/0xZZ/banana"] });

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F746", "f746-app.elf"));

        var report = Passed(result);
        Assert.Equal(0, Assert.Single(report.Device!.Memories).Number);
        Assert.Contains(report.Notes, note => note.StartsWith("Alternate setting 1: \"0xZZ\" is no address", StringComparison.Ordinal));
        Holds(bench.Board(1), "f746-app.elf");
    }

    static BoardModel WithLayout(byte[] told) => Rom(Chip) with { RawStrings = Raw(VirtualBoard.StringIndex.FirstAlternate, told) };

    static ImmutableDictionary<byte, ImmutableArray<byte>> Raw(byte index, byte[] bytes) =>
        ImmutableDictionary<byte, ImmutableArray<byte>>.Empty.Add(index, [.. bytes]);

    static void ExpectTwelveSectors(DeviceIdentity device)
    {
        var layout = device.Alternates[0].Layout!;
        Assert.Equal("4 × 16 KiB, 1 × 64 KiB, 7 × 128 KiB", LayoutText.Describe(layout));
        Assert.Equal((12, AddressRange.Of(0x0800_0000, 1 << 20)), (layout.SectorCount, Assert.Single(layout.Ranges)));
    }

    static void ExpectPrintable(string text) =>
        Assert.True(text.All(letter => letter is >= ' ' and <= '~' or '–' or '×'), text);
}
