using System.Globalization;
using System.Text;

namespace GangFlash.Station.Doctor;

/// <summary>Puts the udev rules where an administrator's rules belong. Writes nothing else, and never over a file that differs without keeping it.</summary>
static class RulesInstaller
{
    const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static RulesInstallation Install(string root, DateTimeOffset now)
    {
        var folder = $"{root}{UdevRules.Folder}";
        var path = Path.Combine(folder, UdevRules.FileName);
        if (!UdevRules.Folders.Any(known => Directory.Exists(Path.GetDirectoryName($"{root}{known}"))))
            return new RulesInstallation.Refused("This machine has no udev (neither /etc/udev nor /usr/lib/udev is there). 'gangflash doctor --print-rules' prints the rules.");
        try
        {
            _ = Directory.CreateDirectory(folder);
            return Install(folder, path, now);
        }
        catch (UnauthorizedAccessException refused)
        {
            return new RulesInstallation.Refused($"This user may not write {path} ({refused.Message}). Do it as root: sudo gangflash doctor --install-rules.");
        }
        catch (IOException failed)
        {
            return new RulesInstallation.Refused($"{path} could not be written ({failed.Message}). What was there is as it was.");
        }
    }

    static RulesInstallation Install(string folder, string path, DateTimeOffset now)
    {
        var rules = UdevRules.Text();
        string? kept = null;
        if (File.Exists(path))
        {
            if (new FileInfo(path) is { LinkTarget: null } && File.ReadAllText(path) == rules)
                return new RulesInstallation.Already(path);

            // udev reads only names that end in .rules, so the copy says nothing to it.
            kept = $"{path}.{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.old";
            File.Copy(path, kept, overwrite: false);
        }

        // Under another name first: udev must never read half a file.
        var draft = Path.Combine(folder, $".{UdevRules.FileName}.new");
        File.Delete(draft);
        using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(rules));
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, Mode);      // whatever the umask of root's shell
        File.Move(draft, path, overwrite: true);
        return new RulesInstallation.Written(path, kept);
    }
}

/// <summary>What became of the rules.</summary>
abstract record RulesInstallation
{
    private RulesInstallation() { }

    /// <param name="Kept">Where the file that was there before is now, if it differed; else none.</param>
    public sealed record Written(string Path, string? Kept) : RulesInstallation;

    /// <summary>The same file is there.</summary>
    public sealed record Already(string Path) : RulesInstallation;

    /// <param name="Sentence">Why, and what to do.</param>
    public sealed record Refused(string Sentence) : RulesInstallation;
}
