using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GangFlash.Differences;
using GangFlash.Planning;

namespace GangFlash.Station.Listings;

/// <summary>What is different between two recipes, in the words in which an engineer would tell another.</summary>
sealed class DifferenceListing
{
    /// <summary>Of one image; more lines tell nobody more.</summary>
    const int MostParts = 100;

    readonly StringBuilder text = new();

    DifferenceListing()
    {
    }

    public static string Of(FlashOrder before, FlashOrder after, RecipeDifferences found)
    {
        var it = new DifferenceListing();
        it.Line("Before", Side(before));
        it.Line("After", Side(after));
        if (found.IsNone)
        {
            it.Line("", "They are the same.");
            return it.text.ToString();
        }

        it.Keys(found);
        it.Lines("Ranges", found.Ranges.Select(range => $"{Of(range.Variant)}{Sentence(range)}"));
        it.Lines("Images", found.Images.SelectMany(Image));
        it.Lines("Erase", found.Erases.SelectMany(erase => Erase(erase).Select(line => $"{Of(erase.Variant)}{line}")));
        return it.text.ToString();
    }

    static string Side(FlashOrder order) =>
        $"{Printable.Escape(order.Recipe.Source.File)}: {order.Recipe.Name} revision {Printable.Escape(order.Recipe.Revision)}{(order.Release is { Manifest: var manifest } ? $", released {manifest.Released.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} by {Printable.Escape(manifest.By)}" : "")}";

    void Keys(RecipeDifferences found)
    {
        if (found.Keys.IsEmpty && !found.SameText && found.Ranges.IsEmpty)
            Line("Recipe", "only comments, spelling, spacing or the order of keys differ");
        else
            Lines("Recipe", found.Keys.Select(key => $"{key.Key}: {Meaning(key)}"));
    }

    static string Meaning(KeyDifference key) => key switch
    {
        { Before: null } => $"new: {key.After!.Text}",
        { After: null } => $"no longer there; it was {key.Before.Text}",
        _ => $"{Text(key.Before)} → {Text(key.After)}",
    };

    static string Text(KeyMeaning meaning) => meaning.IsUsual ? $"{meaning.Text} (which holds by itself)" : meaning.Text;

