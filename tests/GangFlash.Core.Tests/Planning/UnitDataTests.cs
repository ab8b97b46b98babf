using System.Collections.Immutable;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Testing;

namespace GangFlash.Tests.Planning;

/// <summary>What differs from unit to unit, as bytes among those of the images.</summary>
public sealed class UnitDataTests
{
    const uint Flash = 0x0800_0000;

    static readonly UnitValues s_values = new(
        "PC-EU-0042",
        ImmutableSortedDictionary<string, ulong>.Empty.Add("mac", 0x0080_E112_3456).Add("sn", 123_456),
        ImmutableSortedDictionary<string, string>.Empty.Add("hw", "1.4").Add("odd", "1\u00B5"),
        new(2026, 11, 28, 23, 30, 5, TimeSpan.FromHours(-2)),
        ImmutableSortedDictionary<string, ReadOnlyMemory<byte>>.Empty.Add("it", new byte[] { 0xF0, 1, 2, 3, 4, 5, 0xF6, 7, 0xF8, 9, 10, 11, 12, 13, 14, 15 }));

    static byte[] Program { get; } = FieldCases.SomeOrder.Program(3000);

    static FlashOrder Order(params string[] fields) => TestBench.Order(
        Flash,
        Program,
        $$"""
        device: { chip: STM32F746 }
        serial: given
        numbers:
          - { name: mac, first: "00:80:E1:00:00:00", last: "00:80:E1:FF:FF:FF" }
          - { name: sn, first: 100000, last: 999999 }
        unit-data:
        {{string.Join('\n', fields.Select(field => $"  - {{ {field} }}"))}}
        """);

    static Planned Plan(FlashOrder order, UnitValues? values) => FlashPlanner.Plan(order with { UnitValues = values }, TargetMemory.Of(TestBench.Chip("STM32F746"))!);

    static FlashPlan Ready(FlashOrder order, UnitValues? values) => Assert.IsType<Planned.Ready>(Plan(order, values)).Plan;

    [Theory]
    [InlineData("value: unit, length: 12", "50432D45552D303034320000", "PC-EU-0042")]
    [InlineData("value: unit, length: 12, pad: 0xFF", "50432D45552D30303432FFFF", "PC-EU-0042")]
    [InlineData("value: unit-number, length: 4", "2A000000", "0042")]
    [InlineData("value: unit-number, length: 2, format: be", "002A", "0042")]
    [InlineData("value: unit-number, length: 3, format: bcd", "000042", "0042")]
    [InlineData("value: number, numbers: mac", "0080E1123456", "00:80:E1:12:34:56")]
    [InlineData("value: number, numbers: mac, format: le", "563412E18000", "00:80:E1:12:34:56")]
    [InlineData("value: number, numbers: mac, format: ascii", "30303A38303A45313A31323A33343A3536", "00:80:E1:12:34:56")]
    [InlineData("value: number, numbers: sn, length: 4", "40E20100", "123456")]
    [InlineData("value: number, numbers: sn, length: 4, format: bcd", "00123456", "123456")]
    [InlineData("value: number, numbers: sn, length: 8, format: ascii, pad: 0x20", "3132333435362020", "123456")]
    [InlineData("value: order, order: hw, length: 4", "312E3400", "1.4")]
    [InlineData("value: text, text: Rev C, length: 5", "5265762043", "Rev C")]
    [InlineData("value: date", "323032362D31312D3238", "2026-11-28")]
    [InlineData("value: date, format: bcd", "20261128", "2026-11-28")]
    [InlineData("value: time", "1D800B6B", "2026-11-29T01:30:05Z")]
    [InlineData("value: time, format: be, length: 8", "000000006B0B801D", "2026-11-29T01:30:05Z")]
    [InlineData("value: time, format: ascii", "323032362D31312D32395430313A33303A30355A", "2026-11-29T01:30:05Z")]
    [InlineData("value: uuid", "F0010203040546 07B8090A0B0C0D0E0F", "f0010203-0405-4607-b809-0a0b0c0d0e0f")]
    [InlineData("value: random, length: 16", "F00102030405F607F8090A0B0C0D0E0F", "")]
    public void A_value_is_written_as_the_recipe_says(string field, string bytes, string text)
    {
        var plan = Ready(Order($"name: it, at: 0x08001000, {field}"), s_values);

        var datum = Assert.Single(plan.UnitData);
        Assert.Equal((bytes.Replace(" ", "", StringComparison.Ordinal), text), (Convert.ToHexString(datum.Bytes.Span), datum.Text));
        Assert.Equal(datum.Bytes.ToArray(), plan.ContentOf(datum.Field.Range));
    }

