using GangFlash.Desk;
using GangFlash.Documents;
using GangFlash.Line;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Desk;

/// <summary>What an engineer is told at the desk, before a board is plugged in.</summary>
public sealed class RecipeCheckTests
{
    const uint Flash = 0x0800_0000;
    const string Chip = "device: { chip: STM32F746 }\n";

    static byte[] Program(uint stack = 0x2001_0000, uint reset = 0x0800_01E9)
    {
        var program = FieldCases.SomeOrder.Program(3000);
        BitConverter.GetBytes(stack).CopyTo(program, 0);
        BitConverter.GetBytes(reset).CopyTo(program, 4);
        return program;
    }

    static string[] Check(FlashOrder order, DeskKnowledge? known = null) =>
        [.. RecipeCheck.Of(order, known ?? new()).SelectMany(finding => finding.Problems).Select(problem => $"{problem.Place.Line} {(problem.Severity == ProblemSeverity.Error ? "error" : "warning")} {problem.Code}: {problem.Message}")];

    static string[] Check(string rest, byte[]? program = null, uint at = Flash, DeskKnowledge? known = null) => Check(TestBench.Order(at, program ?? Program(), rest), known);

    [Fact]
    public void A_good_recipe_gives_nothing_to_say() => Assert.Empty(Check(Chip + "serial: { from: given, pattern: \"SN-*\" }"));

    [Theory]
    [InlineData(0x0800_1000u, 0x0800_01E9u, "the first word there is 0x08001000, which is no stack pointer into RAM")]
    [InlineData(0u, 0x0800_01E9u, "the first word there is 0x00000000, which is no stack pointer into RAM")]
    [InlineData(0x2001_0000u, 0x0800_01E8u, "the reset vector there is 0x080001E8, which is even: a Cortex-M runs Thumb code only")]
    [InlineData(0x2001_0000u, 0x0801_0001u, "the reset vector there is 0x08010001, where this job writes nothing")]
    public void An_image_that_does_not_begin_with_a_vector_table(uint stack, uint reset, string why)
    {
        var program = Program(stack, reset);

        Assert.Equal(
            [$"8 warning recipe.vector-table: the application is to start at 0x08000000, and {why}; say where its vector table is with 'after: {{ to: 0x… }}', or 'after: stay'"],
            Check(Chip + "\nafter: leave", program));
        Assert.Empty(Check(Chip + "after: stay", program));
    }

    [Fact]
    public void A_start_where_the_job_writes_nothing() => Assert.Equal(
        ["6 warning recipe.vector-table: the application is to start at 0x08020000, and this job writes nothing there; say where its vector table is with 'after: { to: 0x… }', or 'after: stay'"],
        Check("after: { do: leave, to: 0x08020000 }\n" + Chip));

    [Fact]
    public void A_bootloader_of_the_boards_own_that_is_protected_is_started_on_purpose() => Assert.Empty(
        Check("after: { do: leave, to: 0x08000000 }\nranges: { protect: [ 0x08000000-0x08007FFF ] }\n" + Chip, Program(reset: 0x0800_81E9), at: 0x0800_8000));

    [Fact]
    public void A_flash_whose_beginning_is_left_as_it_is() => Assert.Equal(
        ["3 warning recipe.vector-table: nothing is written at 0x08000000, where this flash begins: after a power cycle the part starts what stands there already, and this image only if that starts it at 0x08008000"],
        Check(Chip, Program(reset: 0x0800_81E9), at: 0x0800_8000));

    [Fact]
    public void Protected_bytes_that_have_to_be_put_back() => Assert.Equal(
        [
            "7 warning recipe.shared-sector: 0x08004000–0x080040FF shares a sector with the images: it is erased and put back on every unit; a sector of its own would spare it that",
            "7 warning recipe.restore-without-serial: after a power cut between erase and write only a unit with a scanned serial gets 0x08004000–0x080040FF back by itself; write 'serial: given'",
        ],
        Check(Chip + "ranges: { protect: [ { range: 0x08004000-0x080040FF, shared-sector: restore } ] }"));

    [Theory]
    [InlineData("%SLOT-*", "station: slot prefix")]
    [InlineData("?GF-1*", "station: command prefix")]
    public void A_label_that_reads_as_something_else_too(string pattern, string other) =>
        Assert.Contains($"fits both {other} and recipe test: serial pattern; a station does not load the recipe until one of them is narrower", Assert.Single(Check($"{Chip}serial: {{ from: given, pattern: \"{pattern}\" }}")), StringComparison.Ordinal);

