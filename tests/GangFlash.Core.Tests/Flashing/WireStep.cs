using GangFlash.DfuSe;
using GangFlash.Simulator;

namespace GangFlash.Tests.Flashing;

/// <summary>What the host was about when it made a transfer, told from the wire log of a run without faults.</summary>
enum Step
{
    /// <summary>Strings, by the loader and again by the job.</summary>
    Describe,

    /// <summary>The first GETSTATUS after opening.</summary>
    FindState,

    /// <summary>UPLOAD of block 0.</summary>
    AskCommands,

    /// <summary>SET_INTERFACE.</summary>
    Select,

    /// <summary>ABORT between a download and an upload, and after both.</summary>
    EndTransfer,

    /// <summary>Set Address for a read before anything was erased.</summary>
    PointBeforeErase,

    /// <summary>Set Address for a write or for the read-back.</summary>
    Point,

    /// <summary>UPLOAD before the first erase.</summary>
    ReadBefore,
    Erase,
    Write,

    /// <summary>UPLOAD after the last write.</summary>
    ReadBack,

    /// <summary>From the Set Address of leave on: after the verdict.</summary>
    Leave,

    /// <summary>A number that no transfer of the clean run has.</summary>
    Never,
}

/// <summary>One transfer of the clean run.</summary>
/// <param name="Entry">None for a number after the last.</param>
/// <param name="IsStatus">A GETSTATUS; the step is that of the download that it serves.</param>
sealed record WireStep(int Index, WireEntry? Entry, Step Step, bool IsStatus)
{
    /// <summary>The clean run's transfers in their order, and some numbers that it never reaches.</summary>
    public static IReadOnlyList<WireStep> Of(IReadOnlyList<WireEntry> wire)
    {
        const int Beyond = 3;
        var firstAlter = wire.First(entry => entry.Alters).Index;
        var leave = wire.Last(entry => entry.Command == DfuSeCommand.SetAddressPointer).Index;
        var steps = new List<WireStep>();
        var download = Step.FindState;
        foreach (var entry in wire)
        {
            var step = entry switch
            {
                _ when entry.Index >= leave => Step.Leave,
                { Request: null, Setup.RequestType: 0x01 } => Step.Select,
                { Request: null } => Step.Describe,
                { Request: DfuRequest.Abort } => Step.EndTransfer,
                { Request: DfuRequest.Upload, Setup.Value: 0 } => Step.AskCommands,
                { Request: DfuRequest.Upload } => entry.Index < firstAlter ? Step.ReadBefore : Step.ReadBack,
                { Command: DfuSeCommand.SetAddressPointer } => entry.Index < firstAlter ? Step.PointBeforeErase : Step.Point,
                { Command: DfuSeCommand.Erase } => Step.Erase,
                { IsDataBlock: true } => Step.Write,
                { Request: DfuRequest.GetStatus } => download,
                _ => throw new InvalidOperationException($"A clean run makes no such transfer: {entry}"),
            };
            if (entry.Request == DfuRequest.Download)
                download = step;
            steps.Add(new(entry.Index, entry, step, entry.Request == DfuRequest.GetStatus));
        }

        return [.. steps, .. Enumerable.Range(wire.Count, Beyond).Select(index => new WireStep(index, null, Step.Never, IsStatus: false))];
    }

    public bool IsDownload => Entry?.Request == DfuRequest.Download;
}
