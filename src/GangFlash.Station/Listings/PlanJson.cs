using System.Security.Cryptography;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>Images and plans for machines. The fields are a contract; the Station README lists them.</summary>
static class PlanJson
{
    public static string Of(FirmwareImage image, ChipChoice? chip, TargetMemory? target) => JsonLine.Of(new
    {
        image.Name,
        Format = RecordWords.Of(image.Format),
        image.Sha256,
        Length = image.DataLength,
        Entry = image.EntryPoint is { } entry ? JsonLine.Address(entry) : null,
        Device = chip?.Part,
        Segments = image.Segments.Select(segment => new
        {
            Address = JsonLine.Address(segment.Address),
            segment.Range.Length,
            Sha256 = Hash(segment.Data),
            Origin = $"{segment.Origin}: {segment.Origin.Place(segment.Range)}",
            Reach = ImageListing.Reach(segment, chip, target).Select(part => new
            {
                Address = JsonLine.Address(part.Range.Start),
                part.Range.Length,
                part.Writable,
                part.Verdict,
            }),
        }),
        image.Warnings,
    });

    public static string Of(FlashOrder order, Planned planned) => planned switch
    {
        Planned.Ready { Plan: var plan } => JsonLine.Of(new
        {
            Recipe = order.Recipe.Name,
            order.Recipe.Revision,
            order.Recipe.Variant,
            Chip = order.Chip?.Part,
            Ready = true,
            Images = order.Images.Select(image => new
            {
                image.Name,
                image.Sha256,
                Segments = image.Segments.Select(segment => new
                {
                    Address = JsonLine.Address(segment.Address),
                    segment.Range.Length,
                    Sha256 = Hash(segment.Data),
                    Origin = $"{segment.Origin}: {segment.Origin.Place(segment.Range)}",
                }),
            }),
            plan.Target.TransferSize,
            MassErase = plan.MassErase is not null,
            plan.Compare,
            Erases = plan.Erases.Select(erase => new { erase.Alternate, Sector = erase.Number, Address = JsonLine.Address(erase.Sector.Address), Length = erase.Sector.Size }),
            Keeps = plan.Keeps.Select(kept => new { kept.Alternate, Address = JsonLine.Address(kept.Range.Start), kept.Range.Length, kept.Line }),
            Runs = plan.Runs.Select(run => new
            {
                run.Alternate,
                Address = JsonLine.Address(run.Range.Start),
                run.Range.Length,
                run.ImageBytes,
                Sha256 = Hash(run.Data),
                run.Files,
                Blocks = run.Stretches(plan.Target.TransferSize).SelectMany(stretch => Enumerable.Range(0, stretch.Count).Select(i => new
                {
                    Pointer = JsonLine.Address(stretch.Pointer),
                    stretch[i].Number,
                    Address = JsonLine.Address(stretch[i].Range.Start),
                    stretch[i].Range.Length,
                    Sent = Sent(plan, run, stretch[i]),
                })),
            }),
            Dropped = plan.Dropped.Select(drop => new { drop.File, drop.Place, Address = JsonLine.Address(drop.Range.Start), drop.Range.Length }),
            Verify = plan.Verify.ToString(),
            OptionBytes = plan.OptionBytes is { } options
                ? new
                {
                    options.Alternate,
                    Address = JsonLine.Address(options.Range.Start),
                    options.Range.Length,
                    Bytes = PlannedOptionBytes.Hex(options.Bytes),
                    Expected = options.Expected.IsEmpty ? null : PlannedOptionBytes.Hex(options.Expected),
                    Verify = options.MayStayUnread ? "Written" : "Full",
                    RdpLevel = (int?)options.Level,
                    options.IsForEver,
                    options.Effect,
                }
                : null,
            After = order.Recipe.After.Action.ToString(),
            LeaveTo = JsonLine.Address(plan.LeaveTo),
            EstimateSeconds = Math.Round(plan.Times.Total.TotalSeconds, 1),
            plan.Notes,
        }),
        Planned.Refused refused => JsonLine.Of(new
        {
            Recipe = order.Recipe.Name,
            order.Recipe.Revision,
            order.Recipe.Variant,
            Chip = order.Chip?.Part,
            Ready = false,
            Refusals = refused.Refusals.Select(refusal => new { refusal.Code, refusal.Message }),
        }),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static bool Sent(FlashPlan plan, PlannedRun run, DataBlock block) =>
        (plan.Erases.IsEmpty && plan.MassErase is null) || run.BytesOf(block).ContainsAnyExcept(plan.Erased);

    static string Hash(ReadOnlyMemory<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data.Span));
}
