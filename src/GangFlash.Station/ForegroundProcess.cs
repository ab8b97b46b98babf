namespace GangFlash.Station;

/// <summary>Whether this process may read from its terminal: one that a shell runs in the background is stopped if it tries.</summary>
static class ForegroundProcess
{
    const string Status = "/proc/self/stat";

    /// <summary>True where that cannot be told.</summary>
    public static bool IsThis() => !OperatingSystem.IsLinux() || !File.Exists(Status) || IsForeground(File.ReadAllText(Status));

    /// <summary>By proc(5): behind the name in brackets, field 5 is the process group, field 8 the one in the foreground of the terminal.</summary>
    public static bool IsForeground(string stat) =>
        stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, _, var group, _, _, var foreground, ..] || group == foreground;
}
