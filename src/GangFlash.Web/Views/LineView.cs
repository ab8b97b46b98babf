using System.Text;
using GangFlash.Flashing;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Reports;
using GangFlash.Traceability;
using GangFlash.Web.Live;

namespace GangFlash.Web.Views;

/// <summary>
/// The line now. Everything is drawn here, once: for a page without script as it stands, and as templates that the script fills. What changes has an attribute <c>data-f</c> with its name in the
/// JSON.
/// </summary>
static class LineView
{
    const int RefreshSeconds = 3;

    public static Answer Page(LineNow now) => new Answer.Page("Line", Body(now)) { Part = SitePart.Line, RefreshSeconds = RefreshSeconds, FollowsLine = true };

    static string Body(LineNow now) => $"""
        <div class="page">
        <header class="head"><h1>Line</h1><p class="lead">What the stations of this record show at this moment. A slot is good only after its result is on disk.</p></header>
        <p class="notice quiet" id="watching" role="status">As of {Time(now.At)} UTC.<noscript> This page is loaded anew every {RefreshSeconds} seconds.</noscript></p>
        <div id="stations">
        {string.Concat(now.Stations.Select(station => Station(station)))}</div>
        <div id="nobody"{(now.Stations.IsEmpty ? "" : " hidden")} class="blank"><p>No station is at work on this record.</p><p class="soft">A station shows itself here while <code>gangflash station</code> or <code>gangflash flash</code> runs with this record.</p></div>
        {string.Concat(now.Problems.Select(problem => $"<p class=\"notice warn\">{Html.Text(problem)}</p>\n"))}{Templates()}</div>

        """;

    /// <summary>One station with all of its slots.</summary>
    public static string Station(StationNow station)
    {
        var line = station.Line;
        return $"""
            <section class="station {Class(station.State)}" data-station="{Html.Text(line.Station)}" aria-label="Station {Html.Text(line.Station)}">
            <header>
            <div class="who"><h2 data-f="station">{Html.Text(line.Station)}</h2>{Pill(station.State)}<span class="says" data-f="says">{Html.Text(station.Says)}</span></div>
            {Facts(line)}</header>
            <div class="alarms" data-f="alarms">{string.Concat(line.Alarms.Select(alarm => Alarm(alarm)))}</div>
            <ol class="tiles" data-f="slots">{string.Concat(line.Slots.Select(slot => Tile(slot)))}</ol>
            </section>

            """;
    }

    static string Facts(LineSnapshot line) => $"""
        <dl class="facts-line">{Fact("Batch", "batch", line.WorkOrder ?? line.Batch)}{Fact("Recipe", "recipe", Recipe(line))}{Fact("Good", "good", Good(line))}{Fact("Red", "red", $"{line.Red:N0}")}{Fact("Badge", "operator", line.Operator)}{Fact("Kind", "kind", Kind(line))}</dl>

        """;

    static string Fact(string name, string field, string? value) => $"<div{(value is null ? " hidden" : "")}><dt>{name}</dt><dd data-f=\"{field}\">{Html.Text(value)}</dd></div>";

    public static string? Recipe(LineSnapshot line) => line.Recipe is { } recipe ? $"{recipe} {line.Revision}".TrimEnd() : null;

    public static string Good(LineSnapshot line) => line.Planned is { } planned ? $"{line.Good:N0} of {planned:N0}" : $"{line.Good:N0}";

    /// <summary>Anything but an ordinary product is said.</summary>
    public static string? Kind(LineSnapshot line) => (line.Purpose, line.Simulated) switch
    {
        (AttemptPurpose.Production, false) => null,
        (AttemptPurpose.Production, true) => "simulated boards",
        (var purpose, var simulated) => purpose.Word().Replace('_', ' ') + (simulated ? ", simulated boards" : ""),
    };

    static string Alarm(AlarmSnapshot? alarm) =>
        $"<p class=\"alarm {alarm?.Class.ToString().ToLowerInvariant() ?? "stop"}\"><b data-f=\"class\">{(alarm is null ? "" : AlarmWord(alarm.Class))}</b> <span data-f=\"what\">{Html.Text(alarm?.What)}</span> <span class=\"soft\" data-f=\"order\">{Html.Text(alarm?.Order)}</span></p>";

    public static string AlarmWord(AlarmClass alarm) => alarm switch
    {
        AlarmClass.Stop => "Line stop",
        AlarmClass.Degrade => "Alarm",
        _ => "Note",
    };

    static string Pill(StationState state) => $"<span class=\"pill {Class(state)}\" data-f=\"state\">{state}</span>";

    static string Class(StationState state) => state.ToString().ToLowerInvariant();

