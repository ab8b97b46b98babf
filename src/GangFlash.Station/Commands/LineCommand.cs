using System.Collections.Immutable;
using System.CommandLine;
using GangFlash.Devices;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Numbers;
using GangFlash.Simulator;
using GangFlash.Simulator.Scenarios;
using GangFlash.Station.Live;
using GangFlash.Station.Loading;
using GangFlash.Station.Screen;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash station</c>: the full-screen program of the line, for keyboard and scanner.</summary>
sealed class LineCommand
{
    /// <summary>A fixture without a taught map has so many slots.</summary>
    const int UsualSlots = 8;

    readonly StationIo io;
    readonly Option<string?> recipe = new("--recipe") { Description = "The only recipe of this station; a work order then needs no choice.", HelpName = "FILE" };
    readonly Option<string?> recipes = new("--recipes") { Description = "The folder with the recipes that can be chosen. Without it the station file's, else recipes.", HelpName = "FOLDER" };
    readonly SimulationOptions simulation = new("Virtual boards in the slots: a number, or a list like 6xSTM32F746,lying-f746. Brings badges and a work order to try it with.");
    readonly Option<double> timeScale = CommonOptions.TimeScale();
    readonly Option<string?> station = new("--station") { Description = "Name of this station in the record. Without it the station file's, else the machine's." };
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<int> slots = new("--slots") { Description = "Slots of the fixture, from 1 to 120. Without it those that were taught or that the station file describes, else those of the virtual boards, else 8." };
    readonly Option<string[]> badges = new("--badge") { Description = "Who may sign on, instead of the station file's badges: operator, technician, supervisor, quality or engineer. May be repeated.", HelpName = "ID=NAME:ROLE" };
    readonly Option<bool> continuous = new("--continuous") { Description = "Each slot starts by itself as soon as its unit and board are in." };
    readonly Option<bool> slotLabels = new("--slot-labels") { Description = "The label of a slot is scanned with each unit, instead of filling slots in their order." };
    readonly Option<bool> typedSerials = new("--typed-serials") { Description = "Serials may be typed, twice, and are marked." };
    readonly Option<string?> prefix = new("--scanner-prefix") { Description = "What the scanners type in front of each code; tells a scan for certain.", HelpName = "TEXT" };
    readonly Option<Language?> language = new("--language")
    {
        Description = "en or de.",
        HelpName = "LANGUAGE",
        CustomParser = result =>
        {
            switch (result.Tokens[0].Value)
            {
                case "en":
                    return Language.English;
                case "de":
                    return Language.German;
                default:
                    result.AddError($"--language: \"{Printable.Escape(result.Tokens[0].Value, 64)}\" is neither en nor de.");
                    return Language.English;
            }
        },
    };

    readonly Option<LineMode> mode = new("--mode")
    {
        Description = "production, engineering or training; the last two are no product and change the whole border.",
        HelpName = "MODE",
        CustomParser = result =>
        {
            if (Enum.TryParse<LineMode>(result.Tokens[0].Value, ignoreCase: true, out var known) && Enum.IsDefined(known))
                return known;
            result.AddError($"--mode: \"{Printable.Escape(result.Tokens[0].Value, 64)}\" is neither production, engineering nor training.");
            return LineMode.Production;
        },
    };

    readonly Option<string?> database = CommonOptions.Database();

