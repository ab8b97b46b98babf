using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

namespace GangFlash.Documents;

/// <summary>The characters of a file, before anyone asks what they mean.</summary>
public static class DocumentText
{
    const int MostBytes = 256 * 1024;
    const char ByteOrderMark = '\uFEFF';

    /// <summary>The text of the file, or none and one problem.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes, DocumentProblems problems)
    {
        if (bytes.Length > MostBytes)
        {
            problems.Error(DocumentCode.TooLarge, new(1, 1), $"a {problems.Kind.Noun} has at most {MostBytes / 1024} KiB, this file has {bytes.Length} bytes; is it the image?");
            return null;
        }

        var chars = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, chars, out _, out var written, replaceInvalidSequences: false);
        var text = new string(chars, 0, written);
        if (status is not OperationStatus.Done)
        {
            problems.Error(DocumentCode.Character, PlaceOf(text, text.Length), "this is not UTF-8; save the file as UTF-8");
            return null;
        }

        for (var i = WithoutMark(text); i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n' || !IsInvisible(text, i))
                continue;
            problems.Error(DocumentCode.Character, PlaceOf(text, i), text[i] == '\t'
                ? "this is a tab; YAML counts spaces, so replace it by spaces"
                : $"this is the invisible character {Printable.Escape(text[i].ToString())}; delete it");
            return null;
        }

        return text;
    }

    /// <summary>Where the text begins: behind the mark that some editors put in front of UTF-8.</summary>
    public static int WithoutMark(string text) => text.StartsWith(ByteOrderMark) ? 1 : 0;

    /// <summary>True where a reviewer would not see what the text says: controls, tab and line ends included, and format characters.</summary>
    public static bool HasInvisible(string text) => Enumerable.Range(0, text.Length).Any(i => IsInvisible(text, i));

    static bool IsInvisible(string text, int index) =>
        CharUnicodeInfo.GetUnicodeCategory(text, index)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    static SourcePlace PlaceOf(string text, int index)
    {
        var (line, start) = (1, WithoutMark(text));
        for (var i = start; i < index; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
                (line, start) = (line + 1, i + 1);
        }

        return new(line, Math.Max(0, index - start) + 1);
    }
}
