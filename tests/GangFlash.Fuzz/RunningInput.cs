using System.IO.MemoryMappedFiles;

namespace GangFlash.Fuzz;

/// <summary>
/// The input that a parser works on, in a file that outlives the process: a stack that overflows, or a loop that never ends, leaves behind what caused it.
/// </summary>
sealed class RunningInput : IDisposable
{
    /// <summary>Far beyond the limit of a trial, which is looked at when it ends.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    const int ExitHung = 3;

    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    readonly Timer watch;
    readonly string path;
    long number;
    long seen;
    volatile bool isRunning;

    public RunningInput(string path, int longest)
    {
        this.path = path;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Create, mapName: null, sizeof(int) + longest);
        view = file.CreateViewAccessor();
        watch = new(_ => Look(), state: null, s_patience, s_patience);
    }

    public void Begin(byte[] input)
    {
        view.Write(0, input.Length);
        view.WriteArray(sizeof(int), input, 0, input.Length);
        number++;
        isRunning = true;
    }

    public void End() => isRunning = false;

    /// <summary>What was running when a process ended: a length, and so many bytes.</summary>
    public static byte[] Left(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return bytes[sizeof(int)..(sizeof(int) + BitConverter.ToInt32(bytes))];
    }

    public void Dispose()
    {
        watch.Dispose();
        view.Dispose();
        file.Dispose();
        File.Delete(path);
    }

    void Look()
    {
        var now = Interlocked.Read(ref number);
        if (isRunning && now == seen)
        {
            Console.Error.WriteLine($"One input has run for more than {s_patience.TotalSeconds:0} s. It is in {path}; --replay takes it as it is.");
            Environment.Exit(ExitHung);
        }

        seen = now;
    }
}
