using System.Collections.Immutable;
using GangFlash.Line;
using GangFlash.Numbers;

namespace GangFlash.Traceability.Tests;

/// <summary>What happens at a line, and what a line asks its record.</summary>
public sealed class LineRecordTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_shift_stands_in_tables_that_can_be_asked()
    {
        await using var store = await folder.OpenAsync();

        await Some.ShiftAsync(store);

        Assert.Equal("badge-17 operator end of shift", folder.Ask<string>("SELECT operator || ' ' || role || ' ' || why FROM v_session"));
        Assert.Equal("B-1 WO-7 12 closed 1", folder.Ask<string>("SELECT batch || ' ' || work_order || ' ' || planned || ' ' || how || ' ' || hold FROM v_batch_run"));
        Assert.Equal("1 ]d2 scanned unit Unit taken.", folder.Ask<string>("SELECT accepted || ' ' || symbology || ' ' || entry || ' ' || kind || ' ' || shown FROM v_scan WHERE accepted"));
        Assert.Equal("=cmd typed", folder.Ask<string>("SELECT raw || ' ' || entry FROM v_scan WHERE NOT accepted"));
        Assert.Equal("failedatstation badge-17 supervisor cable changed", folder.Ask<string>("SELECT rule || ' ' || released_by || ' ' || released_role || ' ' || note FROM v_line_stop"));
        Assert.Equal("slot-map 00ff slots: []", folder.Ask<string>("SELECT subject || ' ' || sha256 || ' ' || text FROM configuration_change"));
        Assert.Equal("HOLD badge-17", folder.Ask<string>("SELECT disposition || ' ' || decided_by FROM v_unit WHERE unit = 'SN-0001'"));
        Assert.Equal(2, folder.Ask<int>("SELECT count(*) FROM attempt_start s JOIN operator_session o ON o.session = s.operator_session"));
    }

    [Fact]
    public async Task What_the_rules_of_the_line_want_recorded_is_recorded()
    {
        await using var store = await folder.OpenAsync();
        var record = new ShiftEffect.Record(
            new(Some.Time, TimeSpan.Zero), "badge-17", ShiftRecord.ScanTaken, ImmutableSortedDictionary<string, string>.Empty.Add("raw", "SN-9").Add("entry", "typed").Add("kind", "unit"));

        _ = await store.RecordEventAsync(StationEvent.Of(record, Some.Station, "B-1"), default);

        Assert.Equal("2026-01-05T06:30:00.250+00:00 B-1 SN-9 typed", folder.Ask<string>("SELECT at || ' ' || batch || ' ' || raw || ' ' || entry FROM v_scan"));
    }

    [Theory]
    [InlineData("scan.taken", "{}")]
    [InlineData("scan.refused", """{"entry":"by carrier pigeon","length":"many"}""")]
    [InlineData("batch.opened", "{}")]
    [InlineData("batch.closed", "{}")]
    [InlineData("session.closed", "{}")]
    [InlineData("line.released", "{}")]
    [InlineData("unit.held", "{}")]
    [InlineData("unit.disposed", """{"unit":"SN-1","disposition":"eaten"}""")]
    [InlineData("configuration.changed", "{}")]
    [InlineData("nobody.knows", """{"slot":"x","nested":{"a":[1]}}""")]
    public async Task An_event_that_says_too_little_is_still_recorded(string kind, string detail)
    {
        await using var store = await folder.OpenAsync();

        _ = await store.RecordEventAsync(new(Some.Station, "badge-17", kind, (System.Text.Json.Nodes.JsonObject)System.Text.Json.Nodes.JsonNode.Parse(detail)!), default);

        Assert.Equal(kind, folder.Ask<string>("SELECT kind FROM event"));
    }

    [Fact]
    public async Task A_unit_that_is_good_says_since_when_and_where()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.Start(slot: 3)), Some.Pass(), default);
        using var reader = TraceabilityReader.Open(folder.Database);

        var unit = reader.Unit("SN-0001", default);

        Assert.Equal(Disposition.Good, unit.Disposition);
        Assert.Null(unit.DecidedBy);
        Assert.Equal((3, Some.Station), (unit.GoodSince!.Slot, unit.GoodSince.Station));
        Assert.Equal("3572345A3036", Assert.Single(unit.ChipIdentities));
        Assert.Equal(Disposition.Open, reader.Unit("never seen", default).Disposition);
    }

    [Fact]
    public async Task A_chip_with_two_labels_is_seen()
    {
        await using var store = await folder.OpenAsync();
        foreach (var serial in new[] { "SN-0001", "SN-0002" })
            await store.EndAsync(await store.BegunAsync(Some.Start(serial: serial)), Some.Pass(), default);
        using var reader = TraceabilityReader.Open(folder.Database);

        Assert.Equal("SN-0002", Assert.Single(reader.Unit("SN-0001", default).OtherSerials));
    }

    [Fact]
    public async Task A_batch_that_was_not_closed_can_be_gone_on_with()
    {
        await using var store = await folder.OpenAsync();
        using var reader = TraceabilityReader.Open(folder.Database);
        Assert.Null(reader.OpenBatch(Some.Station, default));

        var opened = await store.RecordEventAsync(new(Some.Station, "badge-17", ShiftRecord.BatchOpened, new() { ["batch"] = "B-7", ["planned"] = 40, ["recipe"] = "pump" }), default);

        Assert.Equal((opened.Id, "B-7", 40), (reader.OpenBatch(Some.Station, default)!.Run, reader.OpenBatch(Some.Station, default)!.Batch, reader.OpenBatch(Some.Station, default)!.Planned));
        Assert.Null(reader.OpenBatch("line-2", default));
        _ = await store.RecordEventAsync(new(Some.Station, "badge-17", ShiftRecord.BatchLeft, new() { ["batch"] = "B-7" }), default);
        Assert.Null(reader.OpenBatch(Some.Station, default));
    }

    [Fact]
    public async Task Attempts_without_an_end_are_told()
    {
        await using var store = await folder.OpenAsync();
        _ = await store.BegunAsync(Some.Start(slot: 5));
        using var reader = TraceabilityReader.Open(folder.Database);

        Assert.Equal((5, "SN-0001"), (reader.WithoutEnd(Some.Station, default).Single().Slot, reader.WithoutEnd(Some.Station, default).Single().Unit));
    }

    public static TheoryData<EventFilter, string> Searches { get; } = new()
    {
        { new() { Kind = "scan." }, "scan.taken scan.refused" },
        { new() { Text = "CABLE CHANGED" }, "line.released" },
        { new() { Text = "sn-0001", Limit = 1 }, "unit.held" },
        { new() { Unit = "SN-0001" }, "unit.held" },
        { new() { Batch = "B-1" }, "batch.opened batch.closed" },
        { new() { Station = "line-2" }, "" },
        { new() { To = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero) }, "" },
        { new() { From = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), Limit = 2 }, "batch.closed session.closed" },
        { new() { Text = "100%_" }, "" },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public async Task The_history_of_a_shift_can_be_searched(EventFilter filter, string kinds)
    {
        await using var store = await folder.OpenAsync();
        await Some.ShiftAsync(store);
        using var reader = TraceabilityReader.Open(folder.Database);

        Assert.Equal(kinds, string.Join(' ', reader.Events(filter, default).Select(happened => happened.Kind)));
    }
}
