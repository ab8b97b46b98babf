using Dapper;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;

namespace GangFlash.Traceability.Tests;

public sealed class AttemptTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_begin_is_on_disk_when_it_returns()
    {
        await using var store = await folder.OpenAsync();

        var attempt = await store.BegunAsync(Some.Start(slot: 3));

        using var afterPowerCut = folder.Snapshot();
        var row = afterPowerCut.Ask<dynamic>("SELECT * FROM attempt_start");
        Assert.Equal(attempt, row.attempt);
        Assert.Equal("line-1", row.station);
        Assert.Equal("badge-17", row.@operator);
        Assert.Equal("B-1", row.batch);
        Assert.Equal("production", row.purpose);
        Assert.Equal("0.1.0", row.software);
        Assert.Equal(3, row.slot);
        Assert.Equal("1-4.2", row.port_path);
        Assert.Equal(1, row.attempt_number);
        Assert.Equal("SN-0001", row.unit_serial);
        Assert.Equal("given", row.serial_source);
        Assert.Equal("0483:df11", row.usb_id);
        Assert.Equal("2200", row.bcd_device);
        Assert.Equal("STM32  BOOTLOADER", row.product);
        Assert.Equal("3572345A3036", row.usb_serial);
        Assert.Equal("""[{"alternate":0,"text":"@Internal Flash  /0x08000000/04*016Kg","raw":"04034000"}]""", row.layouts);
        Assert.Equal(2048, row.transfer_size);
        Assert.Equal("2026-01-05T06:30:00.250+00:00", row.started_at);
    }

    [Fact]
    public async Task An_end_is_on_disk_when_it_returns()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());

        await store.EndAsync(attempt, Some.Pass(), default);

        using var afterPowerCut = folder.Snapshot();
        var row = afterPowerCut.Ask<dynamic>("SELECT * FROM attempt_end");
        Assert.Equal(attempt, row.attempt);
        Assert.Equal("PASS", row.outcome);
        Assert.Equal("full", row.verified);
        Assert.Equal("", row.code);
        Assert.Equal("verify", row.phase);
        Assert.Equal("Every byte was read back and equal.", row.detail);
        Assert.Equal("Slot 1: remove the board.", row.instruction);
        Assert.Equal(1, row.touched);
        Assert.Equal(4, row.erased_sectors);
        Assert.Equal(65_536, row.written_bytes);
        Assert.Equal(65_536, row.verified_bytes);
        Assert.Equal(256, row.dropped_bytes);
        Assert.Equal(120, row.requests);
        Assert.Equal(1, row.wire_retries);
        Assert.Equal(0, row.recoveries);
        Assert.Equal("left", row.leave);
        Assert.Equal("""["faster than usual"]""", row.notes);
        Assert.Equal("2026-01-05T06:30:03.250+00:00", row.ended_at);
        Assert.Equal(2020, row.duration_ms);
        Assert.Equal("3572345A3036", afterPowerCut.Ask<string>("SELECT json_extract(device, '$.usb_serial') FROM attempt_end"));
    }

    [Fact]
    public async Task Phases_and_dropped_data_stand_behind_an_end()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());

        await store.EndAsync(attempt, Some.Pass(), default);

        Assert.Equal(
            "connect 0 20 0, verify 20 2000 65536",
            folder.Ask<string>("SELECT group_concat(phase || ' ' || start_ms || ' ' || duration_ms || ' ' || bytes, ', ') FROM (SELECT * FROM phase_timing ORDER BY position)"));
        Assert.Equal("app.elf section .mailbox 939524096 256", folder.Ask<string>("SELECT file || ' ' || place || ' ' || start || ' ' || length FROM dropped_data"));
    }

    [Fact]
    public async Task A_failed_compare_keeps_all_that_explains_it()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());

        await store.EndAsync(attempt, Some.Mismatch(), default);

        Assert.Equal("FAIL none verify.mismatch", folder.Ask<string>("SELECT outcome || ' ' || verified || ' ' || code FROM attempt_end"));
        var row = folder.Ask<dynamic>("SELECT * FROM verify_failure");
        Assert.Equal(0x0800_01E4, row.first_address);
        Assert.Equal(0x55, row.expected);
        Assert.Equal(0xFF, row.actual);
        Assert.Equal(0x0800_01E2, row.around_start);
        Assert.Equal([1, 2, 0x55], (byte[])row.expected_around);
        Assert.Equal([1, 2, 0xFF], (byte[])row.actual_around);
        Assert.Equal(0x0800_0000, row.sector_address);
        Assert.Equal(0x4000, row.sector_size);
        Assert.Equal(2, row.block_number);
        Assert.Equal(2048, row.compared);
        Assert.Equal(3, row.differing);
        Assert.Equal(1, row.range_count);
        Assert.Equal("""[{"address":"0x080001E4","length":3}]""", row.ranges);
        Assert.Equal(0, row.bits_cleared);
        Assert.Equal(12, row.bits_set);
        Assert.Equal(1, row.stable);
        Assert.Equal("still-blank", row.pattern);
        Assert.Equal("Still blank.", row.finding);
    }

    [Fact]
    public async Task An_unverified_pass_is_never_a_plain_one()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());

        await store.EndAsync(attempt, Some.Pass(verified: false), default);

        Assert.Equal("PASS unverified pass.unverified", folder.Ask<string>("SELECT outcome || ' ' || verified || ' ' || code FROM attempt_end"));
    }

    [Fact]
    public async Task An_attempt_without_a_device_or_a_plan_is_recorded_too()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start(serial: null) with { Device = null, Context = Some.Context with { Batch = null } });

        await store.EndAsync(attempt, Some.End(new UnitResult.Failed(JobReport.Empty, new DfuSe.FlashFailure.Disconnected("connect"), null)), default);

        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_start WHERE usb_id IS NULL AND layouts IS NULL AND unit_serial IS NULL AND batch IS NULL"));
        Assert.Equal("ERROR usb.disconnected", folder.Ask<string>("SELECT outcome || ' ' || code FROM attempt_end WHERE phase IS NULL AND dropped_bytes IS NULL AND device IS NULL"));
    }

    [Fact]
    public async Task Recipes_and_images_are_stored_once()
    {
        await using var store = await folder.OpenAsync();

        _ = await store.BegunAsync(Some.Start(1));
        _ = await store.BegunAsync(Some.Start(2));

        Assert.Equal("1 1 1 2", folder.Ask<string>(
            "SELECT (SELECT count(*) FROM recipe_revision) || ' ' || (SELECT count(*) FROM image) || ' ' || (SELECT count(*) FROM recipe_image) || ' ' || (SELECT count(*) FROM attempt_image)"));
        Assert.Equal("recipe: pump\r\n", folder.Ask<string>("SELECT text FROM recipe_revision"));
        Assert.Equal(
            """[{"address":"0x08000000","length":4,"sha256":"9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a","origin":"bytes from offset 0x0"}]""",
            folder.Ask<string>("SELECT segments FROM image"));
    }

    [Fact]
    public async Task The_same_bytes_at_another_address_are_another_image()
    {
        await using var store = await folder.OpenAsync();

        _ = await store.BegunAsync(Some.Start(order: Some.Order() with { Images = [Some.Image(0x0800_0000)] }));
        _ = await store.BegunAsync(Some.Start(order: Some.Order() with { Images = [Some.Image(0x0801_0000)] }));

        Assert.Equal("2 1", folder.Ask<string>("SELECT count(*) || ' ' || count(DISTINCT sha256) FROM image"));
    }

    [Fact]
    public async Task The_same_image_twice_in_a_recipe_keeps_both_places()
    {
        await using var store = await folder.OpenAsync();

        _ = await store.BegunAsync(Some.Start(order: Some.Order() with { Images = [Some.Image(), Some.Image(0x0801_0000), Some.Image()] }));

        Assert.Equal("0:1 1:2 2:1", folder.Ask<string>("SELECT group_concat(position || ':' || image, ' ') FROM (SELECT * FROM attempt_image ORDER BY position)"));
    }

    [Fact]
    public async Task Attempts_are_numbered_in_the_order_in_which_they_began()
    {
        await using var store = await folder.OpenAsync();

        var first = await store.BegunAsync(Some.Start(1));
        var second = await store.BegunAsync(Some.Start(2));

        using var connection = folder.Beside();
        Assert.Equal([(1L, first), (2L, second)], connection.Query<(long, string)>("SELECT seq, attempt FROM attempt_start ORDER BY seq"));
    }

    [Fact]
    public async Task An_end_without_a_begin_is_refused()
    {
        await using var store = await folder.OpenAsync();

        var refused = await Assert.ThrowsAsync<RecordException>(() => store.EndAsync("nobody", Some.Pass(), default));

        Assert.Contains("nothing of it was written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, folder.Ask<int>("SELECT count(*) FROM attempt_end"));
    }

    [Fact]
    public async Task A_second_end_is_refused_and_the_first_one_stands()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());
        await store.EndAsync(attempt, Some.Mismatch(), default);

        _ = await Assert.ThrowsAsync<RecordException>(() => store.EndAsync(attempt, Some.Pass(), default));

        Assert.Equal("FAIL", folder.Ask<string>("SELECT outcome FROM attempt_end"));
    }

    [Theory]
    [InlineData("Robert'); DROP TABLE attempt_start;--")]
    [InlineData("\"quotes\" 'and' `more`")]
    [InlineData("\u0001\u001B[31m\r\n\t\u007F")]
    [InlineData("before\0behind")]
    [InlineData("Ünïcode 電池 🔋 \u202Egnirts")]
    [InlineData("@StartedAt")]
    [InlineData("")]
    public async Task Text_is_stored_as_it_came(string text)
    {
        await using var store = await folder.OpenAsync();

        _ = await store.BegunAsync(Some.Start(serial: text) with { Context = Some.Context with { Operator = text, Batch = text } });

        Assert.Equal((text, text, text), folder.Ask<(string, string, string)>("SELECT unit_serial, operator, batch FROM attempt_start"));
    }

    [Fact]
    public async Task Long_text_is_stored_whole()
    {
        await using var store = await folder.OpenAsync();
        var text = string.Concat(Enumerable.Range(0, 10_000).Select(i => (char)('!' + i % 90)));

        _ = await store.BegunAsync(Some.Start(serial: text));

        Assert.Equal(text, folder.Ask<string>("SELECT unit_serial FROM attempt_start"));
    }

    [Fact]
    public async Task An_event_says_who_did_what_and_when()
    {
        await using var store = await folder.OpenAsync();

        var recorded = await store.RecordEventAsync(new("line-1", "badge-17", "preflight.refused", new() { ["slot"] = 3, ["code"] = "preflight.outside-memory" }), default);

        Assert.Equal(1, recorded.Seq);
        Assert.Equal(recorded.Id, folder.Ask<string>("SELECT id FROM event"));
        Assert.Equal(
            """2026-01-05T06:00:00.000+00:00 line-1 badge-17 preflight.refused {"slot":3,"code":"preflight.outside-memory"}""",
            folder.Ask<string>("SELECT at || ' ' || station || ' ' || actor || ' ' || kind || ' ' || detail FROM event"));
    }

    [Theory]
    [InlineData(OptionBytesState.ReadBack, true, "option-bytes 1")]
    [InlineData(OptionBytesState.AlreadyThere, true, "option-bytes 1")]
    [InlineData(OptionBytesState.NotReadBack, false, "option-bytes 0")]
    [InlineData(OptionBytesState.NotProven, null, "")]
    public async Task Option_bytes_are_recorded_as_they_were_and_as_they_are(OptionBytesState state, bool? verified, string after)
    {
        await using var store = await folder.OpenAsync();
        var options = new OptionBytesReport(new(1, AddressRange.Of(0x1FFF_C000, 2), [0xFF, 0xBB], [], MayStayUnread: true, Chips.ReadProtection.Of("STM32F4")), [0xFF, 0xAA], state, "reads are refused since");
        var report = Some.Report() with { OptionBytes = options };
        UnitResult result = verified is { } isVerified ? new UnitResult.Passed(report, isVerified) : new UnitResult.Failed(report, new FlashFailure.OptionBytesNotRead(0x1FFF_C000, "gone"), null);

        await store.EndAsync(await store.BegunAsync(Some.Start()), Some.End(result), default);

        Assert.Equal("option-bytes-before FF AA 1", folder.Ask<string>("SELECT name || ' ' || value || ' ' || read_back FROM unit_datum ORDER BY position LIMIT 1"));
        Assert.Equal(after, folder.Ask<string>("SELECT COALESCE(group_concat(name || ' ' || read_back), '') FROM unit_datum WHERE position > 0"));
    }
}
