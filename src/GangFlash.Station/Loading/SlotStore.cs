using System.Collections.Immutable;
using System.Text;
using GangFlash.Stations;

namespace GangFlash.Station.Loading;

/// <summary>Keeps the file of taught slots.</summary>
static class SlotStore
{
    /// <summary>
    /// Replaces the file as a whole: after a power cut there is the old one or the new one, never a part. The one before stays beside it
    /// with <c>.previous</c> behind its name.
    /// </summary>
    /// <returns>Why it could not be written, or nothing.</returns>
    public static string? Save(string path, ImmutableArray<TaughtSlot> slots)
    {
        var full = Path.GetFullPath(path);
        var fresh = $"{full}.new";
        try
        {
            _ = Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(Encoding.UTF8.GetBytes(SlotFile.Write(slots)));
                file.Flush(flushToDisk: true);
            }

            if (File.Exists(full))
                File.Copy(full, $"{full}.previous", overwrite: true);
            File.Move(fresh, full, overwrite: true);
            return null;
        }
        catch (Exception refused) when (InputFile.IsUnreadable(refused))
        {
            return $"{Printable.Escape(path)} can't be written: {(refused is UnauthorizedAccessException ? "this user may not." : Printable.Escape(refused.Message))}";
        }
    }
}
