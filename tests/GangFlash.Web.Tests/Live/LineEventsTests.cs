using System.Text.Json;
using GangFlash.Line;
using GangFlash.Traceability;

namespace GangFlash.Web.Tests.Live;

/// <summary>The line as another process sees it: through the file that the station writes.</summary>
public sealed class LineEventsTests : IAsyncLifetime
{
    readonly TestSite site = new();
    LineFile file = null!;

    public async Task InitializeAsync()
    {
        _ = await site.StartAsync();
        file = new(site.Database, "LINE-1");
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task What_the_station_writes_comes_to_whoever_follows_and_its_end_too()
    {
        using var events = new StreamReader(await site.Client.GetStreamAsync("/api/line/events"));
        Assert.Empty((await NextAsync(events)).GetProperty("stations").EnumerateArray());

        file.Write(SomeLine.Working(site.Clock.GetUtcNow()));
        var working = await UntilAsync(events, line => line.GetProperty("stations").GetArrayLength() == 1);
        Assert.Equal(("LINE-1", "working", "Working: 1 of 4 slots."), Of(working));

        var more = SomeLine.Working(site.Clock.GetUtcNow());
        file.Write(more with { Slots = more.Slots.SetItem(0, new(1, SlotSign.Good) { Unit = "SN-1" }) });
        var done = await UntilAsync(events, line => Slot(line, 0).GetProperty("sign").GetString() == "good");
        Assert.Equal("idle", Of(done).State);

        file.Remove();
        _ = await UntilAsync(events, line => line.GetProperty("stations").GetArrayLength() == 0);
    }

    [Fact]
    public async Task A_station_that_was_killed_is_lost_after_a_while_and_forgotten_after_a_day()
    {
        file.Write(SomeLine.Working(site.Clock.GetUtcNow()));
        using var events = new StreamReader(await site.Client.GetStreamAsync("/api/line/events"));
        Assert.Equal("working", Of(await NextAsync(events)).State);

        site.Clock.Forward(TimeSpan.FromSeconds(30));
        var lost = await UntilAsync(events, line => Of(line).State == "lost");
        Assert.StartsWith("Not heard from since ", Of(lost).Says, StringComparison.Ordinal);

        site.Clock.Forward(TimeSpan.FromDays(2));
        _ = await UntilAsync(events, line => line.GetProperty("stations").GetArrayLength() == 0);
    }

    [Fact]
    public async Task Whoever_follows_hears_that_the_connection_lives_although_nothing_happens()
    {
        using var events = new StreamReader(await site.Client.GetStreamAsync("/api/line/events"));
        site.Clock.Forward(TimeSpan.FromSeconds(3));

        while (await events.ReadLineAsync() is var line && line != "event: beat")
            Assert.NotNull(line);
    }

    [Fact]
    public async Task The_page_without_script_shows_the_same()
    {
        file.Write(SomeLine.Working(site.Clock.GetUtcNow()));

        var page = await site.TextAsync("/line");

        Assert.Contains("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>", page, StringComparison.Ordinal);
        Assert.Contains("data-station=\"LINE-1\"", page, StringComparison.Ordinal);
        Assert.Contains("verify.mismatch", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_tells_nothing_is_named_beside_the_others()
    {
        file.Write(SomeLine.Working(site.Clock.GetUtcNow()));
        await File.WriteAllTextAsync(site.Database + ".station-0123456789abcdef.live.json", "<script>alert(1)</script>");

        var page = await site.TextAsync("/line");

        Assert.Contains("station-0123456789abcdef.live.json: is no JSON", page, StringComparison.Ordinal);
        Assert.Contains("data-station=\"LINE-1\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_a_station_says_is_text()
    {
        var evil = "<script>alert(1)</script>\u001b[31m";
        file.Write(SomeLine.Working(site.Clock.GetUtcNow()) with { Station = evil, Batch = evil, WorkOrder = evil, Recipe = evil, Operator = evil, Alarms = [new(AlarmClass.Stop, default, evil, evil)], Slots = [new(1, SlotSign.Red) { Unit = evil, Code = evil }] });

        foreach (var path in new[] { "/", "/line" })
            Assert.DoesNotContain("<script>", await site.TextAsync(path), StringComparison.Ordinal);
    }

    static (string? Station, string? State, string? Says) Of(JsonElement line) => line.GetProperty("stations").EnumerateArray().Select(station =>
        (station.GetProperty("station").GetString(), station.GetProperty("state").GetString(), station.GetProperty("says").GetString())).FirstOrDefault();

    static JsonElement Slot(JsonElement line, int at) => line.GetProperty("stations")[0].GetProperty("slots")[at];

    static async Task<JsonElement> UntilAsync(StreamReader events, Func<JsonElement, bool> isIt)
    {
        while (true)
        {
            var line = await NextAsync(events);
            if (isIt(line))
                return line;
        }
    }

    static async Task<JsonElement> NextAsync(StreamReader events)
    {
        const string Data = "data: {\"asOf\"";
        while (true)
        {
            var text = await events.ReadLineAsync() ?? throw new EndOfStreamException();
            if (text.StartsWith(Data, StringComparison.Ordinal))
                return JsonDocument.Parse(text["data: ".Length..]).RootElement.Clone();
        }
    }
}
