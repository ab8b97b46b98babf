using System.Globalization;
using System.Text;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Station.Listings;

/// <summary>A plan as an engineer reads it. The same text serves the command, the golden tests and a bug report.</summary>
static class PlanListing
{
    public static string Of(FlashOrder order, Planned planned) => planned switch
    {
        Planned.Ready ready => Of(order, ready.Plan),
        Planned.Refused refused => order.Recipe.Variant is null ? Refusals(refused) : $"{Head(order)}\n{Refusals(refused)}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Refusals(Planned.Refused refused)
    {
        var text = new StringBuilder("Refused before anything is touched:\n");
        foreach (var refusal in refused.Refusals)
            text.Append(CultureInfo.InvariantCulture, $"  {refusal.Code}\n      {refusal.Message}\n");
        return text.ToString();
    }

    static string Of(FlashOrder order, FlashPlan plan)
    {
        var text = new StringBuilder();
        Line($"Recipe   {Head(order)}");
        Line($"Target   {Printable.Escape(plan.Target.Title)}, blocks of {plan.Target.TransferSize:N0} bytes");
        foreach (var image in order.Images)
            Line($"Image    {Printable.Escape(image.Name)}, {image.DataLength:N0} bytes, sha256 {image.Sha256}");
        foreach (var drop in plan.Dropped)
            Line($"Drop     {drop.Range}  {drop.Range.Length,9:N0} bytes of {Printable.Escape(drop.File)} ({drop.Place})");
        Line(plan.MassErase is { } patience ? $"Erase    everything, within {patience.TotalSeconds:0} s" : $"Erase    {plan.Erases.Length} sectors, {plan.Erases.Aggregate(0UL, (sum, erase) => sum + erase.Sector.Size):N0} bytes{(plan.Compare ? "; each is read first, and left alone where it is right or blank already" : "")}");
        foreach (var erase in plan.Erases)
            Line($"  {erase.Number,5}  {erase.Sector.Range}  {LayoutText.Size(erase.Sector.Size),8}");
        foreach (var kept in plan.Keeps)
            Line($"Keep     {kept.Range}  {kept.Range.Length,9:N0} bytes that the recipe protects in line {kept.Line} are read before and written back");
        Line($"Write    {plan.WrittenBytes:N0} bytes in {Count(plan.Runs.Length, "run")}");
        foreach (var run in plan.Runs)
            AppendRun(plan, run);
        Line($"Verify   {Verify(plan)}");
        if (plan.OptionBytes is { } options)
        {
            Line($"Finish   {options.Range}  {options.Range.Length,9:N0} option bytes, alternate {options.Alternate}: {PlannedOptionBytes.Hex(options.Bytes)}");
            Line($"         {(options.Expected.IsEmpty ? "whatever is there before" : $"only where there is before: {PlannedOptionBytes.Hex(options.Expected)}")}; {(options.MayStayUnread ? "read back where that is possible, else the result is PASS (option bytes not read)" : "read back")}");
        }

        Line($"Leave    {Leave(order, plan)}");
        Line($"Time     {(plan.Compare ? $"compare {Seconds(plan.Times.Compare)} + " : "")}erase {Seconds(plan.Times.Erase)} + write {Seconds(plan.Times.Program)} + verify {Seconds(plan.Times.Verify)} = {Seconds(plan.Times.Total)}, typical");
        foreach (var note in plan.Notes)
            Line($"Note     {Printable.Escape(note, 1000)}");
        return text.ToString();

        void AppendRun(FlashPlan of, PlannedRun run)
        {
            Line($"         {run.Range}  {run.ImageBytes,9:N0} bytes + {run.Range.Length - run.ImageBytes} padding, alternate {run.Alternate}, from {string.Join(" and ", run.Files.Select(file => Printable.Escape(file)))}");
            foreach (var stretch in run.Stretches(of.Target.TransferSize))
                Line($"             pointer 0x{stretch.Pointer:X8}  {Blocks(stretch)}");
            var blank = run.Stretches(of.Target.TransferSize).Sum(stretch => stretch.Count) - run.WriteOrder(of.Target.TransferSize, of.Erased).Sum(part => part.Blocks.Length);
            if (blank > 0 && (of.Erases.Length > 0 || of.MassErase is not null))
                Line($"             {Count(blank, "block")} of nothing but 0x{of.Erased:X2} {(blank == 1 ? "is" : "are")} not sent");
        }

        void Line(string line) => text.Append(line).Append('\n');
    }

    public static string Head(FlashOrder order) => $"{order.Recipe.Name} revision {Printable.Escape(order.Recipe.Revision)}{(order.Recipe.Variant is { } variant ? $", variant {variant}," : "")}{(order.Chip is { } chip ? $" for {chip.Part}" : "")}";

    /// <summary>What an order is of, at the beginning of a sentence.</summary>
    public static string Named(FlashOrder order) => order.Recipe.Variant is { } variant ? $"The variant {variant}" : "The recipe";

    static string Blocks(BlockStretch stretch) => stretch.Count == 1
        ? $"block {stretch[0].Number} of {stretch[0].Range.Length:N0} bytes"
        : $"blocks {stretch[0].Number} to {stretch[stretch.Count - 1].Number} of {stretch.Stride:N0} bytes";

    static string Verify(FlashPlan plan) => plan.Verify switch
    {
        Recipes.VerifyPolicy.Full => $"full: {plan.WrittenBytes:N0} bytes are read back{(plan.BlankCheck ? ", after a blank check of the erased range" : "")}",
        Recipes.VerifyPolicy.Images => $"images: {plan.ProvenBytes:N0} bytes are read back, padding is not looked at{(plan.BlankCheck ? "; after a blank check of the erased range" : "")}",
        Recipes.VerifyPolicy.NoneAllowed => "full where the bootloader can be read; else the result is PASS (unverified)",
        _ => "nothing is read back: the result is PASS (unverified)",
    };

    static string Leave(FlashOrder order, FlashPlan plan) => order.Recipe.After.Action switch
    {
        Recipes.AfterAction.Leave => $"to 0x{plan.LeaveTo:X8}",
        Recipes.AfterAction.Reset => "no, the USB port is reset",
        _ => "no, the bootloader keeps waiting",
    };

    static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count:N0} {thing}s";

    static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.0} s";
}
