using GangFlash.Station.Doctor;
using GangFlash.Usb;
using Spectre.Console;

namespace GangFlash.Station;

/// <summary>The outside world of a command, passed in so that tests can be one.</summary>
/// <param name="Out">Data.</param>
/// <param name="Error">Talk to people while data goes elsewhere.</param>
/// <param name="IsTerminal">Whether <paramref name="Out"/> can be redrawn.</param>
sealed record StationIo(TextWriter Out, TextWriter Error, bool IsTerminal, TimeProvider Clock)
{
    /// <summary>Begins with the real USB devices of this machine.</summary>
    public Func<TimeProvider, LibUsbStart> StartUsb { get; init; } = LibUsbBus.Start;

    /// <summary>The clock of other processes, by which they are told things: the real one, also where a test runs the work in virtual time.</summary>
    public TimeProvider WorldClock { get; init; } = TimeProvider.System;

    /// <summary>The machine that <c>doctor</c> looks at.</summary>
    public DoctorMachine Machine { get; init; } = new();

    /// <summary>Opens standard input, for commands that are typed while a command runs.</summary>
    public Func<TextReader> OpenInput { get; init; } = () => TextReader.Null;

    /// <summary>Whether somebody sits at standard input.</summary>
    public bool InputIsTerminal { get; init; }
    /// <summary>The next line that somebody types or pipes in, or none at its end.</summary>
    public Func<CancellationToken, Task<string?>> ReadLine { get; init; } = static ct => Task.Run(System.Console.In.ReadLine, ct).WaitAsync(ct);

    /// <summary>A key that was pressed, or none yet. Null where keys can't be had one by one, and lines are read instead.</summary>
    public Func<char?>? PressedKey { get; init; }

    /// <summary>The variables of the environment.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The folder that relative paths of the command line count from.</summary>
    public string Folder { get; init; } = "";

    /// <summary>A Spectre console on <see cref="Out"/>; plain and of fixed width where that is no terminal.</summary>
    public IAnsiConsole Console()
    {
        var console = AnsiConsole.Create(new()
        {
            Ansi = IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = IsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Out),
        });
        if (!IsTerminal)
            console.Profile.Width = 160;
        return console;
    }

    /// <summary>Prints a sentence: broken between words on a terminal, as one line elsewhere.</summary>
    public void Say(string sentence)
    {
        if (IsTerminal)
            Console().WriteLine(sentence);
        else
            Out.WriteLine(sentence);
    }
}
