using System.Runtime.InteropServices;
using Xunit;

namespace GangFlash.Testing;

/// <summary>Other people's programs that a few tests need beside the .NET SDK.</summary>
public enum Tool
{
    Chromium,
    DfuSuffix,
    LibUsb,
    ObjCopy,
    Sqlite3,
    SRecCat,
    Tmux,
}

/// <summary>
/// Without its tool a test is skipped and says what to install, so that the README's command passes on a fresh machine; <c>.ci/run</c> installs
/// all of them and fails on a skipped test.
/// </summary>
public static class Needs
{
    /// <summary>Why a test cannot run here; none if it can.</summary>
    public static string? Missing(Tool tool)
    {
        var (what, package) = Of(tool);
        return IsHere(what) ? null : $"needs {what}: apt install {package}";
    }

    /// <summary>A command on the path or the file name of a shared library, and Debian's package of it.</summary>
    static (string What, string Package) Of(Tool tool) => tool switch
    {
        Tool.Chromium => ("chromium", "chromium"),
        Tool.DfuSuffix => ("dfu-suffix", "dfu-util"),
        Tool.LibUsb => ("libusb-1.0.so.0", "libusb-1.0-0"),
        Tool.ObjCopy => ("objcopy", "binutils"),
        Tool.Sqlite3 => ("sqlite3", "sqlite3"),
        Tool.SRecCat => ("srec_cat", "srecord"),
        Tool.Tmux => ("tmux", "tmux"),
        _ => throw new ArgumentOutOfRangeException(nameof(tool)),
    };

    static bool IsHere(string what)
    {
        if (!what.Contains(".so", StringComparison.Ordinal))
            return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, what)));
        if (!NativeLibrary.TryLoad(what, out var library))
            return false;
        NativeLibrary.Free(library);
        return true;
    }
}

/// <summary>A fact that another program is the witness of.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params Tool[] tools) => Skip = tools.Select(Needs.Missing).FirstOrDefault(missing => missing is not null)!;
}

/// <inheritdoc cref="NeedsFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsTheoryAttribute : TheoryAttribute
{
    public NeedsTheoryAttribute(params Tool[] tools) => Skip = tools.Select(Needs.Missing).FirstOrDefault(missing => missing is not null)!;
}