    LineCommand(StationIo io)
    {
        this.io = io;
        slots.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is not (>= 1 and <= 120))
                result.AddError("--slots takes a number from 1 to 120.");
        });
    }

    public static Command Create(StationIo io)
    {
        var it = new LineCommand(io);
        var command = new Command("station", "The full-screen program for operators: keyboard and scanner. F1 explains it; 'gangflash station --simulate 8' tries it.")
        {
            it.recipe, it.recipes, it.timeScale, it.config, it.station, it.slots, it.badges, it.continuous, it.slotLabels, it.typedSerials, it.prefix, it.language, it.mode, it.database,
        };
        it.simulation.AddTo(command);
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (!io.IsTerminal)
        {
            io.Error.WriteLine("'gangflash station' needs a terminal. For a line controller there is 'gangflash flash --json'.");
            return ExitCode.Usage;
        }

        if (StationSetup.Load(io, parsed.GetValue(config), simulation.IsUsed(parsed)) is not { } setup)
            return ExitCode.BadInput;
        if (Badges(parsed, setup) is not { } known)
            return ExitCode.Usage;
        var scans = new ScanReader(setup.Settings.Scans.Codes, known, null);
        if (Refused(scans, setup) is { } exit)
            return exit;
        var shelf = RecipeShelf.Of(parsed.GetValue(recipe), setup.Recipes(parsed.GetValue(recipes)), setup.Releases);
        var expected = shelf.Files.Select(file => OrderLoader.Load(file, setup.Releases).Order?.Chip).FirstOrDefault(chip => chip is { Chip.Rom: not null });
        switch (StationBus.Open(io, simulation.Read(parsed), parsed.GetValue(timeScale), expected))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    var bench = bus as VirtualBench;
                    ImmutableArray<UsbPortPath> ports = bench is null ? [] : [.. bench.Look().Select(place => place.Port)];
                    var places = SimulatedHands.Places(setup.Slots, ports, bench is not null && parsed.GetValue(slots) is > 0 and var most ? most : ports.Length);
                    var settings = new HostSettings(
                        Rules(parsed, setup, known, Slots(parsed, setup, places)), shelf, setup.WorkOrders(scans), setup.Slots, setup.Database(parsed.GetValue(database)), parsed.GetValue(mode),
                        ScannerSettings.Usual with { Prefix = parsed.GetValue(prefix) ?? setup.Settings.Scans.ScannerPrefix, Suffix = setup.Settings.Scans.ScannerSuffix },
                        bench is not null ? VirtualBoards.Chip(expected?.Part ?? SimulatedFleet.UsualPart) : null)
                    { Places = places, Shares = setup.Settings.Numbers };
                    return await new StationHost(io, settings, bus, clock).RunAsync(ct);
                }

            case StationBusOpening.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Why nobody could work with these badges and work orders; none if somebody can.</summary>
    ExitCode? Refused(ScanReader scans, StationSetup setup)
    {
        foreach (var problem in scans.Problems())
            io.Error.WriteLine($"\"{Printable.Escape(problem.Witness, 64)}\" would be read by two: {Printable.Escape(problem.One, 64)}, and {Printable.Escape(problem.Other, 64)}. Change one of them.");
        if (!scans.Problems().IsEmpty)
            return ExitCode.Usage;
        var wrong = setup.WorkOrders(scans)?.Problems() ?? [];
        foreach (var problem in wrong)
            io.Error.WriteLine(problem);
        return wrong.IsEmpty ? null : ExitCode.BadInput;
    }

    /// <summary>What was asked for; else the places that have a name; with virtual boards, where those are.</summary>
    ImmutableArray<int> Slots(ParseResult parsed, StationSetup setup, IReadOnlyDictionary<int, UsbPortPath> places)
    {
        if (parsed.GetValue(slots) is > 0 and var given)
            return [.. Enumerable.Range(1, given)];
        if (places.Count > 0)
            return [.. places.Keys.Order()];
        return setup.Slots.Slots is { IsEmpty: false } named ? [.. named.Keys] : [.. Enumerable.Range(1, UsualSlots)];
    }

    StationRules Rules(ParseResult parsed, StationSetup setup, BadgeList known, ImmutableArray<int> numbers)
    {
        var (shift, simulated) = (setup.Settings.Shift, simulation.IsUsed(parsed));
        return new()
        {
            Station = parsed.GetValue(station) ?? setup.Name,
            Slots = numbers,
            Badges = known,
            Scans = setup.Settings.Scans.Codes,
            Line = setup.Settings.LineStop,
            Purpose = parsed.GetValue(mode) switch
            {
                LineMode.Engineering => AttemptPurpose.Engineering,
                LineMode.Training => AttemptPurpose.Training,
                _ => AttemptPurpose.Production,
            },
            Binding = parsed.GetValue(slotLabels) ? UnitBinding.SlotLabel : shift.Binding,
            Start = parsed.GetValue(continuous) ? GangStart.Continuous : shift.Start,
            Language = parsed.GetValue(language) ?? shift.Language,
            LockAfter = shift.LockAfter,
            CountedAttempts = shift.CountedAttempts,
            RetestElsewhere = shift.RetestElsewhere,
            TypedSerials = parsed.GetValue(typedSerials) || shift.TypedSerials || simulated,
            ReleaseByAnother = shift.ReleaseByAnother,
            RecipeWithoutWorkOrder = shift.RecipeWithoutWorkOrder || simulated,
        };
    }

    /// <summary>The badges that were given, else the station file's; for virtual boards those of the demo. None if nobody could sign on.</summary>
    BadgeList? Badges(ParseResult parsed, StationSetup setup)
    {
        var list = new List<Badge>();
        foreach (var text in parsed.GetValue(badges) ?? [])
        {
            var (equals, colon) = (text.IndexOf('=', StringComparison.Ordinal), text.LastIndexOf(':'));
            if (equals < 1 || colon < equals || !Enum.TryParse<Role>(text[(colon + 1)..], ignoreCase: true, out var role) || !Enum.IsDefined(role))
            {
                io.Error.WriteLine($"--badge: \"{Printable.Escape(text, 64)}\" is not ID=NAME:ROLE.");
                return null;
            }

            list.Add(new(text[..equals], text[(equals + 1)..colon], role));
        }

        if (list.Count > 0)
            return new([.. list]);
        if (!setup.Settings.Badges.Badges.IsEmpty)
            return setup.Settings.Badges;
        if (simulation.IsUsed(parsed))
            return DemoCodes.Badges;
        io.Error.WriteLine($"Nobody could sign on: list the badges below 'badges' in {Printable.Escape(setup.File ?? StationSetup.UsualFile)}, or give --badge 'ID=NAME:ROLE'; 'gangflash station --simulate 8' tries the screen without either.");
        return null;
    }
}
