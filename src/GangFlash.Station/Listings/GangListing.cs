using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using Spectre.Console;

namespace GangFlash.Station.Listings;

/// <summary>The result of a gang as a table, with what to do about each slot that is not green.</summary>
static class GangListing
{
    /// <summary>The table on the console; the sentences below it on the output as they are, so that nothing breaks them but the terminal.</summary>
    public static void Write(StationIo io, ImmutableArray<SlotOutcome> outcomes, string database)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumn("Slot", column => column.RightAligned()).AddColumns("Port", "Unit", "Result", "Code").AddColumn("Verified", column => column.RightAligned()).AddColumn("Time", column => column.RightAligned());
        foreach (var outcome in outcomes)
        {
            var report = Report(outcome.Verdict);
            _ = table.AddRow(
                new Text($"{outcome.Loaded.Slot}"),
                new Text(outcome.Loaded.Port.ToString()),
                new Text(Printable.Escape(outcome.Loaded.UnitSerial ?? (outcome.Loaded.Device?.Serial.Text is { Length: > 0 } serial ? $"usb {serial}" : "–"), 32)),
                new Text(Words.Of(outcome.Verdict), outcome.Verdict.IsPass ? Color.Green : Color.Red),
                new Text(outcome.Verdict.Code),
                new Text(report is null ? "–" : $"{report.VerifiedBytes:N0} B"),
                new Text(report is null ? "–" : $"{report.Duration.TotalSeconds:0.0} s"));
        }

        io.Console().Write(table);
        foreach (var outcome in outcomes.Where(outcome => !outcome.Verdict.IsPass))
        {
            io.Out.WriteLine(InstructionText.English(outcome.Verdict.Instruction, outcome.Loaded.Slot));
            foreach (var line in outcome.Verdict.Detail.Split('\n'))
                io.Out.WriteLine($"    {Printable.Escape(line, 1000)}");
        }

        var passed = outcomes.Count(outcome => outcome.Verdict.IsPass);
        io.Out.WriteLine($"{passed} of {outcomes.Length} passed, recorded in {Printable.Escape(database, 1000)}");
    }

    static JobReport? Report(SlotVerdict verdict) => verdict switch
    {
        SlotVerdict.Recorded recorded => recorded.Result.Report,
        SlotVerdict.RecordLost lost => lost.Result?.Report,
        _ => null,
    };
}
