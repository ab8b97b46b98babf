using System.Globalization;
using System.Text;

namespace GangFlash.Fuzz.Mutations;

/// <summary>
/// Changes records of Intel HEX and S-record files as records: type, address, data, order. Length and checksum are put right again, nine times in ten, since a reader that
/// stops at the checksum shows nothing of what lies behind it.
/// </summary>
sealed class RecordMutations(RecordShape shape)
{
    public byte[] Any(byte[] input, byte[] donor, Dice dice)
    {
        List<string> lines = [.. Encoding.Latin1.GetString(input).Split('\n')];
        var at = dice.Below(lines.Count);
        switch (dice.Below(9))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[dice.Below(lines.Count)]);
                break;
            case 2:
                var other = dice.Below(lines.Count);
                (lines[at], lines[other]) = (lines[other], lines[at]);
                break;
            case 3:
                lines.Insert(at, New(dice));
                break;
            case 4:
                var others = Encoding.Latin1.GetString(donor).Split('\n');
                lines.InsertRange(at, others.Skip(dice.Below(others.Length)).Take(dice.Few(6)));
                break;
            case 5 when dice.OneIn(20):
                lines.InsertRange(at, Enumerable.Range(0, dice.Below(400)).Select(_ => New(dice)));
                break;
            default:
                lines[at] = Changed(lines[at], dice);
                break;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }

    string Changed(string line, Dice dice)
    {
        if (shape.Decode(line.TrimEnd('\r')) is not { } record)
            return New(dice);
        var (type, body) = record;
        switch (dice.Below(4))
        {
            case 0:
                type = NewType(dice);
                break;
            case 1:
                body = [.. body[..Math.Min(body.Length, dice.Below(body.Length + 1))], .. Bytes(dice, dice.Below(20))];
                break;
            default:
                var at = dice.Below(body.Length);
                if (body.Length > 0)
                    body[at] = dice.OneIn(2) ? dice.Byte() : (byte)dice.Number(body[at], body.Length);
                break;
        }

        return Encoded(type, body, dice);
    }

    string New(Dice dice) => Encoded(NewType(dice), Bytes(dice, dice.OneIn(3) ? dice.Below(260) : dice.Below(8)), dice);

    byte NewType(Dice dice) => dice.OneIn(8) ? dice.Byte() : dice.Pick(shape.Types);

    /// <summary>Often zeros and ones at the limits: that is where addresses wrap and meet.</summary>
    static byte[] Bytes(Dice dice, int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = dice.Below(4) switch { 0 => 0, 1 => 0xFF, 2 => 0x08, _ => dice.Byte() };
        return bytes;
    }

    string Encoded(byte type, byte[] body, Dice dice)
    {
        var line = shape.Encode(type, body);
        return dice.Below(40) switch
        {
            0 => line[..dice.Below(line.Length)],
            1 => line.ToLowerInvariant(),
            2 => line + "\r",
            3 => line[..^2] + dice.Byte().ToString("X2", CultureInfo.InvariantCulture),
            4 => " " + line,
            _ => line,
        };
    }
}

/// <summary>How a record is written.</summary>
/// <param name="Types">Those that occur.</param>
/// <param name="Decode">Type and what stands between it (for Intel HEX, around it) and the checksum, without length; none for a line that is no record.</param>
sealed record RecordShape(byte[] Types, Func<string, (byte Type, byte[] Body)?> Decode, Func<byte, byte[], string> Encode)
{
    /// <summary>Body: two bytes of offset, then the data.</summary>
    public static RecordShape IntelHex { get; } = new(
        [0, 0, 0, 1, 2, 3, 4, 4, 5],
        line => line is [':', .. var digits] && Bytes(digits) is [_, var high, var low, var type, .. var data, _] ? (type, [high, low, .. data]) : null,
        (type, body) =>
        {
            byte[] whole = [(byte)Math.Max(0, body.Length - 2), body.ElementAtOrDefault(0), body.ElementAtOrDefault(1), type, .. body.Skip(2)];
            return $":{Convert.ToHexString(whole)}{(byte)-whole.Sum(value => value):X2}";
        });

    /// <summary>Body: address and data.</summary>
    public static RecordShape SRecord { get; } = new(
        [0, 1, 1, 2, 2, 3, 3, 5, 6, 7, 8, 9],
        line => line is ['S', >= '0' and <= '9' and var type, .. var digits] && Bytes(digits) is [_, .. var body, _] ? ((byte)(type - '0'), body) : null,
        (type, body) =>
        {
            byte[] whole = [(byte)(body.Length + 1), .. body];
            return $"S{(char)('0' + type % 10)}{Convert.ToHexString(whole)}{(byte)~whole.Sum(value => value):X2}";
        });

    static byte[] Bytes(string digits)
    {
        try
        {
            return Convert.FromHexString(digits);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
