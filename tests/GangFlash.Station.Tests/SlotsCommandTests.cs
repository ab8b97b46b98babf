using System.Text.Json;
using System.Threading.Channels;
using GangFlash.Devices;
using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Traceability;
using GangFlash.Usb;

namespace GangFlash.Station.Tests;

public sealed class SlotsCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Slots => folder.PathOf("slots.yaml");

    string SimulatedSlots => folder.PathOf("slots.simulated.yaml");

    string StationFile(string text = "station: TEST-1\n") => folder.Write("station.yaml", text);

    static UsbPortPath Port(string text) => UsbPortPath.Parse(text);

    static VirtualBoard Board(int number = 1) => new(VirtualBoards.Rom(TestBench.Chip("STM32F746"), number));

    string Shown(string text) => text.Replace(folder.PathOf("") + "/", "", StringComparison.Ordinal);

    /// <summary>The program on a bench where a person plugs boards in and presses keys, each after what the program said before.</summary>
    Task<(int Exit, string Out, string Error)> AtTheBenchAsync(Func<Bench, Task> person, params string[] args) => AtTheBenchAsync([], person, args);

    /// <param name="plugged">Ports with a board before the program starts.</param>
    async Task<(int Exit, string Out, string Error)> AtTheBenchAsync(string[] plugged, Func<Bench, Task> person, params string[] args)
    {
        var clock = new VirtualClock();
        using var output = new HeardWriter();
        using var error = new StringWriter { NewLine = "\n" };
        using var stop = new CancellationTokenSource();
        var bench = new Bench(new(clock), Channel.CreateUnbounded<string?>(), output, stop);
        foreach (var port in plugged)
            bench.Plug(port);
        var io = new StationIo(output, TextWriter.Synchronized(error), IsTerminal: false, clock)
        {
            StartUsb = _ => new LibUsbStart.Ready(bench.Bus),
            Variable = _ => null,
            ReadLine = ct => bench.Lines.Reader.ReadAsync(ct).AsTask(),
        };
        var exit = await clock.RunAsync(async () =>
        {
            var running = StationProgram.RunAsync(args, io, stop.Token);
            await person(bench);
            return await running;
        });
        return (exit, Shown(output.ToString()), Shown(error.ToString()));
    }

    sealed record Bench(VirtualBus Bus, Channel<string?> Lines, HeardWriter Output, CancellationTokenSource Stop)
    {
        /// <summary>Waits until the program has said something so many times.</summary>
        public Task HeardAsync(string words, int times = 1) => Output.HeardAsync(words, times);

        public void Plug(string port, int number = 1) => Bus.Plug(Port(port), Board(number));

        public void Type(string? line) => Assert.True(Lines.Writer.TryWrite(line));
    }

    /// <summary>Text that can be waited for.</summary>
    sealed class HeardWriter : StringWriter
    {
        readonly Lock gate = new();
        readonly List<(string Words, int Times, TaskCompletionSource Heard)> waiting = [];

        public HeardWriter() => NewLine = "\n";

        public Task HeardAsync(string words, int times)
        {
            var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (gate)
                waiting.Add((words, times, heard));
            Tell();
            return heard.Task;
        }

        public override void Write(string? value)
        {
            lock (gate)
                base.Write(value);
            Tell();
        }

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override string ToString()
        {
            lock (gate)
                return base.ToString();
        }

        void Tell()
        {
            lock (gate)
            {
                var text = base.ToString();
                _ = waiting.RemoveAll(wait => text.Split(wait.Words).Length > wait.Times && wait.Heard.TrySetResult());
            }
        }
    }

    [Fact]
    public async Task Boards_that_are_plugged_in_one_after_another_make_the_map()
    {
        var run = await AtTheBenchAsync(
            ["1-9"],
            async bench =>
            {
                await bench.HeardAsync("Plug in the board of slot 1.");
                bench.Plug("1-4.2");
                await bench.HeardAsync("Slot 1 is 1-4.2.");
                bench.Type("s");
                await bench.HeardAsync("Slot 2 is skipped.");
                bench.Plug("1-4.1");
                await bench.HeardAsync("Slot 3 is 1-4.1.");
                bench.Plug("1-4.7");
                await bench.HeardAsync("Slot 4 is 1-4.7.");
                bench.Type("u");
                await bench.HeardAsync("Slot 4 is undone.");
                bench.Bus.Unplug(Port("1-4.2"));
                bench.Plug("1-4.2");
                await bench.HeardAsync("1-4.2 is slot 1 already.");
                bench.Type("q");
            },
            "slots", "teach", "--config", StationFile());

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Golden.Matches(run.Out);
        Assert.Contains(
            """
            version: 1
            slots:
              - { slot: 1, port: 1-4.2, taught: "2026-01-05T06:00:
            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Slots),
            StringComparison.Ordinal);
        Assert.Equal(2, File.ReadAllText(Slots).Split("port:").Length - 1);
    }

    [Fact]
    public async Task A_stop_saves_nothing()
    {
        var run = await AtTheBenchAsync(
            async bench =>
            {
                await bench.HeardAsync("Plug in the board of slot 1.");
                bench.Plug("1-4.2");
                await bench.HeardAsync("Plug in the board of slot 2.");
                await bench.Stop.CancelAsync();
            },
            "slots", "teach", "--config", StationFile());

        Assert.Equal((1, "Stopped. Nothing is saved.\n"), (run.Exit, run.Error));
        Assert.False(File.Exists(Slots));
    }

    [Fact]
    public async Task Teaching_without_a_word_keeps_the_file_as_it_is()
    {
        var run = await AtTheBenchAsync(
            bench =>
            {
                bench.Type("q");
                return Task.CompletedTask;
            },
            "slots", "teach", "--config", StationFile());

        Assert.Equal(0, run.Exit);
        Assert.EndsWith("No slot was taught. Nothing is changed.\n", run.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(Slots));
    }

    [Fact]
    public async Task The_file_before_the_last_change_is_kept()
    {
        var station = StationFile();
        _ = await StationRun.Of("slots", "teach", "--simulate", "3", "--count", "3", "--config", station);
        var before = File.ReadAllText(SimulatedSlots);

        var run = await StationRun.Of("slots", "teach", "--simulate", "3", "--present", "--from", "2", "--count", "1", "--config", station);

        Assert.Equal(0, run.Exit);
        Assert.Equal("Slot 2 is 1-1. It was slot 1. The slot was 1-2.\nSaved slot 2 in slots.simulated.yaml. As before: 3. Slots no more, since their ports are others now: 1.\n", Shown(run.Out));
        Assert.Equal(before, File.ReadAllText($"{SimulatedSlots}.previous"));
        Assert.Equal(["slots.simulated.yaml", "slots.simulated.yaml.previous", "station.yaml"], Directory.GetFiles(folder.PathOf("")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Virtual_boards_never_teach_real_slots()
    {
        var run = await StationRun.Of("slots", "teach", "--simulate", "2", "--count", "2", "--config", StationFile());

        Assert.Equal(0, run.Exit);
        Assert.True(File.Exists(SimulatedSlots));
        Assert.False(File.Exists(Slots));
    }

    VirtualBus SomeBench(string station)
    {
        _ = StationFile(station);
        _ = folder.Write("slots.yaml", "version: 1\nslots:\n  - { slot: 1, port: 1-4.1, taught: \"2026-01-04T10:00:00Z\" }\n  - { slot: 2, port: 1-4.2 }\n");
        var bus = new VirtualBus(new VirtualClock());
        bus.Plug(Port("1-4.1"), Board(1));
        bus.Plug(Port("1-4.4"), Board(2));
        bus.Plug(Port("1-9"), Board(3));
        return bus;
    }

    const string WithFixture = "station: TEST-1\nslots:\n  unknown-ports: refuse\n  fixtures:\n    - { hub: 1-4, ports: 1-5, first-slot: 1 }\n";

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Show_tells_of_each_slot_who_says_so_and_what_sits_there(string kind)
    {
        var bus = SomeBench(WithFixture.Replace("ports: 1-5", "ports: [1, 3-5]", StringComparison.Ordinal));

        var run = await StationRun.On(bus, ["slots", "show", "--config", folder.PathOf("station.yaml"), .. kind == "json" ? new[] { "--json" } : []]);

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Golden.Matches(Shown(run.Out), $"Slots_as_{kind}");
    }

    [Fact]
    public async Task A_hub_that_was_changed_is_said_with_the_remedy()
    {
        _ = SomeBench("station: TEST-1\n");
        var moved = new VirtualBus(new VirtualClock());
        moved.Plug(Port("1-5.1"), Board(1));

        var run = await StationRun.On(moved, "slots", "show", "--config", folder.PathOf("station.yaml"));

        Assert.Contains("Slots 1, 2 are on hub 1-4, where nothing is plugged in any more", run.Out, StringComparison.Ordinal);
        Assert.Contains("Then teach the slots again: gangflash slots teach.", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slots_can_be_shown_without_libusb()
    {
        _ = SomeBench("station: TEST-1\n");

        var run = await StationRun.Of(_ => new LibUsbStart.Impossible("libusb-1.0 was not found."), "slots", "show", "--config", folder.PathOf("station.yaml"));

        Assert.Equal((7, "libusb-1.0 was not found.\n"), (run.Exit, run.Error));
        Assert.Contains("not known", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slots", "show")]
    [InlineData("slots", "teach")]
    [InlineData("slots", "clear", "--yes")]
    [InlineData("devices")]
    [InlineData("devices", "--watch")]
    [InlineData("report", "units")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1")]
    public async Task A_station_file_with_mistakes_ends_every_command_with_4_and_names_each(params string[] command)
    {
        var station = StationFile("staton: A\nslots: { unknown-ports: maybe }\n");

        var run = await StationRun.Of([.. command, "--config", station]);

        Assert.Equal((4, ""), (run.Exit, run.Out));
        Assert.Contains("station.yaml:1:1: error: 'staton' is no key of a station file; did you mean 'station'?", run.Error, StringComparison.Ordinal);
        Assert.Contains("station.yaml:2:25: error: 'unknown-ports'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slots.yaml", "slots", "show")]
    [InlineData("slots.simulated.yaml", "flash", "recipes/demo.yaml", "--simulate", "1")]
    public async Task A_slot_file_that_was_spoilt_ends_with_4_too(string file, params string[] command)
    {
        _ = folder.Write(file, "version: 1\nslots:\n  - { slot: 1, port: 1-1 }\n  - { slot: 1, port: 1-2 }\n");

        var run = await StationRun.Of([.. command, "--config", StationFile()]);

        Assert.Equal(4, run.Exit);
        Assert.Contains($"{file}:4:5: error: slot 1 is port 1-2 here and port 1-1 in line 3", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_station_file_that_is_named_must_exist()
    {
        var run = await StationRun.Of("slots", "show", "--config", folder.PathOf("nowhere.yaml"));

        Assert.Equal(4, run.Exit);
        Assert.Contains("nowhere.yaml: error: there is no such file.", run.Error, StringComparison.Ordinal);
    }

    /// <summary>What the option, the environment and the working folder name, and which of them is read.</summary>
    [Theory]
    [InlineData("option", "variable", true, "OPTION", "named by --config")]
    [InlineData(null, "variable", true, "VARIABLE", "named by GANGFLASH_CONFIG")]
    [InlineData(null, null, true, "FOLDER", "found in the working folder")]
    [InlineData(null, "", true, "FOLDER", "found in the working folder")]
    [InlineData(null, null, false, null, "so everything is a default")]
    public async Task The_nearest_word_about_the_station_file_counts(string? option, string? variable, bool inFolder, string? station, string foundBy)
    {
        if (inFolder)
        {
            _ = Directory.CreateDirectory(folder.PathOf("config"));
            _ = folder.Write("config/station.yaml", "station: FOLDER\n");
        }

        using var output = new StringWriter();
        var clock = new VirtualClock();
        var io = new StationIo(output, TextWriter.Null, IsTerminal: false, clock)
        {
            StartUsb = _ => new LibUsbStart.Ready(new VirtualBus(clock)),
            Folder = folder.PathOf(""),
            Variable = name => name == "GANGFLASH_CONFIG" && variable is { Length: > 0 } ? folder.Write("variable.yaml", "station: VARIABLE\n") : variable,
        };
        string[] args = ["slots", "show", .. option is null ? [] : new[] { "--config", folder.Write("option.yaml", "station: OPTION\n") }];

        var exit = await clock.RunAsync(() => StationProgram.RunAsync(args, io, CancellationToken.None));

        Assert.Equal(0, exit);
        Assert.Contains($"Station {station ?? Environment.MachineName}", output.ToString(), StringComparison.Ordinal);
        Assert.Contains(foundBy, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clear_forgets_the_slots_that_are_named()
    {
        _ = SomeBench("station: TEST-1\n");

        var run = await StationRun.Of("slots", "clear", "1", "--yes", "--config", folder.PathOf("station.yaml"));

        Assert.Equal((0, "Forgot slot 1. The file before is slots.yaml.previous\n"), (run.Exit, Shown(run.Out)));
        Assert.EndsWith("slots:\n  - { slot: 2, port: 1-4.2 }\n", File.ReadAllText(Slots), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y", 0, false)]
    [InlineData("n", 1, true)]
    [InlineData("", 1, true)]
    [InlineData(null, 1, true)]
    public async Task Clear_asks_first(string? answer, int exit, bool kept)
    {
        _ = SomeBench("station: TEST-1\n");

        var run = await AtTheBenchAsync(
            bench =>
            {
                bench.Type(answer);
                return Task.CompletedTask;
            },
            "slots", "clear", "--config", folder.PathOf("station.yaml"));

        Assert.Equal(exit, run.Exit);
        Assert.StartsWith("Forget slots 1, 2? ", run.Error, StringComparison.Ordinal);
        Assert.Equal(kept, File.ReadAllText(Slots).Contains("slot: 1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4", "Slot 4 was not taught: it stands in station.yaml; change it there.")]
    [InlineData("9", "Slot 9 was not taught.")]
    public async Task A_slot_that_was_not_taught_cannot_be_forgotten(string slot, string words)
    {
        _ = SomeBench(WithFixture);

        var run = await StationRun.Of("slots", "clear", slot, "--yes", "--config", folder.PathOf("station.yaml"));

        Assert.Equal((2, $"{words}\n"), (run.Exit, Shown(run.Error)));
    }

    Task<StationRun> FlashAsync(string recipe, params string[] more) =>
        StationRun.Of(["flash", recipe, "--config", folder.PathOf("station.yaml"), "--database", folder.PathOf("gangflash.db"), .. more]);

    [Fact]
    public async Task Three_boards_with_one_serial_get_three_images_by_slot()
    {
        var station = StationFile();
        _ = await StationRun.Of("slots", "teach", "--simulate", "3", "--present", "--count", "3", "--config", station);
        foreach (var name in new[] { "f746-app.elf", "f746-app.hex", "f746-app.s19" })
            File.Copy(TestImages.PathOf(name), folder.PathOf(name));

        foreach (var (slot, image) in new[] { (1, "f746-app.elf"), (2, "f746-app.hex"), (3, "f746-app.s19") })
        {
            var recipe = folder.Write($"slot{slot}.yaml", $"recipe: slot{slot}\nrevision: 1\ndevice: {{ chip: STM32F746 }}\nimages:\n  - file: {image}\n");
            Assert.Equal(0, (await FlashAsync(recipe, "--simulate", "3", "--slots", $"{slot}")).Exit);
        }

        using var reader = TraceabilityReader.Open(folder.PathOf("gangflash.db"));
        var units = reader.Units(new(), default);
        Assert.Equal([(1, "slot1", "PASS"), (2, "slot2", "PASS"), (3, "slot3", "PASS")], units.Select(unit => (unit.Slot, unit.Recipe, unit.Outcome)));
        Assert.Equal("00000008FFFF", Assert.Single(units.Select(unit => unit.UsbSerial).Distinct()));
    }

    [Fact]
    public async Task The_name_and_the_database_of_the_station_file_are_used()
    {
        _ = StationFile("station: LINE-7\ndatabase: line7.db\n");

        var run = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "1", "--config", folder.PathOf("station.yaml"));
        var report = await StationRun.Of("report", "units", "--config", folder.PathOf("station.yaml"), "--format", "json");

        Assert.Equal((0, 0), (run.Exit, report.Exit));
        Assert.True(File.Exists(folder.PathOf("line7.db")));
        Assert.Contains("LINE-7", report.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_board_in_a_port_that_is_refused_is_said_and_the_others_are_flashed()
    {
        var station = StationFile("slots: { unknown-ports: refuse }\n");
        _ = await StationRun.Of("slots", "teach", "--simulate", "3", "--present", "--count", "2", "--config", station);

        var run = await FlashAsync("recipes/demo.yaml", "--simulate", "3");
        var json = await FlashAsync("recipes/demo.yaml", "--simulate", "3", "--json");
        var devices = await StationRun.Of("devices", "--simulate", "3", "--config", station);

        Assert.Equal((0, "Port 1-3: port not taught: not flashed. Plug the board into a slot, or make the port one: gangflash slots teach.\n"), (run.Exit, run.Error));
        Assert.Contains("2 of 2 passed", run.Out, StringComparison.Ordinal);
        var note = JsonDocument.Parse(json.Lines.First()).RootElement;
        Assert.Equal(("note", "slot.not-taught", "1-3"), (note.GetProperty("event").GetString(), note.GetProperty("code").GetString(), note.GetProperty("ports")[0].GetString()));
        Assert.Contains("no slot   1-3       0483:df11  STM32  BOOTLOADER  (port not taught: not flashed)\n", devices.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_every_board_is_refused_it_ends_with_5_and_says_why()
    {
        _ = StationFile("slots: { unknown-ports: refuse }\n");

        var run = await FlashAsync("recipes/demo.yaml", "--simulate", "2");

        Assert.Equal((5, ""), (run.Exit, run.Out));
        Assert.EndsWith(
            "2 boards are plugged in, and none is in a slot: the station refuses ports that are no slot ('unknown-ports: refuse'). Plug boards into slots, or teach these ports: gangflash slots teach.\n",
            run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("gangflash.db")));
    }

    [Fact]
    public async Task Empty_slots_are_a_note_and_no_error()
    {
        var station = StationFile();
        _ = await StationRun.Of("slots", "teach", "--simulate", "4", "--present", "--count", "4", "--config", station);

        var all = await FlashAsync("recipes/demo.yaml", "--simulate", "1");
        var one = await FlashAsync("recipes/demo.yaml", "--simulate", "1", "--slots", "1");

        Assert.Equal((0, "Slots 2 to 4 have no board.\n"), (all.Exit, all.Error));
        Assert.Equal((0, ""), (one.Exit, one.Error));
    }

    [Theory]
    [InlineData(5, "No board is in slot 2, and --slots asks for no other.", "2")]
    [InlineData(2, "--slots names slot 3, which this station does not have: there are slots 1, 2.", "1,3")]
    [InlineData(2, "--slots names slot 3, which this station does not have: there are slots 1, 2.", "3", "--continuous")]
    public async Task A_slot_that_is_not_there_is_a_usage_error_and_an_empty_one_is_not(int exit, string words, params string[] slots)
    {
        var station = StationFile("slots: { unknown-ports: refuse }\n");
        _ = await StationRun.Of("slots", "teach", "--simulate", "2", "--present", "--count", "2", "--config", station);

        var run = await FlashAsync("recipes/demo.yaml", ["--simulate", "1", "--slots", .. slots]);

        Assert.Equal(exit, run.Exit);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task Watch_follows_what_comes_and_goes(string kind)
    {
        _ = StationFile("slots: { unknown-ports: use, fixtures: [ { hub: 1-4, ports: 1-2, first-slot: 1 } ] }\n");
        var run = await AtTheBenchAsync(
            async bench =>
            {
                bench.Plug("1-4.2", 1);
                await bench.HeardAsync("1-4.2");
                bench.Plug("1-9", 2);
                await bench.HeardAsync("1-9");
                bench.Bus.Unplug(Port("1-4.2"));
                await bench.HeardAsync("departed");
                bench.Plug("1-8", 3);
                await bench.HeardAsync("1-8");
                bench.Bus.Unplug(Port("1-9"));
                await bench.HeardAsync("departed", 2);
                await bench.Stop.CancelAsync();
            },
            ["devices", "--watch", "--config", folder.PathOf("station.yaml"), .. kind == "json" ? new[] { "--json" } : []]);

        Assert.Equal(0, run.Exit);
        Golden.Matches(kind == "json" ? run.Out : string.Join('\n', run.Out.Split('\n').Where(line => !line.StartsWith("    ", StringComparison.Ordinal))), $"Watched_as_{kind}");
    }
}
