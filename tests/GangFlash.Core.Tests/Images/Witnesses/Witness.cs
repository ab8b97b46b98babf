using System.Diagnostics;

namespace GangFlash.Tests.Images.Witnesses;

/// <summary>Other people's programs at work in a folder of their own, which goes with the test.</summary>
sealed class Witness : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("gangflash-witness-").FullName;

    public void Put(string name, byte[] content) => File.WriteAllBytes(Path.Combine(folder, name), content);

    public byte[] Get(string name) => File.ReadAllBytes(Path.Combine(folder, name));

    public string Text(string name) => File.ReadAllText(Path.Combine(folder, name));

    /// <summary>Runs a program to its end.</summary>
    public Testimony Ask(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} could not be started.");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.GetAwaiter().GetResult());
    }

    /// <summary>The same where the program must succeed.</summary>
    public string Told(string program, params string[] arguments)
    {
        var testimony = Ask(program, arguments);
        Assert.True(testimony.Accepts, $"{program} {string.Join(' ', arguments)}: {testimony.Errors}");
        return testimony.Output;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

/// <summary>What a program said.</summary>
sealed record Testimony(int ExitCode, string Output, string Errors)
{
    public bool Accepts => ExitCode == 0;
}
