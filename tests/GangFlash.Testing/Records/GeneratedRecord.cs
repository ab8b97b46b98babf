using GangFlash.Traceability;
using Microsoft.Data.Sqlite;

namespace GangFlash.Testing;

/// <summary>A record of as many attempts as one wants, which never happened: the same number gives the same record. For plans of queries and for figures.</summary>
public static class GeneratedRecord
{
    /// <summary>A unit of every generated record of more than 9,000 attempts that failed and passed later.</summary>
    public const string Unit = "SN-00000100";

    /// <summary>A batch of every generated record of more than 5,500 attempts.</summary>
    public const string Batch = "WO-00010";

    /// <summary>SHA-256 of an image that a tenth of the attempts wrote.</summary>
    public static string Image { get; } = new string('0', 61) + "101";

    /// <param name="path">Of a file that does not exist yet.</param>
    public static async Task WriteAsync(string path, int attempts, CancellationToken ct)
    {
        await using (await TraceabilityStore.OpenAsync(path, TimeProvider.System, ct))
        {
            // An empty record of the newest version is there now.
        }

        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Default Timeout=0");
        await connection.OpenAsync(ct);
        // Made for size: a file that a crash would lose, and that nobody else has yet.
        await RunAsync("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -400000");
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await RunAsync(Sql().Replace("@attempts", attempts.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal), (SqliteTransaction)transaction);
            GeneratedLedger.Write(connection, path, ct);
            await transaction.CommitAsync(ct);
        }

        await RunAsync("PRAGMA journal_mode = WAL");

        async Task RunAsync(string sql, SqliteTransaction? transaction = null)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // From this project's own file.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Transaction = transaction;
            _ = await command.ExecuteNonQueryAsync(ct);
        }
    }

    static string Sql()
    {
        using var stream = typeof(GeneratedRecord).Assembly.GetManifestResourceStream("generated-record.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
