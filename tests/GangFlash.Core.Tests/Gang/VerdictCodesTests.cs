using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Gang;

/// <summary>Every code that a slot can end with, beside what the operator and the engineer read. Quality engineers search for these: a change of the golden file is a change of their language.</summary>
public sealed class VerdictCodesTests
{
    static readonly Sector s_sector = new(0x0800_8000, 0x8000, SectorAccess.All);

    static readonly Segment s_segment = new(0x2000_235C, new byte[1580], new SegmentOrigin.RawBytes("app.bin", 0x2000_0000));

    static readonly PlannedOptionBytes s_levelTwo = new(1, AddressRange.Of(0x1FFF_C000, 2), [0xFF, 0xCC], [], MayStayUnread: true, ReadProtection.Of("STM32F4"));

    /// <summary>Of an attempt that proved all of its flash, which was nothing.</summary>
    static readonly JobReport s_flashed = JobReport.Empty with
    {
        Plan = new() { Target = new("", [], 2048, CanUpload: true, BootloaderKind.RomOldLine), Erased = 0xFF, WriteDeadline = TimeSpan.FromSeconds(5), Times = new(default, default, default, default, null) },
    };

    static readonly ImmutableArray<FlashFailure> s_failures =
    [
        new FlashFailure.Disconnected("erase 0x08008000"),
        new FlashFailure.CannotOpen(UsbOpenError.NoDevice, "no device at 1-4"),
        new FlashFailure.CannotOpen(UsbOpenError.AccessDenied, "permission denied"),
        new FlashFailure.CannotOpen(UsbOpenError.Busy, "another program or driver holds the interface."),
        new FlashFailure.CannotOpen(UsbOpenError.Other, "input/output error"),
        new FlashFailure.TransferFailed("write 0x08008000", [.. DfuSession.WireHints]),
        new FlashFailure.NotDfuSe("it has no interface in DFU mode."),
        new FlashFailure.Changed("The product string", "STM32  BOOTLOADER", "My product"),
        new FlashFailure.Moved(UsbPortPath.Parse("1-4"), UsbPortPath.Parse("1-5")),
        new FlashFailure.WrongIdentity(0x1FF0_F420, 0x0032_0041, 0x0032_0042),
        new FlashFailure.ReadProtected(0x0800_0000),
        .. Enum.GetValues<DfuStatus>().Where(status => status != DfuStatus.Ok).Select(status => new FlashFailure.Refused("erase 0x08008000", status, DfuState.Error, "")),
        new FlashFailure.Refused("write 0x08008000", DfuStatus.ErrVendor, DfuState.Error, "Sector locked"),
        new FlashFailure.Refused("write 0x08008000", (DfuStatus)0x42, (DfuState)15, ""),
        new FlashFailure.Stalled("write 0x08008000", DfuState.Idle),
        new FlashFailure.Garbled(DfuRequest.GetStatus, 5),
        new FlashFailure.Overdue("erase 0x08008000", TimeSpan.FromSeconds(8.5)),
        new FlashFailure.StuckBusy("erase 0x08100000", TimeSpan.FromSeconds(10)),
        new FlashFailure.NotIdle(DfuStatus.ErrUnknown, (DfuState)15),
        new FlashFailure.NotBlank(0x0800_8004, 0x12),
        new FlashFailure.Mismatch(0x0800_81E4, 0x12, 0x34, 1234, "All differences lie in sector 1."),
        new FlashFailure.NothingWritten(0x0800_81E4, 0x12, 0xFF, 119_908, "Nothing was written."),
        new FlashFailure.Unstable(0x0800_81E4, 0x12, 0x16, 1),
        new FlashFailure.Unreadable(0x0800_0000, "stalled"),
        new FlashFailure.NoApplication("0483:5740", "still in bootloader: it did not leave"),
        new FlashFailure.NotKept("The disk is full."),
        new FlashFailure.KeptDiffers(0x0801_F800, 0x12, 0x34),
        new FlashFailure.OptionBytesUnexpected(0x1FFF_C000, "FF AA FF FF", "EF AA FF FF"),
        new FlashFailure.OptionBytesLift(0x1FFF_C000, "FF BB FF FF"),
        new FlashFailure.OptionBytesDiffer(0x1FFF_C001, "EF AA FF FF", "EF BB FF FF"),
        new FlashFailure.OptionBytesNotRead(0x1FFF_C000, "nothing enumerated on the port within 10 s"),
        new FlashFailure.StationBug("System.InvalidOperationException: 12 bytes were verified, 13 were to be."),
    ];