    static string Sentence(RangeDifference found)
    {
        var ranges = string.Join(", ", found.Ranges);
        return found.Change switch
        {
            RangeChange.MayWrite => $"may now write {ranges} too",
            RangeChange.MayNotWrite => $"may no longer write {ranges}",
            RangeChange.OnlyThese => $"may now write only {ranges}; before, whatever the device lets",
            RangeChange.NotOnlyThese => $"may now write whatever the device lets; before, only {ranges}",
            RangeChange.Protected => $"now protects {ranges}",
            RangeChange.NotProtected => $"no longer protects {ranges}",
            RangeChange.Restored => $"puts back what it protects in {ranges} where a sector has to be erased; before, it refused",
            RangeChange.NotRestored => $"refuses where a sector that has to be erased reaches into {ranges}; before, it put back what was there",
            RangeChange.Dropped => $"now leaves out image data in {ranges}",
            RangeChange.NotDropped => $"no longer leaves out image data in {ranges}",
            RangeChange.FlashDataDropped => $"now leaves out image data in {ranges} also where the device could store it",
            RangeChange.FlashDataNotDropped => $"no longer leaves out image data in {ranges} where the device could store it",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    static IEnumerable<string> Image(ImageDifference image)
    {
        if (image is { Before: { } gone, After: null })
            return [$"{Name(gone)}: no longer there; it had {gone.Length:N0} bytes"];
        var now = image.After!;
        if (image.Before is not { } was)
            return [$"{Name(now)}: new, {now.Length:N0} bytes, sha256 {now.Sha256}"];
        if (image.IsSame)
            return [$"{Name(now)}: the same, sha256 {now.Sha256}"];
        return
        [
            $"{(Name(was) == Name(now) ? Name(now) : $"{Name(was)} → {Name(now)}")}: {Size(was.Length, now.Length)}{(was.EntryPoint == now.EntryPoint ? "" : $"; starts at {Address(now.EntryPoint)}, before at {Address(was.EntryPoint)}")}",
            .. image.Parts.IsEmpty ? ["    every byte that is loaded is the same"] : image.Parts.Take(MostParts).Select(part => $"    {Part(part)}"),
            .. image.Parts.Length > MostParts ? (string[])[$"    and {image.Parts.Length - MostParts:N0} more"] : [],
        ];
    }

    static string Name(ImageFacts image) => $"{Printable.Escape(image.File)}{(image.At is { } at ? $" at 0x{at:X8}" : "")}";

    static string Address(uint? entry) => entry is { } at ? $"0x{at:X8}" : "no address";

    static string Size(ulong before, ulong after) => before == after ? $"{after:N0} bytes as before" : $"{after:N0} bytes, {Change(before, after)}";

    static string Change(ulong before, ulong after) => after > before ? $"{after - before:N0} more than before" : $"{before - after:N0} fewer than before";

    static string Part(PartDifference part)
    {
        var name = part.Name.Length > 0 ? $"`{Printable.Escape(part.Name, 64)}` " : "";
        if (part.Before is not { } was)
            return $"{name}{part.After}: new, {part.After!.Value.Length:N0} bytes";
        if (part.After is not { } now)
            return $"{name}{was}: no longer there, {was.Length:N0} bytes";
        string[] said =
        [
            .. was.Start == now.Start ? [] : (string[])[$"moved from 0x{was.Start:X8}"],
            .. was.Length == now.Length ? [] : (string[])[now.Length > was.Length ? $"grew by {now.Length - was.Length:N0} bytes" : $"shrank by {was.Length - now.Length:N0} bytes"],
            part.Differing == 0 ? part.Compared == 0 ? "nothing to compare" : $"the {(part.Compared == now.Length ? "" : "first ")}{part.Compared:N0} bytes are as before"
                : $"{part.Differing:N0} of {part.Compared:N0} bytes differ, the first at 0x{part.First:X8}",
        ];
        return $"{name}{now}: {string.Join("; ", said)}";
    }

    static IEnumerable<string> Erase(EraseDifference erase)
    {
        switch (erase)
        {
            case EraseDifference.Sectors sectors:
                yield return $"{Count(sectors.After.Length)}{(Same(sectors.Before, sectors.After) ? ", as before" : "")}";
                if (!sectors.Other.IsEmpty)
                    yield return $"other bytes than before in {Numbers([.. sectors.Other.Select(i => sectors.After[i])])}";
                if (Without(sectors.After, sectors.Before) is { IsEmpty: false } gained)
                    yield return $"now also {Numbers(gained)}";
                if (Without(sectors.Before, sectors.After) is { IsEmpty: false } lost)
                    yield return $"no longer {Numbers(lost)}";
                break;
            case EraseDifference.Everything everything:
                yield return $"{(everything.After ? "everything" : "only the sectors that are touched")}; before, {(everything.Before ? "everything" : "only the sectors that were touched")}";
                break;
            case EraseDifference.Refused refused:
                foreach (var (when, refusals) in ((string, ImmutableArray<Refusal>)[])[("before", refused.Before), ("after", refused.After)])
                {
                    foreach (var refusal in refusals)
                        yield return $"{when}: refused in planning, {refusal.Code}: {Printable.Escape(refusal.Message, 1000)}";
                }

                break;
        }
    }

    static string Count(int sectors) => sectors == 1 ? "1 sector" : $"{sectors} sectors";

    /// <summary>Neighbours in one: <c>64 to 94 (0x08080000–0x080BDFFF)</c>.</summary>
    static string Numbers(ImmutableArray<PlannedErase> erases)
    {
        var runs = new List<(PlannedErase First, PlannedErase Last)>();
        foreach (var erase in erases)
        {
            if (runs is [.., var (first, last)] && last.Alternate == erase.Alternate && last.Number + 1 == erase.Number && last.Sector.Range.End == erase.Sector.Address)
                runs[^1] = (first, erase);
            else
                runs.Add((erase, erase));
        }

        return string.Join(", ", runs.Select(run => $"{(run.First == run.Last ? $"sector {run.First.Number}" : $"sectors {run.First.Number} to {run.Last.Number}")} ({new AddressRange(run.First.Sector.Address, run.Last.Sector.Range.End)})"));
    }

    static bool Same(ImmutableArray<PlannedErase> one, ImmutableArray<PlannedErase> other) => Without(one, other).IsEmpty && Without(other, one).IsEmpty;

    static ImmutableArray<PlannedErase> Without(ImmutableArray<PlannedErase> these, ImmutableArray<PlannedErase> those) =>
        [.. these.Where(erase => !those.Any(other => (other.Alternate, other.Sector.Range) == (erase.Alternate, erase.Sector.Range)))];

    static string Of(string? variant) => variant is null ? "" : $"variant {variant}: ";

    void Lines(string title, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(title, line);
            title = "";
        }
    }

    void Line(string title, string line) => text.Append(CultureInfo.InvariantCulture, $"{title,-8}{line}\n");
}
