using System.Diagnostics;
using System.Text.Json.Nodes;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Station.Tests.Screen;

/// <summary>The real program in a real terminal: tmux is both the keyboard and the eye. Needs tmux (<c>apt install tmux</c>).</summary>
public sealed class TmuxTests
{
    [NeedsFact(Tool.Tmux)]
    public async Task An_operator_flashes_a_gang_and_leaves_the_terminal_as_it_was()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("gangflash.db");
        await using var tmux = await Tmux.StartAsync(120, 40, $"station --recipe '{Recipe}' --simulate 3xSTM32F746,lying-f746 --time-scale 0.02 --station TMUX-1 --database '{database}'");

        await tmux.SeesAsync("Scan your badge.");
        tmux.Scan("U-0001");
        await tmux.SeesAsync("✗");
        tmux.Scan("B-1001");
        await tmux.SeesAsync("Scan the work order");
        tmux.Paste("WO-1");
        await tmux.SeesAsync("Is this right? f746-demo rev 1");
        tmux.Keys("y");
        await tmux.SeesAsync("Slot 4: Remove the board, red tray.");
        await tmux.SeesAsync("GOOD 3");
        tmux.Keys("F2");
        await tmux.SeesAsync("[Log]");
        tmux.Keys("Escape");
        tmux.Keys("F1");
        await tmux.SeesAsync("How it goes");
        tmux.Keys("Escape");
        await tmux.SeesAsync("done 3");
        tmux.Keys("F10");

