using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Holds the option bytes of a recipe against the device and against what cannot be taken back. A mistake here is a board that nobody reaches any more.</summary>
static class OptionBytesCheck
{
    /// <summary>What stands for a file's name in refusals.</summary>
    public const string Name = "'finish' of the recipe";

    /// <summary>None where the recipe writes none, or where they are refused.</summary>
    public static PlannedOptionBytes? Plan(FlashOrder order, TargetMemory target, ICollection<Refusal> refusals, ICollection<string> notes)
    {
        if (order.Recipe.Finish is not { OptionBytes: var step } finish)
            return null;
        if (Problem(order.Chip?.Chip.Family, target, step) is { } problem)
        {
            refusals.Add(new Refusal.OptionBytes(step.Place.Line, problem));
            return null;
        }

        var (alternate, run) = Block(target, step.At)!.Value;
        foreach (var rule in order.Recipe.Ranges.Protect.Where(rule => rule.Range.Overlaps(run.Range)))
            refusals.Add(new Refusal.ProtectedRange(Name, rule.Range.Intersect(run.Range), By: null, $"the recipe protects in line {rule.Place.Line}"));
        var protection = Protection(order.Chip?.Chip.Family, step);
        var planned = new PlannedOptionBytes(alternate.Number, run.Range, step.Bytes, step.Expect, step.Verify == OptionBytesVerify.Written, protection);
        if (planned.Level != RdpLevel.Zero && !finish.Irreversible)
            refusals.Add(new Refusal.Irreversible(planned.Effect, "If that is meant, write 'irreversible: accepted' below 'finish'"));
        if (planned.Level is RdpLevel.One or RdpLevel.Two && !planned.MayStayUnread)
            refusals.Add(new Refusal.OptionBytes(step.Place.Line, $"{planned.Effect}, so they cannot be read back; 'verify: written' below 'option-bytes' accepts that, and the result is PASS (option bytes not read)"));
        notes.Add($"The option bytes at 0x{step.At:X8} become {PlannedOptionBytes.Hex(step.Bytes)} once everything is verified: {planned.Effect}."
            + (planned.IsForEver ? " A station flashes this only where it permits it: --allow-irreversible, or allow-irreversible: true in the station file." : "")
            + (protection is null ? "" : " Write protection, boot addresses and whatever else is in the block are not judged."));
        return planned;
    }

    /// <summary>What the station does not permit; none where it does, or where nothing is for ever.</summary>
    public static Refusal? NotPermitted(FlashOrder order, FlashPlan plan) => plan.OptionBytes is { IsForEver: true } planned && !order.AllowIrreversible
        ? new Refusal.Irreversible(planned.Effect, "This station does not permit that: 'gangflash flash' needs --allow-irreversible, the station's screen 'allow-irreversible: true' in the station file")
        : null;

    static string? Problem(string? family, TargetMemory target, OptionBytesStep step)
    {
        if (family == "STM32H5")
            return "an STM32H5 has a product state there, and one that stops half way can be reached by nothing any more; set it with a debug probe and remove 'finish'";
        var blocks = target.Alternates.Where(alternate => alternate.Layout.IsOptionBytes).SelectMany(alternate => alternate.Layout.Runs).ToList();
        if (blocks.Count == 0)
            return $"\"{target.Title}\" offers no option bytes; set them with a debug probe and remove 'finish'";
        if (Block(target, step.At) is not { Run: var run })
            return $"0x{step.At:X8} is the start of no block of option bytes of this device; it has {string.Join(" and ", blocks.Select(block => $"{block.Range}"))}";
        if ((ulong)step.Bytes.Length != run.Range.Length)
            return $"the block at 0x{step.At:X8} has {run.Range.Length} bytes and the recipe gives {step.Bytes.Length}; only the whole block is written";
        if (run.Range.Length > target.TransferSize)
            return $"the block has {run.Range.Length} bytes, and one transfer to this device takes {target.TransferSize}; it cannot be written at once";
        if (!run.Access.HasFlag(SectorAccess.ReadWrite) || !target.CanUpload)
            return $"this device {(target.CanUpload ? "marks the block as not readable or not writable" : "cannot be read")}; they are written only where it is known what was there before";
        return Protection(family, step) is { } known && !known.IsComplementRight(step.Bytes.AsSpan())
            ? $"byte {known.Offset} is 0x{step.Bytes[known.Offset]:X2} and byte {known.Complement}, which must be its complement, 0x{step.Bytes[known.Complement!.Value]:X2}; the chip would take that for read protection ({known.Source})"
            : null;
    }

    static (TargetAlternate Alternate, SectorRun Run)? Block(TargetMemory target, uint at) =>
    (
        from alternate in target.Alternates
        where alternate.Layout.IsOptionBytes
        from run in alternate.Layout.Runs
        where run.Address == at && run.Count > 0
        select ((TargetAlternate, SectorRun)?)(alternate, run)).FirstOrDefault();

    /// <summary>Only of the block that holds the byte: what another one does is not known.</summary>
    static ReadProtection? Protection(string? family, OptionBytesStep step) =>
        ReadProtection.Of(family) is { } known && known.Block == step.At && step.Bytes.Length > Math.Max(known.Offset, known.Complement ?? 0) ? known : null;
}
