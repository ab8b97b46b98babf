using System.Collections.Immutable;

namespace GangFlash;

/// <summary>Set operations on address ranges.</summary>
public static class AddressRanges
{
    /// <summary>The same addresses as ascending ranges that neither overlap nor touch; empty ranges vanish.</summary>
    public static ImmutableArray<AddressRange> Union(IEnumerable<AddressRange> ranges)
    {
        var union = ImmutableArray.CreateBuilder<AddressRange>();
        foreach (var range in ranges.Where(range => !range.IsEmpty).OrderBy(range => range.Start))
        {
            if (union.Count > 0 && range.Start <= union[^1].End)
                union[^1] = new(union[^1].Start, Math.Max(union[^1].End, range.End));
            else
                union.Add(range);
        }

        return union.ToImmutable();
    }

    /// <summary>What of <paramref name="whole"/> lies in none of <paramref name="taken"/>, ascending.</summary>
    public static ImmutableArray<AddressRange> Subtract(AddressRange whole, IEnumerable<AddressRange> taken)
    {
        var rest = ImmutableArray.CreateBuilder<AddressRange>();
        ulong at = whole.Start;
        foreach (var range in Union(taken.Select(whole.Intersect)))
        {
            if (range.Start > at)
                rest.Add(new((uint)at, range.Start));
            at = range.End;
        }

        if (at < whole.End)
            rest.Add(new((uint)at, whole.End));
        return rest.ToImmutable();
    }
}
