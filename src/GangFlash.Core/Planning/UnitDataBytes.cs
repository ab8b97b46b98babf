using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>A field of unit data as it is written.</summary>
/// <param name="Text">The value as people read it; empty for a secret.</param>
public sealed record UnitDatum(UnitField Field, ReadOnlyMemory<byte> Bytes, string Text)
{
    public bool IsSecret => Field.Value is UnitValue.Secret;
}

/// <summary>Turns values into bytes. Pure; checksums are made last, from the bytes that they are over.</summary>
static class UnitDataBytes
{
    /// <summary>RFC 9562, 5.4.</summary>
    const int UuidLength = 16;

    /// <summary>How many random bytes a field needs; 0 for one that needs none.</summary>
    public static int RandomBytesOf(UnitField field) => field.Value switch
    {
        UnitValue.Secret => field.Length,
        UnitValue.Uuid => UuidLength,
        _ => 0,
    };

    /// <summary>The field with its bytes, or why it cannot be written.</summary>
    /// <param name="values">None at the desk: zeros stand for what only a unit has.</param>
    public static (UnitDatum? Datum, string? Problem) Of(UnitField field, UnitValues? values)
    {
        if (field.Value is UnitValue.Constant constant)
            return Words(field, constant.Words, "");
        if (values is null)
            return (new(field, new byte[field.Length], ""), null);
        return field.Value switch
        {
            UnitValue.Serial => Words(field, values.Serial, "the unit has no serial"),
            UnitValue.SerialNumber => TrailingDigits(values.Serial) is { } digits
                ? Number(field, BigInteger.Parse(digits, CultureInfo.InvariantCulture), digits)
                : (null, $"the serial \"{Printable.Escape(values.Serial ?? "", 64)}\" does not end in digits"),
            UnitValue.Number it => values.Numbers.TryGetValue(it.Range.Name, out var number)
                ? Number(field, number, it.Range.TextOf(number))
                : (null, $"no number of '{it.Range.Name}' was taken"),
            UnitValue.Order it => Words(field, values.Order.GetValueOrDefault(it.Name), $"the work order does not say '{it.Name}'"),
            UnitValue.Date => Date(field, values.Began),
            UnitValue.Time => Time(field, values.Began.ToUniversalTime()),
            UnitValue.Uuid => Uuid(field, values),
            UnitValue.Secret => (new(field, values.Random[field.Name], ""), null),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <param name="covered">The bytes of all ranges, one after the other.</param>
    public static UnitDatum Checksum(UnitField field, UnitValue.Checksum sum, ReadOnlySpan<byte> covered)
    {
        var crc = Recipes.Checksum.Of(sum.Kind, covered);
        var digits = 2 * Recipes.Checksum.LengthOf(sum.Kind);
        return new(field, Binary(crc, field.Length, field.Format == UnitFormat.Be), $"0x{crc.ToString($"X{digits}", CultureInfo.InvariantCulture)}");
    }

    static (UnitDatum?, string?) Words(UnitField field, string? words, string missing)
    {
        if (words is null)
            return (null, missing);
        if (words.Any(letter => letter is < ' ' or > '~'))
            return (null, $"\"{Printable.Escape(words, 64)}\" has characters that are not ASCII");
        return words.Length <= field.Length
            ? (new(field, Padded(words, field), words), null)
            : (null, $"\"{Printable.Escape(words, 64)}\" has {words.Length} characters, and the field has {field.Length} bytes");
    }

    static (UnitDatum?, string?) Number(UnitField field, BigInteger number, string text)
    {
        if (field.Format == UnitFormat.Ascii)
            return Words(field, text, "");
        if (field.Format == UnitFormat.Bcd)
            return Bcd(field, number.ToString(CultureInfo.InvariantCulture), text);
        return number.GetByteCount(isUnsigned: true) <= field.Length
            ? (new(field, Binary(number, field.Length, field.Format == UnitFormat.Be), text), null)
            : (null, $"{text} does not fit into {field.Length} bytes");
    }

    static (UnitDatum?, string?) Date(UnitField field, DateTimeOffset began)
    {
        var text = began.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return field.Format == UnitFormat.Bcd ? Bcd(field, text.Replace("-", "", StringComparison.Ordinal), text) : Words(field, text, "");
    }

    static (UnitDatum?, string?) Time(UnitField field, DateTimeOffset utc)
    {
        var text = utc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return field.Format == UnitFormat.Ascii ? Words(field, text, "") : Number(field, utc.ToUnixTimeSeconds(), text);
    }

    /// <summary>Version 4, variant 10 (RFC 9562, 5.4), in the order of its text.</summary>
    static (UnitDatum?, string?) Uuid(UnitField field, UnitValues values)
    {
        var bytes = values.Random[field.Name].ToArray();
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        var text = new Guid(bytes, bigEndian: true).ToString();
        return field.Format == UnitFormat.Ascii ? Words(field, text, "") : (new(field, bytes, text), null);
    }

    static (UnitDatum?, string?) Bcd(UnitField field, string digits, string text)
    {
        if (digits.Length > 2 * field.Length)
            return (null, $"{text} has {digits.Length} digits, and the field has room for {2 * field.Length}");
        return (new(field, Convert.FromHexString(digits.PadLeft(2 * field.Length, '0')), text), null);
    }

    static byte[] Padded(string words, UnitField field)
    {
        var bytes = new byte[field.Length];
        Array.Fill(bytes, field.Pad);
        _ = Encoding.ASCII.GetBytes(words, bytes);
        return bytes;
    }

    static byte[] Binary(BigInteger number, int length, bool isBigEndian)
    {
        var bytes = new byte[length];
        var least = number.ToByteArray(isUnsigned: true);
        least.CopyTo(bytes, 0);
        if (isBigEndian)
            Array.Reverse(bytes);
        return bytes;
    }

    static string? TrailingDigits(string? serial)
    {
        var digits = serial is null ? 0 : serial.Reverse().TakeWhile(char.IsAsciiDigit).Count();
        return digits == 0 ? null : serial![^digits..];
    }
}