        // The shell's own screen is back, cursor and all, and the program said that all was well.
        await tmux.SeesAsync("exit 0");
        Assert.Equal("0 1", tmux.Ask("#{alternate_on} #{cursor_flag}"));
        using var reader = TraceabilityReader.Open(database);
        Assert.Equal(["FAIL", "PASS", "PASS", "PASS"], reader.Units(new(), default).Select(unit => unit.Outcome).Order());
    }

    [NeedsFact(Tool.Tmux)]
    public async Task A_terminated_program_gives_the_terminal_back()
    {
        using var folder = new TemporaryFolder();
        await using var tmux = await Tmux.StartAsync(80, 24, $"station --recipe '{Recipe}' --simulate 8 --station TMUX-2 --database '{folder.PathOf("gangflash.db")}'");
        await tmux.SeesAsync("Scan your badge.");
        Assert.Equal("1 0", tmux.Ask("#{alternate_on} #{cursor_flag}"));

        tmux.Signal("-TERM");

        await tmux.SeesAsync("exit 0");
        Assert.Equal("0 1", tmux.Ask("#{alternate_on} #{cursor_flag}"));
    }

    [NeedsFact(Tool.Tmux)]
    public async Task A_killed_program_leaves_a_sign_on_that_the_next_start_closes()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("gangflash.db");
        await using var tmux = await Tmux.StartAsync(80, 24, $"station --recipe '{Recipe}' --simulate 1 --station TMUX-5 --database '{database}'");
        await tmux.SeesAsync("Scan your badge.");
        tmux.Scan("B-1001");
        await tmux.SeesAsync("Scan the work order");
        using (var reader = TraceabilityReader.Open(database))
        {
            while (!reader.Events(new(), default).Any(happened => happened.Kind == "scan.taken"))
                await Task.Yield();             // the record is written beside the screen, and this is what it writes last
        }

        tmux.Signal("-KILL");
        await tmux.SeesAsync("Killed");         // says the shell, into what the terminal still shows
        _ = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "1", "--station", "TMUX-5", "--database", database);

        using var after = TraceabilityReader.Open(database);
        var closed = Assert.Single(after.Events(new(), default), happened => happened.Kind == "session.closed");
        Assert.Equal(("system", "station.interrupted"), (closed.Actor, JsonNode.Parse(closed.Detail)!["why"]!.GetValue<string>()));
    }

    [NeedsFact(Tool.Tmux)]
    public async Task A_new_window_size_is_drawn_anew()
    {
        using var folder = new TemporaryFolder();
        await using var tmux = await Tmux.StartAsync(80, 24, $"station --recipe '{Recipe}' --simulate 64 --station TMUX-3 --database '{folder.PathOf("gangflash.db")}' --language de");
        await tmux.SeesAsync("Ausweis scannen.");

        tmux.Resize(160, 50);

        await tmux.SeesAsync(pane => pane.Split('\n').Any(line => line.TrimEnd().Length > 120) && pane.Contains("64", StringComparison.Ordinal), "a wide picture");
    }

    [NeedsFact(Tool.Tmux)]
    public async Task Units_of_a_listed_work_order_are_scanned_and_the_gang_starts_by_itself()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("gangflash.db");
        var config = folder.PathOf("station.yaml");
        await File.WriteAllTextAsync(config, "station: TMUX-4\nbadges:\n  - { id: B-7, name: Operator 7, role: operator }\nwork-orders-file: orders.csv\n");
        await File.WriteAllTextAsync(folder.PathOf("orders.csv"), "number,recipe,quantity\nWO-7,f746-serial,2\n");
        var recipe = Path.Combine(TestImages.RepositoryRoot(), "recipes/demo-serial.yaml");
        await using var tmux = await Tmux.StartAsync(120, 40, $"station --recipe '{recipe}' --simulate 2 --time-scale 0.02 --config '{config}' --database '{database}'");

        await tmux.SeesAsync("Scan your badge.");
        tmux.Scan("B-7");
        await tmux.SeesAsync("Operator 7 is signed on.");
        tmux.Scan("WO-1");
        await tmux.SeesAsync("Work order WO-1 is not in the list.");
        tmux.Scan("WO-7");
        await tmux.SeesAsync("Is this right? f746-serial rev 1");
        tmux.Keys("y");
        await tmux.SeesAsync("Scan the unit for slot 1.");
        tmux.Scan("U-0001");
        await tmux.SeesAsync("U-0001: plug into slot 1.");
        tmux.Scan("X-0001");
        await tmux.SeesAsync("Unknown code.");
        tmux.Scan("U-0001");
        await tmux.SeesAsync("Already scanned for slot 1.");
        tmux.Scan("U-0002");
        await tmux.SeesAsync("GOOD 2");
        tmux.Keys("F10");

        await tmux.SeesAsync("exit 0");
        using var reader = TraceabilityReader.Open(database);
        Assert.Equal(["TMUX-4 PASS U-0001", "TMUX-4 PASS U-0002"], reader.Units(new(), default).Select(unit => $"{unit.Station} {unit.Outcome} {unit.UnitSerial}").Order());
        Assert.Equal(["unit.bound", "scan.unknown"], reader.Events(new(), default).Where(happened => happened.Kind == "scan.refused").Reverse().Select(happened => JsonNode.Parse(happened.Detail)!["answer"]!.GetValue<string>()));
        Assert.Equal((2, "WO-7"), (reader.Batch("WO-7/f746-serial/1", default).Lives.Length, reader.OpenBatch("TMUX-4", default)?.WorkOrder));
    }

    static string Recipe => Path.Combine(TestImages.RepositoryRoot(), "recipes/demo.yaml");

    /// <summary>A tmux server of its own, with one pane.</summary>
    sealed class Tmux : IAsyncDisposable
    {
        /// <summary>A loaded machine may take this long to start the program; nothing here waits for a time to pass.</summary>
        static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

        readonly string server = $"gangflash-test-{Guid.NewGuid():N}";

        public static Task<Tmux> StartAsync(int width, int height, string command)
        {
            var tmux = new Tmux();
            var program = $"dotnet '{typeof(StationIo).Assembly.Location}' {command}; echo exit $?; exec cat";
            _ = tmux.Run("-f", "/dev/null", "new-session", "-d", "-x", $"{width}", "-y", $"{height}", program);
            return Task.FromResult(tmux);
        }

        /// <summary>Characters and suffix in one lump, as they come through a remote terminal.</summary>
        public void Scan(string text) => _ = Run("send-keys", "-l", text + "\r");

        public void Paste(string text)
        {
            _ = Run("set-buffer", text);
            _ = Run("paste-buffer", "-p");
        }

        public void Keys(params string[] keys) => _ = Run(["send-keys", .. keys]);

        public void Resize(int width, int height) => _ = Run("resize-window", "-x", $"{width}", "-y", $"{height}");

        public string Ask(string format) => Run("display-message", "-p", format).Trim();

        /// <summary>To the program in the pane.</summary>
        public void Signal(string signal)
        {
            var shell = Ask("#{pane_pid}");
            var child = Tool("pgrep", ["-P", shell]).Trim().Split('\n')[0];
            _ = Tool("kill", [signal, child]);
        }

        public Task SeesAsync(string text) => SeesAsync(pane => pane.Contains(text, StringComparison.Ordinal), text);

        public async Task SeesAsync(Func<string, bool> seen, string what)
        {
            var began = TimeProvider.System.GetTimestamp();
            while (Run("capture-pane", "-p") is var pane && !seen(pane))
            {
                if (TimeProvider.System.GetElapsedTime(began) > s_patience)
                    Assert.Fail($"Did not see \"{what}\" in\n{pane}");
                await Task.Delay(50);
            }
        }

        public ValueTask DisposeAsync()
        {
            _ = Run("kill-server");
            return ValueTask.CompletedTask;
        }

        string Run(params string[] arguments) => Tool("tmux", ["-L", server, .. arguments]);

        static string Tool(string name, string[] arguments)
        {
            var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
            start.Environment["LC_ALL"] = "C.UTF-8";
            _ = start.Environment.Remove("TMUX");
            using var tool = Process.Start(start) ?? throw new InvalidOperationException($"{name} could not be started.");
            var output = tool.StandardOutput.ReadToEnd();
            var error = tool.StandardError.ReadToEnd();
            tool.WaitForExit();
            return tool.ExitCode == 0 ? output : throw new InvalidOperationException($"{name} {string.Join(' ', arguments)}: {error}");
        }
    }
}
