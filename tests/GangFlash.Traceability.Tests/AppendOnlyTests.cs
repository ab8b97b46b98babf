using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability.Tests;

/// <summary>No way to change or remove a row on a connection with the habits of ours.</summary>
public sealed class AppendOnlyTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    static readonly string[] s_tables =
    [
        "recipe_revision", "image", "image_file", "recipe_image", "kept", "kept_bytes", "number_lease", "unit_datum", "recipe_release", "attempt_release", "attempt_start", "attempt_image", "attempt_end", "phase_timing", "dropped_data", "verify_failure", "event",
        "record_identity", "station", "operator", "unit", "operator_session", "operator_session_end", "batch_run", "batch_run_end", "scan", "line_stop",
        "line_release", "configuration_change", "disposition", "attempt_fact", "attempt_fact_shift", "ledger", "checkpoint",
    ];

    public static TheoryData<string> Tables { get; } = [.. s_tables];

    [Fact]
    public async Task These_are_all_tables()
    {
        await FillAsync();

        using var connection = folder.Beside();
        Assert.Equal(
            s_tables.Order(),
            connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_row_can_be_changed(string table) => await RefusesAsync(table, (column, _) => $"UPDATE {table} SET {column} = {column}");

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_row_can_be_deleted(string table) => await RefusesAsync(table, (_, _) => $"DELETE FROM {table}");

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_row_can_be_replaced(string table) => await RefusesAsync(table, (_, _) => $"INSERT OR REPLACE INTO {table} SELECT * FROM {table}");

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_row_can_be_changed_by_update_or_replace(string table) => await RefusesAsync(table, (column, _) => $"UPDATE OR REPLACE {table} SET {column} = {column}");

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task No_row_can_be_changed_by_an_upsert(string table) => await RefusesAsync(
        table, (column, key) => $"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT ({key}) DO UPDATE SET {column} = excluded.{column}");

    [Fact]
    public async Task The_stores_own_connection_refuses_a_replaced_row_too()
    {
        await FillAsync();
        using var connection = new RecordFile(folder.Database).OpenForWriting(RecordLimits.Ordinary);

        var refused = Assert.Throws<SqliteException>(() => connection.Execute("INSERT OR REPLACE INTO attempt_end SELECT * FROM attempt_end"));

        Assert.Contains("append-only", refused.Message, StringComparison.Ordinal);
    }

    /// <param name="statement">Of a column and of the columns of a key.</param>
    async Task RefusesAsync(string table, Func<string, string, string> statement)
    {
        await FillAsync();
        using var connection = folder.Beside();
        var before = connection.Query($"SELECT * FROM {table}").Select(row => row.ToString()).ToList();
        var columns = connection.Query<(string Name, long Key)>($"SELECT name, pk FROM pragma_table_info('{table}')").ToList();
        var key = string.Join(", ", columns.Where(column => column.Key > 0).Select(column => column.Name));

        var refused = Assert.Throws<SqliteException>(() => connection.Execute(statement(columns[^1].Name, key)));

        Assert.Contains($"{table} is append-only", refused.Message, StringComparison.Ordinal);
        Assert.NotEmpty(before);
        Assert.Equal(before, connection.Query($"SELECT * FROM {table}").Select(row => row.ToString()));
    }

    [Fact]
    public void Every_table_belongs_to_one_kind_of_record()
    {
        var heads = RecordKind.All.Select(kind => kind.Table).ToList();
        var children = RecordKind.All.SelectMany(kind => kind.Children.Select(child => child.Table)).Distinct(StringComparer.Ordinal).ToList();

        Assert.Empty(heads.Intersect(children, StringComparer.Ordinal));
        Assert.Equal(s_tables.Order(), heads.Concat(children).Append("ledger").Order());
    }

    /// <summary>At least one row in each table.</summary>
    async Task FillAsync()
    {
        await using var store = await folder.OpenAsync();
        await Some.ShiftAsync(store);
    }
}
