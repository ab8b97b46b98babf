using System.Collections.Frozen;
using System.Globalization;

namespace GangFlash.Station.Doctor;

/// <summary>What Linux says about mounted file systems, in <c>/proc/self/mounts</c> (proc_pid_mounts(5)). Pure.</summary>
static class MountTable
{
    /// <summary>Types whose files lie on another machine, where locks and the write-ahead log of SQLite cannot be relied on ("How To Corrupt An SQLite Database File", 2).</summary>
    static readonly FrozenSet<string> s_network = FrozenSet.Create(
        StringComparer.Ordinal,
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "virtiofs", "vboxsf", "ceph", "lustre", "gfs2", "ocfs2", "beegfs", "coda",
        "fuse.sshfs", "fuse.glusterfs", "fuse.davfs", "fuse.rclone", "fuse.vmhgfs-fuse", "davfs");

    public static bool IsNetwork(string fileSystem) => s_network.Contains(fileSystem);

    /// <summary>Where the file system of a path is mounted, and its type. None if the table does not tell.</summary>
    /// <param name="table">One mount a line: device, place, type, options.</param>
    public static (string MountPoint, string FileSystem)? Of(string table, string path)
    {
        (string MountPoint, string FileSystem)? found = null;
        foreach (var fields in table.Split('\n').Select(line => line.Split(' ')).Where(fields => fields.Length >= 3))
        {
            var place = Unescape(fields[1]);
            if (Holds(place, path) && (found is null || place.Length >= found.Value.MountPoint.Length))       // of two at one place the later one hides the other
                found = (place, fields[2]);
        }

        return found;
    }

    static bool Holds(string place, string path) => place == "/" || path == place || path.StartsWith(place + "/", StringComparison.Ordinal);

    /// <summary>A space, tab, line feed or backslash stands as three octal digits.</summary>
    static string Unescape(string text)
    {
        for (var at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 3 < text.Length; at = text.IndexOf('\\', at + 1))
        {
            if (text.AsSpan(at + 1, 3) is var octal && octal.IndexOfAnyExceptInRange('0', '7') < 0)
                text = string.Concat(text.AsSpan(0, at), ((char)Convert.ToInt32(octal.ToString(), 8)).ToString(CultureInfo.InvariantCulture), text.AsSpan(at + 4));
        }

        return text;
    }
}
