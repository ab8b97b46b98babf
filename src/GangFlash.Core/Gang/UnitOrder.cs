using System.Collections.Immutable;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Gang;

/// <summary>Makes the order for one unit of the order for all: its serial, its numbers, and what is drawn for it.</summary>
static class UnitOrder
{
    public static FlashOrder Of(FlashOrder order, AttemptBegin.Begun begun, DateTimeOffset began, TimeZoneInfo zone, Func<int, byte[]> random)
    {
        var policy = order.Recipe.Serial;
        var unit = policy is { From: SerialSource.Numbers, Range: { } range } ? policy.TextOf(begun.Numbers[range.Name]) : order.Unit;
        return order with
        {
            Unit = unit,
            KeptBefore = order.KeptBefore.IsEmpty ? begun.Kept : order.KeptBefore,
            UnitValues = new(unit, begun.Numbers, order.Values, TimeZoneInfo.ConvertTime(began, zone), Draw(order.Recipe, random)),
        };
    }

    static ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Draw(Recipe recipe, Func<int, byte[]> random) => recipe.UnitData
        .Select(field => (field.Name, Length: UnitDataBytes.RandomBytesOf(field)))
        .Where(field => field.Length > 0)
        .ToImmutableSortedDictionary(field => field.Name, field => (ReadOnlyMemory<byte>)random(field.Length));
}
