using System.Diagnostics;
using GangFlash.Traceability;

namespace GangFlash.Station.Progress;

/// <summary>How far long work on a record is, in one line of the terminal that is drawn over and gone at the end. Nothing where there is no terminal.</summary>
sealed class RecordProgressLine : IProgress<RecordProgress>, IDisposable
{
    const string Clear = "\r\x1b[K";
    static readonly TimeSpan s_redrawEvery = TimeSpan.FromMilliseconds(200);

    readonly StationIo io;
    long drawn;
    RecordStep? step;

    RecordProgressLine(StationIo io) => this.io = io;

    /// <summary>None where nobody would see it, or where the answer is for a program.</summary>
    public static RecordProgressLine? Of(StationIo io, bool json) => io.IsTerminal && !json ? new(io) : null;

    public void Report(RecordProgress value)
    {
        if (value.Step == step && io.Clock.GetElapsedTime(drawn) < s_redrawEvery)
            return;
        (step, drawn) = (value.Step, io.Clock.GetTimestamp());
        io.Out.Write(Clear + Text(value));
        io.Out.Flush();
    }

    public void Dispose()
    {
        if (step is not null)
            io.Out.Write(Clear);
    }

    static string Text(RecordProgress value) => Words(value.Step) + value switch
    {
        { Total: > 0 } => $" {100 * value.Done / value.Total} %, {value.Done:N0} of {value.Total:N0}",
        { Done: > 0 } => $" {value.Done:N0}",
        _ => "",
    };

    static string Words(RecordStep step) => step switch
    {
        RecordStep.Copying => "copying, pages",
        RecordStep.Pages => "checking the pages of the file",
        RecordStep.References => "checking what belongs together",
        RecordStep.Ledger => "checking the records",
        RecordStep.Images => "checking the bytes of images",
        RecordStep.Checkpoints => "checking the signatures",
        RecordStep.Migrating => "bringing the record up to date",
        RecordStep.Exporting => "writing rows",
        _ => throw new UnreachableException(),
    };
}
