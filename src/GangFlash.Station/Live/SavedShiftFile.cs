using System.Text.Json;
using System.Text.Json.Serialization;
using GangFlash.Line;

namespace GangFlash.Station.Live;

/// <summary>
/// The line as it was left, in a file beside the database: a crash releases no line stop. Written anew as a whole, so that a power cut leaves
/// the old one or the new one.
/// </summary>
sealed class SavedShiftFile(string path)
{
    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    public static SavedShiftFile Beside(string database) => new(database + ".line.json");

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(SavedShift shift)
    {
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(shift, s_options));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>None if there is none, or none that can be read: then <paramref name="problem"/> says why, and the line begins stopped by whoever asks.</summary>
    public SavedShift? Read(out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path))
                return null;
            var shift = JsonSerializer.Deserialize<SavedShift>(File.ReadAllBytes(path), s_options);
            return shift is { Alarms.IsDefault: true } ? shift with { Alarms = [] } : shift;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or NotSupportedException or ArgumentException)
        {
            problem = $"{path}: {unreadable.Message}";
            return null;
        }
    }
}
