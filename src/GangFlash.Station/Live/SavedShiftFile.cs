using System.Text.Json;
using GangFlash.Line;
using GangFlash.Messages;

namespace GangFlash.Station.Live;

/// <summary>
/// The line as it was left, in a file beside the database: a crash releases no line stop. Written anew as a whole, so that a power cut leaves
/// the old one or the new one.
/// </summary>
sealed class SavedShiftFile(string path)
{
    static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    public static SavedShiftFile Beside(string database) => new(database + ".line.json");

    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">As above.</exception>
    public void Write(SavedShift shift)
    {
        var stored = new Stored(shift.WorkOrder, shift.Recipe, [.. shift.Alarms.Select(Stored.Of)]);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(stored, s_options));
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
            var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllBytes(path), s_options);
            return stored is null ? null : new(stored.WorkOrder, stored.Recipe, [.. (stored.Alarms ?? []).Select(alarm => alarm.ToAlarm())]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or NotSupportedException or ArgumentException)
        {
            problem = $"{path}: {unreadable.Message}";
            return null;
        }
    }

    sealed record Stored(string? WorkOrder, string? Recipe, StoredAlarm[]? Alarms)
    {
        public static StoredAlarm Of(Alarm alarm) => new(
            alarm.Number, alarm.Rule, alarm.Class, alarm.Since.Wall, alarm.Slot, [.. alarm.Slots], [.. alarm.Units], alarm.Code, StoredText.Of(alarm.What), StoredText.Of(alarm.Order), alarm.Acknowledged);
    }

    sealed record StoredAlarm(
        int Number, LineRule Rule, AlarmClass Class, DateTimeOffset Since, int? Slot, int[] Slots, string[] Units, string? Code, StoredText What, StoredText Order, bool Acknowledged)
    {
        /// <summary>Intervals of an alarm begin anew with the program.</summary>
        public Alarm ToAlarm() => new(Number, Rule, Class, new(Since, TimeSpan.Zero), Slot, [.. Slots], [.. Units], Code, What.ToMessage(), Order.ToMessage()) { Acknowledged = Acknowledged };
    }

    /// <summary>A message as it was said, in every language.</summary>
    sealed record StoredText(string Key, string English, string German)
    {
        static readonly Phrase s_asItWas = new("saved", "{text}", "{text}");

        public static StoredText Of(Message message) => new(message.Key, message.In(Language.English), message.In(Language.German));

        // Text that holds a name in braces would be taken for a phrase with values; then it stays a value itself.
        public Message ToMessage() => English.Contains('{') || German.Contains('{') ? s_asItWas.With(("text", English)) : new Phrase(Key, English, German);
    }
}
