using System.Collections.Immutable;
using GangFlash.Station.Doctor.Checks;

namespace GangFlash.Station.Doctor;

/// <summary>Every check, in the order of the report. Facts in, findings out; pure. A new check is one line here.</summary>
static class Checklist
{
    public static ImmutableArray<CheckGroup> Judge(DoctorFacts facts)
    {
        var (system, usb, rules, station, record, recipe) = facts;
        return
        [
            new("Boards",
            [
                BoardChecks.Library(usb),
                RulesCheck.Of(rules, usb, system),
                BoardChecks.Found(usb),
                BoardChecks.Permission(usb, rules, system),
                BoardChecks.Busy(usb),
                BoardChecks.Answer(usb),
                SerialCheck.Of(usb, recipe),
            ]),
            new("Hubs",
            [
                HubChecks.Tree(usb, system),
                HubChecks.RootPorts(usb),
                HubChecks.Translators(usb),
                HubChecks.Power(usb),
                HubChecks.Sleep(usb),
            ]),
            .. recipe is null ? (ReadOnlySpan<CheckGroup>)[] : [new("Recipe", [RecipeChecks.File(recipe), RecipeChecks.Boards(recipe, usb)])],
            new("Record",
            [
                RecordChecks.File(record),
                RecordChecks.Writable(record),
                RecordChecks.Station(record),
                RecordChecks.Share(record),
                RecordChecks.Room(record),
                RecordChecks.Engine(record),
            ]),
            new("Station",
            [
                StationChecks.Configuration(station),
                StationChecks.Slots(station, usb),
                ClockChecks.Time(system),
                ClockChecks.Zone(system),
            ]),
        ];
    }

    /// <summary>How the program ends: missing libusb has a code of its own, as in every other command.</summary>
    public static ExitCode Exit(UsbFacts usb, ImmutableArray<CheckGroup> groups) =>
        usb.Unusable is not null ? ExitCode.NoUsb
        : groups.SelectMany(group => group.Findings).Any(finding => finding.Verdict == CheckVerdict.Problem) ? ExitCode.SomeFailed
        : ExitCode.Passed;
}
