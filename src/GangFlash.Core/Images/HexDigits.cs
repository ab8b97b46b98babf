using System.Buffers;
using System.Diagnostics;

namespace GangFlash.Images;

/// <summary>Bytes written as pairs of hex digits in either case, as the records of both text formats are.</summary>
internal static class HexDigits
{
    static readonly SearchValues<byte> s_digits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>Decodes a line from column <paramref name="from"/> (from 0) to its end into the start of <paramref name="bytes"/>, which bounds it.</summary>
    public static ReadOnlySpan<byte> Decode(ImageFile file, int line, ReadOnlySpan<byte> text, int from, Span<byte> bytes)
    {
        var digits = text[from..];
        var stray = digits.IndexOfAnyExcept(s_digits);
        if (stray >= 0)
        {
            throw file.WrongInLine(line, ImageCode.Malformed, $"{Show(digits[stray])} in column {from + stray + 1} {WhyNot(digits[stray])}", from + stray + 1);
        }

        if (digits.Length % 2 != 0)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"The record has {digits.Length} hex digits, and an odd one out makes no byte. {ImageFile.Damaged}");
        }

        if (digits.Length > bytes.Length * 2)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"The record has {digits.Length / 2} bytes, more than the {bytes.Length} of the longest possible record. {ImageFile.Damaged}");
        }

        var status = Convert.FromHexString(digits, bytes, out _, out var written);
        Debug.Assert(status == OperationStatus.Done, "Every digit was looked at above.");
        return bytes[..written];
    }

    /// <summary>Whether <paramref name="text"/> starts with <paramref name="count"/> hex digits.</summary>
    public static bool Start(ReadOnlySpan<byte> text, int count) => text.Length >= count && !text[..count].ContainsAnyExcept(s_digits);

    /// <summary>Completes the sentence about a character among the digits.</summary>
    static string WhyNot(byte character) => character switch
    {
        (byte)'\r' => "ends a line by itself, as only old Macs wrote it. Save the file with lines that end in LF or CR LF.",
        (byte)' ' or (byte)'\t' => "stands in the middle of the record, where no blank may be. Remove the blanks from the line.",
        (byte)'O' or (byte)'o' => $"is a letter; was the digit 0 meant? {ImageFile.Damaged}",
        (byte)'l' or (byte)'I' => $"is a letter; was the digit 1 meant? {ImageFile.Damaged}",
        (byte)':' or (byte)'S' => $"starts a new record in the middle of this line: what stood between the two is lost. {ImageFile.Damaged}",
        _ => $"is no hex digit. {ImageFile.Damaged}",
    };

    static string Show(byte character) => character is >= (byte)' ' and <= (byte)'~' ? $"'{(char)character}'" : $"Byte 0x{character:X2}";

    /// <summary>The sum of the bytes, modulo 256.</summary>
    public static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var value in bytes)
            sum = unchecked((byte)(sum + value));
        return sum;
    }
}
