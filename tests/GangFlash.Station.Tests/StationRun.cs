using GangFlash.Devices;
using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Usb;

namespace GangFlash.Station.Tests;

/// <summary>The program as a user runs it, in this process and in virtual time, with what it printed.</summary>
sealed record StationRun(int Exit, string Out, string Error)
{
    /// <summary>Runs with the repository as the current folder, so that paths are those of the README.</summary>
    public static Task<StationRun> Of(params string[] args) => Of(clock => new LibUsbStart.Ready(new VirtualBus(clock)), args);

    /// <summary>With something else than a machine without boards: no test may ever reach what is plugged in here.</summary>
    public static Task<StationRun> On(IUsbBus bus, params string[] args) => Of(_ => new LibUsbStart.Ready(bus), args);

    public static Task<StationRun> Of(Func<TimeProvider, LibUsbStart> startUsb, params string[] args) => With(io => io with { StartUsb = startUsb }, args);

    /// <summary>With another world around the program, which has no boards by itself.</summary>
    public static async Task<StationRun> With(Func<StationIo, StationIo> change, params string[] args)
    {
        var clock = new VirtualClock();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var io = change(new(output, error, IsTerminal: false, clock) { StartUsb = time => new LibUsbStart.Ready(new VirtualBus(time)), Variable = _ => null, ReadLine = _ => Task.FromResult<string?>(null) });
        var exit = await clock.RunAsync(() => StationProgram.RunAsync([.. args.Select(InRepository)], io, CancellationToken.None));
        return new(exit, Relative(output), Relative(error));
    }

    public IEnumerable<string> Lines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static string InRepository(string arg) => ((string[])["recipes/", "tests/", "config/"]).Any(folder => arg.StartsWith(folder, StringComparison.Ordinal)) ? Path.Combine(TestImages.RepositoryRoot(), arg) : arg;

    static string Relative(StringWriter text) => text.ToString().Replace(TestImages.RepositoryRoot() + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}

/// <summary>A folder that is gone after the test.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-test-");

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public void Dispose() => folder.Delete(recursive: true);
}