    [Fact]
    public void A_label_that_is_a_work_order_here()
    {
        var known = new DeskKnowledge { Scans = new() { Patterns = [new(ScanKind.WorkOrder, new("SN-W*"), "station: work orders")] } };

        Assert.Contains("a label 'SN-W' fits both", Assert.Single(Check(Chip + "serial: { from: given, pattern: \"SN-*\" }", known: known)), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_without_a_pattern() => Assert.StartsWith("7 warning recipe.any-label: any label of four characters or more is taken for a unit's", Assert.Single(Check(Chip + "serial: given")), StringComparison.Ordinal);

    [Fact]
    public void A_recipe_without_a_target_is_held_against_nothing() => Assert.StartsWith("1 warning recipe.no-target: neither chip nor layout is named", Assert.Single(Check("verify: full")), StringComparison.Ordinal);

    [Fact]
    public void A_refusal_stands_where_its_cause_is()
    {
        Assert.StartsWith("4 error preflight.outside-memory: data.bin", Assert.Single(Check(Chip, at: 0x2000_0000)), StringComparison.Ordinal);
        Assert.StartsWith("8 error preflight.unit-data", Assert.Single(Check(Chip + "unit-data:\n  - { name: note, at: 0x08002000, value: text, text: too long, length: 3 }")), StringComparison.Ordinal);
        Assert.StartsWith("7 error preflight.drops-flash-data", Assert.Single(Check(Chip + "ranges: { drop: [ 0x08000800-0x080008FF ] }")), StringComparison.Ordinal);
        Assert.StartsWith("7 error preflight.wrong-device", Check("\ndevice: { chip: STM32F746, layout: \"@Internal Flash  /0x08000000/03*128Kg\" }")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_image_that_is_not_there_does_not_hide_what_is_wrong_with_the_others()
    {
        var order = TestBench.Order(0x2000_0000, Program(), Chip);
        var recipe = order.Recipe with { Images = [.. order.Recipe.Images, new("missing.bin", Flash, new(5, 5))] };

        var finding = Assert.Single(RecipeCheck.Of(order with { Recipe = recipe }, new()));

        Assert.Equal("preflight.outside-memory", Assert.Single(finding.Problems).Code);
        Assert.Null(finding.Planned);
    }

    [Fact]
    public void Variants_are_checked_one_by_one_and_a_complaint_of_all_stands_once()
    {
        var order = TestBench.Order(Flash, Program(), Chip + """
            serial: given
            variants:
              - { variant: a, when: { unit: "A*" } }
              - { variant: b, when: { unit: "B*" }, ranges: { write: [ 0x08010000-0x0801FFFF ] } }
            """);
        order = order with { Variants = [.. order.Recipe.Variants.Select(variant => order with { Recipe = variant.Recipe })] };

        var findings = RecipeCheck.Of(order, new());

        Assert.Equal(["recipe.any-label"], findings[0].Problems.Select(problem => problem.Code));
        Assert.Equal(["preflight.outside-write-range", "recipe.any-label"], findings[1].Problems.Select(problem => problem.Code));
        Assert.StartsWith("variant b: data.bin has 3,000 bytes at 0x08000000", findings[1].Problems[0].Message, StringComparison.Ordinal);
        Assert.Single(findings.SelectMany(finding => finding.Problems).Where(problem => problem.Code == "recipe.any-label").Distinct());
    }

    [Theory]
    [InlineData("1", true, true, "2 warning recipe.same-revision: revision 1 was run with another text, first on 2026-01-05 (SHA-256 0123abcd…); count it up, else nobody can tell which of the two made a unit")]
    [InlineData("1", false, false, "4 warning recipe.same-revision: data.bin is not the file that revision 1 was run with; count the revision up")]
    [InlineData("0", true, true, "4 warning recipe.same-image: data.bin is byte for byte that of revision 0; if it should be newer, build it again")]
    [InlineData("0", true, false, null)]
    [InlineData("1", false, true, null)]
    public void What_was_run_before_is_held_against_it(string revision, bool otherText, bool sameImage, string? warning)
    {
        var order = TestBench.Order(Flash, Program(), Chip);
        var past = new PastRun(
            revision,
            otherText ? "0123abcd" + order.Recipe.Source.Sha256[8..] : order.Recipe.Source.Sha256,
            0,
            "data.bin",
            sameImage ? order.Images[0].Sha256 : new string('0', 64),
            new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero));

        Assert.Equal(warning is null ? [] : [warning], Check(order, new() { Past = [past] }));
    }
}
