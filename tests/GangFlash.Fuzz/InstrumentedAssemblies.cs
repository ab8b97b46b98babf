using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using SharpFuzz;

namespace GangFlash.Fuzz;

/// <summary>
/// Copies of our own assemblies in which every branch is counted, made by SharpFuzz beside the program, each under the hash of its original. The same assembly
/// always gives the same copy, so a run with the same seed is the same run.
/// </summary>
sealed class InstrumentedAssemblies(string folder) : AssemblyLoadContext
{
    readonly string copies = Path.Combine(folder, "instrumented");

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var original = Path.Combine(folder, assemblyName.Name + ".dll");
        if (!IsOurs(assemblyName.Name!) || !File.Exists(original))
            return null;        // shared with the program: the framework, other people's packages, and the map itself
        return LoadFromAssemblyPath(IsParser(assemblyName.Name!) ? Instrumented(original) : original);
    }

    static bool IsOurs(string name) => name is "gangflash" || name.StartsWith("GangFlash.", StringComparison.Ordinal);

    /// <summary>Where no parser is, counting would only cost time.</summary>
    static bool IsParser(string name) => name is "gangflash" or "GangFlash.Core" or "GangFlash.Reports" or "GangFlash.Simulator";

    string Instrumented(string original)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(original)))[..16];
        var copy = Path.Combine(copies, hash, Path.GetFileName(original));
        if (File.Exists(copy))
            return copy;
        _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        var draft = $"{copy}.{Environment.ProcessId}";
        File.Copy(original, draft, overwrite: true);
        _ = Fuzzer.Instrument(draft, type => type.StartsWith("GangFlash.", StringComparison.Ordinal), Options.Value).Count();
        File.Move(draft, copy, overwrite: true);
        return copy;
    }
}
