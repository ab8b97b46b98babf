using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Planning;

/// <summary>What holds for every plan, whatever the images: two of each chip's sectors deep, and more than one image.</summary>
public sealed class FlashPlannerProperties
{
    const uint Flash = 0x0800_0000;
    const int Room = 0x1_0000;

    [Fact]
    public void Never_programs_a_byte_outside_of_what_it_erased() =>
        Holds((_, plan) => plan.Runs.All(run => AddressRanges.Subtract(run.Range, plan.Erases.Select(erase => erase.Sector.Range)).IsEmpty));

    [Fact]
    public void Never_erases_a_sector_that_no_byte_of_an_image_touches() =>
        Holds((desk, plan) => plan.Erases.All(erase => desk.Parts.Any(part => part.Range.Overlaps(erase.Sector.Range))));

    [Fact]
    public void Never_touches_a_byte_outside_of_the_write_ranges_or_inside_of_a_protected_one() =>
        Prop.ForAll(Desks.ToArbitrary(), Windows.ToArbitrary(), (desk, window) =>
        {
            var range = AddressRange.Of(Flash + (uint)window.From * 1024, (ulong)window.Size * 1024);
            return Plan(desk, $"ranges:\n  {(window.IsWrite ? "write" : "protect")}: [0x{range.Start:X8}-0x{range.Last:X8}]") is not Planned.Ready { Plan: var plan }
                || plan.Runs.Select(run => run.Range).Concat(plan.Erases.Select(erase => erase.Sector.Range)).All(touched => window.IsWrite ? range.Contains(touched) : !range.Overlaps(touched));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Covers_the_images_exactly_and_fills_up_with_the_erased_value() =>
        Holds((desk, plan) =>
        {
            var wanted = new Dictionary<uint, byte>();
            foreach (var part in desk.Parts)
            {
                for (var i = 0; i < part.Data.Length; i++)
                    wanted[part.At + (uint)i] = part.Data[i];
            }

            var planned = plan.Runs.SelectMany(run => run.Data.ToArray().Select((value, i) => (At: run.Range.Start + (uint)i, Value: value))).ToList();
            return planned.Count == planned.DistinctBy(item => item.At).Count()
                && planned.All(item => item.Value == (wanted.TryGetValue(item.At, out var value) ? value : plan.Erased))
                && wanted.Keys.ToHashSet().IsSubsetOf(planned.Select(item => item.At))
                && plan.ImageBytes == (ulong)wanted.Count;
        });

    [Fact]
    public void Runs_are_whole_granules_in_ascending_order_with_a_gap_between() =>
        Holds((desk, plan) => plan.Runs.All(run => run.Range.Start % desk.Granule == 0 && run.Range.Length % desk.Granule == 0)
            && plan.Runs.Zip(plan.Runs.Skip(1)).All(pair => pair.First.Range.End < pair.Second.Range.Start));

    [Fact]
    public void Sends_every_byte_that_is_not_blank_once_and_the_first_block_last() =>
        Holds((desk, plan) => plan.Runs.All(run =>
        {
            var sent = run.WriteOrder(desk.Target.TransferSize, plan.Erased).SelectMany(stretch => stretch.Blocks).ToList();
            var all = run.Stretches(desk.Target.TransferSize).SelectMany(stretch => Enumerable.Range(0, stretch.Count).Select(i => stretch[i])).ToList();
            return sent.Distinct().Count() == sent.Count
                && all.All(block => sent.Contains(block) == run.BytesOf(block).ContainsAnyExcept(plan.Erased))
                && (!sent.Contains(all[0]) || sent[^1] == all[0]);
        }));

    [Fact]
    public void Same_in_same_out() => Holds((desk, plan) => Text(plan) == Text(((Planned.Ready)Plan(desk, "")).Plan));

    [Fact]
    public void Images_that_overlap_are_refused_and_nothing_else_of_these_is() =>
        Prop.ForAll(Desks.ToArbitrary(), desk =>
        {
            var overlap = desk.Parts.Any(one => desk.Parts.Any(other => !ReferenceEquals(one, other) && one.Range.Overlaps(other.Range)));
            return Plan(desk, "") switch
            {
                Planned.Refused refused => overlap && refused.Refusals.All(refusal => refusal is Refusal.Overlap),
                _ => !overlap,
            };
        }).QuickCheckThrowOnFailure();

    static void Holds(Func<Desk, FlashPlan, bool> rule) =>
        Prop.ForAll(Desks.ToArbitrary(), desk => Plan(desk, "") is not Planned.Ready { Plan: var plan } || rule(desk, plan)).QuickCheckThrowOnFailure();

    sealed record Part(uint At, byte[] Data)
    {
        public AddressRange Range => AddressRange.Of(At, (ulong)Data.Length);
    }

    sealed record Desk(string Chip, Part[] Parts)
    {
        public TargetMemory Target => TargetMemory.Of(TestBench.Chip(Chip))!;

        public uint Granule => Math.Max(8u, (uint)TestBench.Chip(Chip).Chip.Flash.Granule);
    }

    static Gen<Desk> Desks =>
        from chip in Gen.Elements("STM32F072", "STM32F746", "STM32G474", "STM32L072", "STM32H743")
        from parts in Parts.ArrayOf().Where(parts => parts.Length is > 0 and < 6)
        select new Desk(chip, parts);

    static Gen<Part> Parts =>
        from at in Gen.Choose(0, Room)
        from length in Gen.Frequency((3, Gen.Choose(1, 100)), (1, Gen.Choose(1, 9000)))
        from seed in Gen.Choose(0, 3)
        select new Part(Flash + (uint)at, Bytes(length, seed));

    sealed record Window(bool IsWrite, int From, int Size);

    static Gen<Window> Windows =>
        from write in Gen.Elements(true, false)
        from start in write ? Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 16))) : Gen.Choose(0, Room / 1024)
        from size in Gen.Choose(1, write ? Room / 512 : 4)
        select new Window(write, start, size);

    /// <summary>Noise, or one of both values that flash is erased to.</summary>
    static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed + length).NextBytes(bytes);
        if (seed < 2)
            Array.Fill(bytes, (byte)(seed == 0 ? 0xFF : 0x00), 0, length / 2);
        return bytes;
    }

    static Planned Plan(Desk desk, string rules)
    {
        var recipe = new StringBuilder($"recipe: r\nrevision: 1\ndevice: {{ chip: {desk.Chip} }}\nimages:\n");
        foreach (var (part, i) in desk.Parts.Select((part, i) => (part, i)))
            recipe.Append($"  - {{ file: {i}.bin, at: 0x{part.At:X8} }}\n");
        return FlashPlanner.Plan(TestBench.Order(recipe.Append(rules).Append('\n').ToString(), name => desk.Parts[name[0] - '0'].Data), desk.Target);
    }

    static string Text(FlashPlan plan) => string.Join('\n',
        plan.Erases.Select(erase => erase.ToString()).Concat(plan.Runs.Select(run => $"{run.Range} {Convert.ToHexString(run.Data.Span)}")).Append(plan.Times.ToString()).Append(plan.LeaveTo.ToString()));
}
