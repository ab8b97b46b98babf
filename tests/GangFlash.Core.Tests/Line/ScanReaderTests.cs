using FsCheck;
using FsCheck.Fluent;
using GangFlash.Documents;
using GangFlash.Line;
using GangFlash.Recipes;

namespace GangFlash.Tests.Line;

public sealed class ScanReaderTests
{
    static readonly ScanReader s_reader = new(
        new()
        {
            Patterns = [new(ScanKind.Badge, new("B-????"), "station"), new(ScanKind.WorkOrder, new("WO*"), "station"), new(ScanKind.Unit, new("??U-*"), "station")],
            SelfTest = "TEST-/_yz019",
        },
        new([new("4711", "Ada", Role.Operator)]),
        new RecipeCard("pump", "3", "1.2", new string('0', 64), new(SerialSource.Given, new("PU-????"))));

    [Theory]
    [InlineData("PU-0001", ScanKind.Unit)]
    [InlineData("B-1234", ScanKind.Badge)]
    [InlineData("4711", ScanKind.Badge)]
    [InlineData("WO-88", ScanKind.WorkOrder)]
    [InlineData("%SLOT-12", ScanKind.Slot)]
    [InlineData("%RECIPE-demo", ScanKind.Recipe)]
    [InlineData("%GF-START", ScanKind.Command)]
    [InlineData("%GF-END BATCH", ScanKind.Command)]
    [InlineData("%GF-REASON-3", ScanKind.Command)]
    [InlineData("TEST-/_yz019", ScanKind.SelfTest)]
    public void Each_kind_is_told_by_its_pattern(string text, ScanKind kind) => Assert.Equal((kind, null), (s_reader.Read(text, ScanEntry.Scanned).Kind, s_reader.Read(text, ScanEntry.Scanned).Problem));

    [Theory]
    [InlineData("", "scan.empty")]
    [InlineData("   ", "scan.empty")]
    [InlineData("XX-1", "scan.unknown")]
    [InlineData("ABU-1", "scan.unknown")]       // the station's pattern for units, which the recipe replaces
    [InlineData("pu-0001", "scan.unknown")]
    [InlineData("wo-88", "scan.caps-lock")]
    [InlineData("TEST&?ßzy019", "scan.scanner-layout")]
    [InlineData("PU-00\e1", "scan.control-characters")]
    [InlineData("PU-0\u001D01", "scan.control-characters")]
    [InlineData("%GF-FORMAT", "scan.unknown-command")]
    [InlineData("%GF-REASON-99", "scan.unknown-command")]
    [InlineData("%SLOT-x", "scan.bad-slot-label")]
    [InlineData("%SLOT-99999999999", "scan.bad-slot-label")]
    public void What_cannot_be_used_says_why(string text, string why)
    {
        // A unit's letters are upper case in the pattern's fixed part, so lower case there is Caps Lock too.
        var expected = text == "pu-0001" ? "scan.caps-lock" : why;

        Assert.Equal(expected, s_reader.Read(text, ScanEntry.Scanned).Problem?.Key);
    }

    [Theory]
    [InlineData("]C0")]
    [InlineData("]C1")]
    [InlineData("]d2")]
    [InlineData("]Q1")]
    [InlineData("]A0")]
    public void A_symbology_prefix_is_kept_as_evidence_and_taken_off(string prefix)
    {
        var scan = s_reader.Read(prefix + "PU-0001", ScanEntry.Scanned);

        Assert.Equal((prefix, "PU-0001", prefix + "PU-0001", ScanKind.Unit), (scan.Symbology, scan.Text, scan.Raw, scan.Kind));
    }

    [Fact]
    public void A_scan_of_10000_characters_is_refused_and_its_beginning_kept()
    {
        var scan = s_reader.Read(new string('A', 10_000), ScanEntry.Scanned);

        Assert.Equal(("scan.too-long", 10_000, ScanReader.LongestKept), (scan.Problem?.Key, scan.Length, scan.Raw.Length));
    }

    [Theory]
    [InlineData(GroupSeparator.Keep, "PU-0\u001D01")]
    [InlineData(GroupSeparator.Replace, "PU-0|01")]
    public void The_group_separator_is_what_was_ordered(GroupSeparator order, string text) =>
        Assert.Equal((ScanKind.Unit, text), s_reader with { Settings = s_reader.Settings with { Separator = order } } is var reader && reader.Read("PU-0\u001D01", ScanEntry.Scanned) is var scan ? (scan.Kind, scan.Text) : default);

    [Fact]
    public void How_it_came_in_is_kept() => Assert.All(Enum.GetValues<ScanEntry>(), entry => Assert.Equal(entry, s_reader.Read("PU-0001", entry).Entry));

    [Fact]
    public void Without_a_pattern_a_unit_is_what_nothing_else_is()
    {
        var reader = s_reader with { };
        reader = new(new() { Patterns = [new(ScanKind.WorkOrder, new("WO*"), "station")] }, BadgeList.Empty, reader.Recipe! with { Serial = new(SerialSource.Given) });

        Assert.Equal([ScanKind.Unit, ScanKind.WorkOrder, ScanKind.Unknown, ScanKind.Unknown], new[] { "SN123", "WO-1", "SN 1", "AB" }.Select(text => reader.Read(text, ScanEntry.Scanned).Kind));
    }

    [Fact]
    public void Two_patterns_that_can_match_one_text_are_reported_with_it()
    {
        ScanReader reader = new(new() { Patterns = [new(ScanKind.Badge, new("A*"), "station: badge"), new(ScanKind.Unit, new("*7"), "station: unit")] }, new([new("%GF-1", "Eve", Role.Operator)]), null);

        Assert.Equal<ScanProblem>(
            [new ScanProblem("station: command prefix", "station: unit", "%GF-7"), new("station: slot prefix", "station: unit", "%SLOT-7"), new("station: recipe prefix", "station: unit", "%RECIPE-7"), new("station: badge", "station: unit", "A7"), new("station: badge list", "station: command prefix", "%GF-1")],
            reader.Problems());
        Assert.Equal("scan.two-meanings", reader.Read("A-7", ScanEntry.Scanned).Problem?.Key);
    }

    [Fact]
    public void Patterns_that_never_meet_are_no_problem() => Assert.Empty(s_reader.Problems());

    [Theory]
    [InlineData("A*", "B*", null)]
    [InlineData("*A", "B*", "BA")]
    [InlineData("???", "????", null)]
    [InlineData("*", "x", "x")]
    [InlineData("A B", "A  B", "A B")]
    [InlineData("A *", "A", null)]
    [InlineData("*1*2*", "*2*1*", "121")]
    public void Overlap_is_decided(string one, string other, string? witness) => Assert.Equal(witness, PatternOverlap.Witness(new(one), new(other), 128));

    [Fact]
    public void A_witness_matches_both_and_none_means_none() =>
        Prop.ForAll(Patterns, Patterns, Texts, (one, other, text) =>
        {
            TextPattern a = new(one), b = new(other);
            return PatternOverlap.Witness(a, b, 128) is { } witness ? a.Matches(witness) && b.Matches(witness) : !(a.Matches(text) && b.Matches(text));
        }).QuickCheckThrowOnFailure();

    static Arbitrary<string> Patterns => Gen.Elements('a', 'b', ' ', '*', '?').ArrayOf().Select(letters => string.Concat(letters.Take(8))).ToArbitrary();

    static Arbitrary<string> Texts => Gen.Elements('a', 'b', 'c', ' ').NonEmptyListOf().Select(letters => string.Concat(letters.Take(8))).Where(text => text.Trim().Length > 0).ToArbitrary();
}
