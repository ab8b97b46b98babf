using System.Collections.Immutable;
using GangFlash.Messages;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>Work orders, changeover, the end of a batch.</summary>
sealed partial class ShiftTurn
{
    void WorkOrder(Scan scan)
    {
        if (ConfirmedBy(scan) || ChangeoverBlocked(scan))
            return;
        if (now.Batch?.WorkOrder == scan.Text)
        {
            Refuse(scan, ShiftPhrases.AlreadyOpen);
            return;
        }

        now = now with { Changeover = new(scan.Text, ChangeoverStage.Finding) };
        Take(scan, ShiftPhrases.LookingUp.With(("order", scan.Text)));
        effects.Add(new ShiftEffect.FindWorkOrder(scan.Text));
    }

    public void RecipeChosen(string recipe, Scan? scan)
    {
        if (NobodyThere(scan) || Stopped(scan))
            return;
        if (now.Changeover is { Stage: ChangeoverStage.ChoosingRecipe } choosing)
        {
            Load(choosing with { Recipe = recipe }, recipe, scan);
            return;
        }

        if (ConfirmedBy(scan) || ChangeoverBlocked(scan))
            return;
        if (!Rules.RecipeWithoutWorkOrder)
            Refuse(scan, ShiftPhrases.RecipeNeedsOrder);
        else
            Load(new(recipe, ChangeoverStage.Loading, Recipe: recipe), recipe, scan);
    }

    /// <summary>The one confirming scan: the same code again.</summary>
    bool ConfirmedBy(Scan? scan)
    {
        if (scan is null || now.Changeover is not { Stage: ChangeoverStage.Confirming, Ready: { } ready } changeover || changeover.Code != scan.Text)
            return false;
        OpenBatch(ready, scan);
        return true;
    }

    /// <summary>A changeover starts from a line at rest.</summary>
    bool ChangeoverBlocked(Scan? scan)
    {
        if (Asked(scan))
            return true;
        if (now.Running > 0)
            Refuse(scan, ShiftPhrases.StillRunning.With(("count", now.Running)));
        else if (now.Waiting is not null)
            Refuse(scan, ScanPhrases.WrongKind.With(("kind", ScanPhrases.Word(scan?.Kind ?? ScanKind.Recipe)), ("wanted", ScanPhrases.WantSlot)));
        else if (now.Slots.Values.Any(slot => slot is { Stage: SlotStage.Bound or SlotStage.Checking, Unit: not null }))
            Refuse(scan, ShiftPhrases.EmptySlotsFirst);
        else
            return false;
        return true;
    }

    void Load(Changeover changeover, string recipe, Scan? scan)
    {
        now = now with { Changeover = changeover with { Stage = ChangeoverStage.Loading, Recipe = recipe } };
        Take(scan, ShiftPhrases.LoadingRecipe.With(("recipe", recipe)));
        effects.Add(new ShiftEffect.LoadRecipe(recipe, changeover.Order?.Number));
    }

    public void WorkOrderFound(WorkOrder order)
    {
        // An answer that nobody waits for any more.
        if (now.Changeover is not { Stage: ChangeoverStage.Finding } changeover || changeover.Code != order.Number)
            return;
        changeover = changeover with { Order = order };
        if (order.Recipe is { } recipe)
        {
            Load(changeover, recipe, null);
        }
        else
        {
            now = now with { Changeover = changeover with { Stage = ChangeoverStage.ChoosingRecipe } };
            Say(Tone.Taken, ShiftPhrases.ChooseRecipe);
        }
    }

    public void ChangeoverRefused(string what, Message why)
    {
        if (now.Changeover is not { Stage: ChangeoverStage.Finding or ChangeoverStage.Loading } changeover || (changeover.Recipe ?? changeover.Code) != what)
            return;
        now = now with { Changeover = null };
        Refuse(null, why);
    }

    public void RecipeReady(ShiftEvent.RecipeReady ready)
    {
        if (now.Changeover is not { Stage: ChangeoverStage.Loading } changeover || changeover.Recipe is { } wanted && wanted != ready.Recipe.Name)
            return;
        now = now with { Changeover = changeover with { Stage = ChangeoverStage.Confirming, Ready = ready } };
        MessageArgument planned = changeover.Order?.Planned is { } count ? ("planned", count) : ("planned", ShiftPhrases.Unlimited);
        Say(Tone.Taken, ShiftPhrases.ConfirmBatch.With(("recipe", ready.Recipe.Name), ("revision", ready.Recipe.Revision), ("image", ready.Recipe.Image), planned, ("code", changeover.Code)));
    }

