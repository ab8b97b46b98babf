using Dapper;
using GangFlash.Gang;
using GangFlash.Testing;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability.Tests;

/// <summary>A folder of its own for a test's database.</summary>
sealed class RecordFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-record-");

    public string Database => Path.Combine(folder.FullName, "record.db");

    public VirtualClock Clock { get; } = new();

    /// <summary>Waits only as long for a lock as the provider insists on: one second.</summary>
    public static RecordLimits Impatient { get; } = new(TimeSpan.Zero, null);

    public Task<TraceabilityStore> OpenAsync() => TraceabilityStore.OpenAsync(Database, Clock, default);

    internal Task<TraceabilityStore> OpenAsync(RecordLimits limits) => TraceabilityStore.OpenAsync(Database, Clock, limits, progress: null, default);

    /// <summary>Another program with the same habits: foreign keys and recursive triggers are on.</summary>
    public SqliteConnection Beside()
    {
        var connection = new SqliteConnection($"Data Source={Database};Mode=ReadWrite;Pooling=False;Default Timeout=1;Foreign Keys=True;Recursive Triggers=True");
        connection.Open();
        return connection;
    }

    public T Ask<T>(string sql)
    {
        using var connection = Beside();
        return connection.QuerySingle<T>(sql);
    }

    /// <summary>What a power cut at this moment would leave.</summary>
    public RecordFolder Snapshot()
    {
        var copy = new RecordFolder();
        foreach (var part in new[] { "", "-wal", ".checkpoints" }.Where(part => File.Exists(Database + part)))
            File.Copy(Database + part, copy.Database + part);
        return copy;
    }

    public void Dispose() => folder.Delete(recursive: true);
}

static class Storing
{
    /// <summary>Begins an attempt that must begin.</summary>
    public static async Task<string> BegunAsync(this TraceabilityStore store, AttemptStart start) =>
        Assert.IsType<AttemptBegin.Begun>(await store.BeginAsync(start, default)).Attempt;
}
