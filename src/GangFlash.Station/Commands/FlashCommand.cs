using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Simulator;
using GangFlash.Station.Listings;
using GangFlash.Station.Progress;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash flash</c>: every connected board in parallel, headless.</summary>
sealed class FlashCommand
{
    readonly StationIo io;
    readonly Argument<string> recipe = CommonOptions.Recipe();
    readonly Option<string?> simulate = new("--simulate") { Description = "Flash virtual boards: a number, or a list like 4xSTM32F746,2xSTM32F405,lying-f746.", HelpName = "BOARDS" };
    readonly Option<double> timeScale = CommonOptions.TimeScale();
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
            it.recipe, it.simulate, it.timeScale, it.serials, it.station, it.badge, it.batch, it.database, it.json,
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
        if (OpenBus(parsed, order, out var clock) is not { } bus)
            return ExitCode.Usage;
        var slots = GangLoader.Load(await GangLoader.FindAsync(bus, order.Recipe.Device.Usb, ct), order, given);
        if (slots.IsEmpty)
            return Stop(asJson, ExitCode.NoDevice, NoDeviceText(parsed, order));
        if (given.Keys.FirstOrDefault(slot => slot > slots.Length) is var beyond and > 0)
            return Stop(asJson, ExitCode.Usage, $"--serial names slot {beyond}, and there are {slots.Length} boards.");

        var context = new GangContext(parsed.GetValue(station)!, parsed.GetValue(badge)!, parsed.GetValue(batch), "production", Version);
        var path = parsed.GetValue(database)!;
        try
        {
            var store = await TraceabilityStore.OpenAsync(path, io.Clock, ct);
            await using (store)
                return await FlashAsync(store, bus, clock, slots, context, path, asJson, ct);
        }
        catch (RecordException lost)
        {
            return Stop(asJson, ExitCode.NoRecord, lost.Message);
        }
    }

    async Task<ExitCode> FlashAsync(
        TraceabilityStore store, IUsbBus bus, TimeProvider clock, ImmutableArray<LoadedSlot> slots, GangContext context, string path, bool asJson, CancellationToken ct)
    {
        foreach (var interrupted in await store.CloseInterruptedAsync(context.Station, ct))
            io.Error.WriteLine($"{interrupted.Instruction} (begun {interrupted.StartedAt:u}, recorded as station.interrupted)");
        var refusals = GangPreflight.Check(slots);
        if (refusals.Sum(refusal => refusal.Slots.Length) == slots.Length)
            return await RefuseAsync(store, refusals, context, asJson, ct);

        IGangView view = asJson ? new JsonView(io.Out) : LiveView.Fits(io, slots.Length) ? new LiveView(io.Console(), io.Clock) : new PlainView(io.Out);
        var runner = new GangRunner(bus, store, clock, view);
        var outcomes = await view.ShowAsync(slots, () => runner.RunAsync(slots, context, ct));
        var exit = outcomes.All(outcome => outcome.Verdict.IsPass) ? ExitCode.Passed : ExitCode.SomeFailed;
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

    VirtualBus? OpenBus(ParseResult parsed, FlashOrder order, out TimeProvider clock)
    {
        clock = io.Clock;
        if (parsed.GetValue(simulate) is not { } text)
            return new VirtualBus(clock);
        var fleet = SimulatedFleet.Parse(text, order.Chip is { Chip.Rom: not null } chip ? chip.Part : SimulatedFleet.UsualPart);
        if (fleet.Problem is { } problem)
        {
            io.Error.WriteLine($"--simulate: {problem}");
            return null;
        }

        clock = new ScaledTime(io.Clock, parsed.GetValue(timeScale));
        return SimulatedFleet.PlugIn(fleet.Boards, clock);
    }

    string NoDeviceText(ParseResult parsed, FlashOrder order) => parsed.GetValue(simulate) is null
        ? "This build drives virtual boards only; real USB is not built in yet. Try --simulate 8."
        : $"No simulated board shows {order.Recipe.Device.Usb}, which the recipe expects.";

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
