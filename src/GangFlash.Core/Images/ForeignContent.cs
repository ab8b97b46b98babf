using System.Buffers.Binary;

namespace GangFlash.Images;

/// <summary>A file of another kind, which people take for an image: what it is, and what to do instead.</summary>
/// <param name="What">Behind "is": <c>a ZIP archive</c>.</param>
/// <param name="Remedy">A whole sentence.</param>
/// <param name="IsNeverData">No flash is ever meant to hold it, whatever the file is called.</param>
internal sealed record ForeignContent(string What, string Remedy, bool IsNeverData = false)
{
    const string Unpack = "Unpack it and choose the file inside.";
    const string OfThePc = "Choose the firmware's file, not a program of the PC.";
    const string LinkersOutput = "Choose what the linker made of it: .elf, .hex, .s19 or .bin.";

    /// <summary>So much of a file is looked at: what it is shows at its beginning.</summary>
    const int Looked = 4096;

    /// <summary>None where nothing is recognised. Nothing is recognised that the start of a firmware or of its data could be by chance.</summary>
    public static ForeignContent? Of(ReadOnlySpan<byte> content)
    {
        var start = content[..Math.Min(content.Length, Looked)];
        return Binary(start) ?? Text(start);
    }

    static ForeignContent? Binary(ReadOnlySpan<byte> start) => start switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => new("a ZIP archive", Unpack),
        [0x1F, 0x8B, 8, < 0x20, _, _, _, _, _, <= 13 or 255, ..] => new("compressed by gzip", Unpack),
        [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, ..] => new("a 7z archive", Unpack),
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => new("compressed by xz", Unpack),
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..] => new("compressed by bzip2", Unpack),
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 7, ..] => new("a RAR archive", Unpack),
        { Length: > 262 } when start[257..].StartsWith("ustar"u8) => new("a tar archive", Unpack),
        _ when start.StartsWith("%PDF-"u8) => new("a PDF document", "Choose the firmware's file."),
        [0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n', ..] => new("a PNG picture", "Choose the firmware's file."),
        _ when start.StartsWith("!<arch>\n"u8) => new("a library of object files (.a)", "Link it into an executable and choose that."),
        _ when start.StartsWith("SQLite format 3\0"u8) => new("an SQLite database", "Choose the firmware's file."),
        [(byte)'U', (byte)'F', (byte)'2', (byte)'\n', 0x57, 0x51, 0x5D, 0x9E, ..] =>
            new("a UF2 file, which is for drag-and-drop bootloaders", "Choose the .elf, .hex or .bin that it was made from."),
        [(byte)'M', (byte)'Z', ..] when IsPortableExecutable(start) => new("a program of Windows", OfThePc),
        [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..] or [0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, < 16, ..] => new("a program of macOS", OfThePc),
        _ => null,
    };

    static ForeignContent? Text(ReadOnlySpan<byte> start)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [(byte)':' or (byte)'S', 0, ..] or [0, (byte)':' or (byte)'S', ..])
            return IsUtf16(start) ? new("text in UTF-16", "The > of PowerShell writes it, and some editors do: let the tool write the file itself, or save it as ASCII.") : null;
        if (start.ContainsAnyInRange((byte)0, (byte)8))
            return null;
        var text = (start is [0xEF, 0xBB, 0xBF, ..] ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return text switch
        {
            _ when text.StartsWith("version https://git-lfs.github.com/spec/"u8) =>
                new("a Git LFS pointer: the repository has only the address of the real file", "Fetch it with 'git lfs pull'.", IsNeverData: true),
            _ when StartsLike(text, "<!doctype html"u8) || StartsLike(text, "<html"u8) =>
                new("a web page, as a server sends it instead of a file that it does not give", "Open it in a browser to see what it says, then download the file again."),
            _ when text.StartsWith("<?xml"u8) => new("an XML document", "Choose the firmware's file."),
            _ when StartsLike(text, "archive member included"u8) || StartsLike(text, "memory configuration"u8) || text.IndexOf("\nLinker script and memory map\n"u8) >= 0 =>
                new("a linker's map file", LinkersOutput),
            _ when (text.IndexOf("MEMORY"u8) >= 0 && text.IndexOf("ORIGIN"u8) >= 0) || (text.IndexOf("SECTIONS"u8) >= 0 && text.IndexOf("{"u8) >= 0 && text.IndexOf(".text"u8) >= 0) =>
                new("a linker script", LinkersOutput),
            _ when text.IndexOf("file format elf32"u8) >= 0 => new("a listing of objdump", LinkersOutput),
            _ when text.StartsWith("#include"u8) || text.StartsWith("/*"u8) || text.StartsWith("//"u8) => new("source code", "Compile and link it, and choose what comes of it."),
            _ when text.StartsWith("recipe:"u8) => new("a recipe", "Give it to 'gangflash plan' or 'recipe check'; an image is what a recipe names."),
            _ => null,
        };
    }

    /// <summary>The header of DOS, then the offset of the one of Windows and the header there ("PE Format", MS-DOS stub).</summary>
    static bool IsPortableExecutable(ReadOnlySpan<byte> start) =>
        start.Length >= 64 && BinaryPrimitives.ReadUInt32LittleEndian(start[60..]) is var at && at + 4UL <= (ulong)start.Length && start[(int)at..].StartsWith("PE\0\0"u8);

    /// <summary>Every second byte is zero for a while: text with letters of ASCII only.</summary>
    static bool IsUtf16(ReadOnlySpan<byte> start)
    {
        var text = start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? start[2..] : start;
        text = text[..Math.Min(text.Length, 32)];
        if (text.Length < 4)
            return false;
        var zero = text[0] == 0 ? 0 : 1;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == 0 != (i % 2 == zero))
                return false;
        }

        return true;
    }

    static bool StartsLike(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lowerCase)
    {
        if (text.Length < lowerCase.Length)
            return false;
        for (var i = 0; i < lowerCase.Length; i++)
        {
            if ((text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i]) != lowerCase[i])
                return false;
        }

        return true;
    }
}
