using System.Collections.Immutable;
using System.Security.Cryptography;
using Dapper;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Recipes;

namespace GangFlash.Traceability.Tests;

/// <summary>Numbers that units take: no number twice, whatever stops, and no gap that nobody can explain.</summary>
public sealed class NumbersTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    static AttemptStart Start(string? serial, NumberRange? range = null) => Some.Start(serial: serial, order: Some.NumberedOrder(range));

    /// <summary>The last byte of the MAC address that the attempt was given, or the end of the range.</summary>
    static async Task<string> TakenAsync(TraceabilityStore store, AttemptStart start) => await store.BeginAsync(start, default) switch
    {
        AttemptBegin.Begun begun => $"{begun.Numbers["mac"] & 0xFF}",
        AttemptBegin.NumbersSpent spent => $"spent at {spent.Last}",
        var other => other.ToString(),
    };

    [Fact]
    public async Task Each_unit_takes_the_next_one_until_none_is_left()
    {
        await using var store = await folder.OpenAsync();

        var taken = new List<string>();
        foreach (var serial in new[] { "A", "B", "C", "D", "E" })
            taken.Add(await TakenAsync(store, Start(serial)));

        Assert.Equal(["0", "1", "2", "3", "spent at 00:80:E1:00:00:03"], taken);
        Assert.Equal(4, folder.Ask<int>("SELECT count(*) FROM attempt_start"));     // the one that got none has not begun
    }

    [Fact]
    public async Task A_unit_that_is_known_keeps_its_number_and_one_that_nobody_knows_takes_another()
    {
        await using var store = await folder.OpenAsync();

        Assert.Equal("0", await TakenAsync(store, Start("A")));
        Assert.Equal("1", await TakenAsync(store, Start("B")));
        Assert.Equal("0", await TakenAsync(store, Start("A")));
        Assert.Equal("2", await TakenAsync(store, Start(null)));
        Assert.Equal("3", await TakenAsync(store, Start(null)));
        Assert.Equal("1", await TakenAsync(store, Start("B")));         // also where none is left for others
    }

    [Fact]
    public async Task A_second_attempt_on_the_board_in_the_slot_keeps_the_number_of_the_first()
    {
        await using var store = await folder.OpenAsync();

        var first = await store.BegunAsync(Start(null));

        Assert.Equal("0", await TakenAsync(store, Start(null) with { Previous = first }));
        Assert.Equal("1", await TakenAsync(store, Start(null)));
    }

    [Fact]
    public async Task What_a_power_cut_leaves_gives_no_number_twice()
    {
        await using var store = await folder.OpenAsync();
        Assert.Equal("0", await TakenAsync(store, Start("A")));

        using var left = folder.Snapshot();
        await using var restarted = await left.OpenAsync();
        _ = await restarted.CloseInterruptedAsync(Some.Station, default);

        Assert.Equal("1", await TakenAsync(restarted, Start("B")));
        Assert.Equal(["0 A void station.interrupted", "1 B running "], Numbers(left));
    }

    [Fact]
    public async Task Each_station_takes_of_its_share_and_of_steps_only_whole_ones()
    {
        await using var store = await folder.OpenAsync();
        var range = Some.Numbers with { Last = Some.Numbers.First + 11, Step = 4 };
        AttemptStart Here(string serial) => Start(serial, range) with { Context = Some.Context with { Shares = Share(2, 8) } };

        Assert.Equal("4", await TakenAsync(store, Here("A")));
        Assert.Equal("8", await TakenAsync(store, Here("B")));
        Assert.Equal("spent at 00:80:E1:00:00:08", await TakenAsync(store, Here("C")));
        Assert.Equal("0", await TakenAsync(store, Start("D", range with { Last = Some.Numbers.First + 3 })));
    }

    static ImmutableSortedDictionary<string, NumberShare> Share(uint first, uint last) =>
        ImmutableSortedDictionary<string, NumberShare>.Empty.Add("mac", new(Some.Numbers.First + first, Some.Numbers.First + last));

    [Fact]
    public async Task A_serial_that_is_a_number_is_the_units_serial_from_its_first_row_on()
    {
        await using var store = await folder.OpenAsync();
        var range = new NumberRange("sn", 41, 99, 1, NumberNotation.Decimal, default);
        var order = Some.Order() with { Recipe = Some.Recipe() with { Serial = new(SerialSource.Numbers) { Range = range, Template = "PC-####" } } };

        _ = await store.BegunAsync(Some.Start(serial: null, order: order));
        _ = await store.BegunAsync(Some.Start(serial: null, order: order));

        using var connection = folder.Beside();
        Assert.Equal(["PC-0041", "PC-0042"], connection.Query<string>("SELECT unit_serial FROM attempt_start ORDER BY seq"));
        Assert.Empty(Verify(folder));
    }

    [Fact]
    public async Task The_record_says_of_every_number_what_became_of_it()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Start("A")), Some.PassWith(Some.UnitData), default);
        await store.EndAsync(await store.BegunAsync(Start("B")), Some.Mismatch(Some.UnitData), default);
        _ = await store.BegunAsync(Start("C"));

        Assert.Equal(["0 A used ", "1 B void verify.mismatch", "2 C running "], Numbers(folder));
    }

    static ImmutableArray<LedgerFinding> Verify(RecordFolder folder) => RecordArchive.Verify(folder.Database, null, folder.Clock, default).Findings;

    static string[] Numbers(RecordFolder folder)
    {
        using var connection = folder.Beside();
        return [.. connection.Query<(long Number, string Unit, string State, string? Code)>("SELECT number & 255, unit, state, code FROM v_number ORDER BY number").Select(row => $"{row.Number} {row.Unit} {row.State} {row.Code}")];
    }

    [Fact]
    public async Task Unit_data_are_with_the_attempt_and_of_a_secret_only_the_hash_is()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Start("A")), Some.PassWith(Some.UnitData), default);
        await store.EndAsync(await store.BegunAsync(Start("B")), Some.Mismatch(Some.UnitData), default);
        await store.EndAsync(await store.BegunAsync(Start("C")), Some.End(new UnitResult.Aborted(JobReport.Empty)), default);     // never touched

        using var connection = folder.Beside();
        Assert.Equal(
            [
                "A mac 08010000+6 00:80:E1:00:00:00 read back", "A key 08010010+4 - read back",
                "B mac 08010000+6 00:80:E1:00:00:00 -", "B key 08010010+4 - -",
            ],
            connection.Query<(string Unit, string Name, long Address, long Length, string? Value, long ReadBack)>("SELECT unit_serial, name, address, length, value, read_back FROM v_unit_datum ORDER BY seq, position")
                .Select(row => $"{row.Unit} {row.Name} {row.Address:X8}+{row.Length} {row.Value ?? "-"} {(row.ReadBack == 1 ? "read back" : "-")}"));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("KEY!"u8)), connection.QueryFirst<string>("SELECT sha256 FROM unit_datum WHERE name = 'key'"));
    }

    [Fact]
    public async Task A_number_or_a_value_that_was_changed_behind_our_back_shows()
    {
        await using (var store = await folder.OpenAsync())
            await store.EndAsync(await store.BegunAsync(Start("A")), Some.PassWith(Some.UnitData), default);

        foreach (var forged in new[] { "UPDATE number_lease SET number = number + 1", "UPDATE unit_datum SET value = '00:80:E1:00:00:09' WHERE name = 'mac'", "DELETE FROM unit_datum WHERE name = 'key'" })
        {
            using var copy = folder.Snapshot();
            using (var connection = copy.Beside())
                _ = connection.Execute($"DROP TRIGGER number_lease_no_update; DROP TRIGGER unit_datum_no_update; DROP TRIGGER unit_datum_no_delete; {forged}");

            Assert.NotEmpty(Verify(copy));
        }
    }
}