    static readonly ImmutableArray<Refusal> s_refusals =
    [
        new Refusal.OutsideMemory(s_segment, AddressMap.Classify(0x2000_235C, "STM32F4"), [AddressRange.Of(0x0800_0000, 1 << 20)]),
        new Refusal.ProtectedRange("app.bin", AddressRange.Of(0x0800_0000, 256), By: null, "the recipe protects in line 7"),
        new Refusal.ProtectedRange("app.bin", AddressRange.Of(0x0800_8000, 256), s_sector, "the recipe protects in line 7"),
        new Refusal.CannotKeep(AddressRange.Of(0x0801_F800, 0x800), 9, "\"STM32 DownLoad Firmware Update\" cannot be read"),
        new Refusal.OutsideWriteRanges("app.bin", AddressRange.Of(0x0802_0000, 1), "bytes from offset 0x20000", [AddressRange.Of(0x0800_0000, 0x2_0000)]),
        new Refusal.WrongDevice("The product string", "\"STM32  BOOTLOADER\"", "(empty)"),
        new Refusal.Overlap("app.bin (bytes from offset 0x100)", "boot.bin (bytes from offset 0x0)", AddressRange.Of(0x0800_0100, 16)),
        new Refusal.Overlap("app.bin (bytes from offset 0x100)", "boot.bin (bytes from offset 0x0)", AddressRange.Of(0x0800_0100, 16), Differs: 0x0800_0104),
        new Refusal.NoData("app.elf"),
        new Refusal.UnitData("serial", "\"PC-EU-000001\" has 12 characters, and the field has 8 bytes"),
        new Refusal.NoVariant(["eu", "us"], IsAmbiguous: false, "unit \"PC-JP-1\", product \"STM32  BOOTLOADER\", ROM of STM32F746"),
        new Refusal.NoVariant(["eu", "us"], IsAmbiguous: true, "unit \"PC-EU-1\", product \"STM32  BOOTLOADER\", ROM of STM32F746"),
        new Refusal.DropsFlashData("app.bin", AddressRange.Of(0x0800_0000, 4096), 12),
        new Refusal.NotErasable("app.hex", new Sector(0x1FFF_7800, 512, SectorAccess.ReadWrite), "OTP Memory"),
        new Refusal.Misaligned("app.bin", AddressRange.Of(0x0800_0004, 4), "without an erase only whole granules of 32 bytes can be written"),
        new Refusal.MassEraseOnCustomBootloader("STM32 DownLoad Firmware Update"),
        new Refusal.Unreadable("STM32 DownLoad Firmware Update"),
        new Refusal.NoMemory("STM32 DownLoad Firmware Update"),
        new Refusal.NoSuchAlternate("app.dfu", 3),
        new Refusal.OptionBytes(14, "the block at 0x1FFFC000 has 16 bytes and the recipe gives 3; only the whole block is written"),
        new Refusal.Irreversible(s_levelTwo.Effect, "If that is meant, write 'irreversible: accepted' below 'finish'"),
    ];

    static readonly ImmutableArray<UnitResult> s_results =
    [
        new UnitResult.Passed(JobReport.Empty, Verified: true),
        new UnitResult.Passed(JobReport.Empty, Verified: false),
        new UnitResult.Passed(s_flashed with { OptionBytes = new(s_levelTwo, [0xFF, 0xAA], OptionBytesState.NotReadBack, "nothing enumerated on the port within 10 s") }, Verified: false),
        new UnitResult.Passed(s_flashed with { OptionBytes = new(s_levelTwo, [0xFF, 0xAA], OptionBytesState.ReadBack) }, Verified: true),
        new UnitResult.Passed(s_flashed with { OptionBytes = new(s_levelTwo, [0xFF, 0xCC], OptionBytesState.AlreadyThere) }, Verified: true),
        .. s_failures.Select(failure => new UnitResult.Failed(JobReport.Empty with { Touched = true }, failure, null)),
        .. s_refusals.Select(refusal => new UnitResult.Refused(JobReport.Empty, [refusal])),
        new UnitResult.Aborted(JobReport.Empty),
        new UnitResult.Aborted(JobReport.Empty with { Touched = true }),
    ];

