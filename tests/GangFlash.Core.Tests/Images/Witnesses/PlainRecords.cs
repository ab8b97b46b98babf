using System.Globalization;

namespace GangFlash.Tests.Images.Witnesses;

/// <summary>
/// S3 records as a witness writes them, taken apart with as little as possible, so that no mistake of our reader can hide in the judge: no checksum, no rule, every byte at its address.
/// </summary>
static class PlainRecords
{
    /// <summary>In the words of <see cref="Reading.Flashed"/>, and the start address of the S7 record, none where it is 0.</summary>
    public static (string[] Flashed, uint? Entry) Read(string text)
    {
        var bytes = new SortedDictionary<uint, byte>();
        uint? entry = null;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[1] is '0' or '5' or '6')
                continue;
            var address = uint.Parse(line.AsSpan(4, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            if (line[1] == '7')
                entry = address == 0 ? null : address;
            else
                Add(bytes, address, Convert.FromHexString(line.AsSpan(12, line.Length - 14)));
        }

        return (Flashed(bytes), entry);
    }

    /// <summary>Segments that a test wrote, in the same words.</summary>
    public static string[] Flashed(IEnumerable<(uint Address, byte[] Data)> segments)
    {
        var bytes = new SortedDictionary<uint, byte>();
        foreach (var (address, data) in segments)
            Add(bytes, address, data);
        return Flashed(bytes);
    }

    static void Add(SortedDictionary<uint, byte> bytes, uint address, byte[] data)
    {
        for (var i = 0; i < data.Length; i++)
            bytes[address + (uint)i] = data[i];
    }

    static string[] Flashed(SortedDictionary<uint, byte> bytes)
    {
        var runs = new List<(uint Start, List<byte> Data)>();
        foreach (var (address, value) in bytes)
        {
            if (runs is [] || runs[^1].Start + (ulong)runs[^1].Data.Count != address)
                runs.Add((address, []));
            runs[^1].Data.Add(value);
        }

        return [.. runs.Select(run => $"{AddressRange.Of(run.Start, (ulong)run.Data.Count)} {Convert.ToHexString([.. run.Data])}")];
    }
}