    [Theory]
    [InlineData("value: unit, length: 8", "\"PC-EU-0042\" has 10 characters, and the field has 8 bytes")]
    [InlineData("value: unit-number, length: 1, format: bcd", "1042 has 4 digits, and the field has room for 2", "PC-EU-1042")]
    [InlineData("value: unit-number, length: 1", "70000 does not fit into 1 bytes", "PC-70000")]
    [InlineData("value: unit-number, length: 4", "the serial \"PC\" does not end in digits", "PC")]
    [InlineData("value: order, order: board, length: 4", "the work order does not say 'board'")]
    [InlineData("value: order, order: odd, length: 4", "\"1\u00B5\" has characters that are not ASCII")]
    public void A_value_that_cannot_be_written_is_refused_before_anything_is_touched(string field, string why, string serial = "PC-EU-0042")
    {
        var refused = Assert.IsType<Planned.Refused>(Plan(Order($"name: it, at: 0x08001000, {field}"), s_values with { Serial = serial }));

        Assert.Equal($"preflight.unit-data: The field it of the unit data cannot be written: {why}.", Assert.Single(refused.Refusals).ToString());
    }

    [Fact]
    public void A_placeholder_of_the_image_is_replaced_only_where_the_recipe_says_so()
    {
        var refused = Assert.IsType<Planned.Refused>(Plan(Order("name: it, at: 0x08000100, value: text, text: ABCD, length: 4"), s_values));
        var plan = Ready(Order("name: it, at: 0x08000100, value: text, text: ABCD, length: 4, replaces: true"), s_values);

        Assert.Equal(
            "preflight.overlap: data.bin (bytes from offset 0x100) and the unit-data field it (line 12; 'replaces: true' permits it) both have data at 0x08000100–0x08000103.",
            Assert.Single(refused.Refusals).ToString());
        Assert.Equal([.. Program[..0x100], .. "ABCD"u8, .. Program[0x104..]], plan.ContentOf(AddressRange.Of(Flash, (ulong)Program.Length)));
        Assert.Equal((ulong)Program.Length, plan.ImageBytes);
    }

    [Fact]
    public void A_checksum_is_over_images_other_fields_padding_and_erased_bytes()
    {
        var plan = Ready(
            Order(
                "name: id, at: 0x08002000, value: number, numbers: sn, length: 4",
                "name: sum, at: 0x08002004, value: checksum, over: [ 0x08000000+0x2004 ]",
                "name: second, at: 0x08002008, value: checksum, checksum: crc16-ccitt, format: be, over: [ 0x08002000+8, 0x08000000+4 ]"),
            s_values);

        byte[] covered = [.. Program, .. Enumerable.Repeat((byte)0xFF, 0x2000 - Program.Length), 0x40, 0xE2, 0x01, 0x00];
        var first = Checksum.Of(ChecksumKind.Crc32, covered);
        Assert.Equal(BitConverter.GetBytes(first), plan.ContentOf(AddressRange.Of(0x0800_2004, 4)));
        Assert.Equal($"0x{first:X8}", plan.UnitData[1].Text);
        var second = Checksum.Of(ChecksumKind.Crc16Ccitt, [0x40, 0xE2, 0x01, 0x00, .. BitConverter.GetBytes(first), .. Program[..4]]);
        Assert.Equal([(byte)(second >> 8), (byte)second], plan.ContentOf(AddressRange.Of(0x0800_2008, 2)));
    }

    [Fact]
    public void A_checksum_over_bytes_that_nobody_knows_is_refused()
    {
        var refused = Assert.IsType<Planned.Refused>(Plan(Order("name: sum, at: 0x08001000, value: checksum, over: [ 0x08000000+0x1000, 0x08002000-0x0801FFFF ]"), s_values));

        Assert.EndsWith("its checksum is over 0x08008000–0x0801FFFF, which this job neither writes nor erases, so its content is not known.", Assert.Single(refused.Refusals).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_the_desk_zeros_stand_for_what_no_unit_has_yet()
    {
        var plan = Ready(Order("name: id, at: 0x08002000, value: unit, length: 8", "name: sum, at: 0x08002008, value: checksum, over: 0x08000000+16"), values: null);

        Assert.Equal(new byte[12], plan.ContentOf(AddressRange.Of(0x0800_2000, 12)));
    }

    [Fact]
    public void A_field_is_held_against_memory_and_rules_like_an_image()
    {
        var refused = Assert.IsType<Planned.Refused>(Plan(Order("name: it, at: 0x20000000, value: date"), s_values));

        var refusal = Assert.IsType<Refusal.OutsideMemory>(Assert.Single(refused.Refusals));
        Assert.StartsWith("unit data puts 10 bytes at 0x20000000–0x20000009 (field it)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Recipes_take_their_values_and_numbers_by_name()
    {
        var recipe = Order("name: a, at: 0x08001000, value: order, order: hw, length: 4", "name: b, at: 0x08001010, value: number, numbers: mac").Recipe;

        Assert.Equal(["hw"], recipe.OrderValues);
        Assert.Equal(["mac"], recipe.NumbersTaken.Select(range => range.Name));
    }

    [Theory]
    [InlineData("", 42, "42")]
    [InlineData("PC-######", 42, "PC-000042")]
    [InlineData("##-EU", 7, "07-EU")]
    public void A_serial_can_be_a_number(string template, ulong number, string serial) =>
        Assert.Equal(serial, new SerialPolicy(SerialSource.Numbers) { Range = new("sn", 1, 99, 1, NumberNotation.Decimal, default), Template = template }.TextOf(number));
}
