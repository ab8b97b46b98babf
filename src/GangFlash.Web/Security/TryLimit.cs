using System.Net;
using System.Net.Sockets;

namespace GangFlash.Web.Security;

/// <summary>How often a wrong token may be tried: a few at once, then one each ten seconds for each address. Nothing waits in here; who is too fast is told when to come back.</summary>
sealed class TryLimit(TimeProvider clock)
{
    public const int AtOnce = 5;

    public static TimeSpan OneEach { get; } = TimeSpan.FromSeconds(10);

    /// <summary>So much memory strangers may cost.</summary>
    const int MostAddresses = 2000;

    readonly Lock gate = new();
    readonly Dictionary<IPAddress, (double Left, long At)> tries = [];

    /// <summary>Seconds to wait; none: a token may be offered.</summary>
    public int? Wait(IPAddress from)
    {
        lock (gate)
        {
            var left = Left(Network(from));
            return left >= 1 ? null : (int)Math.Ceiling((1 - left) * OneEach.TotalSeconds);
        }
    }

    /// <summary>A wrong token was offered.</summary>
    public void Failed(IPAddress from)
    {
        lock (gate)
        {
            var network = Network(from);
            var left = Left(network);
            if (tries.Count >= MostAddresses && !tries.ContainsKey(network))
            {
                // Half of them at once, those that tried longest ago: an attack from everywhere costs no search for each try.
                foreach (var old in tries.OrderBy(known => known.Value.At).Take(MostAddresses / 2).Select(known => known.Key).ToList())
                    _ = tries.Remove(old);
            }

            tries[network] = (Math.Max(0, left - 1), clock.GetTimestamp());
        }
    }

    double Left(IPAddress network) => tries.TryGetValue(network, out var known) ? Math.Min(AtOnce, known.Left + clock.GetElapsedTime(known.At) / OneEach) : AtOnce;

    /// <summary>Who has an IPv6 network has 2^64 addresses: they count as one.</summary>
    static IPAddress Network(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (plain.AddressFamily != AddressFamily.InterNetworkV6)
            return plain;
        var bytes = plain.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new(bytes);
    }
}
