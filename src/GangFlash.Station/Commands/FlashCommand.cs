using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Line;
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
    readonly SimulationOptions simulation = new("Flash virtual boards: a number, or a list like 4xSTM32F746,2xSTM32F405,lying-f746.");
    readonly Option<double> timeScale = CommonOptions.TimeScale();
    readonly Option<bool> continuous = new("--continuous") { Description = "Flash each board as it arrives, until Ctrl+C. A board is not flashed again before it was removed." };
    readonly Option<ImmutableSortedSet<int>?> only = CommonOptions.Slots("Flash boards in these slots only.");
    readonly Option<string[]> serials = new("--serial") { Description = "The unit serial of a slot, for recipes with 'serial: given'. May be repeated.", HelpName = "SLOT=TEXT" };
    readonly Option<string[]> values = new("--value") { Description = "A value of the work order, for recipes that take it from there. May be repeated.", HelpName = "NAME=TEXT" };
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<string?> station = new("--station") { Description = "Name of this station in the record. Without it the station file's, else the machine's." };
    readonly Option<string> badge = new("--operator") { Description = "Who flashes, in the record.", DefaultValueFactory = _ => Environment.UserName };
    readonly Option<string?> batch = new("--batch") { Description = "The batch that the units belong to." };
    readonly Option<string?> database = CommonOptions.Database();
    readonly Option<bool> json = CommonOptions.Json();

    FlashCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new FlashCommand(io);
        var command = new Command("flash", "Flash every connected board of a recipe in parallel, verify it, and record it.")
        {
            it.recipe, it.continuous, it.only, it.timeScale, it.serials, it.values, it.config, it.station, it.badge, it.batch, it.database, it.json,
        };
        it.simulation.AddTo(command);
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        using var stopping = ct.Register(() => io.Error.WriteLine("Stopping after the blocks at work. Once more ends at once; then the boards count as interrupted."));
        var asJson = parsed.GetValue(json);
        if (StationSetup.Load(io, parsed.GetValue(config), simulation.IsUsed(parsed)) is not { } setup)
            return Stop(asJson, ExitCode.BadInput, "Nothing was flashed.");
        if (OrderCommands.Load(io, parsed.GetRequiredValue(recipe), setup.Releases) is not { } order)
            return Stop(asJson, ExitCode.BadInput, "The recipe or an image cannot be used.");
        if (OrderValues.Read(order.Recipe, parsed.GetValue(values) ?? [], out var taken) is { } missing)
            return Stop(asJson, ExitCode.Usage, missing);
        order = order with { Values = taken };
        if (GivenSerials(order.Recipe, parsed.GetValue(serials) ?? [], out var given) is { } wrong)
            return Stop(asJson, ExitCode.Usage, wrong);
        if (parsed.GetValue(continuous) && order.Recipe.Serial.From == SerialSource.Given)
            return Stop(asJson, ExitCode.Usage, "--continuous starts boards by itself, so it cannot be used with 'serial: given'.");
        var job = new Job(order, setup, parsed.GetValue(only), parsed.GetValue(station) ?? setup.Name, setup.Database(parsed.GetValue(database)), asJson) { Simulated = simulation.IsUsed(parsed) };
        switch (StationBus.Open(io, simulation.Read(parsed), parsed.GetValue(timeScale), order.All.Select(one => one.Chip).FirstOrDefault(chip => chip is { Chip.Rom: not null })))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    return parsed.GetValue(continuous) ? await FlashArrivingAsync(parsed, job, bus, clock, ct) : await FlashPresentAsync(parsed, job, given, bus, clock, ct);
                }

            case StationBusOpening.Refused refused:
                return Stop(asJson, refused.Exit, refused.Sentence);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>What a run is about, whatever is plugged in.</summary>
    /// <param name="Only">The slots to work on; none for all.</param>
    /// <param name="Station">In the record.</param>
    sealed record Job(FlashOrder Order, StationSetup Setup, ImmutableSortedSet<int>? Only, string Station, string Database, bool AsJson)
    {
        /// <summary>The boards are virtual.</summary>
        public bool Simulated { get; init; }

        public SlotMap Slots => Setup.Slots;

        public bool Takes(int slot) => Only?.Contains(slot) != false;
    }

    /// <summary>What is plugged in now, all together.</summary>
    async Task<ExitCode> FlashPresentAsync(ParseResult parsed, Job job, Dictionary<int, string> given, IUsbBus bus, TimeProvider clock, CancellationToken ct)
    {
        var order = job.Order;
        var found = await GangLoader.FindAsync(bus, order.Recipe.Device.Usb, ct);
        if (found.IsEmpty)
            return Stop(job.AsJson, ExitCode.NoDevice, NoDeviceText(parsed, order));
        var inSlots = GangLoader.Load(found, order, job.Slots, given);
        if (job.Only?.Except(job.Slots.Slots.Keys).Except(inSlots.Select(slot => slot.Slot)) is [var missing, ..])
            return Stop(job.AsJson, ExitCode.Usage, $"--slots names slot {missing}, which this station does not have: {SlotsText(job.Slots, inSlots)}.");
        ImmutableArray<LoadedSlot> slots = [.. inSlots.Where(slot => job.Takes(slot.Slot))];
        if (given.Keys.Order().FirstOrDefault(slot => slots.All(loaded => loaded.Slot != slot)) is var without and > 0)
            return Stop(job.AsJson, ExitCode.Usage, $"--serial names slot {without}, and no board that is to be flashed is in it.");
        await NoteAsync(job, found, bus, ct);
        return slots.IsEmpty
            ? Stop(job.AsJson, ExitCode.NoDevice, NothingInSlotsText(job, found, inSlots))
            : await WithRecordAsync(parsed, job, (store, context) => FlashAsync(store, bus, clock, slots, context, job, ct), ct);
    }

    /// <summary>Each board as it arrives.</summary>
    async Task<ExitCode> FlashArrivingAsync(ParseResult parsed, Job job, IUsbBus bus, TimeProvider clock, CancellationToken ct)
    {
        // Behind the last slot that is a place, a board in an unknown port may still get any number.
        var (last, mayGrow) = (job.Slots.Slots.Keys.DefaultIfEmpty().Max(), job.Slots.Unknown == UnknownPorts.Use);
        if (job.Only?.Except(job.Slots.Slots.Keys).FirstOrDefault(slot => slot <= last || !mayGrow) is { } missing and > 0)
            return Stop(job.AsJson, ExitCode.Usage, $"--slots names slot {missing}, which this station does not have: {SlotsText(job.Slots, [])}.");
        var entries = await bus.ListAsync(ct);
        var boards = entries.Where(entry => UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)?.Id == job.Order.Recipe.Device.Usb).Select(entry => entry.Port).ToList();
        foreach (var gone in SlotNote.Of(job.Slots, boards, [.. entries.Select(entry => entry.Port)]).OfType<SlotNote.HubGone>())
            Note(gone, job.AsJson, io.Out);
        return await WithRecordAsync(parsed, job, (store, context) => FlashArrivalsAsync(store, bus, clock, context, job, ct), ct);
    }

    static string SlotsText(SlotMap map, ImmutableArray<LoadedSlot> loaded) => map.Slots.Keys.Concat(loaded.Select(slot => slot.Slot)).ToImmutableSortedSet() switch
    {
        [] => "it has no slots, and refuses other ports",
        var known => $"there {(known.Count == 1 ? "is slot" : "are slots")} {SlotNumbers.Text(known)}",
    };

    /// <summary>Says what somebody at the fixture should know before the gang begins.</summary>
    async Task NoteAsync(Job job, ImmutableArray<FoundDevice> found, IUsbBus bus, CancellationToken ct)
    {
        var enumerated = (await bus.ListAsync(ct)).Select(entry => entry.Port).ToList();
        foreach (var note in SlotNote.Of(job.Slots, [.. found.Select(device => device.Port)], enumerated))
        {
            if (note is SlotNote.Empty { Slots: var empty })
            {
                if (empty.Where(job.Takes).ToImmutableArray() is { IsEmpty: false } wanted)
                    Note(new SlotNote.Empty(wanted), job.AsJson, io.Out);
            }
            else
            {
                Note(note, job.AsJson, io.Out);
            }
        }
    }

    void Note(SlotNote note, bool asJson, TextWriter output)
    {
        if (asJson)
            output.WriteLine(GangJson.Note(note));
        else
            io.Error.WriteLine(note.Message);
    }

    static string NothingInSlotsText(Job job, ImmutableArray<FoundDevice> found, ImmutableArray<LoadedSlot> inSlots) => inSlots.IsEmpty
        ? $"{(found.Length == 1 ? "A board is" : $"{found.Length} boards are")} plugged in, and none is in a slot: the station refuses ports that are no slot ('unknown-ports: refuse'). Plug boards into slots, or teach these ports: gangflash slots teach."
        : $"No board is in {(job.Only!.Count == 1 ? "slot" : "the slots")} {SlotNumbers.Text(job.Only)}, and --slots asks for no other.";

    /// <summary>Opens the record and closes what an earlier run left without an end. Without a record nothing is flashed.</summary>
    async Task<ExitCode> WithRecordAsync(ParseResult parsed, Job job, Func<TraceabilityStore, GangContext, Task<ExitCode>> flash, CancellationToken ct)
    {
        var context = new GangContext(job.Station, parsed.GetValue(badge)!, parsed.GetValue(batch), "production", StationVersion.Number) { Shares = job.Setup.Settings.Numbers };
        try
        {
            var store = await RecordOpening.OpenAsync(io, job.Database, job.AsJson, ct);
            await using (store)
            {
                foreach (var interrupted in await store.CloseInterruptedAsync(context.Station, ct))
                    io.Error.WriteLine($"{interrupted.Instruction} (begun {interrupted.StartedAt:u}, recorded as station.interrupted)");
                return await flash(store, context);
            }
        }
        catch (RecordException lost)
        {
            return Stop(job.AsJson, ExitCode.NoRecord, lost.Message);
        }
    }

    async Task<ExitCode> FlashAsync(TraceabilityStore store, IUsbBus bus, TimeProvider clock, ImmutableArray<LoadedSlot> slots, GangContext context, Job job, CancellationToken ct)
    {
        var refusals = GangPreflight.Check(slots);
        if (refusals.Sum(refusal => refusal.Slots.Length) == slots.Length)
            return await RefuseAsync(store, refusals, context, job.AsJson, ct);

        IGangView view = job.AsJson ? new JsonView(io.Out) : LiveView.Fits(io, slots.Length) ? new LiveView(io.Console(), io.Clock) : new PlainView(io.Out);
        var published = Published(view, context, job);
        var runner = new GangRunner(bus, store, clock, published);
        return Finish(await published.ShowAsync(() => runner.RunAsync(slots, context, ct)), job.Database, job.AsJson);
    }

    /// <summary>Each board as it comes, until somebody stops it.</summary>
    async Task<ExitCode> FlashArrivalsAsync(TraceabilityStore store, IUsbBus bus, TimeProvider clock, GangContext context, Job job, CancellationToken ct)
    {
        io.Error.WriteLine("Flashing each board as it arrives. Ctrl+C ends.");
        // Two write here: the view for the slots, and what is said of boards that are in none.
        var output = TextWriter.Synchronized(io.Out);
        IGangView view = job.AsJson ? new JsonView(output) : new PlainView(output);
        var notes = new NoteWriter(note => Note(note, job.AsJson, output));
        var published = Published(view, context, job);
        var runner = new ContinuousRunner(bus, new(bus, store, clock, published), clock, published, job.Slots, job.Only, notes);
        return Finish(await published.ShowAsync(() => runner.RunAsync(job.Order, context, ct)), job.Database, job.AsJson);
    }

    /// <summary>What <c>gangflash serve</c> shows of it at other desks.</summary>
    PublishedView Published(IGangView view, GangContext context, Job job)
    {
        var start = new LineSnapshot
        {
            Station = context.Station,
            Program = StationVersion.Text,
            At = io.WorldClock.GetUtcNow(),
            Simulated = job.Simulated,
            Operator = context.Operator,
            Batch = context.Batch,
            Recipe = job.Order.Recipe.Name,
            Revision = job.Order.Recipe.Revision,
        };
        return new(view, start, new(job.Database, context.Station), io.Error.WriteLine, io.WorldClock);
    }

    sealed class NoteWriter(Action<SlotNote> write) : IProgress<SlotNote>
    {
        public void Report(SlotNote value) => write(value);
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

    string NoDeviceText(ParseResult parsed, FlashOrder order) => !simulation.IsUsed(parsed)
        ? $"No device shows {order.Recipe.Device.Usb}, which the recipe expects. Is the board in its bootloader (BOOT0 high, then reset)? 'gangflash devices' lists what is there; --simulate 8 needs no board."
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
}
