using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Traceability;
using Spectre.Console;

namespace GangFlash.Station.Progress;

/// <summary>A table that is redrawn in place, a line per slot, for a terminal.</summary>
sealed class LiveView(IAnsiConsole console, TimeProvider clock) : IGangView
{
    const int BarWidth = 24;
    static readonly TimeSpan s_redrawEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Lines of the table that show no slot.</summary>
    const int FrameHeight = 5;

    readonly Lock gate = new();
    readonly SortedDictionary<int, SlotLine> lines = [];

    sealed record SlotLine(LoadedSlot Loaded, JobProgress Progress, SlotVerdict? Verdict);

    /// <summary>Whether there is a terminal, and it can hold a line for each slot. A table that scrolls cannot be redrawn in place.</summary>
    public static bool Fits(StationIo io, int slots) => io.IsTerminal && io.Console().Profile.Height >= slots + FrameHeight;

    public void Report(GangEvent value)
    {
        lock (gate)
        {
            lines[value.Slot] = value switch
            {
                GangEvent.Loaded it => new(it.Board, default, null),
                GangEvent.AttemptBegan it when lines[value.Slot] is var line => line with { Loaded = line.Loaded with { Order = line.Loaded.Order with { Unit = it.Unit } }, Verdict = null },
                GangEvent.Progressed it => lines[value.Slot] with { Progress = it.Progress },
                GangEvent.AttemptEnded it => lines[value.Slot] with { Verdict = it.Verdict },
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
    }

    public async Task<ImmutableArray<SlotOutcome>> ShowAsync(Func<Task<ImmutableArray<SlotOutcome>>> run)
    {
        return await console.Live(Draw()).StartAsync(async context =>
        {
            var running = run();
            while (!running.IsCompleted)
            {
                context.UpdateTarget(Draw());
                _ = await Task.WhenAny(running, Task.Delay(s_redrawEvery, clock));
            }

            context.UpdateTarget(Draw());
            return await running;
        });
    }

    Table Draw()
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Slot", column => column.RightAligned()).AddColumns("Port", "Board", "Step", "Progress");
        lock (gate)
        {
            foreach (var line in lines.Values)
            {
                _ = table.AddRow(
                    new Text($"{line.Loaded.Slot}"),
                    new Text(line.Loaded.Port.ToString()),
                    new Text(Printable.Escape(line.Loaded.UnitSerial ?? line.Loaded.Device?.Serial.Text ?? "", 24)),
                    line.Verdict is null ? new Text(RecordWords.Of(line.Progress.Phase)) : new Text(Words.Of(line.Verdict), line.Verdict.IsPass ? Color.Green : Color.Red),
                    new Text(line.Verdict is null ? Bar(line.Progress) : line.Verdict.Code));
            }
        }

        return table;
    }

    static string Bar(JobProgress progress)
    {
        if (progress.Total == 0)
            return new string('·', BarWidth);
        var full = (int)(progress.Done * BarWidth / progress.Total);
        return $"{new string('█', full)}{new string('·', BarWidth - full)} {progress.Done * 100 / progress.Total,3} %";
    }
}
