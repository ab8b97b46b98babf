using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Chips;
using GangFlash.Documents;
using GangFlash.Line;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Desk;

/// <summary>What is no mistake today and will bite later.</summary>
static class RecipeAdvice
{
    /// <summary>The initial stack pointer and the reset vector (Armv7-M Architecture Reference Manual, B1.5.3).</summary>
    const int StartOfVectorTable = 8;

    /// <param name="plan">None where none could be made.</param>
    public static IEnumerable<DocumentProblem> Of(FlashOrder order, FlashPlan? plan) =>
    [
        .. order.Recipe.Images.Zip(order.Images).SelectMany(pair => pair.Second.Warnings.Select(oddity => Warn(order.Recipe, DeskCode.OddImage, pair.First.Place, $"{Printable.Escape(pair.Second.Name)}: {oddity}"))),
        .. plan is null ? Targetless(order.Recipe) : [.. Starting(order, plan), .. Kept(order.Recipe, plan)],
    ];

    /// <summary>What the labels of units mean to the line.</summary>
    public static IEnumerable<DocumentProblem> OfLine(Recipe recipe, DeskKnowledge known)
    {
        var (serial, place) = (recipe.Serial, recipe.PlaceOf("serial"));
        if (serial.From == SerialSource.Given && serial.Pattern is null)
            yield return Warn(recipe, DeskCode.AnyLabel, place, "any label of four characters or more is taken for a unit's: that of its carton, of its sub-assembly, of its neighbour; write 'pattern', what these labels look like");
        if (serial.Pattern is null)
            yield break;
        foreach (var problem in new ScanReader(known.Scans, known.Badges, RecipeCard.Of(recipe, "")).Problems())
            yield return Warn(recipe, DeskCode.LabelMeansTwo, place, $"a label '{Printable.Escape(problem.Witness, 64)}' fits both {problem.One} and {problem.Other}; a station does not load the recipe until one of them is narrower");
    }

    /// <summary>What revisions of before say of this one.</summary>
    public static IEnumerable<DocumentProblem> OfPast(FlashOrder order, ImmutableArray<PastRun> past)
    {
        var recipe = order.Recipe;
        var same = past.Where(run => run.Revision == recipe.Revision).ToList();
        if (same.Find(run => run.RecipeSha256 != recipe.Source.Sha256) is { } other)
        {
            yield return Warn(recipe, DeskCode.SameRevision, recipe.PlaceOf("revision"),
                $"revision {Printable.Escape(recipe.Revision)} was run with another text, first on {Day(other)} (SHA-256 {other.RecipeSha256[..8]}…); count it up, else nobody can tell which of the two made a unit");
        }

        if (order.Images.Length != recipe.Images.Length)
            yield break;
        foreach (var (image, place) in order.Images.Zip(recipe.Images, (image, written) => (image, written.Place)))
        {
            var ran = past.Where(run => run.Image == image.Name).ToList();
            if (same.Exists(run => run.RecipeSha256 == recipe.Source.Sha256) && ran.Exists(run => run.Revision == recipe.Revision) && !ran.Exists(run => run.ImageSha256 == image.Sha256))
                yield return Warn(recipe, DeskCode.SameRevision, place, $"{Printable.Escape(image.Name)} is not the file that revision {Printable.Escape(recipe.Revision)} was run with; count the revision up");
            else if (same.Count == 0 && ran is [.., var last] && last.ImageSha256 == image.Sha256)
                yield return Warn(recipe, DeskCode.SameImage, place, $"{Printable.Escape(image.Name)} is byte for byte that of revision {Printable.Escape(last.Revision)}; if it should be newer, build it again");
        }
    }

    static IEnumerable<DocumentProblem> Targetless(Recipe recipe)
    {
        if (recipe.Device is { Chip: null, Layout.IsEmpty: true })
            yield return Warn(recipe, DeskCode.NoTarget, recipe.PlaceOf("device"), "neither chip nor layout is named, so the images are held against a memory map only when a board is plugged in; write 'chip: STM32…' below 'device'");
    }

    static IEnumerable<DocumentProblem> Starting(FlashOrder order, FlashPlan plan)
    {
        var recipe = order.Recipe;
        var (lowest, flash) = (plan.Runs.Min(run => run.Range.Start), plan.Target.Writable[0].Start);
        // A start that is protected, or that 'to' names, is there on purpose.
        if (lowest > flash && plan.MassErase is null && recipe.After.LeaveTo is null && !recipe.Ranges.Protect.Any(rule => rule.Range.Contains(flash)))
        {
            yield return Warn(recipe, DeskCode.VectorTable, recipe.PlaceOf("images"),
                $"nothing is written at 0x{flash:X8}, where this flash begins: after a power cycle the part starts what stands there already, and this image only if that starts it at 0x{lowest:X8}");
        }

        if (recipe.After.Action == AfterAction.Leave && WrongVectors(order, plan) is { } why)
            yield return Warn(recipe, DeskCode.VectorTable, recipe.PlaceOf("after"), $"the application is to start at 0x{plan.LeaveTo:X8}, and {why}; say where its vector table is with 'after: {{ to: 0x… }}', or 'after: stay'");
    }

    static string? WrongVectors(FlashOrder order, FlashPlan plan)
    {
        if (plan.LeaveTo > uint.MaxValue - StartOfVectorTable || !plan.Runs.Any(run => run.Range.Contains(AddressRange.Of(plan.LeaveTo, StartOfVectorTable))))
            return order.Recipe.Ranges.Protect.Any(rule => rule.Range.Contains(plan.LeaveTo)) ? null : "this job writes nothing there";
        var vectors = plan.ContentOf(AddressRange.Of(plan.LeaveTo, StartOfVectorTable));
        var (stack, reset) = (BinaryPrimitives.ReadUInt32LittleEndian(vectors), BinaryPrimitives.ReadUInt32LittleEndian(vectors.AsSpan(4)));
        if (stack < 4 || AddressMap.Classify(stack - 4, order.Chip?.Chip.Family).Kind != RegionKind.Ram)
            return $"the first word there is 0x{stack:X8}, which is no stack pointer into RAM";
        if (reset % 2 == 0)
            return $"the reset vector there is 0x{reset:X8}, which is even: a Cortex-M runs Thumb code only";
        return plan.Runs.Any(run => run.Range.Contains(reset - 1)) ? null : $"the reset vector there is 0x{reset:X8}, where this job writes nothing";
    }

    static IEnumerable<DocumentProblem> Kept(Recipe recipe, FlashPlan plan)
    {
        foreach (var keep in plan.Keeps)
        {
            var place = recipe.Ranges.Protect.FirstOrDefault(rule => rule.Place.Line == keep.Line)?.Place ?? recipe.PlaceOf("ranges");
            yield return Warn(recipe, DeskCode.SharedSector, place, $"{keep.Range} shares a sector with the images: it is erased and put back on every unit; a sector of its own would spare it that");
            if (recipe.Serial.From != SerialSource.Given)
                yield return Warn(recipe, DeskCode.RestoreWithoutSerial, place, $"after a power cut between erase and write only a unit with a scanned serial gets {keep.Range} back by itself; write 'serial: given'");
        }
    }

    static DocumentProblem Warn(Recipe recipe, string code, SourcePlace place, string message) => new(ProblemSeverity.Warning, $"recipe.{code}", recipe.Source.File, place, message);

    static string Day(PastRun run) => run.FirstRun.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
