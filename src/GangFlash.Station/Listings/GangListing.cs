using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using Spectre.Console;

namespace GangFlash.Station.Listings;

/// <summary>The result of a gang as a table, with what to do about each slot that is not green.</summary>
static class GangListing
{
    public static void Write(StationIo io, ImmutableArray<SlotOutcome> outcomes, string database)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("Slot", column => column.RightAligned()).AddColumns("Port", "Unit or USB serial", "Result", "Code").AddColumn("Time", column => column.RightAligned());
        foreach (var outcome in outcomes)
        {
            var report = Report(outcome.Verdict);
            _ = table.AddRow(
                new Text($"{outcome.Loaded.Slot}"),
                new Text(outcome.Loaded.Port.ToString()),
                new Text(Printable.Escape(outcome.Loaded.UnitSerial ?? outcome.Loaded.Device?.Serial.Text ?? "–", 24)),
                new Text(Words.Of(outcome.Verdict), outcome.Verdict.IsPass ? Color.Green : Color.Red),
                new Text(outcome.Verdict.Code),
                new Text(report is null ? "–" : $"{report.Duration.TotalSeconds:0.0} s"));
        }

        io.Console().Write(table);
        foreach (var outcome in outcomes.Where(outcome => !outcome.Verdict.IsPass))
        {
            io.Say(InstructionText.English(outcome.Verdict.Instruction, outcome.Loaded.Slot));
            foreach (var line in outcome.Verdict.Detail.Split('\n'))
                io.Say($"    {Printable.Escape(line, 1000)}");
        }

        var passed = outcomes.Count(outcome => outcome.Verdict.IsPass);
        io.Say($"{passed} of {outcomes.Length} passed, recorded in {Printable.Escape(database, 1000)}");
    }

    static JobReport? Report(SlotVerdict verdict) => verdict switch
    {
        SlotVerdict.Recorded recorded => recorded.Result.Report,
        SlotVerdict.RecordLost lost => lost.Result?.Report,
        _ => null,
    };
}
