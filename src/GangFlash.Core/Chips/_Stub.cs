using System.Collections.Immutable;
using GangFlash.DfuSe;
namespace GangFlash.Chips;
public sealed record ChipChoice(Chip Chip, string Part, ulong? FlashLength)
{
    public ImmutableArray<MemoryLayout> Maps => Chip.Flash.Maps;
}
public sealed record MemoryRegion(RegionKind Kind, string Name, string Remedy);
public enum RegionKind { Flash, Ram, Other }
public static class AddressMap
{
    public static MemoryRegion Classify(uint address, string? family) => new(RegionKind.Ram, "RAM" + family + address, "");
}
