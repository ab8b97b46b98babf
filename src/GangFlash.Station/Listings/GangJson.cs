using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>What happens in a gang, for a line controller: one object a line, told apart by <c>event</c>. The Station README lists the fields.</summary>
static class GangJson
{
    static string Loaded(LoadedSlot slot) => JsonLine.Of(new
    {
        Event = "loaded",
        slot.Slot,
        Port = slot.Port.ToString(),
        UsbId = slot.Device?.Descriptor.Id.ToString(),
        Product = slot.Device?.Product.Text,
        UsbSerial = slot.Device?.Serial.Text,
        slot.UnitSerial,
    });

    public static string Of(GangEvent happened) => happened switch
    {
        GangEvent.Loaded it => Loaded(it.Board),
        GangEvent.AttemptBegan it => JsonLine.Of(new { Event = "began", it.Slot, it.Attempt, it.Number, it.Unit }),
        GangEvent.Progressed it => JsonLine.Of(new { Event = "progress", it.Slot, Phase = RecordWords.Of(it.Progress.Phase), it.Progress.Done, it.Progress.Total }),
        GangEvent.AttemptEnded it => Ended(it),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Finished(IReadOnlyCollection<SlotOutcome> outcomes, ExitCode exit) => JsonLine.Of(new
    {
        Event = "finished",
        Slots = outcomes.Count,
        Passed = outcomes.Count(outcome => outcome.Verdict.IsPass),
        Failed = outcomes.Count(outcome => !outcome.Verdict.IsPass),
        ExitCode = (int)exit,
    });

    public static string Refused(string code, string message) => JsonLine.Of(new { Event = "refused", Code = code, Message = message });

    public static string Note(SlotNote note) => JsonLine.Of(new
    {
        Event = "note",
        note.Code,
        Slots = note switch { SlotNote.Empty it => it.Slots, SlotNote.HubGone it => it.Slots, _ => [] },
        Ports = note switch
        {
            SlotNote.NotTaught it => [it.Port.ToString()],
            SlotNote.HubGone it => it.Strangers.Select(port => port.ToString()),
            _ => [],
        },
        note.Message,
    });

    public static string Error(ExitCode exit, string message) => JsonLine.Of(new { Event = "error", ExitCode = (int)exit, Message = message });

    static string Ended(GangEvent.AttemptEnded ended)
    {
        var (attempt, result) = ended.Verdict switch
        {
            SlotVerdict.Recorded recorded => (recorded.Attempt, recorded.Result),
            SlotVerdict.RecordLost lost => (null, lost.Result),
            _ => (null, null),
        };
        var verify = (result as UnitResult.Failed)?.Verify;
        return JsonLine.Of(new
        {
            Event = "ended",
            ended.Slot,
            Attempt = attempt,
            ended.Last,
            Pass = ended.Verdict.IsPass,
            Result = Words.Of(ended.Verdict),
            ended.Verdict.Code,
            ended.Verdict.Detail,
            Instruction = InstructionText.English(ended.Verdict.Instruction, ended.Slot),
            Touched = result?.Report.Touched,
            WrittenBytes = result?.Report.WrittenBytes,
            VerifiedBytes = result?.Report.VerifiedBytes,
            DurationMs = result is null ? null : (long?)result.Report.Duration.TotalMilliseconds,
            PhasesMs = result?.Report.Phases.GroupBy(timing => timing.Phase).ToDictionary(phase => RecordWords.Of(phase.Key), phase => (long)phase.Sum(timing => timing.Duration.TotalMilliseconds), StringComparer.Ordinal),
            Leave = result?.Report.Leave?.Text,
            Notes = result?.Report.Notes,
            Verify = verify is null
                ? null
                : new
                {
                    Address = JsonLine.Address(verify.First),
                    Expected = $"0x{verify.Expected:X2}",
                    Actual = $"0x{verify.Actual:X2}",
                    verify.Differing,
                    verify.Compared,
                    Pattern = RecordWords.Of(verify.Diagnosis.Pattern),
                    verify.Diagnosis.Finding,
                },
        });
    }
}
