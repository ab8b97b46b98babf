using System.Collections.Immutable;
using System.Globalization;

namespace GangFlash.Usb.Linux;

/// <summary>A program that has a device open.</summary>
/// <param name="Name">As the program calls itself: untrusted.</param>
public sealed record DeviceHolder(int Process, string Name);

/// <summary>The programs that have a device open, as far as this user may see.</summary>
/// <param name="NotSeen">Processes whose open files this user may not list: the holder may be one of them.</param>
/// <param name="IsWhole">False if there are more processes or open files than were looked at.</param>
public sealed record DeviceHolders(ImmutableArray<DeviceHolder> Programs, int NotSeen, bool IsWhole)
{
    /// <summary>Far more than a station runs; a machine with more gets an answer that says so, not a wait.</summary>
    const int MostProcesses = 10_000;

    const int MostFiles = 100_000;

    /// <summary>Where usbfs has a device: <c>/dev/bus/usb/001/004</c>.</summary>
    public static string NodeOf(int bus, int address) => string.Create(CultureInfo.InvariantCulture, $"/dev/bus/usb/{bus:D3}/{address:D3}");

    /// <summary>Who has a device file open, by the links below <c>/proc/PID/fd</c>. This process is not counted.</summary>
    /// <param name="proc">Where procfs is mounted: <c>/proc</c>.</param>
    /// <param name="node">The device file, as <see cref="NodeOf"/> spells it.</param>
    public static DeviceHolders Find(string proc, string node, CancellationToken ct)
    {
        var found = ImmutableArray.CreateBuilder<DeviceHolder>();
        var (notSeen, processes, files) = (0, 0, 0);
        foreach (var process in Processes(proc))
        {
            ct.ThrowIfCancellationRequested();
            if (++processes > MostProcesses || files > MostFiles)
                return new(found.ToImmutable(), notSeen, IsWhole: false);
            if (process == Environment.ProcessId)
                continue;
            var folder = Path.Combine(proc, process.ToString(CultureInfo.InvariantCulture));
            try
            {
                foreach (var file in Directory.EnumerateFileSystemEntries(Path.Combine(folder, "fd")))
                {
                    if (++files > MostFiles)
                        break;
                    if (LinkTarget.Of(file) == node)
                    {
                        found.Add(new(process, NameOf(folder)));
                        break;
                    }
                }
            }
            catch (UnauthorizedAccessException)
            {
                notSeen++;
            }
            catch (IOException)
            {
                // It ended while it was looked at, so it holds nothing any more.
            }
        }

        return new(found.ToImmutable(), notSeen, IsWhole: true);
    }

    static IEnumerable<int> Processes(string proc) =>
        Directory.Exists(proc)
            ? from path in Directory.EnumerateDirectories(proc)
              let process = int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0
              where process > 0
              orderby process
              select process
            : [];

    static string NameOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "comm")).TrimEnd('\n');        // the kernel gives at most 16 bytes
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }
}
