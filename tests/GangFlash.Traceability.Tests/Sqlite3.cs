using System.Diagnostics;

namespace GangFlash.Traceability.Tests;

/// <summary>Debian's sqlite3 tool: somebody who holds the file and owes nothing to our code. Without it the tests are skipped.</summary>
static class Sqlite3
{
    /// <summary>Drops all triggers first, as whoever wants to change history would.</summary>
    public static void Tamper(string database, string sql)
    {
        var triggers = Run(database, "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_master WHERE type = 'trigger'");
        var restore = Run(database, "SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger'");
        _ = Run(database, $"PRAGMA foreign_keys = OFF;\n{triggers}\n{sql};\n{restore}");
    }

    /// <summary>What it prints. Fails if the tool says no.</summary>
    public static string Run(string database, string sql)
    {
        using var tool = Process.Start(new ProcessStartInfo("sqlite3", ["-batch", "-bail", database]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = tool.StandardError.ReadToEndAsync();
        var output = tool.StandardOutput.ReadToEndAsync();
        tool.StandardInput.Write(sql);
        tool.StandardInput.Close();
        tool.WaitForExit();
        Assert.True(tool.ExitCode == 0, $"sqlite3: {errors.GetAwaiter().GetResult()}");
        return output.GetAwaiter().GetResult();
    }
}
