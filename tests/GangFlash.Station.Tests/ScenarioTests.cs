using System.Text;
using System.Text.RegularExpressions;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Station.Tests;

/// <summary>The scenarios of <c>config/scenarios</c>, each by running it, and what is said of files that are none.</summary>
public sealed partial class ScenarioTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Database => folder.PathOf("gangflash.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_shipped_scenario_is_run_by_a_test_here() => Assert.Equal(
        ["bad-afternoon.yaml", "continuous.yaml", "one-serial.yaml"],
        Directory.GetFiles(Path.Combine(TestImages.RepositoryRoot(), "config", "scenarios")).Select(Path.GetFileName).Order());

    [Fact]
    public async Task On_a_bad_afternoon_each_slot_fails_in_its_own_way()
    {
        var run = await StationRun.Of("flash", "recipes/demo.yaml", "--scenario", "config/scenarios/bad-afternoon.yaml", "--database", Database);

        Assert.Equal((1, ""), (run.Exit, run.Error));
        using var reader = TraceabilityReader.Open(Database);
        Assert.Equal(
            [
                (1, "PASS", ""),
                (2, "ERROR", "usb.disconnected"),
                (3, "FAIL", "verify.nothing-written"),
                (4, "FAIL", "device.read-protected"),
                (5, "FAIL", "verify.mismatch"),
                (6, "FAIL", "verify.mismatch"),
                (7, "FAIL", "dfu.stuck-busy"),
                (8, "FAIL", "preflight.wrong-device"),
            ],
            reader.Units(new(), default).Select(unit => (unit.Slot, unit.Outcome, unit.Code)).Order());
        Assert.Contains("write protection of these sectors is suspected", run.Out, StringComparison.Ordinal);
        Assert.Contains("A few single bits, the same at every read: weak or damaged flash.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_boards_share_one_serial_and_a_fourth_was_left_in_an_upload()
    {
        var run = await StationRun.Of("devices", "--scenario", "config/scenarios/one-serial.yaml");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task On_a_line_at_work_boards_come_and_go_and_a_loose_cable_is_its_own_record()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StringWriter();
        using var output = new Watch(Passes, stop);
        var clock = new VirtualClock();
        var io = new StationIo(output, error, IsTerminal: false, clock) { StartUsb = _ => throw new InvalidOperationException("No test may reach what is plugged in here.") };
        var root = TestImages.RepositoryRoot();

        _ = await clock.RunAsync(() => StationProgram.RunAsync(
            ["flash", Path.Combine(root, "recipes/demo.yaml"), "--continuous", "--scenario", Path.Combine(root, "config/scenarios/continuous.yaml"), "--database", Database], io, stop.Token));

        using var reader = TraceabilityReader.Open(Database);
        var third = reader.Units(new(), default).Where(unit => unit.Slot == 3).Select(unit => unit.Code).ToList();
        Assert.Contains("usb.disconnected", third);
        Assert.Contains("", third);

        // Three units at each of the two healthy places, and the one with the loose cable after its second try.
        bool Passes(Dictionary<int, int> passed) => passed.GetValueOrDefault(1) >= 3 && passed.GetValueOrDefault(2) >= 3 && passed.GetValueOrDefault(3) >= 1;
    }

    [Fact]
    public async Task A_fault_by_option_strikes_the_board_that_it_names()
    {
        var run = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "3", "--fault", "2:unplug@write=50", "--fault", "1-3:error=errWRITE@0x08008000", "--database", Database);

        Assert.Equal((1, ""), (run.Exit, run.Error));
        using var reader = TraceabilityReader.Open(Database);
        Assert.Equal([(1, ""), (2, "usb.disconnected"), (3, "dfu.err-write")], reader.Units(new(), default).Select(unit => (unit.Slot, unit.Code)).Order());
    }

    [Fact]
    public async Task An_image_is_in_the_flash_before_anybody_writes_there()
    {
        File.Copy(TestImages.PathOf("f746-app.bin"), folder.PathOf("app.bin"));
        var scenario = folder.Write("scene.yaml", "scenario: x\nboards:\n  - { part: STM32F746, flash: { file: app.bin, at: 0x08000000 } }\n");

        var loading = Loading.ScenarioLoader.Load(new(null, scenario, []), "STM32F746");

        var board = Assert.IsType<Loading.ScenarioLoading.Loaded>(loading).Scenario.Boards[0];
        await using var bench = new Simulator.Scenarios.VirtualBench(new("x", [board], []), new VirtualClock());
        var image = TestImages.Bytes("f746-app.bin");
        Assert.Equal(image, bench.Look()[0].Board.Memory.Read(AddressRange.Of(0x0800_0000, (ulong)image.Length)));
    }

    [Fact]
    public async Task A_file_that_is_no_scenario_ends_with_4_and_names_every_place()
    {
        var scenario = folder.Write("scene.yaml", "scenario: x\nboards:\n  - { part: STM32F746, flash: { file: missing.elf } }\n  - { part: STM32F746, flash: { file: also-missing.elf } }\n");

        var wrong = await StationRun.Of("devices", "--scenario", scenario);
        var missing = await StationRun.Of("simulate", "--scenario", folder.PathOf("nothing.yaml"));

        Assert.Equal((4, 4), (wrong.Exit, missing.Exit));
        Assert.Contains("scene.yaml:3:", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("scene.yaml:4:", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("there is no such file", missing.Error, StringComparison.Ordinal);
    }

    /// <summary>Counts the passes of each slot, and stops the line when there are enough.</summary>
    sealed partial class Watch(Func<Dictionary<int, int>, bool> enough, CancellationTokenSource stop) : StringWriter
    {
        readonly Dictionary<int, int> passed = [];

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (Line.Match(value ?? "") is not { Success: true } match)
                return;
            var slot = int.Parse(match.Groups["slot"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            passed[slot] = passed.GetValueOrDefault(slot) + 1;
            if (enough(passed))
                stop.Cancel();
        }

        [GeneratedRegex(@"^slot +(?<slot>\d+)  PASS\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
        private static partial Regex Line { get; }
    }
}
