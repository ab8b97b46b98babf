using System.Collections.Immutable;
using System.Reflection;
using System.Threading.Channels;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Station.Loading;
using GangFlash.Traceability;

namespace GangFlash.Station.Live;

/// <summary>Does what the rules say. Nothing here decides; whatever takes time answers later, with an event.</summary>
sealed class StationWork(
    StationDesk desk, RecipeShelf shelf, WorkOrderShelf? workOrders, TraceabilityStore store, RecordAnswers answers, SavedShiftFile saved, Action<Func<Moment, ShiftEvent>> tell, Action bell, Action<Exception> failed, CancellationToken ct)
{
    readonly Channel<ShiftEffect.Record> records = Channel.CreateUnbounded<ShiftEffect.Record>(new() { SingleReader = true });
    readonly Lock orders = new();
    readonly Dictionary<(string Recipe, string? WorkOrder), Planning.FlashOrder> loaded = [];
    readonly List<Task> running = [];

    /// <summary>False from when the record could not be written until it was.</summary>
    public bool RecordIsWell { get; private set; } = true;

    public void Do(ShiftState shift, ShiftEffect effect)
    {
        switch (effect)
        {
            case ShiftEffect.Answer answer when answer.Tone is Tone.Refused or Tone.Red or Tone.Alarm:
            case ShiftEffect.Raise:
                bell();
                break;
            case ShiftEffect.StartSlots start:
                Later(() => Start(shift, start));
                break;
            case ShiftEffect.StopSlots stop:
                foreach (var slot in stop.Slots)
                    desk.Stop(slot);
                break;
            case ShiftEffect.Record record:
                _ = records.Writer.TryWrite(record);
                break;
            case ShiftEffect.AskUnit ask:
                Later(() => Ask(() => answers.OfUnit(ask.Unit, ct), (at, known) => new ShiftEvent.UnitKnown(at, ask.Unit, known.Attempts, known.DecidedBy is null ? null : known.Disposition)));
                break;
            case ShiftEffect.FindWorkOrder find:
                Later(() => FindWorkOrder(find.Number));
                break;
            case ShiftEffect.LoadRecipe load:
                Later(() => LoadRecipe(shift, load));
                break;
            case ShiftEffect.Save save:
                Save(save.Shift);
                break;
        }
    }

    /// <summary>Writes records in the order in which they came, until there are no more.</summary>
    public async Task WriteRecordsAsync()
    {
        await foreach (var record in records.Reader.ReadAllAsync(CancellationToken.None))
        {
            try
            {
                _ = await store.RecordEventAsync(StationEvent.Of(record, StationId, batch: null), CancellationToken.None);
                RecordIsWell = true;
            }
            catch (RecordException lost)
            {
                RecordLost(lost.Message);
            }
        }
    }

    public required string StationId { get; init; }

    /// <summary>What of the numbers of recipes this station may take.</summary>
    public required ImmutableSortedDictionary<string, NumberShare> Shares { get; init; }

    /// <summary>No more records come; waits for what is under way.</summary>
    public async Task EndAsync()
    {
        Task[] last;
        lock (orders)
            last = [.. running];
        await Task.WhenAll(last);
        records.Writer.Complete();
    }

    void RecordLost(string why)
    {
        RecordIsWell = false;
        tell(at => new ShiftEvent.FactSeen(at, new LineFact.RecordNotWritable(at, why)));
    }

    /// <summary>Without a list every number is a work order; it names a recipe where the station has only one.</summary>
    void FindWorkOrder(string number)
    {
        if (workOrders is null)
        {
            tell(at => new ShiftEvent.WorkOrderFound(at, new(number, OnlyRecipe(), null)));
            return;
        }

        var (order, problem) = workOrders.Find(number);
        if (order is not null)
            tell(at => new ShiftEvent.WorkOrderFound(at, order with { Recipe = order.Recipe ?? OnlyRecipe() }));
        else
            tell(at => new ShiftEvent.WorkOrderRefused(at, number, problem is null ? WorkPhrases.OrderUnknown.With(("order", number)) : WorkPhrases.OrdersUnreadable.With(("why", problem))));
    }

    string? OnlyRecipe() => shelf.Files.Length == 1 ? shelf.List()[0].Name : null;

    void LoadRecipe(ShiftState shift, ShiftEffect.LoadRecipe load)
    {
        var loading = shelf.Find(load.Name);
        if (loading.Order is not { } order)
        {
            var why = WorkPhrases.RecipeUnusable.With(("why", loading.Problems[0]));
            tell(at => new ShiftEvent.RecipeRefused(at, load.Name, why));
            return;
        }

        order = order with { Values = load.WorkOrder is { } number && workOrders?.Find(number).Order is { } from ? from.Values : order.Values };
        if (order.Recipe.OrderValues.FirstOrDefault(name => !order.Values.ContainsKey(name)) is { } missing)
        {
            tell(at => new ShiftEvent.RecipeRefused(at, load.Name, WorkPhrases.OrderLacks.With(("name", missing))));
            return;
        }

        const int ShortHash = 8;
        var card = RecipeCard.Of(order.Recipe, order.All.First().Images[0].Sha256[..ShortHash]);
        if (new ScanReader(shift.Rules.Scans, shift.Rules.Badges, card).Problems() is [var ambiguous, ..])
        {
            tell(at => new ShiftEvent.RecipeRefused(at, load.Name, WorkPhrases.RecipeAmbiguous.With(("code", ambiguous.Witness))));
            return;
        }

        // What is no product is never in one batch with products.
        var apart = shift.Rules.Purpose == AttemptPurpose.Production ? "" : $"/{shift.Rules.Purpose.Word()}";
        var batch = $"{load.WorkOrder ?? "none"}/{card.Name}/{card.Revision}{apart}";
        lock (orders)
            loaded[(card.Sha256, load.WorkOrder)] = order;
        desk.Order = order;
        Ask(() => answers.OfBatch(batch, ct), (at, earlier) => new ShiftEvent.RecipeReady(at, card, batch, earlier.Lives, earlier.Dispositions));
    }

    void Start(ShiftState shift, ShiftEffect.StartSlots start)
    {
        var batch = shift.Batch!;
        Planning.FlashOrder order;
        lock (orders)
            order = loaded[(batch.Recipe.Sha256, batch.WorkOrder)];
        // What is flashed is what was confirmed: a file that changed since stops the line.
        if (shelf.Changed(order) is { } changed)
        {
            tell(at => new ShiftEvent.FactSeen(at, new LineFact.FilesChanged(at, changed)));
            var why = WorkPhrases.FilesChanged.With(("file", Path.GetFileName(changed)));
            foreach (var slot in start.Slots)
                tell(at => new ShiftEvent.StartFailed(at, slot.Slot, why));
            return;
        }

        desk.Order = order;
        var context = new GangContext(StationId, shift.Session?.Badge.Id ?? ShiftRecord.System, batch.Name, shift.Rules.Purpose.Word(), Version) { Shares = Shares };
        foreach (var slot in start.Slots)
            desk.Begin(slot.Slot, order, context, slot.Unit);
    }

    void Save(SavedShift shift)
    {
        try
        {
            saved.Write(shift);
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            RecordLost(full.Message);
        }
    }

    /// <summary>Asks the record first and tells the rules then; a record that cannot be read stops the line.</summary>
    void Ask<T>(Func<T> question, Func<Moment, T, ShiftEvent> answer)
    {
        try
        {
            var found = question();
            tell(at => answer(at, found));
        }
        catch (RecordException lost)
        {
            RecordLost(lost.Message);
        }
    }

    /// <summary>A mistake of ours in work on the side ends the program, as one in the loop does.</summary>
    void Later(Action work)
    {
        lock (orders)
        {
            _ = running.RemoveAll(task => task.IsCompleted);
            running.Add(Task.Run(
                () =>
                {
                    try
                    {
                        work();
                    }
                    catch (OperationCanceledException) when (ct.IsCancellationRequested)
                    {
                        // The program ends; nobody waits for the answer.
                    }
#pragma warning disable CA1031 // Handed to the loop, which ends with it.
                    catch (Exception bug)
#pragma warning restore CA1031
                    {
                        failed(bug);
                    }
                },
                CancellationToken.None));
        }
    }

    static string Version { get; } = typeof(StationWork).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
