using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>Attempts of the record as report tables.</summary>
static class UnitListing
{
    static readonly ImmutableArray<string> s_unitColumns =
        ["seq", "attempt", "startedAt", "station", "operator", "batch", "slot", "port", "unitSerial", "usbSerial", "recipe", "revision", "result", "code", "durationMs"];

    static readonly ImmutableArray<string> s_failureColumns =
    [
        .. s_unitColumns, "phase", "touched", "detail", "instruction", "pattern", "finding", "firstAddress", "expected", "actual", "aroundStart", "expectedAround", "actualAround",
        "sectorAddress", "sectorSize", "block", "compared", "differing", "rangeCount", "ranges", "bitsCleared", "bitsSet", "stable",
    ];

    public static ReportTable Units(TraceabilityReader reader, AttemptFilter filter, CancellationToken ct) => new(
        s_unitColumns, [.. reader.Units(filter, ct).Select(Cells)], [], ["seq", "startedAt", "slot", "port", "unitSerial", "usbSerial", "recipe", "revision", "result", "code", "durationMs"]);

    public static ReportTable Failures(TraceabilityReader reader, AttemptFilter filter, CancellationToken ct)
    {
        var failures = reader.Failures(filter, ct);
        return new(s_failureColumns, [.. failures.Select(Cells)], [.. failures.Select(Block)], []);
    }

    static ImmutableArray<object?> Cells(UnitRecord unit) =>
    [
        unit.Seq, unit.Attempt, Time(unit.StartedAt), unit.Station, unit.Operator, unit.Batch, unit.Slot, unit.PortPath, unit.UnitSerial, unit.UsbSerial,
        unit.Recipe, unit.Revision, unit.Outcome, unit.Code, (long?)unit.Duration?.TotalMilliseconds,
    ];

    static ImmutableArray<object?> Cells(FailureRecord failure) =>
    [
        .. Cells(failure.Unit), failure.Phase, failure.Touched, failure.Detail, failure.Instruction,
        .. failure.Verify is { } verify
            ?
            [
                verify.Pattern, verify.Finding, verify.FirstAddress, verify.Expected, verify.Actual, verify.AroundStart, verify.ExpectedAround, verify.ActualAround,
                verify.SectorAddress, verify.SectorSize, verify.BlockNumber, verify.Compared, verify.Differing, verify.RangeCount, JsonDocument.Parse(verify.Ranges).RootElement,
                verify.BitsCleared, verify.BitsSet, verify.Stable,
            ]
            : new object?[s_failureColumns.Length - s_unitColumns.Length - 4],
    ];

    /// <summary>One failure as an engineer reads it.</summary>
    static string Block(FailureRecord failure)
    {
        var unit = failure.Unit;
        var text = new StringBuilder();
        Line($"#{unit.Seq}  {Time(unit.StartedAt)}  slot {unit.Slot} ({unit.PortPath})  {unit.Outcome}  {unit.Code}");
        Line($"    unit {Shown(unit.UnitSerial)}, USB serial {Shown(unit.UsbSerial)}, recipe {unit.Recipe} revision {Printable.Escape(unit.Revision)}, phase {failure.Phase ?? "unknown"}, {(failure.Touched ? "touched" : "not touched")}");
        foreach (var line in failure.Detail.Split('\n'))
            Line($"    {Printable.Escape(line, 1000)}");
        Line($"    told: {Printable.Escape(failure.Instruction, 1000)}");
        if (failure.Verify is { } verify)
        {
            Line($"    {verify.Pattern}; block {verify.BlockNumber}, sector {verify.SectorAddress}, {verify.Differing:N0} of {verify.Compared:N0} bytes in {verify.RangeCount:N0} ranges");
            Line($"    from {verify.AroundStart}");
            Line($"      expected {verify.ExpectedAround}");
            Line($"      read     {verify.ActualAround}");
        }

        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    static string Shown(string? text) => string.IsNullOrEmpty(text) ? "–" : Printable.Escape(text, 64);

    static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
}
