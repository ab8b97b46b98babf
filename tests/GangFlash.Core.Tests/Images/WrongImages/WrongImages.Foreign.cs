using System.Text;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

/// <summary>Files of other kinds under the name of an image, and names that say nothing.</summary>
static partial class WrongImages
{
    static readonly byte[] s_zip = [.. "PK\u0003\u0004"u8, 20, 0, 0, 0, 8, 0, .. new byte[20], .. "app.bin"u8];
    static readonly byte[] s_gzip = [0x1F, 0x8B, 8, 8, 0x10, 0x20, 0x30, 0x40, 0, 3, .. "app.hex"u8, 0, 1, 2, 3];

    const string LfsPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 200608\n";

    const string ErrorPage = "<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1></body></html>\n";

    const string GoodHex = ":020000040800F2\n:040000001122334452\n:00000001FF\n";

    public static IEnumerable<WrongImage> Foreign =>
    [
        new("zip-named-bin", "The build server's artifact, renamed instead of unpacked.", "app.bin", s_zip, 0x08000000),
        new("zip-named-hex", "The same, under another name.", "app.hex", s_zip),
        new("zip-named-elf", "The same again.", "app.elf", s_zip),
        new("gzip-named-hex", "Downloaded with compression that nobody undid.", "app.hex", s_gzip),
        new("gzip-named-bin", "The same for a raw image.", "app.bin", s_gzip, 0x08000000),
        new("7z-named-hex", "A colleague's archive, renamed.", "app.hex", [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 1, 2, 3, 4]),
        new("xz-named-bin", "An image as Linux distributions pack it.", "app.bin", [0xFD, .. "7zXZ"u8, 0, 0, 4, 0xE6, 0xD6, 0xB4, 0x46], 0x08000000),
        new("tar-named-bin", "A tar archive of the build folder.", "app.bin", [.. "app.elf"u8, .. new byte[250], .. "ustar"u8, 0, .. new byte[249]], 0x08000000),
        new("lfs-pointer-named-hex", "A clone without Git LFS: only the pointer is there.", "app.hex", LfsPointer),
        new("lfs-pointer-named-bin", "The same for a raw image: it would have been flashed as it is.", "app.bin", LfsPointer, 0x08000000),
        new("lfs-pointer-without-extension", "The same under a name that says nothing, placed by the recipe.", "firmware", LfsPointer, 0x08000000),
        new("web-page-named-hex", "A download that ended at the server's error page.", "app.hex", ErrorPage),
        new("web-page-named-dfu", "The same for a DfuSe file.", "app.dfu", ErrorPage),
        new("web-page-named-bin", "The same for a raw image.", "app.bin", "\r\n<HTML><BODY>Sign in</BODY></HTML>", 0x08000000),
        new("pdf-named-hex", "The data sheet instead of the firmware.", "app.hex", "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj\n"),
        new("windows-program-named-elf", "The simulator build for the PC.", "app.elf", WindowsProgram()),
        new("windows-program-named-bin", "The same, renamed.", "app.bin", WindowsProgram(), 0x08000000),
        new("program-of-dos-named-elf", "A program of DOS, whose header points far behind its end: once a crash, found by GangFlash.Fuzz.", "app.elf", [.. "MZ"u8, .. new byte[58], 0xFE, 0xFF, 0xFF, 0xFF]),
        new("macos-program-named-elf", "The unit tests, built on a Mac.", "app.elf", [0xCF, 0xFA, 0xED, 0xFE, 7, 0, 0, 1, 3, 0, 0, 0, 2, 0, 0, 0]),
        new("library-named-elf", "The archive of object files instead of what is linked from it.", "app.elf", "!<arch>\nmain.o/         0           0     0     644     1024      `\n"),
        new("uf2-named-bin", "The file for a drag-and-drop bootloader.", "app.bin", [.. "UF2\n"u8, 0x57, 0x51, 0x5D, 0x9E, 0, 0x20, 0, 0, .. new byte[500]], 0x08000000),
        new("map-file-named-hex", "The linker's map, one line below in the file dialog.", "app.hex", "Archive member included to satisfy reference by file (symbol)\n\n/usr/lib/libc.a(lib_a-exit.o)\n"),
        new("map-file-without-extension", "The same under a name that says nothing.", "app", "\nMemory Configuration\n\nName             Origin             Length             Attributes\nFLASH            0x08000000         0x00100000         xr\n"),
        new("linker-script-named-bin", "The linker script, dragged in by mistake.", "app.bin", "/* STM32F746 */\nMEMORY\n{\n  FLASH (rx) : ORIGIN = 0x08000000, LENGTH = 1M\n}\n", 0x08000000),
        new("source-named-hex", "A byte array for the compiler instead of the file it was made from.", "app.hex", "#include <stdint.h>\nconst uint8_t image[] = { 0x00, 0x20 };\n"),
        new("listing-named-hex", "The disassembly.", "app.hex", "\napp.elf:     file format elf32-littlearm\n\n\nDisassembly of section .text:\n"),
        new("recipe-named-hex", "Recipe and image mixed up on the command line.", "app.hex", "recipe: f746-demo\nrevision: 1\nimages: [ { file: app.hex } ]\n"),
        new("xml-named-hex", "A project file of an IDE.", "app.hex", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<project/>\n"),
        new("utf16-with-mark-named-hex", "Written through PowerShell's >.", "app.hex", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(GoodHex)]),
        new("utf16-without-mark-named-s19", "The same for S-records, without a byte order mark.", "app.s19", Encoding.Unicode.GetBytes("S9030000FC\r\nS9030000FC\r\n")),
        new("utf16-big-endian-named-hex", "The same from an editor that puts the high byte first.", "app.hex", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(GoodHex)]),
        new("unknown-bytes", "A name that says nothing, content that nobody knows, no address.", "firmware", [1, 2, 3, 4]),
        new("unknown-text", "The release notes.", "firmware.txt", "Version 1.2\n- boots faster\n"),
        new("empty-bin", "A copy that was interrupted before its first byte.", "app.bin", Array.Empty<byte>(), 0x08000000),
        new("empty-elf", "A linker that failed behind a build script that did not stop.", "app.elf", Array.Empty<byte>()),
        new("elf-named-bin", "The linker's output, renamed instead of converted.", "app.bin", ElfBytes.Good(), 0x08000000),
        new("hex-named-bin", "Intel HEX, renamed instead of converted.", "app.bin", GoodHex, 0x08000000),
        new("hex-named-s19", "The wrong format chosen in the converter.", "app.s19", GoodHex),
        new("srecord-named-hex", "The same the other way round.", "app.hex", RecordText.S("S10500001122??", "S9030000??")),
        new("bin-named-elf", "Raw bytes under the linker's name.", "app.elf", [0, 0, 5, 0x20, 0xE9, 1, 0, 8]),
        new("bin-named-dfu", "Raw bytes without a suffix, named as dfu-util likes it.", "app.dfu", [0, 0, 5, 0x20, 0xE9, 1, 0, 8]),
        new("raw-without-address", "A raw image in a recipe that does not say where it belongs.", "app.bin", [0, 0, 5, 0x20, 0xE9, 1, 0, 8]),
        new("plain-dfu-without-address", "The same with a DFU 1.1 suffix, which has no address either.", "app.dfu", DfuBytes.Suffixed([0, 0, 5, 0x20, 0xE9, 1, 0, 8], 0x0110)),
        new("elf-with-address", "An address left over from the .bin that stood here before.", "app.elf", ElfBytes.Good(), 0x08000000),
        new("hex-with-address", "The same for Intel HEX.", "app.hex", GoodHex, 0x08000000),
        new("dfuse-with-address", "The same for DfuSe.", "app.dfu", DfuBytes.DfuSe(new DfuTarget(0, "", (0x08000000, [1]))), 0x08000000),
        new("raw-beyond-4-gib", "An address with one F too many.", "app.bin", new byte[32], 0xFFFFFFF0),
        new("raw-nothing-but-a-suffix", "dfu-suffix ran on an empty file.", "app.bin", DfuBytes.Suffixed([], 0x0100), 0x08000000),
        new("raw-suffix-damaged", "The data was patched after the suffix was added.", "app.bin", [9, .. DfuBytes.Suffixed([1, 2, 3, 4], 0x0100)[1..]], 0x08000000),
        new("raw-suffix-of-dfuse", "A DfuSe suffix behind raw data.", "app.bin", DfuBytes.Suffixed([1, 2, 3, 4], 0x011A), 0x08000000),
        new("name-that-clears-the-screen", "A file name with an escape sequence in it.", "\u001B[2Jhello.elf", [1, 2, 3]),
        new("name-that-turns-around", "A file name that shows its end in front, with U+202E.", "app\u202Exeh.elf", [1, 2, 3]),
    ];

    static byte[] WindowsProgram()
    {
        var program = new byte[256];
        "MZ\u0090"u8[..2].CopyTo(program);
        program[60] = 128;
        "PE\0\0"u8.CopyTo(program.AsSpan(128));
        return program;
    }
}
