using System.Runtime.CompilerServices;
using System.Text;

namespace GangFlash.Testing;

/// <summary>Compares text with <c>Golden/&lt;name&gt;.txt</c> beside the test; <c>GANGFLASH_ACCEPT=1</c> rewrites the file instead.</summary>
public static class Golden
{
    public static void Matches(string actual, [CallerMemberName] string name = "", [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name + ".txt");
        var text = actual.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        if (Environment.GetEnvironmentVariable("GANGFLASH_ACCEPT") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        var expected = File.Exists(path) ? File.ReadAllText(path) : throw new FileNotFoundException($"No golden file {path}; run with GANGFLASH_ACCEPT=1 and review it.");
        if (!string.Equals(expected, text, StringComparison.Ordinal))
            throw new InvalidOperationException($"Differs from {path}.\n--- expected\n{expected}\n--- actual\n{text}");
    }
}
