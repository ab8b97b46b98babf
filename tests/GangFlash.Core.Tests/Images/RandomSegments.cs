namespace GangFlash.Tests.Images;

/// <summary>Segments at random places, the same for the same seed.</summary>
static class RandomSegments
{
    /// <summary>One to five segments of one to a few hundred bytes with gaps between them, in a random order; often the last one ends where the space does.</summary>
    /// <param name="space">Addresses below this.</param>
    public static (uint Address, byte[] Data)[] Of(int seed, ulong space)
    {
        var random = new Random(seed);
        var segments = new List<(uint Address, byte[] Data)>();
        var end = space - (ulong)(random.Next(3) == 0 ? 0 : random.Next((int)Math.Min(space / 2, 100_000)));
        for (var count = random.Next(1, 6); count > 0 && end > 2000; count--)
        {
            var data = new byte[random.Next(1, 400)];
            random.NextBytes(data);
            segments.Add(((uint)(end - (ulong)data.Length), data));
            end -= (ulong)(data.Length + random.Next(1, 1000));
        }

        return [.. segments.OrderBy(_ => random.Next())];
    }

    /// <summary>The data cut into one to four sections, none empty, each with a name of its own.</summary>
    public static (string Name, byte[] Data)[] Sections(int seed, byte[] data)
    {
        var random = new Random(seed);
        int[] cuts = [0, .. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(1, data.Length + 1)).Append(data.Length).Distinct().Order()];
        return [.. cuts.Zip(cuts.Skip(1), (start, end) => ($".part{start}", data[start..end]))];
    }
}
