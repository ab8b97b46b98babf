using System.Collections.Immutable;

namespace GangFlash.Reports;

/// <summary>How the usual numbers are counted, one sentence each, so that every report says it in the same words. The rules themselves are in Core's numbers.</summary>
public static class ReportTerms
{
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["counted"] = "Counted attempt: PASS or FAIL, or any other outcome that touched the board. Only the purposes production and first article enter yields.",
        ["no-start"] = "No-start: an attempt that was neither judged nor touched its board. In no yield; its rate is of all attempts, because it hides slot trouble.",
        ["first-pass"] = "First pass yield: units whose first counted attempt in their whole life was PASS, of the units whose first counted attempt began in the window. A retry never changes it.",
        ["attempt-yield"] = "Attempt yield: PASS of PASS and FAIL, attempts that began in the window.",
        ["final"] = "Final yield: GOOD of all begun units that were not withdrawn. Interim while a unit is OPEN, on HOLD or in REWORK.",
        ["retested"] = "Retested: units with two counted attempts or more, of the begun ones.",
        ["recovered"] = "Recovered: units that ended GOOD, of those that did not pass first.",
        ["no-fault-found"] = "No fault found: units that failed and passed later with no repair between, of those that failed. It says more about the station than about the unit.",
        ["scrapped"] = "Scrapped: SCRAP of the begun units.",
        ["unit-pareto"] = "Unit Pareto: one code for each unit, of its first counted attempt that was no pass.",
        ["attempt-pareto"] = "Attempt Pareto: one code for each attempt that ended as FAIL.",
        ["interval"] = "The range behind a percentage is its 95 % interval after Wilson; n is the number of units or attempts. Grey: n is below 20. A dash: there was none, which is neither 0 % nor 100 %.",
        ["p-chart"] = "p-chart: the middle line is the mean of all points, the limits are three standard deviations of a share of that n. Marked: a point beyond a limit, or eight in a row on one side.",
        ["unverified"] = "PASS (unverified): written, and not read back. The recipe allowed it; it is no proof of what the flash holds. With the code pass.option-bytes-not-read the flash was read back, and the option bytes were not.",
        ["images"] = "PASS (images): every byte of the images was read back and equal; padding between and behind them was not looked at. The recipe allowed it.",
        ["touched"] = "Touched: true from the first erase or write that was sent. A board that was touched and not judged is unsafe until it is run again.",
        ["process-time"] = "Process time: from the start of an attempt to its end, by a clock that cannot be set back. p95: 95 of 100 took that long or less.",
        ["units-per-hour"] = "Units per hour: passes, divided by the clock hours in which at least one of them began. Stops within such an hour count, hours without a pass do not.",
        ["verify-address"] = "Address: of the first byte that differed, and the erase sector that holds it. One address on many boards and slots is the image; one slot with many addresses is the slot.",
        ["disposition"] = "Where a unit stands: by the rules, as long as no person has decided.",
        ["utc"] = "All times are UTC.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
