using System.Text;
using GangFlash.Releases;

namespace GangFlash.Station.Loading;

/// <summary>The passphrase of a key: from the environment, else from whoever sits at the terminal. It is never an option, which a list of processes would show.</summary>
static class Passphrase
{
    public const string Variable = "GANGFLASH_KEY_PASSPHRASE";

    /// <summary>Nobody waits longer for a key that was pressed.</summary>
    static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    /// <summary>Of a key that is there. None, and the reason on standard error, if nobody gives one.</summary>
    public static Task<string?> AskAsync(StationIo io, string keyFile, CancellationToken ct) => TakeAsync(io, $"Passphrase of {Printable.Escape(keyFile)}: ", ct);

    /// <summary>Of a new key: long enough, and typed twice. None, and the reason on standard error, if nobody gives one.</summary>
    public static async Task<string?> AskNewAsync(StationIo io, CancellationToken ct)
    {
        var given = io.Variable(Variable) is { Length: > 0 };
        if (await TakeAsync(io, $"Passphrase for the new key, at least {SigningKey.ShortestPassphrase} characters: ", ct) is not { } passphrase)
            return null;
        if (passphrase.Length < SigningKey.ShortestPassphrase)
        {
            io.Error.WriteLine($"The passphrase has {passphrase.Length} characters; it needs {SigningKey.ShortestPassphrase}. No key was made.");
            return null;
        }

        if (given || await TakeAsync(io, "The same once more: ", ct) == passphrase)
            return passphrase;
        io.Error.WriteLine("The two passphrases differ. No key was made.");
        return null;
    }

    static async Task<string?> TakeAsync(StationIo io, string prompt, CancellationToken ct)
    {
        if (io.Variable(Variable) is { Length: > 0 } given)
            return given;
        if (io.PressedKey is not { } pressed)
        {
            io.Error.WriteLine($"The key needs its passphrase: give it in the variable {Variable}, or run this in a terminal, which asks for it.");
            return null;
        }

        io.Error.Write(prompt);
        try
        {
            return await ReadAsync(io, pressed, ct);
        }
        finally
        {
            io.Error.WriteLine();
        }
    }

    /// <summary>What is typed until Enter; nothing of it is shown.</summary>
    static async Task<string> ReadAsync(StationIo io, Func<char?> pressed, CancellationToken ct)
    {
        var typed = new StringBuilder();
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            switch (pressed())
            {
                case null:
                    await Task.Delay(s_poll, io.Clock, ct);
                    break;
                case '\r' or '\n':
                    return typed.ToString();
                case '\b' or '\x7F':
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                case >= ' ' and var letter:
                    _ = typed.Append(letter);
                    break;
            }
        }
    }
}
