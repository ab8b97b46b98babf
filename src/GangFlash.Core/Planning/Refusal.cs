using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Images;

namespace GangFlash.Planning;

/// <summary>Why a job is not even begun. Closed: planning's own list. Each says what, where, and what to do now.</summary>
public abstract record Refusal
{
    private Refusal() { }

    /// <summary>Data where the device has no memory.</summary>
    /// <param name="Offered">What the device does offer for writing.</param>
    public sealed record OutsideMemory(Segment Data, MemoryRegion Region, ImmutableArray<AddressRange> Offered) : Refusal;

    /// <summary>Data, or the erase that it needs, reaches what must not be touched.</summary>
    /// <param name="Touched">What would be touched.</param>
    /// <param name="By">The sector to erase where it is the erase that reaches it; none where it is the data itself.</param>
    /// <param name="Rule">Who forbids it.</param>
    public sealed record ProtectedRange(string File, AddressRange Touched, Sector? By, string Rule) : Refusal;

    /// <summary>Protected bytes share a sector with the images, are to be put back, and cannot be read first.</summary>
    public sealed record CannotKeep(AddressRange Range, int Line, string Why) : Refusal;

    public sealed record OutsideWriteRanges(string File, AddressRange Data, string Place, ImmutableArray<AddressRange> Allowed) : Refusal;

    public sealed record WrongDevice(string What, string Expected, string Actual) : Refusal
    {
        /// <summary>What the board seems to be, in words; none at the desk, or where nothing of it is known.</summary>
        public string? Board { get; init; }
    }

    /// <summary>Two images, or two parts of one, claim the same address.</summary>
    /// <param name="Differs">Where the recipe takes what is equal: the first address at which they are not.</param>
    public sealed record Overlap(string One, string Other, AddressRange Shared, uint? Differs = null) : Refusal;

    public sealed record NoData(string File) : Refusal;

    /// <summary>What differs from unit to unit cannot be made for this unit.</summary>
    public sealed record UnitData(string Field, string Why) : Refusal;

    /// <summary>The recipe has variants, and not exactly one is meant by this board and its unit.</summary>
    /// <param name="Variants">Those that were to choose from; those that are meant where there are several.</param>
    /// <param name="Known">What is known of the board and its unit.</param>
    public sealed record NoVariant(ImmutableArray<string> Variants, bool IsAmbiguous, string Known) : Refusal;

    /// <summary>A drop rule covers data that the device could store.</summary>
    public sealed record DropsFlashData(string File, AddressRange Data, int Line) : Refusal;

    public sealed record NotErasable(string File, Sector Sector, string Memory) : Refusal;

    public sealed record Misaligned(string File, AddressRange Data, string Why) : Refusal;

    public sealed record MassEraseOnCustomBootloader(string Bootloader) : Refusal;

    public sealed record Unreadable(string Title) : Refusal;

    public sealed record NoMemory(string Title) : Refusal;

    /// <summary>A DfuSe file names an alternate setting that the device does not have.</summary>
    public sealed record NoSuchAlternate(string File, byte Alternate) : Refusal;

    /// <summary>Stable: quality engineers search for it, so it never changes its meaning.</summary>
    public string Code => this switch
    {
        OutsideMemory => "preflight.outside-memory",
        ProtectedRange => "preflight.protected-range",
        CannotKeep => "preflight.cannot-keep",
        OutsideWriteRanges => "preflight.outside-write-range",
        WrongDevice => "preflight.wrong-device",
        Overlap => "preflight.overlap",
        NoData => "preflight.no-data",
        UnitData => "preflight.unit-data",
        NoVariant => "preflight.no-variant",
        DropsFlashData => "preflight.drops-flash-data",
        NotErasable => "preflight.not-erasable",
        Misaligned => "preflight.misaligned",
        MassEraseOnCustomBootloader => "preflight.mass-erase",
        Unreadable => "preflight.unreadable",
        NoMemory => "preflight.no-memory",
        NoSuchAlternate => "preflight.no-such-alternate",
        _ => throw new UnreachableException(),
    };

