using System.Globalization;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Messages;
using GangFlash.Station.Listings;
using GangFlash.Station.Terminal;
using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>One slot for who wants to know more: its log, its failure byte by byte, its device, its plan.</summary>
static class StoryPage
{
    const int BytesInRow = 16;

    public static void Draw(Frame frame, Area area, ScreenState state, Page.Slot page)
    {
        var story = state.Stories.GetValueOrDefault(state.Selected, SlotStory.Empty);
        string Say(Message message) => ScreenView.Say(state, message);
        var tabs = Enum.GetValues<StoryTab>().Select(tab => tab == page.Tab ? $"[{Say(Word(tab))}]" : $" {Say(Word(tab))} ");
        var title = $"{Say(ScreenPhrases.SlotWord.With(("slot", state.Selected)))}   {string.Join(' ', tabs)}";
        Pages.Lines(frame, area, title, [.. Lines(state, story, page.Tab, area.Width - 2)], page.Scroll);
    }

    static IEnumerable<(string Text, Style Look)> Lines(ScreenState state, SlotStory story, StoryTab tab, int width)
    {
        string Say(Message message) => ScreenView.Say(state, message);
        var lines = tab switch
        {
            StoryTab.Log => story.Lines.IsEmpty ? [(Say(ScreenPhrases.Nothing), Look.Quiet)] : story.Lines.Select(line => ($"{(line.At.Wall + state.Zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {Safe(line.Text)}", Look.Plain)),
            StoryTab.Failure => story.Verdict is SlotVerdict.Recorded { Result: UnitResult.Failed { Verify: { } verify } failed } ? Failure(failed, verify) : [(Say(ScreenPhrases.NotFailed), Look.Quiet)],
            StoryTab.Memory => story.Device is { } device
                ? Split(DeviceListing.Identity(device)).Select(line => (line, Look.Plain))
                : [(Say(ScreenPhrases.NoDevice), Look.Quiet)],
            _ => story is { Plan: { } plan, Loaded.Order: { } order }
                ? Split(PlanListing.Of(order, new Planning.Planned.Ready(plan))).Select(line => (line, Look.Plain))
                : [(Say(ScreenPhrases.NoPlan), Look.Quiet)],
        };
        return lines.SelectMany(line => Wrapped(line.Item1, width).Select(text => (text, line.Item2)));
    }

    /// <summary>What was expected and what was read, row by row; bytes that differ are marked between the two.</summary>
    static IEnumerable<(string Text, Style Look)> Failure(UnitResult.Failed failed, VerifyFailure verify)
    {
        yield return ($"{failed.Code}: {Safe(failed.Detail)}", Look.RedText);
        yield return (Safe(verify.Diagnosis.Finding), Look.Strong);
        yield return ($"sector {verify.Sector.Range}, block {verify.BlockNumber}; {verify.Differing:N0} of {verify.Compared:N0} bytes differ in {verify.RangeCount:N0} ranges", Look.Plain);
        yield return ($"bits cleared {verify.BitsCleared:N0}, set {verify.BitsSet:N0}; {(verify.Stable is { } stable ? stable ? "the same when read again" : "different when read again" : "could not be read again")}", Look.Plain);
        yield return ("", Look.Plain);
        for (var row = 0; row < verify.ExpectedAround.Length; row += BytesInRow)
        {
            var count = Math.Min(BytesInRow, verify.ExpectedAround.Length - row);
            var marks = string.Join(' ', Enumerable.Range(row, count).Select(i => i >= verify.ActualAround.Length || verify.ExpectedAround[i] != verify.ActualAround[i] ? "^^" : "  "));
            yield return ($"0x{verify.AroundStart + (uint)row:X8}  expected  {Hex(verify.ExpectedAround.AsSpan(), row, count)}", Look.Plain);
            yield return ($"            actual    {Hex(verify.ActualAround.AsSpan(), row, Math.Min(count, Math.Max(0, verify.ActualAround.Length - row)))}", Look.RedText);
            if (marks.Trim().Length > 0)
                yield return ($"                      {marks}", Look.RedText);
        }
    }

    static string Hex(ReadOnlySpan<byte> bytes, int from, int count)
    {
        var row = bytes.Slice(Math.Min(from, bytes.Length), count);
        return string.Join(' ', row.ToArray().Select(value => value.ToString("X2", CultureInfo.InvariantCulture)));
    }

    static string[] Split(string listing) => listing.TrimEnd('\n').Split('\n');

    /// <summary>Long lines go on below, indented like their beginning.</summary>
    static IEnumerable<string> Wrapped(string line, int width)
    {
        if (CellWidth.Of(line) <= width)
            return [line];
        var indent = new string(' ', Math.Min(line.Length - line.TrimStart().Length, width / 2));
        return TileDrawing.Wrapped(line, width - indent.Length).Select(part => indent + part);
    }

    static string Safe(string text) => Printable.Escape(text, 1000);

    static Phrase Word(StoryTab tab) => tab switch
    {
        StoryTab.Log => ScreenPhrases.TabLog,
        StoryTab.Failure => ScreenPhrases.TabFailure,
        StoryTab.Memory => ScreenPhrases.TabMemory,
        _ => ScreenPhrases.TabPlan,
    };
}
