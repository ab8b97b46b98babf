using System.Text;

namespace GangFlash.Testing.Images;

/// <summary>Writes records of the two text formats, as simply as their specifications allow.</summary>
public static class RecordText
{
    /// <summary>Puts the right checksum wherever an Intel HEX record ends in <c>??</c>.</summary>
    public static string Hex(params string[] lines) =>
        Text(lines, record => (byte)-Convert.FromHexString(record[1..]).Sum(value => value));

    /// <summary>Puts the right checksum wherever an S-record ends in <c>??</c>.</summary>
    public static string S(params string[] lines) =>
        Text(lines, record => (byte)~Convert.FromHexString(record[2..]).Sum(value => value));

    /// <summary>Linear Intel HEX with records of <paramref name="length"/> bytes that end where 64 KiB do.</summary>
    public static string Hex(IEnumerable<(uint Address, byte[] Data)> segments, int length)
    {
        var lines = new List<string>();
        foreach (var (address, data) in segments)
        {
            for (var at = 0; at < data.Length;)
            {
                var target = address + (uint)at;
                var part = data.AsSpan(at, (int)Math.Min(Math.Min(length, data.Length - at), 0x1_0000 - (target & 0xFFFF)));
                lines.Add($":02000004{target >> 16:X4}??");
                lines.Add($":{part.Length:X2}{target & 0xFFFF:X4}00{Convert.ToHexString(part)}??");
                at += part.Length;
            }
        }

        return Hex([.. lines, ":00000001??"]);
    }

    /// <summary>S-records of one type (1, 2 or 3) with a count and an end record.</summary>
    public static string S(IEnumerable<(uint Address, byte[] Data)> segments, int length, int type)
    {
        var digits = (type + 1) * 2;
        string[] lines =
        [
            .. from segment in segments
               from part in segment.Data.Chunk(length).Index()
               let address = segment.Address + (uint)(part.Index * length)
               select $"S{type}{type + 2 + part.Item.Length:X2}{address.ToString("X" + digits)}{Convert.ToHexString(part.Item)}??",
        ];
        return S(["S0030000??", .. lines, $"S604{lines.Length:X6}??", $"S{10 - type}{type + 2:X2}{new string('0', digits)}??"]);
    }

    static string Text(string[] lines, Func<string, byte> checksum)
    {
        var text = new StringBuilder();
        foreach (var line in lines)
            text.Append(line.EndsWith("??", StringComparison.Ordinal) ? $"{line[..^2]}{checksum(line[..^2]):X2}" : line).Append('\n');
        return text.ToString();
    }
}
