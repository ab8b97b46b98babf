using System.Diagnostics;
using System.Runtime.InteropServices;
using GangFlash.Traceability;

namespace GangFlash.Station.Doctor;

/// <summary>The machine that is looked at, passed in so that a test can be one: where its file systems hang, and what only it can say.</summary>
sealed record DoctorMachine
{
    public bool IsLinux { get; init; } = OperatingSystem.IsLinux();

    public string Name { get; init; } = RuntimeInformation.OSDescription;

    public string User { get; init; } = Environment.UserName;

    /// <summary>Root, or an administrator.</summary>
    public bool IsPrivileged { get; init; } = Environment.IsPrivilegedProcess;

    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    public string Sys { get; init; } = "/sys";

    public string Proc { get; init; } = "/proc";

    /// <summary>Put before <see cref="UdevRules.Folders"/>.</summary>
    public string Root { get; init; } = "";

    public SqliteLibrary Sqlite { get; init; } = SqliteLibrary.InUse;

    /// <summary>When the program's file was written.</summary>
    public DateTimeOffset Written { get; init; } = ProgramWritten();

    /// <summary>The bytes that this user may still write to the disk of a folder, and the type of its file system.</summary>
    public Func<string, DiskRoom?> Disk { get; init; } = DiskOf;

    /// <summary>Tells udev to read its rules again.</summary>
    public Func<CancellationToken, Task<UdevReload>> ReloadUdev { get; init; } = ReloadAsync;

    public IEnumerable<string> RulesFiles => UdevRules.Folders.Select(folder => Path.Combine($"{Root}{folder}", UdevRules.FileName));

    /// <summary>Published as a single file, there is no library beside the program.</summary>
    static DateTimeOffset ProgramWritten()
    {
        var library = Path.Combine(AppContext.BaseDirectory, "gangflash.dll");
        return new(File.GetLastWriteTimeUtc(File.Exists(library) ? library : Environment.ProcessPath ?? AppContext.BaseDirectory));
    }

    static DiskRoom? DiskOf(string folder)
    {
        try
        {
            var disk = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return new(disk.AvailableFreeSpace, disk.DriveFormat, disk.Name, disk.DriveType == DriveType.Network);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    static async Task<UdevReload> ReloadAsync(CancellationToken ct)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("udevadm", ["control", "--reload"]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            var said = await process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            return process.ExitCode == 0 ? UdevReload.Done : new(false, $"udevadm ended with {process.ExitCode}: {said.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return new(false, $"udevadm could not be started: {missing.Message}");
        }
    }
}

/// <param name="Words">Why it was not done: udevadm's own words.</param>
sealed record UdevReload(bool IsDone, string Words)
{
    public static UdevReload Done { get; } = new(true, "");
}
