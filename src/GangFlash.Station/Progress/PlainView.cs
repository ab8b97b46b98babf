using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Traceability;

namespace GangFlash.Station.Progress;

/// <summary>A line for each step of each slot, for logs and pipes.</summary>
sealed class PlainView(TextWriter output) : IGangView
{
    readonly Lock gate = new();
    readonly ProgressFilter filter = new(stepPercent: 50);

    public void Report(GangEvent value)
    {
        lock (gate)
        {
            if (filter.Passes(value) && Line(value) is { } line)
                output.WriteLine(line);
        }
    }

    public Task<ImmutableArray<SlotOutcome>> ShowAsync(Func<Task<ImmutableArray<SlotOutcome>>> run) => run();

    static string? Line(GangEvent happened) => happened switch
    {
        GangEvent.Loaded { Board: var board } => $"slot {board.Slot,3}  {board.Port,-8} {Printable.Escape(board.Device?.Product.Text ?? "(cannot be identified)")}",
        GangEvent.AttemptBegan it when it.Number > 1 => $"slot {it.Slot,3}  attempt {it.Number}",
        GangEvent.Progressed { Progress: { Total: > 0 } progress } it => $"slot {it.Slot,3}  {RecordWords.Of(progress.Phase),-11} {progress.Done * 100 / progress.Total,3} %",
        GangEvent.AttemptEnded it => $"slot {it.Slot,3}  {Words.Of(it.Verdict)}{(it.Verdict.Code.Length > 0 ? $"  {it.Verdict.Code}" : "")}",
        _ => null,
    };
}
