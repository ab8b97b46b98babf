using System.CommandLine;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Station.Live;
using GangFlash.Station.Loading;
using GangFlash.Station.Screen;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash station</c>: the full-screen program of the line, for keyboard and scanner.</summary>
sealed class LineCommand
{
    /// <summary>A fixture without a taught map has so many slots.</summary>
    const int UsualSlots = 8;

    readonly StationIo io;
    readonly Option<string?> recipe = new("--recipe") { Description = "The only recipe of this station; a work order then needs no choice.", HelpName = "FILE" };
    readonly Option<string> recipes = new("--recipes") { Description = "The folder with the recipes that can be chosen.", HelpName = "FOLDER", DefaultValueFactory = _ => "recipes" };
    readonly SimulationOptions simulation = new("Virtual boards in the slots: a number, or a list like 6xSTM32F746,lying-f746. Brings badges and a work order to try it with.");
    readonly Option<double> timeScale = CommonOptions.TimeScale();
    readonly Option<string?> station = new("--station") { Description = "Name of this station in the record. Without it the station file's, else the machine's." };
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<int> slots = new("--slots") { Description = "Slots of the fixture, from 1 to 120. Default: as many as there are virtual boards, else 8." };
    readonly Option<string[]> badges = new("--badge") { Description = "Who may sign on: operator, technician, supervisor, quality or engineer. May be repeated.", HelpName = "ID=NAME:ROLE" };
    readonly Option<bool> continuous = new("--continuous") { Description = "Each slot starts by itself as soon as its unit and board are in." };
    readonly Option<bool> slotLabels = new("--slot-labels") { Description = "The label of a slot is scanned with each unit, instead of filling slots in their order." };
    readonly Option<bool> typedSerials = new("--typed-serials") { Description = "Serials may be typed, twice, and are marked." };
    readonly Option<string> prefix = new("--scanner-prefix") { Description = "What the scanners type in front of each code; tells a scan for certain.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
    readonly Option<Language> language = new("--language")
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
        if (Badges(parsed) is not { } known)
            return ExitCode.Usage;
        var shelf = RecipeShelf.Of(parsed.GetValue(recipe), parsed.GetValue(recipes)!);
        var expected = shelf.Files.Select(file => OrderLoader.Load(file).Order?.Chip).FirstOrDefault(chip => chip is { Chip.Rom: not null });
        switch (StationBus.Open(io, simulation.Read(parsed), parsed.GetValue(timeScale), expected))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    var virtualBus = (bus as Simulator.Scenarios.VirtualBench)?.Bus;
                    var count = parsed.GetValue(slots) is > 0 and var given ? given : virtualBus is null ? UsualSlots : (await bus.ListAsync(ct)).Count;
                    var settings = new StationSettings(
                        Rules(parsed, setup, known, count, virtualBus is not null), shelf, setup.Database(parsed.GetValue(database)), parsed.GetValue(mode), parsed.GetValue(prefix)!, virtualBus is not null ? Simulator.VirtualBoards.Chip(expected?.Part ?? Simulator.SimulatedFleet.UsualPart) : null);
                    return await new StationHost(io, settings, virtualBus ?? bus, clock).RunAsync(ct);
                }

            case StationBusOpening.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    StationRules Rules(ParseResult parsed, StationSetup setup, BadgeList known, int count, bool simulated) => new()
    {
        Station = parsed.GetValue(station) ?? setup.Name,
        Slots = [.. Enumerable.Range(1, count)],
        Badges = known,
        Scans = new()
        {
            Patterns =
            [
                Pattern(ScanKind.Badge, "B-*"),
                Pattern(ScanKind.WorkOrder, "WO-*"),
                Pattern(ScanKind.Unit, "U-*"),
            ],
        },
        Binding = parsed.GetValue(slotLabels) ? UnitBinding.SlotLabel : UnitBinding.SlotOrder,
        Start = parsed.GetValue(continuous) ? GangStart.Continuous : GangStart.Together,
        Language = parsed.GetValue(language),
        TypedSerials = parsed.GetValue(typedSerials) || simulated,
        RecipeWithoutWorkOrder = simulated,
    };

    static ScanPattern Pattern(ScanKind kind, string text) => new(kind, new(text), "the station's defaults");

    /// <summary>The badges that were given; for virtual boards those of the demo. None if one makes no sense.</summary>
    BadgeList? Badges(ParseResult parsed)
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

        return list.Count > 0 ? new([.. list]) : simulation.IsUsed(parsed) ? DemoCodes.Badges : BadgeList.Empty;
    }
}
