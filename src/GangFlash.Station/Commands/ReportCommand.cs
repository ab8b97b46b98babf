using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash report</c>; here its two built-in listings, <c>units</c> and <c>failures</c>. Reads only, also beside a running station.</summary>
sealed class ReportCommand
{
    const int UsualLimit = 1000;

    readonly StationIo io;
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<string?> database = CommonOptions.Database();
    readonly Option<ReportFormat> format = new("--format") { Description = "text, csv or json (one object a line).", DefaultValueFactory = _ => ReportFormat.Text };
    readonly Option<DateTimeOffset?> from = Time("--from", "Attempts that began then or later.");
    readonly Option<DateTimeOffset?> to = Time("--to", "Attempts that began before.");
    readonly Option<string?> batch = new("--batch") { Description = "Attempts of this batch." };
    readonly Option<string?> serial = new("--serial") { Description = "Attempts on this unit, or with this USB serial." };
    readonly Option<int?> slot = new("--slot") { Description = "Attempts in this slot." };
    readonly Option<int> limit = new("--limit") { Description = "At most so many, the newest.", DefaultValueFactory = _ => UsualLimit };

    ReportCommand(StationIo io) => this.io = io;

    /// <summary>Names that no definition can have.</summary>
    public static ImmutableArray<string> BuiltIn { get; } = ["units", "failures", "list", "check"];

    /// <param name="args">Of the program: the definitions that they lead to are commands too.</param>
    public static Command Create(StationIo io, IReadOnlyList<string> args)
    {
        var folder = DefinedReports.Folder();
        var report = new Command("report", "Print what is in the record: gangflash report list says what can be asked.")
        {
            folder,
            new ReportCommand(io).Build("units", "One line for each attempt, the newest last.", UnitListing.Units),
            new ReportCommand(io).Build("failures", "Each attempt that did not pass, with the evidence.", UnitListing.Failures),
        };
        foreach (var defined in DefinedReports.Create(io, folder, args))
            report.Add(defined);
        return report;
    }

    Command Build(string name, string description, Func<TraceabilityReader, AttemptFilter, CancellationToken, ReportTable> report)
    {
        var command = new Command(name, description) { config, database, format, from, to, batch, serial, slot, limit };
        command.SetAction((parsed, ct) => Task.FromResult((int)Run(parsed, report, ct)));
        return command;
    }

    ExitCode Run(ParseResult parsed, Func<TraceabilityReader, AttemptFilter, CancellationToken, ReportTable> report, CancellationToken ct)
    {
        var filter = new AttemptFilter
        {
            From = parsed.GetValue(from),
            To = parsed.GetValue(to),
            Batch = parsed.GetValue(batch),
            Serial = parsed.GetValue(serial),
            Slot = parsed.GetValue(slot),
            Limit = parsed.GetValue(limit),
        };
        if (StationSetup.Load(io, parsed.GetValue(config)) is not { } setup)
            return ExitCode.BadInput;
        try
        {
            using var reader = TraceabilityReader.Open(setup.Database(parsed.GetValue(database)));
            var table = report(reader, filter, ct);
            ReportRendering.Write(table, parsed.GetValue(format), io);
            return ExitCode.Passed;
        }
        catch (RecordException unreadable)
        {
            io.Error.WriteLine(unreadable.Message);
            return ExitCode.NoRecord;
        }
    }

    static Option<DateTimeOffset?> Time(string name, string description) => new(name)
    {
        Description = $"{description} A date or a time like 2026-11-21T06:00+01:00; UTC where no offset is given.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;
            result.AddError($"{name}: \"{Printable.Escape(text, 64)}\" is no time like 2026-11-21T06:00+01:00.");
            return null;
        },
    };
}

enum ReportFormat
{
    Text,
    Csv,
    Json,
}
