using System.Security.Cryptography;
using System.Text;

namespace GangFlash.Web.Security;

/// <summary>Browsers that are signed in: opaque names that expire, in memory only.</summary>
sealed class SignIns(TimeProvider clock)
{
    /// <summary>A shift, and nobody is signed in over night.</summary>
    public static TimeSpan Lasts { get; } = TimeSpan.FromHours(12);

    /// <summary>More than a plant has desks; the oldest goes first.</summary>
    const int Most = 500;

    const int NameBytes = 32;

    readonly Lock gate = new();
    readonly Dictionary<string, DateTimeOffset> until = new(StringComparer.Ordinal);

    /// <summary>The name that the browser keeps.</summary>
    public string Begin()
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(NameBytes));
        lock (gate)
        {
            var now = clock.GetUtcNow();
            foreach (var over in until.Where(session => session.Value <= now).Select(session => session.Key).ToList())
                _ = until.Remove(over);
            if (until.Count >= Most)
                _ = until.Remove(until.MinBy(session => session.Value).Key);
            until[Key(name)] = now + Lasts;
        }

        return name;
    }

    public bool IsKnown(string? name)
    {
        if (name is not { Length: NameBytes * 2 })
            return false;
        lock (gate)
            return until.TryGetValue(Key(name), out var end) && end > clock.GetUtcNow();
    }

    public void End(string? name)
    {
        lock (gate)
            _ = until.Remove(Key(name ?? ""));
    }

    // Looked up by hash: the time of a search tells nothing about the names that are there.
    static string Key(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
