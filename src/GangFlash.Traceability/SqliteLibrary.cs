using System.Runtime.InteropServices;
using SQLitePCL;

namespace GangFlash.Traceability;

/// <summary>
/// Which SQLite this process uses: the system's where it is newer than the one that comes with the program. The system's gets its mends with the system's
/// updates; the bundled one is always there.
/// </summary>
/// <param name="Version">As SQLite tells it: <c>3.46.1</c>.</param>
/// <param name="Source">system or bundled.</param>
/// <param name="Why">In words, for the doctor.</param>
public sealed record SqliteLibrary(string Version, string Source, string Why)
{
    /// <summary>Set to <c>bundled</c>, this variable keeps the system's library out.</summary>
    public const string Switch = "GANGFLASH_SQLITE";

    const string SystemName = "libsqlite3.so.0";
    const string BundledName = "e_sqlite3";

    static readonly Lazy<SqliteLibrary> s_inUse = new(Choose);

    /// <summary>The one of this process. Chosen once, before the first database is opened.</summary>
    public static SqliteLibrary InUse => s_inUse.Value;

    /// <summary>Before anything else of SQLite is called.</summary>
    internal static void Start() => _ = InUse;

    static SqliteLibrary Choose()
    {
        var provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        var forced = string.Equals(Environment.GetEnvironmentVariable(Switch), "bundled", StringComparison.OrdinalIgnoreCase);
        var bundled = NativeLibrary.TryLoad(BundledName, provider, null, out var ours) ? VersionOf(ours) : 0;
        var found = !forced && OperatingSystem.IsLinux() && NativeLibrary.TryLoad(SystemName, out var theirs) ? VersionOf(theirs) : 0;
        var system = found > 0 && found >= bundled;
        if (system)
            NativeLibrary.SetDllImportResolver(provider, static (name, assembly, path) => name == BundledName ? NativeLibrary.Load(SystemName) : NativeLibrary.Load(name, assembly, path));
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return new(raw.sqlite3_libversion().utf8_to_string(), system ? "system" : "bundled", (system, forced, found) switch
        {
            (true, _, _) => $"{SystemName} {Text(found)}; the bundled one is {(bundled > 0 ? Text(bundled) : "missing")}",
            (_, true, _) => $"{Switch}=bundled",
            (_, _, 0) => $"the system has no {SystemName}",
            _ => $"{SystemName} is older: {Text(found)}",
        });
    }

    static string Text(int version) => $"{version / 1_000_000}.{version / 1000 % 1000}.{version % 1000}";

    /// <summary>3046001 for 3.46.1; 0 for a library that does not say.</summary>
    static unsafe int VersionOf(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var function) ? ((delegate* unmanaged[Cdecl]<int>)function)() : 0;
}
