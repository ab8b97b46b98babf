using System.Text.Json;
using System.Text.RegularExpressions;
using GangFlash.Testing;
using GangFlash.Traceability;
using GangFlash.Usb;

namespace GangFlash.Station.Tests;

public sealed class FlashCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Database => folder.PathOf("gangflash.db");

    public void Dispose() => folder.Dispose();

    Task<StationRun> FlashAsync(params string[] more) => StationRun.Of(["flash", "recipes/demo.yaml", "--database", Database, "--station", "TEST-1", "--operator", "B-1001", .. more]);

    [Fact]
    public async Task Values_of_the_work_order_choose_the_variant_and_none_may_be_missing_or_too_many()
    {
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        var recipe = folder.Write("hw.yaml", """
            recipe: hw
            revision: 1
            device: { chip: STM32F746 }
            images: [ { file: app.elf } ]
            variants:
              - { variant: old, when: { order: { hw: "1.*" } } }
              - { variant: new, when: { order: { hw: "2.*" } } }
            """);
        string[] Line(params string[] more) => ["flash", recipe, "--simulate", "1", "--time-scale", "0.01", "--database", folder.PathOf("hw.db"), .. more];

        var good = await StationRun.Of(Line("--value", "hw=2.1"));
        var none = await StationRun.Of(Line());
        var other = await StationRun.Of(Line("--value", "hv=2.1"));
        var neither = await StationRun.Of(Line("--value", "hw=3"));

        Assert.Equal((0, 2, 2, 3), (good.Exit, none.Exit, other.Exit, neither.Exit));
        Assert.Equal("The recipe takes 'hw' from the work order: give --value hw=TEXT.\n", none.Error);
        Assert.Equal("--value: the recipe takes no 'hv'; it takes hw.\n", other.Error);
        Assert.Contains("preflight.no-variant", neither.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eight_boards_pass_and_are_recorded()
    {
        var run = await FlashAsync("--simulate", "8");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains("8 of 8 passed", run.Out, StringComparison.Ordinal);
        using var reader = TraceabilityReader.Open(Database);
        var units = reader.Units(new(), default);
        Assert.Equal(Enumerable.Range(1, 8), units.Select(unit => unit.Slot).Order());
        Assert.All(units, unit => Assert.Equal(("PASS", ""), (unit.Outcome, unit.Code)));
    }

    [Fact]
    public async Task Each_unit_takes_numbers_of_its_own_and_the_next_run_goes_on_where_this_one_ended()
    {
        for (var run = 0; run < 2; run++)
            Assert.Equal(0, (await StationRun.Of(["flash", "recipes/demo-numbers.yaml", "--simulate", "3", "--time-scale", "0.01", "--database", Database])).Exit);

        using var reader = TraceabilityReader.Open(Database);
        Assert.Equal(Enumerable.Range(100_000, 6).Select(number => $"PC-{number}"), reader.Units(new(), default).Select(unit => unit.UnitSerial).Order());
        var report = await StationRun.Of(["report", "numbers", "--database", Database, "--series", "mac"]);
        Assert.Contains("2752553943040 = 0x280E1000000  2752553943045 = 0x280E1000005", report.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AA", "", 0, "PASS", "")]
    [InlineData("BB", "", 0, "PASS (option bytes not read)", "pass.option-bytes-not-read")]
    [InlineData("CC", "--allow-irreversible", 0, "PASS (option bytes not read)", "pass.option-bytes-not-read")]
    [InlineData("CC", "", 3, "", "preflight.irreversible")]
    public async Task Option_bytes_are_written_last_and_what_is_for_ever_only_where_it_is_permitted(string rdp, string permission, int exit, string result, string code)
    {
        File.Copy(TestImages.PathOf("boot-heap-fixed.elf"), folder.PathOf("app.elf"));
        var recipe = folder.Write("finish.yaml", $$"""
            recipe: finish
            revision: 1
            device: { chip: STM32F405 }
            images: [ { file: app.elf } ]
            finish:
              option-bytes:
                at: 0x1FFFC000
                bytes: EF {{rdp}} FF FF FF FF FF FF FF 0F FF FF FF FF FF FF
                {{(rdp == "AA" ? "" : "verify: written")}}
              {{(rdp == "AA" ? "" : "irreversible: accepted")}}
            """);

        var run = await StationRun.Of([.. new[] { "flash", recipe, "--simulate", "1xSTM32F405", "--time-scale", "0.01", "--database", Database, "--json", permission }.Where(word => word.Length > 0)]);

        Assert.True(exit == run.Exit, run.Out + run.Error);
        if (result.Length > 0)
        {
            var ended = run.Out.Split('\n').Single(line => line.Contains("\"event\":\"ended\"", StringComparison.Ordinal));
            Assert.Equal((result, code), (JsonDocument.Parse(ended).RootElement.GetProperty("result").GetString(), JsonDocument.Parse(ended).RootElement.GetProperty("code").GetString()));
        }
        else
        {
            Assert.Contains(code, run.Out, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_board_as_text()
    {
        var run = await FlashAsync("--simulate", "1");

        Golden.Matches(run.Out.Replace(Database, "gangflash.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Bad_boards_are_named_with_what_to_do_and_end_with_1()
    {
        var run = await FlashAsync("--simulate", "lying-f746,protected-f746,unplugged-f746,STM32F405,STM32F746");

        Assert.Equal(1, run.Exit);
        // The database works in real time while the boards live in virtual time, so a slot's time depends on who was recorded first.
        var lines = run.Lines.Where(line => !line.StartsWith("slot", StringComparison.Ordinal)).Select(line => Regex.Replace(line, @" +[\d.]+ s │$", "    ## s │", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        Golden.Matches(string.Join('\n', lines).Replace(Database, "gangflash.db", StringComparison.Ordinal));
    }

    [Fact]
    public async Task As_json_every_line_is_an_object_and_the_last_one_counts()
    {
        var run = await FlashAsync("--simulate", "STM32F746,lying-f746", "--json");

        var events = run.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var kinds = events.ConvertAll(it => it.GetProperty("event").GetString());
        Assert.Equal(["loaded", "loaded"], kinds.Take(2));
        Assert.Equal(2, kinds.Count(kind => kind == "began"));
        Assert.Equal(2, kinds.Count(kind => kind == "ended"));
        Assert.Equal("finished", kinds[^1]);
        var (good, bad) = (Ended(events, 1), Ended(events, 2));
        Assert.True(good.GetProperty("pass").GetBoolean());
        Assert.Equal(200_608, good.GetProperty("verifiedBytes").GetInt32());
        Assert.Equal(("verify.nothing-written", false), (bad.GetProperty("code").GetString(), bad.GetProperty("pass").GetBoolean()));
        Assert.Equal("0x08000000", bad.GetProperty("verify").GetProperty("address").GetString());
        Assert.Equal((2, 1, 1, 1), (Number("slots"), Number("passed"), Number("failed"), Number("exitCode")));

        int Number(string name) => events[^1].GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task The_json_of_one_board_is_a_contract()
    {
        var run = await FlashAsync("--simulate", "1", "--json");

        var lines = run.Lines.Where(line => !line.Contains("\"progress\"", StringComparison.Ordinal));
        Golden.Matches(Without(string.Join('\n', lines), "[0-9a-f]{8}-[0-9a-f-]{27}", "<attempt>"));
    }

    [Fact]
    public async Task A_bad_image_is_one_refusal_ends_with_3_and_begins_nothing()
    {
        File.Copy(TestImages.PathOf("boot-heap.elf"), folder.PathOf("boot-heap.elf"));
        var recipe = folder.Write("bad.yaml", "recipe: bad\nrevision: 1\ndevice: { chip: STM32F405 }\nimages:\n  - file: boot-heap.elf\n");

        var run = await StationRun.Of("flash", recipe, "--simulate", "16", "--database", Database);

        Assert.Equal(3, run.Exit);
        Assert.Equal(1, run.Out.Split("preflight.outside-memory").Length - 1);
        Assert.Contains("16 slots: refused in planning, no board was touched.", run.Out, StringComparison.Ordinal);
        using var reader = TraceabilityReader.Open(Database);
        Assert.Empty(reader.Units(new(), default));
    }

    [Fact]
    public async Task A_recipe_with_mistakes_ends_with_4_and_names_each_place()
    {
        var recipe = folder.Write("bad.yaml", "recipe: bad\nrevision: 1\ndevice: { chip: STM32F764 }\nimages:\n  - file: missing.elf\n");

        var run = await StationRun.Of("flash", recipe, "--simulate", "1", "--database", Database);

        Assert.Equal(4, run.Exit);
        Assert.Contains("bad.yaml:3:11: error: the catalogue has no chip 'STM32F764'; did you mean 'STM32F746'?", run.Error, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:5:5: error: there is no file 'missing.elf' beside the recipe", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Fact]
    public async Task No_device_ends_with_5()
    {
        var run = await FlashAsync();

        Assert.Equal(5, run.Exit);
        Assert.StartsWith("No device shows 0483:df11, which the recipe expects.", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Database));
    }

    [Theory]
    [InlineData("flash", "recipes/demo.yaml")]
    [InlineData("devices")]
    public async Task Without_libusb_a_sentence_says_so_and_it_ends_with_7(params string[] args)
    {
        var run = await StationRun.Of(_ => new LibUsbStart.Impossible("libusb-1.0 was not found."), args);

        Assert.Equal((7, "", "libusb-1.0 was not found.\n"), (run.Exit, run.Out, run.Error));
    }

    [Fact]
    public async Task A_database_that_is_none_ends_with_6_and_flashes_nothing()
    {
        File.WriteAllText(Database, "this is no database, and long enough to be read as one: " + new string('x', 4096));

        var run = await FlashAsync("--simulate", "1");

        Assert.Equal(6, run.Exit);
        Assert.NotEmpty(run.Error);
    }

    [Fact]
    public async Task Given_serials_are_recorded_and_pass_only_once()
    {
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        var recipe = folder.Write("given.yaml", "recipe: given\nrevision: 1\ndevice: { chip: STM32F746 }\nimages:\n  - file: app.elf\nserial: { from: given, pattern: \"SN-*\", unique: true }\n");
        string[] args = ["flash", recipe, "--simulate", "3", "--database", Database, "--serial", "1=SN-1", "--serial", "2=XX-2"];

        var first = await StationRun.Of(args);
        var second = await StationRun.Of(args);

        Assert.Equal((1, 1), (first.Exit, second.Exit));
        Assert.Contains("1 of 3 passed", first.Out, StringComparison.Ordinal);
        Assert.Contains("\"XX-2\" does not fit the recipe's pattern \"SN-*\"", first.Out, StringComparison.Ordinal);
        Assert.Contains("there is none for this slot", first.Out, StringComparison.Ordinal);
        Assert.Contains("0 of 3 passed", second.Out, StringComparison.Ordinal);
        Assert.Contains("Unit \"SN-1\" is refused", second.Out, StringComparison.Ordinal);
        using var reader = TraceabilityReader.Open(Database);
        Assert.Equal("SN-1", Assert.Single(reader.Units(new(), default)).UnitSerial);
    }

    [Theory]
    [InlineData("9=SN-9", "slot 9")]
    [InlineData("SN-1", "is not SLOT=TEXT")]
    [InlineData("0=SN-1", "is not SLOT=TEXT")]
    public async Task A_serial_that_makes_no_sense_ends_with_2(string serial, string words)
    {
        File.Copy(TestImages.PathOf("f746-app.elf"), folder.PathOf("app.elf"));
        var recipe = folder.Write("given.yaml", "recipe: given\nrevision: 1\ndevice: { chip: STM32F746 }\nimages:\n  - file: app.elf\nserial: given\n");

        var run = await StationRun.Of("flash", recipe, "--simulate", "3", "--database", Database, "--serial", serial);

        Assert.Equal(2, run.Exit);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_ends_after_the_block_at_work_and_is_recorded()
    {
        using var stop = new CancellationTokenSource();
        var clock = new VirtualClock();
        using var output = new StopWriter("write", stop) { NewLine = "\n" };
        using var error = new StringWriter();
        string[] args = ["flash", Path.Combine(TestImages.RepositoryRoot(), "recipes/demo.yaml"), "--simulate", "1", "--database", Database];

        var exit = await clock.RunAsync(() => StationProgram.RunAsync(args, new(output, error, IsTerminal: false, clock), stop.Token));

        Assert.Equal(1, exit);
        using var reader = TraceabilityReader.Open(Database);
        var failure = Assert.Single(reader.Failures(new(), default));
        Assert.Equal(("ABORTED", "operator.aborted", "write", true), (failure.Unit.Outcome, failure.Unit.Code, failure.Phase, failure.Touched));
    }

    [Fact]
    public async Task Continuous_mode_flashes_what_is_there_once_and_ends_when_it_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var clock = new VirtualClock();
        using var output = new PassCounter { NewLine = "\n" };
        using var error = new StringWriter();
        string[] args = ["flash", Path.Combine(TestImages.RepositoryRoot(), "recipes/demo.yaml"), "--simulate", "2", "--continuous", "--database", Database];

        var exit = await clock.RunAsync(async () =>
        {
            var running = StationProgram.RunAsync(args, new(output, error, IsTerminal: false, clock), stop.Token);
            while (output.Passes < 2)
                await Task.Delay(TimeSpan.FromSeconds(1), clock);
            await Task.Delay(TimeSpan.FromMinutes(1), clock);
            await stop.CancelAsync();
            return await running;
        });

        Assert.Equal(0, exit);
        Assert.Contains("2 of 2 passed", output.ToString(), StringComparison.Ordinal);
        using var reader = TraceabilityReader.Open(Database);
        Assert.Equal(2, reader.Units(new(), default).Length);
    }

    static JsonElement Ended(IEnumerable<JsonElement> events, int slot) =>
        events.Single(it => it.GetProperty("event").GetString() == "ended" && it.GetProperty("slot").GetInt32() == slot);

    static string Without(string text, string pattern, string mask) => Regex.Replace(text, pattern, mask, RegexOptions.None, TimeSpan.FromSeconds(1));

    sealed class PassCounter : StringWriter
    {
        int passes;

        public int Passes => Volatile.Read(ref passes);

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.EndsWith("PASS", StringComparison.Ordinal) == true)
                _ = Interlocked.Increment(ref passes);
        }
    }

    /// <summary>Presses Ctrl+C when a word is printed.</summary>
    sealed class StopWriter(string word, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.Contains(word, StringComparison.Ordinal) == true)
                stop.Cancel();
            base.WriteLine(value);
        }
    }
}