    /// <summary>True where it is the board that is wrong, and not what was to be written to it.</summary>
    public bool JudgesUnit => this is WrongDevice or NoVariant;

    /// <summary>What is wrong, where it comes from, and the remedy, for whoever wrote the recipe or the linker script.</summary>
    public string Message => this switch
    {
        OutsideMemory it => $"{it.Data.Origin} puts {Bytes(it.Data.Range)} at {it.Data.Range} ({it.Data.Origin.Place(it.Data.Range)}). "
            + $"That is {it.Region.Title}{(it.Region.Kind == RegionKind.Ram ? ", which is lost at power-off anyway" : "")}; this bootloader can write {List(it.Offered)} only. {Sentence(it.Region.Remedy)}",
        ProtectedRange { By: { } sector } it => $"{it.File} needs the sector {sector.Range} erased, and with it {it.Touched}, which {it.Rule}.",
        ProtectedRange it => $"{it.File} has data at {it.Touched}, which {it.Rule}.",
        CannotKeep it => $"The recipe protects {it.Range} in line {it.Line} and wants it put back after its sector was erased, which needs it read first: {it.Why}.",
        OutsideWriteRanges it => $"{it.File} has {Bytes(it.Data)} at {it.Data} ({it.Place}), outside of what the recipe lets this job write: {List(it.Allowed)}.",
        WrongDevice it => $"{it.What} is {it.Actual}; the recipe expects {it.Expected}.{(it.Board is { } board ? $" The board in the fixture: {board}." : "")}",
        Overlap { Differs: { } first } it => $"{it.One} and {it.Other} both have data at {it.Shared}, and from 0x{first:X8} on it is not the same.",
        Overlap it => $"{it.One} and {it.Other} both have data at {it.Shared}.",
        NoVariant { IsAmbiguous: true } it => $"{string.Join(" and ", it.Variants)} are both meant by this board: {it.Known}. Make 'when' of the variants narrower.",
        NoVariant it => $"None of the variants {string.Join(", ", it.Variants)} is meant by this board: {it.Known}.",
        UnitData it => $"The field {it.Field} of the unit data cannot be written: {it.Why}.",
        NoData it => $"{it.File} holds no data to write.",
        DropsFlashData it => $"The drop rule in line {it.Line} leaves out {Bytes(it.Data)} of {it.File} at {it.Data} that this device could store. "
            + "If that is meant, name exactly this range with flash-data: true.",
        NotErasable it => $"{it.File} has data in \"{it.Memory}\" at {it.Sector.Range}, which is no flash for programs: option bytes, OTP or EEPROM are not written with an image.",
        Misaligned it => $"{it.File} has data at {it.Data} that this device cannot take: {it.Why}.",
        MassEraseOnCustomBootloader it => $"The recipe asks for a mass erase, but \"{it.Bootloader}\" is a customer bootloader: it may erase itself, or ignore the command. Use erase: touched.",
        Unreadable it => $"\"{it.Title}\" has no upload capability, so nothing can be read back. Only a recipe with verify: none-allowed or none can use it, and its result is PASS (unverified).",
        NoMemory it => $"\"{it.Title}\" names no memory that can be written: none of its alternate settings has a layout.",
        NoSuchAlternate it => $"{it.File} is made for alternate setting {it.Alternate}, which this device does not have.",
        _ => throw new UnreachableException(),
    };

    public sealed override string ToString() => $"{Code}: {Message}";

    static string Sentence(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}.";

    static string Bytes(AddressRange range) => range.Length == 1 ? "1 byte" : $"{range.Length:N0} bytes";

    static string List(ImmutableArray<AddressRange> ranges) => ranges.IsEmpty ? "nothing" : string.Join(", ", ranges);
}
