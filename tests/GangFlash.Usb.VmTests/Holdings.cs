using System.Collections.Immutable;
using GangFlash.Usb.Contract;

namespace GangFlash.Usb.VmTests;

/// <summary>What this process holds of the machine.</summary>
/// <param name="Files">What the open file descriptors lead to, without assemblies: .NET keeps two for each that it loads, some late.</param>
/// <param name="Threads">All but those of .NET, whose pool comes and goes as it likes.</param>
/// <param name="PoolThreads">Those of .NET.</param>
/// <param name="Devices">Devices that are open through libusb.</param>
/// <param name="Managed">KiB that the garbage collector cannot free.</param>
/// <param name="Private">KiB of memory that is this process's own.</param>
readonly record struct Holdings(ImmutableArray<string> Files, int Threads, int PoolThreads, int Devices, long Managed, long Private)
{
    /// <summary>Sixteen boards that are opened at once may hold a thread of the pool each; one that leaked in each cycle would be hundreds.</summary>
    const int PoolBreathes = 24;

    /// <summary>Code that is compiled anew, tables that grow once. A leak of one transfer's buffer in each cycle is more.</summary>
    const long MemoryBreathes = 16 << 10;

    public static Holdings Of(LibUsbBus bus)
    {
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var names = Directory.GetDirectories("/proc/self/task").Select(NameOf).ToList();
        var own = File.ReadLines("/proc/self/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return new(
            [.. Directory.GetFiles("/proc/self/fd").Select(Target).Where(target => !target.EndsWith(".dll", StringComparison.Ordinal)).Order(StringComparer.Ordinal)],
            names.Count(name => !name.StartsWith(".NET", StringComparison.Ordinal)),
            names.Count(name => name.StartsWith(".NET", StringComparison.Ordinal)),
            bus.OpenDevices,
            GC.GetTotalMemory(forceFullCollection: true) >> 10,
            long.Parse(own.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]));
    }

    public void CheckAgainst(Holdings before)
    {
        Console.WriteLine($"     files {before.Files.Length} -> {Files.Length}, threads {before.Threads} -> {Threads} and {before.PoolThreads} -> {PoolThreads} of .NET, open devices {before.Devices} -> {Devices}, managed {before.Managed:N0} -> {Managed:N0} KiB, private {before.Private:N0} -> {Private:N0} KiB");
        Demand.That(Files.Length <= before.Files.Length, $"{Files.Length - before.Files.Length} more files are open, of which {string.Join(", ", Files.Except(before.Files))} were not before");
        Demand.That(Threads <= before.Threads, $"{Threads - before.Threads} more threads run");
        Demand.That(PoolThreads <= before.PoolThreads + PoolBreathes, $"{PoolThreads - before.PoolThreads} more threads of .NET run");
        Demand.Equal(0, Devices, "the count of open devices");
        Demand.That(Managed <= before.Managed + MemoryBreathes / 8, $"{Managed - before.Managed} KiB more are managed");
        Demand.That(Private <= before.Private + MemoryBreathes, $"{Private - before.Private} KiB more are private");
    }

    /// <summary>A descriptor may be closed while it is looked at: that of the folder itself is.</summary>
    static string Target(string descriptor) => new FileInfo(descriptor).LinkTarget ?? "closed";

    /// <summary>A thread may end while it is looked at.</summary>
    static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm"));
        }
        catch (IOException)
        {
            return ".NET (ended)";
        }
    }
}
