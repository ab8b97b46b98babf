using System.Collections.Immutable;
using GangFlash.Planning;

namespace GangFlash.Gang;

/// <summary>Plans for every board before the first attempt, so that a bad image is one refusal and not sixteen.</summary>
public static class GangPreflight
{
    /// <summary>What planning refuses, each group of equal refusals with its slots. Empty if every identified board has a plan.</summary>
    public static ImmutableArray<GangRefusal> Check(ImmutableArray<LoadedSlot> slots) =>
    [
        .. from slot in slots
           where slot.Device is not null
           let refusals = Refusals(slot)
           where !refusals.IsEmpty
           group slot.Slot by string.Join('\n', refusals) into same
           let first = slots.First(slot => slot.Slot == same.First())
           select new GangRefusal([.. same], Refusals(first)),
    ];

    static ImmutableArray<Refusal> Refusals(LoadedSlot slot)
    {
        switch (slot.Order.For(slot.Device!))
        {
            case OrderChoice.Refused none:
                return [none.Refusal];
            case OrderChoice.Made { Order: var order }:
                var device = DeviceCheck.Check(order.Recipe.Device, slot.Device!);
                return device.IsEmpty && FlashPlanner.Plan(order, TargetMemory.Of(slot.Device!)) is Planned.Refused refused ? DeviceCheck.Name(refused.Refusals, slot.Device!) : device;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>Equal refusals of several slots.</summary>
public sealed record GangRefusal(ImmutableArray<int> Slots, ImmutableArray<Refusal> Refusals);