    static readonly ImmutableArray<SlotVerdict> s_verdicts =
    [
        .. s_results.Select(result => new SlotVerdict.Recorded("attempt-1", result)),
        new SlotVerdict.RecordLost(new UnitResult.Passed(JobReport.Empty, Verified: true), "The result (a pass) could not be recorded. The disk is full."),
        new SlotVerdict.RecordLost(null, "The attempt was not begun, since it could not be recorded. The disk is full."),
        new SlotVerdict.NumbersSpent("The numbers 'mac' are used up: 00:80:E1:00:FF:FF was the last one. Give the recipe, or this station's share of it, more."),
        new SlotVerdict.SerialRefused("Unit \"SN-0001\" is refused: it passed on 2026-01-05."),
        new SlotVerdict.NotBegun(),
    ];

    [Fact]
    public void Codes()
    {
        var listing = new StringBuilder();
        foreach (var verdict in s_verdicts)
        {
            var outcome = verdict is SlotVerdict.Recorded recorded ? recorded.Result.Outcome.ToString() : "-";
            listing.Append($"{(verdict.Code.Length == 0 ? "(pass)" : verdict.Code)}  [{outcome}{(verdict.IsPass ? ", green" : "")}]\n");
            listing.Append($"    {InstructionText.English(verdict.Instruction, 5)}\n");
            listing.Append($"    {verdict.Detail.Replace("\n", "\n    ", StringComparison.Ordinal)}\n");
        }

        Golden.Matches(listing.ToString());
    }

    [Fact]
    public void No_case_of_a_closed_family_is_forgotten()
    {
        Assert.Equal(CasesOf(typeof(FlashFailure)), TypesOf(s_failures));
        Assert.Equal(CasesOf(typeof(Refusal)), TypesOf(s_refusals));
        Assert.Equal(CasesOf(typeof(UnitResult)), TypesOf(s_results));
        Assert.Equal(CasesOf(typeof(SlotVerdict)), TypesOf(s_verdicts));
        Assert.Equal(Enum.GetValues<Instruction>(), s_verdicts.Select(verdict => verdict.Instruction).Distinct().Order());
    }

    [Fact]
    public void The_codes_that_a_recipe_may_name_are_those_of_all_failures() => Assert.Equal(s_failures.Select(failure => failure.Code).ToHashSet().Order(), FlashFailure.Codes.Order());

    [Fact]
    public void Only_a_pass_that_is_on_disk_is_green() =>
        Assert.Equal(["", "pass.unverified", "pass.option-bytes-not-read"], s_verdicts.Where(verdict => verdict.IsPass).Select(verdict => verdict.Code).Distinct());

    [Fact]
    public void Codes_are_words_with_one_dot() =>
        Assert.All(s_verdicts.Select(verdict => verdict.Code).Where(code => code.Length > 0), code => Assert.Matches("^[a-z]+(-[a-z]+)*\\.[a-z-]+$", code));

    [Theory]
    [InlineData(typeof(FlashFailure))]
    [InlineData(typeof(Refusal))]
    [InlineData(typeof(SlotVerdict))]
    [InlineData(typeof(LeaveResult))]
    [InlineData(typeof(Planned))]
    [InlineData(typeof(AttemptBegin))]
    public void A_closed_family_cannot_be_extended_from_outside(Type family) =>
        Assert.All(family.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public), constructor => Assert.True(constructor.IsPrivate || constructor.GetParameters() is [{ } original] && original.ParameterType == family));

    static IEnumerable<string> CasesOf(Type family) => family.GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic).Where(type => type.IsSubclassOf(family)).Select(type => type.Name).Order();

    static IEnumerable<string> TypesOf<T>(IEnumerable<T> samples)
        where T : class => samples.Select(sample => sample.GetType().Name).Distinct().Order();
}