    void OpenBatch(ShiftEvent.RecipeReady ready, Scan? scan)
    {
        var changeover = now.Changeover!;
        if (now.Batch is { } old)
            Record(ShiftRecord.BatchLeft, ("batch", old.Name), ("good", $"{now.Numbers.Good}"));
        Learn(ready.Earlier);
        now = now with
        {
            Changeover = null,
            Batch = new(ready.Batch, changeover.Order?.Number, changeover.Order?.Planned, ready.Recipe, at),
            Dispositions = now.Dispositions.SetItems(ready.Dispositions),
            Slots = now.Slots.ToImmutableSortedDictionary(slot => slot.Key, slot => slot.Value.Stage == SlotStage.Bound ? slot.Value.Before ?? slot.Value : slot.Value),
            NextSlot = null,
        };
        Count();
        now = now with { Batch = now.Batch with { GoodBefore = now.Numbers.Good } };
        Record(
            ShiftRecord.BatchOpened,
            ("batch", ready.Batch), ("work_order", now.Batch.WorkOrder), ("planned", now.Batch.Planned?.ToString()), ("recipe", ready.Recipe.Name), ("revision", ready.Recipe.Revision),
            ("sha256", ready.Recipe.Sha256), ("image", ready.Recipe.Image));
        Take(scan, ShiftPhrases.Opened.With(("batch", ready.Batch)));
        Watch(new LineFact.BatchOpened(at));
        WatchQuantity();
    }

    void EndBatch(Scan? scan)
    {
        if (now.Batch is not { } batch)
            Refuse(scan, ShiftPhrases.ScanWorkOrder);
        else if (!ChangeoverBlocked(scan) && Counted(batch) is var counts)
            Ask(scan, new(QuestionKind.EndBatch, ShiftPhrases.EndQuestion.With(("batch", batch.Name), ("good", counts.Good), ("hold", counts.Hold), ("open", counts.Open.Length), ("missing", counts.Missing))));
    }

    /// <summary>No unit stays open: who closes the batch puts what is open on hold, and names what is missing.</summary>
    void CloseBatch(Scan? scan)
    {
        var batch = now.Batch!;
        foreach (var unit in Counted(batch).Open)
            Hold(unit, "batch-end");
        Count();
        var counts = Counted(batch);
        Record(
            ShiftRecord.BatchClosed,
            ("batch", batch.Name), ("planned", counts.Planned?.ToString()), ("good", $"{counts.Good}"), ("hold", $"{counts.Hold}"), ("scrap", $"{counts.Scrap}"), ("rework", $"{counts.Rework}"),
            ("withdrawn", $"{counts.Withdrawn}"), ("missing", $"{counts.Missing}"));
        effects.Add(new ShiftEffect.BatchClosed(counts));
        now = now with { Batch = null };
        Take(scan, ShiftPhrases.Ended.With(("batch", batch.Name)));
        if (now.Alarms.FirstOrDefault(alarm => alarm.Rule == LineRule.QuantityReached) is { } reached)
            Drop(reached);
        Count();
    }

    Reconciliation Counted(Batch batch)
    {
        var units = now.Facts.Values.Where(fact => fact.Batch == batch.Name).Select(fact => fact.Unit).ToHashSet();
        var standing = now.Facts.Values.Where(fact => units.Contains(fact.Unit)).GroupBy(fact => fact.Unit)
            .Select(life => (Unit: life.Key, Disposition: DispositionOf(life.Key, life))).ToList();
        var seen = standing.Count(unit => unit.Disposition != Disposition.Open);
        ImmutableArray<string> open = [.. standing.Where(unit => unit.Disposition == Disposition.Open).Select(unit => unit.Unit).Order(StringComparer.Ordinal)];
        return new(
            batch.Name, batch.Planned, Of(Disposition.Good), Of(Disposition.Hold), Of(Disposition.Scrap), Of(Disposition.Rework), Of(Disposition.Withdrawn), open,
            batch.Planned is { } planned ? Math.Max(0, planned - seen - open.Length) : 0);

        int Of(Disposition disposition) => standing.Count(unit => unit.Disposition == disposition);
    }

    Disposition DispositionOf(string unit, IEnumerable<AttemptFact> life) =>
        now.Dispositions.TryGetValue(unit, out var decided) ? decided : DispositionRules.Of(AttemptOrder.Sort(life), Rules.CountedAttempts);

    void Hold(string unit, string why)
    {
        now = now with { Dispositions = now.Dispositions.SetItem(unit, Disposition.Hold) };
        Record(ShiftRecord.UnitHeld, ("unit", unit), ("why", why));
    }

    /// <summary>What is known already is not counted twice, whoever tells it.</summary>
    void Learn(ImmutableArray<AttemptFact> facts) => now = now with
    {
        Facts = now.Facts.AddRange(facts.Where(fact => !now.Facts.ContainsKey(fact.Attempt)).DistinctBy(fact => fact.Attempt).Select(fact => KeyValuePair.Create(fact.Attempt, fact))),
        Sequence = facts.Select(fact => fact.Sequence).Append(now.Sequence).Max(),
    };

    /// <summary>The numbers of the batch, whenever an attempt or a disposition changed them.</summary>
    void Count()
    {
        if (now.Batch is not { } batch)
        {
            now = now with { Numbers = LineNumbers.None with { FailedInARow = now.Watch.Failed.Length } };
            return;
        }

        var yields = Yields.Of(now.Facts.Values, fact => fact.Batch == batch.Name, now.Dispositions, Rules.CountedAttempts);
        var counts = Counted(batch);
        now = now with
        {
            Numbers = new(
                yields, counts.Good, counts.Open.Length, counts.Hold, now.Watch.Failed.Length,
                [.. now.Facts.Values.Where(fact => fact.Batch == batch.Name && fact.Outcome != Flashing.Outcome.Pass).OrderByDescending(fact => fact.Sequence).Take(8)]),
        };
    }
}
