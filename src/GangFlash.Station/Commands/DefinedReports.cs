using System.Collections.Immutable;
using System.CommandLine;
using GangFlash.Documents;
using GangFlash.Gang;
using GangFlash.Reports;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary>
/// <c>gangflash report NAME</c> for every definition, <c>report list</c> and <c>report check</c>. A definition's parameters are its options, so that help and completion know them.
/// Reads only, also beside a running station.
/// </summary>
sealed class DefinedReports
{
    const int PlainWidth = 160;

    readonly StationIo io;
    readonly ReportCatalogue catalogue;
    readonly string? unreadable;
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<string?> database = CommonOptions.Database();
    readonly Option<ReportShape?> format = new("--format")
    {
        Description = "table, html, csv, json or xlsx. Without it the ending of the file says which; without a file: table.",
        HelpName = "table|html|csv|json|xlsx",
    };

    readonly Option<string?> output = new("--output", "-o") { Description = "Write the report to this file, whole or not at all.", HelpName = "FILE" };

    DefinedReports(StationIo io, string? folder)
    {
        this.io = io;
        (catalogue, unreadable) = Load(folder);
    }

    /// <summary>Where a plant's own definitions are read: the folder that was named, or <c>reports</c> beside the program.</summary>
    public static Option<string?> Folder() => new("--reports")
    {
        Description = "A folder with report definitions of your own, beside the standard ones. Without it: the folder reports beside the program.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <param name="args">Of the program. What commands there are depends on the folder, so it is looked for before they are parsed.</param>
    public static IEnumerable<Command> Create(StationIo io, Option<string?> folder, IReadOnlyList<string> args)
    {
        // Other commands need no definitions, and a station should start fast. A shell that completes gives the whole line as one argument.
        if (!args.Any(arg => arg.Contains("report", StringComparison.Ordinal)))
            return [];
        return new DefinedReports(io, FolderIn(folder.Name, args)).Commands();
    }

    IEnumerable<Command> Commands()
    {
        var list = new Command("list", "The reports there are, and what each answers.");
        list.SetAction(_ => (int)List());
        var files = new Argument<string[]>("file") { Description = "Definitions to check; none: all there are.", Arity = ArgumentArity.ZeroOrMore };
        var check = new Command("check", "Find every mistake of report definitions, with line and column. Needs no record.") { files };
        check.SetAction(parsed => (int)Check(parsed.GetValue(files) ?? []));
        return [list, check, .. catalogue.Reports.Where(report => !ReportCommand.BuiltIn.Contains(report.Name)).Select(Build), .. Broken()];
    }

    Command Build(ReportDefinition report)
    {
        var command = new Command(report.Name, report.Question) { config, database, format, output };
        var options = report.Parameters.Select(parameter => (Parameter: parameter, Option: OptionOf(parameter))).ToList();
        foreach (var (_, option) in options)
            command.Add(option);
        command.SetAction((parsed, ct) =>
        {
            var given = options.Where(option => parsed.GetResult(option.Option) is not null).ToDictionary(option => option.Parameter.Name, option => parsed.GetValue(option.Option) ?? "", StringComparer.Ordinal);
            return Task.FromResult((int)Run(report, given, parsed, ct));
        });
        return command;
    }

    static Option<string?> OptionOf(ReportParameter parameter)
    {
        var behind = parameter switch
        {
            { IsRequired: true } => " (required)",
            { Default: { } usual } => $" [default: {usual}]",
            _ => "",
        };
        var option = new Option<string?>($"--{parameter.Name}")
        {
            Description = parameter.Help + (parameter.Type == ParameterType.Time ? $" A date or a time like {ReportArguments.TimeExample}, last-30d, or all." : "") + behind,
            HelpName = parameter.Type switch
            {
                ParameterType.Choice => string.Join('|', parameter.Choices),
                ParameterType.Time => "TIME",
                ParameterType.Integer => "NUMBER",
                _ => "TEXT",
            },
        };
        option.CompletionSources.Add(_ => parameter.Choices.Select(choice => new System.CommandLine.Completions.CompletionItem(choice)));
        return option;
    }

    /// <summary>A file with problems is a command that tells them, so that nobody looks for a report that seems to be gone.</summary>
    IEnumerable<Command> Broken() => catalogue.Problems.Where(problem => problem.Severity is ProblemSeverity.Error).GroupBy(problem => Path.GetFileNameWithoutExtension(problem.File))
        .Where(file => !ReportCommand.BuiltIn.Contains(file.Key) && catalogue.Find(file.Key) is null)
        .Select(file =>
        {
            var command = new Command(Printable.Escape(file.Key, 64).Replace(' ', '-'), "Has problems; gangflash report check tells them.") { config, database, format, output };
            command.TreatUnmatchedTokensAsErrors = false;
            command.SetAction(_ => (int)Say([.. file]));
            return command;
        });

    ExitCode Run(ReportDefinition report, IReadOnlyDictionary<string, string> given, ParseResult parsed, CancellationToken ct)
    {
        WarnOfFolder();
        var file = parsed.GetValue(output);
        if (ShapeOf(parsed.GetValue(format), file) is not { } shape)
        {
            io.Error.WriteLine($"The ending of {Printable.Escape(file ?? "", 200)} is none of html, csv, json, xlsx and txt; say which with --format.");
            return ExitCode.Usage;
        }

        if (shape == ReportShape.Xlsx && file is null)
        {
            io.Error.WriteLine("A workbook is no text for a terminal: write it to a file with -o FILE.");
            return ExitCode.Usage;
        }

        if (StationSetup.Load(io, parsed.GetValue(config)) is not { } setup)
            return ExitCode.BadInput;
        try
        {
            using var runner = ReportRunner.Open(setup.Database(parsed.GetValue(database)), io.Clock, StationVersion.Text);
            var (arguments, problems) = ReportArguments.Of(report, given, runner.Moment(ct));
            if (arguments is null)
            {
                foreach (var problem in problems)
                    io.Error.WriteLine(problem.Text);
                return ExitCode.Usage;
            }

            var result = runner.Run(report, arguments, ct);
            return file is null ? Print(result, shape) : Write(result, shape, file);
        }
        catch (RecordException noRecord)
        {
            io.Error.WriteLine(noRecord.Message);
            return ExitCode.NoRecord;
        }
        catch (ReportException wrong)
        {
            io.Error.WriteLine(wrong.Message);
            return ExitCode.BadInput;
        }
    }

    ExitCode Print(ReportResult result, ReportShape shape)
    {
        io.Out.Write(Text(result, shape, io.IsTerminal ? io.Console().Profile.Width : PlainWidth));
        return ExitCode.Passed;
    }

    ExitCode Write(ReportResult result, ReportShape shape, string file)
    {
        try
        {
            WholeFile.Write(file, shape == ReportShape.Xlsx ? XlsxReport.Of(result) : new System.Text.UTF8Encoding(false).GetBytes(Text(result, shape, PlainWidth)));
            return ExitCode.Passed;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            io.Error.WriteLine($"{Printable.Escape(file, 200)} was not written: {Printable.Escape(problem.Message, 500)}");
            return ExitCode.Usage;
        }
    }

    static string Text(ReportResult result, ReportShape shape, int width) => shape switch
    {
        ReportShape.Html => HtmlReport.Page(result),
        ReportShape.Csv => CsvReport.Of(result),
        ReportShape.Json => JsonReport.Of(result),
        _ => TextReport.Of(result, width),
    };

    static ReportShape? ShapeOf(ReportShape? asked, string? file) => asked ?? (file is null ? ReportShape.Table : Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".html" or ".htm" => ReportShape.Html,
        ".csv" => ReportShape.Csv,
        ".json" => ReportShape.Json,
        ".xlsx" => ReportShape.Xlsx,
        ".txt" => ReportShape.Table,
        _ => null,
    });

