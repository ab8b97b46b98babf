using GangFlash.Flashing;
using GangFlash.Line;
using GangFlash.Numbers;

namespace GangFlash.Tests.Line;

/// <summary>The table of factory.md 9.1. A line of attempts is written as words: slot, unit, what; <c>+</c> passes, <c>-</c> did not start, anything else is a code.</summary>
public sealed class LineWatchTests
{
    LineWatchState state = LineWatchState.Start;
    Moment now = new(new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero), TimeSpan.Zero);
    int attempts;

    [Theory]
    [InlineData("1 A x, 2 B +, 1 C y, 2 D +, 1 E z", "FailedInSlot B 1")]
    [InlineData("1 A x, 1 B y, 1 C +, 1 D z, 1 E w", "")]
    [InlineData("1 A x, 1 A y, 1 A z, 1 A w", "")]                                     // one stubborn unit is one unit
    [InlineData("1 A x, 1 B -, 1 C y, 1 D -, 1 E z", "FailedInSlot B 1")]              // what was not judged resets nothing
    [InlineData("1 A v, 2 B w, 3 C x, 4 D y, 5 E z", "FailedAtStation A")]
    [InlineData("1 A v, 2 B w, 3 C x, 4 D y, 5 E +, 6 F z", "")]
    [InlineData("1 A x, 2 B +, 3 C x, 2 D +, 4 E x", "SameCode B")]
    [InlineData("1 A x, 2 B +, 3 C x, 2 D +, 4 E x, 2 F +, 5 G x, 2 H +, 6 I x", "SameCode B, SameCode A")]
    [InlineData("1 A -, 1 B -, 1 C -", "NoStartsInSlot B 1")]
    [InlineData("1 A -, 1 B -, 1 C +, 1 D -", "")]
    [InlineData("1 A -, 2 B -, 3 C -, 4 D -, 5 E -, 6 F -", "")]
    [InlineData("1 A -, 2 B -, 3 C -, 4 D -, 5 E -, 6 F -, 7 G -", "NoStartsAtStation B")]
    [InlineData("1 A device.wrong-identity, 2 B +, 3 C preflight.wrong-device", "WrongUnits A")]
    [InlineData("1 A device.wrong-identity, 2 B +, 3 A device.wrong-identity", "")]
    public void Counters(string line, string alarms) => Assert.Equal(alarms, string.Join(", ", Run(line, seconds: 60)));

    [Theory]
    [InlineData("1 A x, 2 B x, 3 C x, 4 D x, 5 E x, 6 F x, 7 G +, 8 H +", "CommonCause A")]       // one event, whatever else was counted
    [InlineData("1 A x, 2 B x, 3 C y, 4 D +", "")]
    [InlineData("1 A +, 2 B +, 3 C +, 4 D +, 5 E x, 6 F x, 7 G x", "SameCode B")]                // fewer than half
    public void Slots_that_end_together_with_one_code_have_one_cause(string line, string alarms) => Assert.Equal(alarms, string.Join(", ", Run(line, seconds: 1)));

    [Fact]
    public void The_yield_of_first_attempts_is_judged_from_twenty_units_on()
    {
        var line = string.Join(", ", Enumerable.Range(0, 19).Select(unit => unit % 6 == 5 ? $"{unit % 8} U{unit} c{unit}" : $"{unit % 8} U{unit} +"));

        Assert.Empty(Run(line, 60));
        Assert.Equal(["FirstPassYield A"], Run("1 U19 +", 60));
    }

    [Fact]
    public void An_alarm_is_raised_once_and_counts_from_zero_after_its_release()
    {
        var raised = Alarms("1 A x, 1 B y, 1 C z").Single();
        Assert.Empty(Run("1 D w", 60));

        Release(raised);

        Assert.Empty(state.Slots[1].Failed);
        Assert.Empty(Run("2 P +, 1 E x, 1 F y", 60));
    }

    [Theory]
    [InlineData(0, "FailedInSlot A 1")]
    [InlineData(12, "FailedInSlot B 1")]
    public void A_released_rule_that_fires_again_soon_stops_the_line(int unitsBetween, string alarm)
    {
        Release(Alarms("1 A x, 1 B y, 1 C z").Single());
        _ = Run(string.Join(", ", Enumerable.Range(0, unitsBetween + 1).Select(unit => $"2 P{unit} +")), 60);

        Assert.Equal([alarm], Run("1 E u, 1 F v, 1 G w", 60));
    }

    [Fact]
    public void A_slow_phase_is_three_of_ten()
    {
        bool[] slow = [true, false, true, false, true];
        var raised = slow.SelectMany(isSlow => After(new LineFact.PhaseTimed(now, 1, JobPhase.Erase, TimeSpan.FromSeconds(isSlow ? 9 : 1), TimeSpan.FromSeconds(5))));

        Assert.Equal(["SlowPhase C 1"], raised.Select(Shown));
    }

    public static TheoryData<LineFact, string> Once => new()
    {
        { new LineFact.SameIdentity(default, 2, ["A", "B"], Relabelled: false), "SameIdentity A 2" },
        { new LineFact.FilesChanged(default, "pump.elf"), "FilesChanged A" },
        { new LineFact.RecordNotWritable(default, "full"), "RecordNotWritable A" },
        { new LineFact.ClockStepped(default, TimeSpan.FromSeconds(4), PastLastRow: false), "" },
        { new LineFact.ClockStepped(default, TimeSpan.FromSeconds(6), PastLastRow: false), "ClockStepped B" },
        { new LineFact.ClockStepped(default, TimeSpan.FromSeconds(-6), PastLastRow: true), "ClockStepped A" },
        { new LineFact.ChallengeMissing(default, Failed: false), "Challenge A" },
        { new LineFact.QuantityReached(default, 10), "QuantityReached C" },
        { new LineFact.SoftwareChanged(default, "2.0"), "SoftwareChanged A" },
        { new LineFact.UsbFailed(default, "usb.bus-failed", "out of memory"), "UsbFailed B" },
    };

    [Theory]
    [MemberData(nameof(Once))]
    public void What_needs_no_counting(LineFact fact, string alarm)
    {
        Assert.Equal(alarm, string.Join(", ", After(fact).Select(Shown)));
        Assert.Empty(After(fact));
    }

    [Theory]
    [InlineData(AlarmClass.Stop, "Supervisor Quality")]
    [InlineData(AlarmClass.Degrade, "Technician Supervisor Quality Engineer")]
    [InlineData(AlarmClass.Inform, "Operator Technician Supervisor Quality Engineer")]
    public void Who_may_release(AlarmClass alarm, string roles) => Assert.Equal(roles, string.Join(' ', Enum.GetValues<Role>().Where(role => role.MayRelease(alarm))));

    List<Alarm> After(LineFact fact)
    {
        (state, var alarms) = LineWatch.After(new(), state, fact);
        return [.. alarms];
    }

    void Release(Alarm alarm) => Assert.Empty(After(new LineFact.Released(now, alarm)));

    List<string> Run(string line, double seconds) => [.. Alarms(line, seconds).Select(Shown)];

    List<Alarm> Alarms(string line, double seconds = 60)
    {
        List<Alarm> alarms = [];
        foreach (var words in line.Split(", ").Select(attempt => attempt.Split(' ')))
        {
            now = now.After(TimeSpan.FromSeconds(seconds));
            AttemptFact fact = new()
            {
                Attempt = $"a{++attempts}",
                Unit = words[1],
                Station = "S1",
                Sequence = attempts,
                StartedAt = now.Wall,
                Slot = int.Parse(words[0]),
                Outcome = words[2] switch { "+" => Outcome.Pass, "-" => Outcome.Error, _ => Outcome.Fail },
                Touched = words[2] != "-",
                Code = words[2] is "+" ? "" : words[2],
            };
            alarms.AddRange(After(new LineFact.Ended(now, fact, FirstCounted: fact.IsCounted)));
        }

        return alarms;
    }

    static string Shown(Alarm alarm) => $"{alarm.Rule} {"ABC"[(int)alarm.Class]}{(alarm.Slot is { } slot ? $" {slot}" : "")}";
}
