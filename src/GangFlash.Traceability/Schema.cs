using System.Collections.Immutable;
using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>The versions of the database, each a file that leads from the one before. There is no way back.</summary>
static class Schema
{
    /// <summary>Stands in the header of the file: <c>GFla</c>.</summary>
    const int ApplicationId = 0x47466C61;

    /// <summary>In their order; never edited once they were released. The second half fills in what SQL alone cannot.</summary>
    static readonly ImmutableArray<(string File, Action<RecordBook> Fill)> s_migrations = [("0001-attempts.sql", _ => { }), ("0002-ledger.sql", FillLedger.Run), ("0003-reports.sql", _ => { }), ("0004-kept.sql", _ => { }), ("0005-units.sql", _ => { }), ("0006-images.sql", _ => { }), ("0007-releases.sql", _ => { })];

    public static int Newest => s_migrations.Length;

    /// <summary>Brings the database up to a version in one transaction, after a copy of what was there.</summary>
    /// <param name="to"><see cref="Newest"/>; another one only to see what an earlier program left.</param>
    /// <param name="progress">Hears how far it is; none: nobody asks.</param>
    /// <exception cref="RecordException">It belongs to a newer version or to another program, or the copy cannot be made.</exception>
    public static void Migrate(SqliteConnection connection, string path, int to, TimeProvider clock, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        if (VersionOf(connection, path) >= to)
            return;
        connection.CreateFunction("uuid_v7", (string at) => Guid.CreateVersion7(RecordTime.Parse(at)).ToString());
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = VersionOf(connection, path);      // asked again: another program may have been faster
        if (version >= to)
            return;
        if (version > 0)
            RecordCopy.BeforeMigration(path, version, progress, ct);
        progress?.Report(new(RecordStep.Migrating, 0, 0));
        using var book = new RecordBook(connection, clock);
        foreach (var (file, fill) in s_migrations.Take(to).Skip(version))
        {
            _ = connection.Execute(Text(file), transaction: transaction);
            fill(book);
        }

        _ = connection.Execute($"PRAGMA user_version = {to}", transaction: transaction);
        transaction.Commit();
    }

    /// <exception cref="RecordException">The database is older or newer than this program, or there is none in the file.</exception>
    public static void Demand(SqliteConnection connection, string path)
    {
        if (VersionOf(connection, path) is var version && version < Newest)
            throw new RecordException($"The record {path} has version {version}, and this GangFlash reads {Newest}. Start the station once; that brings it up to date.");
    }

    /// <summary>Every object of the newest version: its name with the SQL that made it.</summary>
    public static ImmutableSortedDictionary<string, string> Objects(SqliteConnection connection) => connection
        .Query<(string Name, string Sql)>("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'")
        .ToImmutableSortedDictionary(item => item.Name, item => item.Sql, StringComparer.Ordinal);

    /// <summary>An empty database of the newest version, in memory.</summary>
    public static SqliteConnection Pattern(TimeProvider clock)
    {
        SqliteLibrary.Start();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Migrate(connection, ":memory:", Newest, clock, progress: null, CancellationToken.None);
        return connection;
    }

    /// <summary>0 for a file without a record.</summary>
    /// <exception cref="RecordException">It belongs to a newer version or to another program.</exception>
    public static int VersionOf(SqliteConnection connection, string path)
    {
        var (version, application, tables) = connection.QuerySingle<(int, int, int)>(
            "SELECT (SELECT user_version FROM pragma_user_version), (SELECT application_id FROM pragma_application_id), (SELECT count(*) FROM sqlite_master)");
        if (application != (tables == 0 ? 0 : ApplicationId))
            throw new RecordException($"{path} is a database of another program. Give the record a file of its own.");
        if (version > Newest)
            throw new RecordException($"The record {path} has version {version}, and this GangFlash knows up to {Newest}. Update GangFlash on this station.");
        return version;
    }

    static string Text(string migration)
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream(migration) ?? throw new InvalidOperationException($"{migration} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
