using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Simulator;

namespace GangFlash.Tests.Flashing;

/// <summary>Every fault at every transfer of a job: it ends, it is recorded once, it says why, and it passes only if the flash really holds the image.</summary>
public sealed class EveryFaultTests
{
    /// <summary>Nobody stands longer than this in front of a small job.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var job in (string[])["F746", "G474", "CubeMX", "auto"])
        {
            foreach (var kind in s_kinds.Keys)
                cases.Add(job, kind);
        }

        return cases;
    }

    static readonly Dictionary<string, Func<int, Fault>> s_kinds = new()
    {
        ["unplug"] = at => new Fault.Unplug(at),
        ["stall"] = at => new Fault.Stall(at),
        ["broken transfer that arrives"] = at => new Fault.BreakTransfer(at, Arrives: true),
        ["broken transfer that does not arrive"] = at => new Fault.BreakTransfer(at, Arrives: false),
        ["silence"] = at => new Fault.Silence(at),
        ["errTARGET"] = at => new Fault.WrongStatus(at, DfuStatus.ErrTarget),
        ["errWRITE"] = at => new Fault.WrongStatus(at, DfuStatus.ErrWrite),
        ["errERASE"] = at => new Fault.WrongStatus(at, DfuStatus.ErrErase),
        ["errFIRMWARE"] = at => new Fault.WrongStatus(at, DfuStatus.ErrFirmware),
        ["errVENDOR"] = at => new Fault.WrongStatus(at, DfuStatus.ErrVendor),
        ["errPOR"] = at => new Fault.WrongStatus(at, DfuStatus.ErrPowerOnReset),
        ["errSTALLEDPKT"] = at => new Fault.WrongStatus(at, DfuStatus.ErrStalledPacket),
        ["short answer"] = at => new Fault.ShortAnswer(at),
        ["flipped bit"] = at => new Fault.FlipReadBit(at),
        ["busy for ever"] = at => new Fault.BusyForEver(at),
        ["brown-out"] = at => new Fault.BrownOut(at),
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_fault_at_any_transfer_ends_in_the_right_verdict(string job, string kind)
    {
        var small = SmallJob.Named(job);
        var clean = await small.RunAsync();
        var steps = WireStep.Of(clean.Board.Wire);

        var complaints = new List<string>();
        foreach (var step in steps)
        {
            var fault = s_kinds[kind](step.Index);
            var acceptable = FaultVerdicts.For(fault, step, steps, small.Board.Alternates.Length > 1, small.Board.Profile != BootloaderProfile.CubeMx);
            complaints.AddRange(Complaints(await small.RunAsync(fault), acceptable).Select(complaint => $"{step.Step} {step.Entry}: {complaint}"));
        }

        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    [Theory]
    [InlineData("F746")]
    [InlineData("G474")]
    [InlineData("CubeMX")]
    [InlineData("auto")]
    public async Task Without_a_fault_each_of_these_jobs_passes_and_its_application_starts(string job)
    {
        var run = await SmallJob.Named(job).RunAsync();

        Assert.Empty(Complaints(run, [""]));
        Assert.Equal(new LeaveResult.Left(run.Job.Board.Application), run.Result.Report.Leave);
        Assert.Equal(WireStep.Of(run.Board.Wire).Select(step => step.Step).Distinct().Order(), Enum.GetValues<Step>());
    }

    static IEnumerable<string> Complaints(SmallRun run, string[] acceptable)
    {
        var (starts, ends) = (run.Bench.Recorder.Starts.Count, run.Bench.Recorder.Ends.Count);
        if (!acceptable.Contains(run.Code))
            yield return $"\"{run.Code}\" and not \"{string.Join("\" or \"", acceptable)}\": {run.Outcome.Verdict.Detail}";
        if ((starts, ends) != (1, 1))
            yield return $"recorded {starts} times as begun and {ends} times as ended";
        if (run.Bench.Clock.Elapsed > s_patience)
            yield return $"it took {run.Bench.Clock.Elapsed}";
        if (run.Outcome.Verdict is not SlotVerdict.Recorded { Result: var result })
        {
            yield return $"the verdict is {run.Outcome.Verdict}";
            yield break;
        }

        if (result is UnitResult.Passed && !run.HoldsImage)
            yield return "it passed, and the flash does not hold the image";
        if (result is UnitResult.Passed { Verified: false })
            yield return "it passed without read-back";
        if (result.Report.Touched != run.Board.Wire.Any(entry => entry.Alters))
            yield return $"it says touched: {result.Report.Touched}, and the wire says otherwise";
        if (!ReferenceEquals(result, run.Bench.Recorder.Ends[0].End.Result))
            yield return "another result was recorded than shown";
    }
}