    static string Tile(SlotSnapshot slot)
    {
        var (word, symbol) = Sign(slot.Sign, slot.Phase);
        return $"""
            <li class="tile {Key(slot.Sign)}" data-slot="{slot.Number}" data-key="{Key(slot.Sign, slot.Phase)}"><div class="top"><span class="number" data-f="slot">{slot.Number}</span><span class="symbol" aria-hidden="true">{symbol}</span><span class="word">{word}</span></div><progress max="100" data-f="percent" aria-label="Progress of the phase" value="{slot.Percent ?? 0}"{(slot.Sign == SlotSign.Running ? "" : " hidden")}></progress><div class="unit code" data-f="unit">{Html.Text(Unit(slot))}</div><div class="foot-line"><span class="code" data-f="code">{Html.Text(slot.Code)}</span><span class="took" data-f="took">{Took(slot)}</span></div></li>
            """;
    }

    /// <summary>Small tiles, for a page that is about more than the line.</summary>
    public static string Strip(LineSnapshot line) => "<ol class=\"strip\">" + string.Concat(line.Slots.Select(slot =>
    {
        var (word, symbol) = Sign(slot.Sign, slot.Phase);
        return $"<li class=\"{Key(slot.Sign)}\" title=\"Slot {slot.Number}: {word}\"><span class=\"unseen\">Slot {slot.Number}: {word}</span><span aria-hidden=\"true\">{slot.Number}</span><span class=\"symbol\" aria-hidden=\"true\">{symbol}</span></li>";
    })) + "</ol>";

    /// <summary>As the station card of the overview says it.</summary>
    public static string Card(StationNow station) => $"""
        <a class="card {Class(station.State)}" href="/line"><span class="who"><b>{Html.Text(station.Line.Station)}</b><span class="pill {Class(station.State)}">{station.State}</span></span><span class="soft">{Html.Text(station.State == StationState.Lost ? station.Says : CardLine(station.Line))}</span>{Strip(station.Line)}</a>

        """;

    static string CardLine(LineSnapshot line) => string.Join(" · ", new[] { line.WorkOrder ?? line.Batch, Recipe(line), $"{Good(line)} good", line.Red > 0 ? $"{line.Red:N0} red" : null, Kind(line) }.OfType<string>());

    static string Unit(SlotSnapshot slot) => slot switch
    {
        { Unit: { Length: > 0 } unit } => unit,
        { UsbSerial: { Length: > 0 } usb } when slot.Sign is not (SlotSign.Empty or SlotSign.Plug) => $"USB {usb}",
        _ => "",
    };

    static string Took(SlotSnapshot slot) => slot.Took is { } took ? took.TotalMinutes < 10 ? $"{took.TotalSeconds:0.0} s" : $"{took.TotalMinutes:0} min" : "";

    static string Key(SlotSign sign) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(sign.ToString());

    static string Key(SlotSign sign, JobPhase? phase) => sign == SlotSign.Running ? $"running:{(phase is { } known ? RecordWords.Of(known) : "")}" : Key(sign);

    static (string Word, string Symbol) Sign(SlotSign sign, JobPhase? phase) => sign switch
    {
        SlotSign.Empty => ("Empty", "·"),
        SlotSign.Scan => ("Scan the unit", "?"),
        SlotSign.Checking => ("Asking the record", "…"),
        SlotSign.Plug => ("Plug in", "↓"),
        SlotSign.Ready => ("Ready", "●"),
        SlotSign.Running => (PhaseWord(phase), "►"),
        SlotSign.Good => ("Good", "✓"),
        SlotSign.Unverified => ("Good, not verified", "◐"),
        SlotSign.Red => ("Red", "✗"),
        SlotSign.NotDone => ("Not done", "○"),
        SlotSign.Again => ("Flash again", "↻"),
        SlotSign.Off => ("Off", "–"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static string PhaseWord(JobPhase? phase) => phase switch
    {
        JobPhase.Connect or JobPhase.Identify or JobPhase.Plan => "Connect",
        JobPhase.Precheck => "Check",
        JobPhase.Keep => "Read what stays",
        JobPhase.Compare => "Compare",
        JobPhase.Erase => "Erase",
        JobPhase.BlankCheck => "Blank check",
        JobPhase.Write => "Write",
        JobPhase.Verify => "Verify",
        JobPhase.Finish => "Finish",
        JobPhase.Leave => "Start",
        null => "Working",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>What the script copies: a station, an alarm, and a tile for each sign and phase.</summary>
    static string Templates()
    {
        var html = new StringBuilder();
        var nobody = new StationNow(new() { Station = "", Program = "", At = default }, StationState.Idle, "");
        _ = html.Append("<template id=\"station\">").Append(Station(nobody)).Append("</template>\n<template id=\"alarm\">").Append(Alarm(null)).Append("</template>\n");
        foreach (var sign in Enum.GetValues<SlotSign>().Where(sign => sign != SlotSign.Running))
            Template(new(0, sign));
        foreach (var phase in Enum.GetValues<JobPhase>().Cast<JobPhase?>().Append(null))
            Template(new(0, SlotSign.Running) { Phase = phase });
        return html.ToString();

        void Template(SlotSnapshot slot) => html.Append($"<template data-tile=\"{Key(slot.Sign, slot.Phase)}\">").Append(Tile(slot)).Append("</template>\n");
    }

    static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
}
