using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;
using GangFlash.Station.Progress;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash flash</c>: every connected board in parallel, headless.</summary>
sealed class FlashCommand
{
    readonly StationIo io;
    readonly Argument<string> recipe = CommonOptions.Recipe();
    readonly Option<string?> simulate = CommonOptions.Simulate("Flash virtual boards: a number, or a list like 4xSTM32F746,2xSTM32F405,lying-f746.");
    readonly Option<string?> scenario = CommonOptions.Scenario();
    readonly Option<string[]> faults = CommonOptions.Faults();
    readonly Option<double> timeScale = CommonOptions.TimeScale();
    readonly Option<bool> continuous = new("--continuous") { Description = "Flash each board as it arrives, until Ctrl+C. A board is not flashed again before it was removed." };
    readonly Option<string[]> serials = new("--serial") { Description = "The unit serial of a slot, for recipes with 'serial: given'. May be repeated.", HelpName = "SLOT=TEXT" };
    readonly Option<string> station = new("--station") { Description = "Name of this station in the record.", DefaultValueFactory = _ => Environment.MachineName };
    readonly Option<string> badge = new("--operator") { Description = "Who flashes, in the record.", DefaultValueFactory = _ => Environment.UserName };
    readonly Option<string?> batch = new("--batch") { Description = "The batch that the units belong to." };
    readonly Option<string> database = CommonOptions.Database();
    readonly Option<bool> json = CommonOptions.Json();

    FlashCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new FlashCommand(io);
        var command = new Command("flash", "Flash every connected board of a recipe in parallel, verify it, and record it.")
        {
            it.recipe, it.continuous, it.simulate, it.scenario, it.faults, it.timeScale, it.serials, it.station, it.badge, it.batch, it.database, it.json,
        };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        using var stopping = ct.Register(() => io.Error.WriteLine("Stopping after the blocks at work. Once more ends at once; then the boards count as interrupted."));
        var asJson = parsed.GetValue(json);
        if (OrderCommands.Load(io, parsed.GetRequiredValue(recipe)) is not { } order)
            return Stop(asJson, ExitCode.BadInput, "The recipe or an image cannot be used.");
        if (GivenSerials(order.Recipe, parsed.GetValue(serials) ?? [], out var given) is { } wrong)
            return Stop(asJson, ExitCode.Usage, wrong);
        if (parsed.GetValue(continuous) && order.Recipe.Serial.From == SerialSource.Given)
            return Stop(asJson, ExitCode.Usage, "--continuous starts boards by itself, so it cannot be used with 'serial: given'.");
        switch (StationBus.Open(io, SimulationOf(parsed), parsed.GetValue(timeScale), order.Chip))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    return parsed.GetValue(continuous)
                        ? await WithRecordAsync(parsed, asJson, (store, context) => FlashArrivalsAsync(store, bus, clock, order, context, parsed.GetValue(database)!, asJson, ct), ct)
                        : await FlashPresentAsync(parsed, order, given, bus, clock, asJson, ct);
                }

            case StationBusOpening.Refused refused:
                return Stop(asJson, refused.Exit, refused.Sentence);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What is plugged in now, all together.</summary>
    async Task<ExitCode> FlashPresentAsync(ParseResult parsed, FlashOrder order, Dictionary<int, string> given, IUsbBus bus, TimeProvider clock, bool asJson, CancellationToken ct)
    {
        var slots = GangLoader.Load(await GangLoader.FindAsync(bus, order.Recipe.Device.Usb, ct), order, SlotMap.Untaught, given);
        if (slots.IsEmpty)
            return Stop(asJson, ExitCode.NoDevice, NoDeviceText(parsed, order));
        if (given.Keys.FirstOrDefault(slot => slot > slots.Length) is var beyond and > 0)
            return Stop(asJson, ExitCode.Usage, $"--serial names slot {beyond}, and there are {slots.Length} boards.");

        return await WithRecordAsync(parsed, asJson, (store, context) => FlashAsync(store, bus, clock, slots, context, parsed.GetValue(database)!, asJson, ct), ct);
    }

    /// <summary>Opens the record and closes what an earlier run left without an end. Without a record nothing is flashed.</summary>
    async Task<ExitCode> WithRecordAsync(ParseResult parsed, bool asJson, Func<TraceabilityStore, GangContext, Task<ExitCode>> flash, CancellationToken ct)
    {
        var context = new GangContext(parsed.GetValue(station)!, parsed.GetValue(badge)!, parsed.GetValue(batch), "production", Version);
        try
        {
            var store = await TraceabilityStore.OpenAsync(parsed.GetValue(database)!, io.Clock, ct);
            await using (store)
            {
                foreach (var interrupted in await store.CloseInterruptedAsync(context.Station, ct))
                    io.Error.WriteLine($"{interrupted.Instruction} (begun {interrupted.StartedAt:u}, recorded as station.interrupted)");
                return await flash(store, context);
            }
        }
        catch (RecordException lost)
        {
            return Stop(asJson, ExitCode.NoRecord, lost.Message);
        }
    }

    async Task<ExitCode> FlashAsync(
        TraceabilityStore store, IUsbBus bus, TimeProvider clock, ImmutableArray<LoadedSlot> slots, GangContext context, string path, bool asJson, CancellationToken ct)
    {
        var refusals = GangPreflight.Check(slots);
        if (refusals.Sum(refusal => refusal.Slots.Length) == slots.Length)
            return await RefuseAsync(store, refusals, context, asJson, ct);

        IGangView view = asJson ? new JsonView(io.Out) : LiveView.Fits(io, slots.Length) ? new LiveView(io.Console(), io.Clock) : new PlainView(io.Out);
        var runner = new GangRunner(bus, store, clock, view);
        return Finish(await view.ShowAsync(() => runner.RunAsync(slots, context, ct)), path, asJson);
    }

    /// <summary>Each board as it comes, until somebody stops it.</summary>
    async Task<ExitCode> FlashArrivalsAsync(
        TraceabilityStore store, IUsbBus bus, TimeProvider clock, FlashOrder order, GangContext context, string path, bool asJson, CancellationToken ct)
    {
        io.Error.WriteLine("Flashing each board as it arrives. Ctrl+C ends.");
        IGangView view = asJson ? new JsonView(io.Out) : new PlainView(io.Out);
        var runner = new ContinuousRunner(bus, new(bus, store, clock, view), clock, view, SlotMap.Untaught);
        return Finish(await view.ShowAsync(() => runner.RunAsync(order, context, ct)), path, asJson);
    }

    ExitCode Finish(ImmutableArray<SlotOutcome> outcomes, string path, bool asJson)
    {
        var exit = outcomes.IsEmpty ? ExitCode.NoDevice : outcomes.All(outcome => outcome.Verdict.IsPass) ? ExitCode.Passed : ExitCode.SomeFailed;
        if (asJson)
            io.Out.WriteLine(GangJson.Finished(outcomes, exit));
        else
            GangListing.Write(io, outcomes, path);
        return exit;
    }

    /// <summary>Nothing can be flashed: says so once, however many boards wait, and leaves a trace of it.</summary>
    async Task<ExitCode> RefuseAsync(TraceabilityStore store, ImmutableArray<GangRefusal> refusals, GangContext context, bool asJson, CancellationToken ct)
    {
        foreach (var (slots, reasons) in refusals.Select(refusal => (refusal.Slots, refusal.Refusals)))
        {
            if (!asJson)
                io.Out.WriteLine($"{(slots.Length == 1 ? $"Slot {slots[0]}" : $"{slots.Length} slots")}: refused in planning, no board was touched.");
            foreach (var reason in reasons)
            {
                if (asJson)
                    io.Out.WriteLine(GangJson.Refused(reason.Code, reason.Message));
                else
                    io.Out.WriteLine($"  {reason.Code}\n      {reason.Message}");
                _ = await store.RecordEventAsync(new(context.Station, context.Operator, reason.Code, new() { ["slots"] = new JsonArray([.. slots.Select(slot => JsonValue.Create(slot))]), ["message"] = reason.Message }), ct);
            }
        }

        return ExitCode.Refused;
    }

    string NoDeviceText(ParseResult parsed, FlashOrder order) => SimulationOf(parsed).IsNone
        ? $"No device shows {order.Recipe.Device.Usb}, which the recipe expects. Is the board in its bootloader (BOOT0 high, then reset)? 'gangflash devices' lists what is there; --simulate 8 needs no board."
        : $"No simulated board shows {order.Recipe.Device.Usb}, which the recipe expects.";

    Simulation SimulationOf(ParseResult parsed) => new(parsed.GetValue(simulate), parsed.GetValue(scenario), [.. parsed.GetValue(faults) ?? []]);

    /// <summary>Reads <c>SLOT=TEXT</c>. Says what is wrong, if something is.</summary>
    static string? GivenSerials(Recipe recipe, string[] texts, out Dictionary<int, string> given)
    {
        given = [];
        if (texts.Length > 0 && recipe.Serial.From != SerialSource.Given)
            return "--serial is for recipes with 'serial: given'.";
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || equals == text.Length - 1 || !int.TryParse(text.AsSpan(0, equals), NumberStyles.None, CultureInfo.InvariantCulture, out var slot) || slot < 1)
                return $"--serial: \"{Printable.Escape(text, 64)}\" is not SLOT=TEXT.";
            if (given.ContainsValue(text[(equals + 1)..]))
                return $"--serial: \"{Printable.Escape(text[(equals + 1)..], 64)}\" is given twice.";
            if (!given.TryAdd(slot, text[(equals + 1)..]))
                return $"--serial: slot {slot} is given twice.";
        }

        return null;
    }

    ExitCode Stop(bool asJson, ExitCode exit, string message)
    {
        if (asJson)
            io.Out.WriteLine(GangJson.Error(exit, message));
        io.Error.WriteLine(message);
        return exit;
    }

    static string Version { get; } = typeof(FlashCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
