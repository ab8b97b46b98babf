using System.CommandLine;
using System.Text.Json.Nodes;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;
using GangFlash.Station.Progress;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash db verify|backup|restore|stats|export|image|kept</c>: care for the record. None of these changes a row.</summary>
sealed partial class DbCommand
{
    readonly StationIo io;
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<string?> database = CommonOptions.Database();
    readonly Option<bool> json = CommonOptions.Json();
    readonly Option<string?> key = new("--key") { Description = "The key file that must have signed the newest checkpoint. Without it: the one beside the database, if there is one.", HelpName = "FILE" };
    readonly Option<bool> replace = new("--replace") { Description = "Move a record that is there aside, and take the backup in its place." };
    readonly Option<ExportFormat> format = new("--format") { Description = "csv (safe to open in a spreadsheet) or jsonl (every value as it is).", DefaultValueFactory = _ => ExportFormat.Csv };
    readonly Argument<string> backupFile = new("file") { Description = "The backup: a file that is not there yet." };
    readonly Argument<string> restoreFile = new("file") { Description = "The backup to bring back." };
    readonly Argument<string> folder = new("folder") { Description = "A folder that is empty or not there yet." };

    DbCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new DbCommand(io);
        return new("db", "Check, copy and bring back the traceability database.")
        {
            it.Build("verify", "Compute the hash chain again and name every record that is not as it was written. Exit code 8 if one is not.", [it.config, it.database, it.key, it.json], it.Verify),
            it.Build("backup", "Copy the database while stations write, and check the copy.", [it.backupFile, it.config, it.database, it.json], it.Backup),
            it.Build("restore", "Bring back a backup. What is there is never overwritten.", [it.restoreFile, it.config, it.database, it.replace, it.json], it.Restore),
            it.Build("stats", "Say how much is in the database.", [it.config, it.database, it.json], it.Stats),
            it.Build("export", "Write every table into a file of its own.", [it.folder, it.config, it.database, it.format, it.json], it.Export),
            it.Build("image", "Write an image out as it was flashed, proven by its hash.", [it.hash, it.listImages, it.output, it.config, it.database, it.json], it.Image),
            it.Build("kept", "Show protected bytes that an attempt kept before an erase, and write them as Intel HEX to put them back.", [it.attempt, it.listKept, it.hexFile, it.config, it.database, it.json], it.Kept),
        };
    }

    Command Build(string name, string description, Symbol[] takes, Func<ParseResult, string, CancellationToken, ExitCode> run)
    {
        var command = new Command(name, description);
        foreach (var symbol in takes)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        command.SetAction((parsed, ct) => Task.Run(() => (int)Guarded(parsed, run, ct), CancellationToken.None));
        return command;
    }

    ExitCode Guarded(ParseResult parsed, Func<ParseResult, string, CancellationToken, ExitCode> run, CancellationToken ct)
    {
        if (StationSetup.Load(io, parsed.GetValue(config)) is not { } setup)
            return ExitCode.BadInput;
        try
        {
            return run(parsed, setup.Database(parsed.GetValue(database)), ct);
        }
        catch (RecordException problem)
        {
            return Failed(parsed, ExitCode.NoRecord, problem.Message);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return Failed(parsed, ExitCode.SomeFailed, Stopped(parsed));
        }
    }

    ExitCode Failed(ParseResult parsed, ExitCode exit, string message)
    {
        if (parsed.GetValue(json))
            io.Out.WriteLine(GangJson.Error(exit, message));
        io.Error.WriteLine(message);
        return exit;
    }

    static bool IsThere(string file) => File.Exists(file) || Directory.Exists(file);

    static string Taken(string file) => $"{file} is there already. Choose another name; nothing is overwritten.";

    /// <exception cref="RecordException">It cannot be written.</exception>
    static void WriteNew(string file, ReadOnlySpan<byte> bytes)
    {
        try
        {
            WholeFile.Write(file, bytes);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"{file} cannot be written ({refused.Message}). Name a file in a folder with room.", refused);
        }
    }

    /// <summary>Long work, with a line that says how far it is.</summary>
    T Watched<T>(ParseResult parsed, Func<IProgress<RecordProgress>?, T> work)
    {
        using var progress = RecordProgressLine.Of(io, parsed.GetValue(json));
        return work(progress);
    }

    /// <summary>What there is of work that was not finished.</summary>
    string Stopped(ParseResult parsed) => parsed.CommandResult.Command.Name switch
    {
        "backup" when parsed.GetRequiredValue(backupFile) is var file && File.Exists(file) => $"Stopped. {file} is a whole copy that was not checked: 'gangflash db verify --database {file}' does that.",
        "backup" => "Stopped. Nothing was copied.",
        "restore" => "Stopped. Run 'gangflash db verify' to see which record is there.",
        "export" => "Stopped. Nothing was exported.",
        _ => "Stopped before the answer was known.",
    };

    ExitCode Verify(ParseResult parsed, string path, CancellationToken ct)
    {
        var report = Watched(parsed, progress => RecordArchive.Verify(path, parsed.GetValue(key), io.Clock, progress, ct));
        if (parsed.GetValue(json))
            io.Out.WriteLine(LedgerListing.Json(report).ToJsonString());
        else
            LedgerListing.Write(io, report, path);
        return report.IsWhole ? ExitCode.Passed : ExitCode.BrokenRecord;
    }

    ExitCode Backup(ParseResult parsed, string path, CancellationToken ct)
    {
        var file = parsed.GetRequiredValue(backupFile);
        var report = Watched(parsed, progress => RecordArchive.Backup(path, file, io.Clock, progress, ct));
        return Done(parsed, report, file, $"Backed up to {file}.", new() { ["backup"] = file });
    }

    ExitCode Restore(ParseResult parsed, string path, CancellationToken ct)
    {
        var backup = parsed.GetRequiredValue(restoreFile);
        var restored = Watched(parsed, progress => RecordArchive.Restore(backup, path, parsed.GetValue(replace), io.Clock, progress, ct));
        if (!restored.IsRestored)
            return Done(parsed, restored.Report, backup, $"Nothing was restored: {backup} is not what was written. Use another backup.", new() { ["database"] = null, ["movedTo"] = null });
        return Done(
            parsed,
            restored.Report,
            path,
            restored.MovedTo is { } aside ? $"Restored to {path}. What was there is now {aside}; keep it." : $"Restored to {path}.",
            new() { ["database"] = path, ["movedTo"] = restored.MovedTo });
    }

    /// <summary>Says what was done and what the check of the copy found.</summary>
    ExitCode Done(ParseResult parsed, LedgerReport report, string path, string sentence, JsonObject fields)
    {
        if (parsed.GetValue(json))
        {
            fields["check"] = LedgerListing.Json(report);
            io.Out.WriteLine(fields.ToJsonString());
        }
        else
        {
            io.Say(sentence);
            LedgerListing.Write(io, report, path);
        }

        return report.IsWhole ? ExitCode.Passed : ExitCode.BrokenRecord;
    }

    ExitCode Stats(ParseResult parsed, string path, CancellationToken ct)
    {
        using var reader = TraceabilityReader.Open(path);
        var stats = reader.Stats(ct);
        if (parsed.GetValue(json))
            io.Out.WriteLine(StatsListing.Json(stats).ToJsonString());
        else
            StatsListing.Write(io, stats);
        return ExitCode.Passed;
    }

    ExitCode Export(ParseResult parsed, string path, CancellationToken ct)
    {
        var target = parsed.GetRequiredValue(folder);
        try
        {
            var tables = Watched(parsed, progress => ExportFiles.Write(path, target, parsed.GetValue(format), progress, ct));
            if (parsed.GetValue(json))
                io.Out.WriteLine(new JsonObject { ["folder"] = target, ["tables"] = new JsonObject(tables.Select(table => KeyValuePair.Create(table.Name, (JsonNode?)table.Rows))) }.ToJsonString());
            else
                io.Say($"{tables.Sum(table => table.Rows):N0} rows of {tables.Length} tables written to {target}.");
            return ExitCode.Passed;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"The export cannot be written to {target} ({refused.Message}). Name an empty folder with room.", refused);
        }
    }
}
