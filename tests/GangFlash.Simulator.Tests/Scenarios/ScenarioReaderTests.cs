using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Simulator.Scenarios;

namespace GangFlash.Simulator.Tests.Scenarios;

public sealed class ScenarioReaderTests
{
    static ScenarioReading Read(string text) => ScenarioReader.Read("test.yaml", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Every_key_of_a_board_is_the_boards()
    {
        var reading = Read(
            """
            scenario: everything
            description: |
              All keys.
            boards:
              - part: STM32F746
                count: 2
                port: 2-1.4
                name: fixture
                product: Custom DFU
                serial: "0001"
                layout: "@Internal Flash  /0x08000000/04*032Kg"
                read-protected: true
                write-protected: [ 0x08000000+32K ]
                media: stores-first=64K
                busy: honest
                poll: { set-address: 1ms, erase: 2ms, mass-erase: 3s, write: 4ms }
                erase-time: 2
                write-time: 0.5
                leave: stays
                state: dfuERROR
                status: errPOR
                plugged: false
                faults: [ unplug@write=3, "stall@erase=1,again" ]
                flash:
                  - { range: 0x08000000+8, fill: 0xC0FFEE }
                  - file: images/app.bin
                    at: 0x08008000
              - part: lying-f105
            """);

        Assert.Empty(reading.Problems);
        var boards = reading.Scenario!.Boards;
        Assert.Equal(["2-1.4", "2-1.5", "1-1"], boards.Select(board => board.Port.ToString()));
        Assert.Equal([false, false, true], boards.Select(board => board.Plugged));
        var model = boards[1].Model;
        Assert.Equal(("fixture", "Custom DFU", "0001"), (model.Name, model.Product, model.Serial));
        Assert.Equal("@Internal Flash  /0x08000000/04*032Kg", Assert.Single(model.Alternates));
        Assert.True(model.ReadProtected);
        Assert.Equal(AddressRange.Of(0x0800_0000, 0x8000), Assert.Single(model.WriteProtected));
        Assert.Equal((new MediaKind.StoresFirst(65_536), Chips.BusyHabit.Honest, LeaveHabit.Stays), (model.Media, model.Busy, model.Leave));
        Assert.Equal(new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2), TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(4)), model.Poll);
        Assert.Equal((2, 0.5, DfuState.Error, DfuStatus.ErrPowerOnReset), (model.EraseTimeFactor, model.ProgramTimeFactor, model.FirstState, model.FirstStatus));
        Assert.Equal(
            [new Fault.Unplug(new FaultPlace.Nth(BoardStep.Write, 3)), new Fault.Stall(new FaultPlace.Nth(BoardStep.Erase, 1)) { Repeat = FaultRepeat.EachPowerUp }],
            model.Faults.AsEnumerable());
        var (pattern, image) = ((FlashContent.Pattern)boards[0].Source.Content[0], (FlashContent.Image)boards[0].Source.Content[1]);
        Assert.Equal((AddressRange.Of(0x0800_0000, 8), "C0FFEE"), (pattern.Range, Convert.ToHexString(pattern.Bytes.AsSpan())));
        Assert.Equal(("images/app.bin", 0x0800_8000u), (image.File, image.At));
    }

    [Fact]
    public void The_timeline_calls_boards_by_number_or_port()
    {
        var reading = Read(
            """
            scenario: times
            boards:
              - part: STM32F746
                count: 2
            timeline:
              - { after: 3s, unplug: 1-1 }
              - { when: 2 leaves, after: 500ms, replace: 2, by: STM32F405 }
              - { whenever: 1-1 is unplugged, plug: 1 }
              - { when: 1-2 is written, fault: busy@write=1, at: 1-2 }
              - when: 1 is plugged
                replace: 1
                by: { part: STM32F746, faults: stall@leave }
            """);

        Assert.Empty(reading.Problems);
        var (first, second) = (UsbPortPath.Parse("1-1"), UsbPortPath.Parse("1-2"));
        Assert.Collection(
            reading.Scenario!.Timeline,
            act => Assert.Equal(new(null, TimeSpan.FromSeconds(3), first, new SceneDeed.Unplug()), act),
            act =>
            {
                Assert.Equal((new SceneCue(second, BoardHappening.Leaves, EachTime: false), TimeSpan.FromMilliseconds(500), second), (act.Cue, act.After, act.Port));
                Assert.Equal("STM32F405", Assert.IsType<SceneDeed.Replace>(act.Deed).By!.Make(1).Name);
            },
            act => Assert.Equal(new(new(first, BoardHappening.Unplugged, EachTime: true), TimeSpan.Zero, first, new SceneDeed.Plug()), act),
            act => Assert.Equal("busy@write=1", Assert.IsType<SceneDeed.Suffer>(act.Deed).Fault.Text),
            act => Assert.Equal("stall@leave", Assert.Single(Assert.IsType<SceneDeed.Replace>(act.Deed).Faults).Text));
    }

    [Fact]
    public void All_problems_are_told_at_once_each_at_its_place()
    {
        var reading = Read(
            """
            scenario: wrong
            boards:
              - part: STM32F764
                cuont: 2
              - part: STM32F746
                port: here
                faults: [ unplug, stall@0x09000000 ]
                media: unplug@write=1
                state: dfuERRR
              - part: STM32F746
                port: 1-2
                status: errPOR
                count: 0
                flash:
                  - { range: 0x20000000+16, fill: 0x00 }
                  - { range: 0x08000000+16, fill: 0x123 }
              - { part: STM32F746, port: 1-2 }
            timeline:
              - { unplug: 1-1 }
              - { after: 3, plug: 1-1 }
              - { after: 3s, plug: 9-9 }
              - { after: 3s }
              - { after: 3s, plug: 1-1, unplug: 1-1 }
              - { when: 1-1 explodes, plug: 1-1 }
              - { after: 3s, plug: 1-1, by: STM32F746 }
              - { after: 3s, fault: stall@leave }
            """);

        Assert.Null(reading.Scenario);
        Assert.Equal(
            [
                "3:11 scenario.part: there is no board 'STM32F764' to simulate",
                "4:5 scenario.unknown-key: 'cuont' is no key of",
                "6:11 scenario.port: 'here' is no USB port path like 1-4",
                "7:15 scenario.fault: 'unplug' needs a place",
                "7:23 scenario.address: 'stall@0x09000000': STM32F746 has no memory at 0x09000000",
                "8:12 scenario.choice: 'unplug' is not known here; known are echoes",
                "9:12 scenario.choice: 'dfuERRR' is not known here; did you mean 'dfuERROR'?",
                "12:5 scenario.missing-key: 'status' needs 'state: dfuERROR' beside it",
                "13:12 scenario.number: 'count' is 0; leave the entry out",
                "15:11 scenario.address: STM32F746 has no memory at all of 0x20000000",
                "16:39 scenario.number: 'fill': '0x123' is no row of bytes",
                "17:24 scenario.duplicate: 1-2 has board",
                "19:5 scenario.missing-key: 'after' is missing",
                "20:14 scenario.choice: '3' is no time",
                "21:24 scenario.port: there is no board '9-9' above",
                "22:5 scenario.act: nothing is done here",
                "23:18 scenario.act: 'unplug' and 'plug' are two things",
                "24:13 scenario.event: '1-1 explodes' never happens",
                "25:29 scenario.unused-key: 'by' belongs to 'replace'",
                "26:18 scenario.missing-key: 'at' is missing",
            ],
            reading.Problems.Select((problem, i) => $"{problem.Place.Line}:{problem.Place.Column} {problem.Code}: {problem.Message}").Select(Cut));
    }

    [Theory]
    [InlineData("", "scenario.missing-key")]
    [InlineData("scenario: x", "scenario.missing-key")]
    [InlineData("scenario: x\nboards: []", "scenario.count")]
    [InlineData("scenario: x\nboards: 3", "scenario.wrong-type")]
    [InlineData("scenario: x\nboards:\n  - part: STM32F746\n    count: 121", "scenario.number")]
    [InlineData("scenario: x\nboards:\n  - { part: STM32F746, count: 100 }\n  - { part: STM32F746, count: 100 }", "scenario.count")]
    [InlineData("scenario: x\nboards:\n  - { part: STM32F746, count: 3, port: 1-998 }", "scenario.port")]
    [InlineData("scenario: x\nboards:\n  - { part: STM32F746, flash: { file: ../secret.bin } }", "scenario.path")]
    [InlineData("scenario: &a x", "scenario.yaml-feature")]
    [InlineData("scenario: [", "scenario.syntax")]
    public void What_is_no_scenario_is_said(string text, string code)
    {
        var reading = Read(text);

        Assert.Null(reading.Scenario);
        Assert.Contains(code, reading.Problems.Select(problem => problem.Code));
    }

    /// <summary>As much of a line as the test is about.</summary>
    static string Cut(string line)
    {
        string[] ends = ["to simulate", "is no key of", "like 1-4", "needs a place", "at 0x09000000", "known are echoes", "'dfuERROR'?", "beside it", "the entry out", "0x20000000", "row of bytes", "has board", "is missing", "no time", "above", "done here", "two things", "never happens", "to 'replace'"];
        return ends.Select(end => line.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? line[..(at + end.Length)] : null).FirstOrDefault(cut => cut is not null) ?? line;
    }
}
