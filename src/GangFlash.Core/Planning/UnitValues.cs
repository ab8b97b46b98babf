using System.Collections.Immutable;

namespace GangFlash.Planning;

/// <summary>All that one unit has of its own, before it is turned into bytes.</summary>
/// <param name="Serial">None where units have none.</param>
/// <param name="Numbers">The number taken from each range, by the range's name.</param>
/// <param name="Order">Values of the work order, by their names.</param>
/// <param name="Began">When the attempt began, with the offset of the station.</param>
/// <param name="Random">For each field with random content its bytes, by the field's name.</param>
public sealed record UnitValues(
    string? Serial,
    ImmutableSortedDictionary<string, ulong> Numbers,
    ImmutableSortedDictionary<string, string> Order,
    DateTimeOffset Began,
    ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Random);
