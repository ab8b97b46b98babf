using System.Text;

namespace GangFlash.Images;

/// <summary>What a line is that stands among records and is none, and what to do about it.</summary>
internal static class StrayLine
{
    /// <summary>Characters of the line that a sentence repeats; the excerpt below it shows more.</summary>
    const int Shown = 20;

    /// <param name="record">How a record starts, behind "A record starts with": <c>':'</c>.</param>
    public static string Explain(ReadOnlySpan<byte> line, string record) => line switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "The file begins with a byte order mark (EF BB BF), which an editor put in front of the first record. Save it as ASCII, or as UTF-8 without the mark.",
        _ when IsConflict(line) => "This is a mark of a merge conflict: two versions of the file stand here, one behind the other. Take the whole file of one build.",
        [(byte)' ' or (byte)'\t', ..] => $"A record starts with {record}, and here a blank stands before it. Remove the blanks at the start of the line.",
        [(byte)':', .. var digits] when HexDigits.Start(digits, 10) => "This line is a record of Intel HEX. Were two files joined? Use each one by itself.",
        [(byte)'S', >= (byte)'0' and <= (byte)'9', .. var digits] when HexDigits.Start(digits, 8) => "This line is an S-record. Were two files joined? Use each one by itself.",
        [(byte)'s', >= (byte)'0' and <= (byte)'9', ..] => $"A record starts with {record}, and the 's' here is lower case. Write the file with a capital S in front of each record.",
        [(byte)';' or (byte)'#', ..] or [(byte)'/', (byte)'/' or (byte)'*', ..] => $"A record starts with {record}, and this line looks like a comment, which the format does not have. Remove the line.",
        _ when HexDigits.Start(line, 10) => $"A record starts with {record}, and this line has its digits without it. {ImageFile.Damaged}",
        _ => $"A record starts with {record}, and this line starts with '{Start(line)}'. {ImageFile.Damaged}",
    };

    static bool IsConflict(ReadOnlySpan<byte> line) =>
        line.StartsWith("<<<<<<< "u8) || line.StartsWith(">>>>>>> "u8) || line.StartsWith("||||||| "u8) || line.SequenceEqual("======="u8);

    static string Start(ReadOnlySpan<byte> line)
    {
        var shown = new StringBuilder();
        foreach (var value in line[..Math.Min(line.Length, Shown)])
            _ = value is >= (byte)' ' and <= (byte)'~' ? shown.Append((char)value) : shown.Append($"\\x{value:X2}");
        return (line.Length > Shown ? shown.Append('…') : shown).ToString();
    }
}
