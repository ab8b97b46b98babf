using GangFlash.Devices;
using GangFlash.Station.Doctor;
using GangFlash.Station.Doctor.Checks;

namespace GangFlash.Station.Tests.Doctor;

public sealed class StationChecksTests
{
    static StationFacts Untaught { get; } = SomeFacts.Station with { Setup = SomeFacts.Station.Setup! with { Taught = [] } };

    static StationFacts Unusable { get; } = new(null, "named by --config", ["station.yaml:3:1: error: no"]);

    [Fact]
    public void A_file_that_cannot_be_used_is_a_problem_with_its_lines()
    {
        var finding = StationChecks.Configuration(Unusable);

        Assert.Equal(CheckVerdict.Problem, finding.Verdict);
        Assert.Equal(Unusable.Problems, finding.Details);
        Assert.Equal(CheckVerdict.NotChecked, StationChecks.Slots(Unusable, SomeFacts.Usb([])).Verdict);
    }

    [Fact]
    public void A_warning_is_a_note_and_no_file_is_ok()
    {
        Assert.Equal(CheckVerdict.Ok, StationChecks.Configuration(SomeFacts.Station).Verdict);
        Assert.Equal(CheckVerdict.Note, StationChecks.Configuration(SomeFacts.Station with { Problems = ["station.yaml:3:1: warning: hm"] }).Verdict);
        Assert.Contains("everything is a default", StationChecks.Configuration(new(Loading.StationSetup.Default, "none", [])).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Untaught_slots_are_a_note_with_the_command()
    {
        var finding = StationChecks.Slots(Untaught, SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746")));

        Assert.Equal((CheckVerdict.Note, "gangflash slots teach"), (finding.Verdict, finding.Remedy));
    }

    [Theory]
    [InlineData("1-1", "Ok")]
    [InlineData("1-3", "Ok")]           // the bus is there, the board is one more
    [InlineData("7-1", "Problem")]     // nothing is left of the bus that slots are on
    public async Task Slots_are_looked_for_where_they_were_taught(string port, string verdict)
    {
        var boards = await SomeFacts.BoardsAsync("STM32F746");
        boards = [boards[0] with { Entry = boards[0].Entry with { Port = UsbPortPath.Parse(port) } }];

        Assert.Equal(verdict, StationChecks.Slots(SomeFacts.Station, SomeFacts.Usb(boards, SomeFacts.Board(port))).Verdict.ToString());
    }

    [Fact]
    public void Without_libusb_nobody_knows_what_sits_in_them() =>
        Assert.Equal(CheckVerdict.NotChecked, StationChecks.Slots(SomeFacts.Station, SomeFacts.Usb([]) with { Boards = null }).Verdict);
}