    ExitCode List()
    {
        WarnOfFolder();
        var widest = catalogue.Reports.Select(report => report.Name.Length).Append("failures".Length).Max();
        foreach (var group in catalogue.Reports.GroupBy(report => report.Group).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            io.Out.WriteLine(group.Key);
            foreach (var report in group)
                io.Out.WriteLine($"  {report.Name.PadRight(widest)}  {Printable.Escape(report.Question, 300)}");
        }

        io.Out.WriteLine("Attempts");
        io.Out.WriteLine($"  {"units".PadRight(widest)}  One line for each attempt.");
        io.Out.WriteLine($"  {"failures".PadRight(widest)}  Each attempt that did not pass, with the evidence.");
        return catalogue.Problems.IsEmpty ? ExitCode.Passed : Say(catalogue.Problems);
    }

    ExitCode Check(string[] files)
    {
        WarnOfFolder();
        var problems = ImmutableArray.CreateBuilder<DocumentProblem>();
        var checkedReports = 0;
        if (files.Length == 0)
        {
            problems.AddRange(catalogue.Check(io.Clock));
            checkedReports = catalogue.Reports.Length;
        }

        foreach (var file in files)
        {
            try
            {
                var reading = ReportReader.Read(file, File.ReadAllBytes(file));
                problems.AddRange(reading.Problems);
                if (reading.Definition is { } report)
                {
                    problems.AddRange(ReportRunner.Check(report, io.Clock));
                    checkedReports++;
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                io.Error.WriteLine($"{Printable.Escape(file, 200)} cannot be read: {Printable.Escape(problem.Message, 500)}");
                return ExitCode.BadInput;
            }
        }

        if (problems.Count > 0)
            return Say(problems.ToImmutable());
        io.Out.WriteLine($"{checkedReports} {(checkedReports == 1 ? "report" : "reports")}, no problem.");
        return ExitCode.Passed;
    }

    ExitCode Say(ImmutableArray<DocumentProblem> problems)
    {
        foreach (var problem in problems)
            io.Error.WriteLine(problem.ToString());
        return problems.Any(problem => problem.Severity is ProblemSeverity.Error) ? ExitCode.BadInput : ExitCode.Passed;
    }

    void WarnOfFolder()
    {
        if (unreadable is not null)
            io.Error.WriteLine(unreadable);
    }

    /// <summary>The standard reports with those of a folder; and why the folder gave none.</summary>
    public static (ReportCatalogue Catalogue, string? Unreadable) Load(string? folder)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, "reports");
        if ((folder ?? (Directory.Exists(beside) ? beside : null)) is not { } read)
            return (ReportCatalogue.Standard(), null);
        try
        {
            return (ReportCatalogue.Of(read), null);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (ReportCatalogue.Standard(), $"The definitions in {Printable.Escape(read, 200)} cannot be read, only the standard reports are there: {Printable.Escape(problem.Message, 500)}");
        }
    }

    static string? FolderIn(string option, IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == option && i + 1 < args.Count)
                return args[i + 1];
            if (args[i].StartsWith(option + "=", StringComparison.Ordinal))
                return args[i][(option.Length + 1)..];
        }

        return null;
    }
}

enum ReportShape
{
    Table,
    Html,
    Csv,
    Json,
    Xlsx,
}
