using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Releases;

namespace GangFlash.Traceability.Tests;

/// <summary>Ordinary values to begin with; a test changes what it is about.</summary>
static class Some
{
    public const string Station = "line-1";

    public static DateTimeOffset Time { get; } = new(2026, 1, 5, 7, 30, 0, 250, TimeSpan.FromHours(1));

    public static UsbPortPath Port { get; } = UsbPortPath.Parse("1-4.2");

    public static Sector Sector { get; } = new(0x0800_0000, 0x4000, SectorAccess.All);

    public static GangContext Context { get; } = new(Station, "badge-17", "B-1", "production", "0.1.0");

    public static Recipe Recipe(string name = "pump", bool unique = false, string text = "") => new()
    {
        Name = name,
        Revision = "C",
        Images = [new("app.bin", 0x0800_0000, new(4, 3))],
        Serial = new(SerialSource.Given, Unique: unique),
        Source = SourceOf($"recipe: {name}\r\n{text}"),
    };

    public static NumberRange Numbers { get; } = new("mac", 0x0080_E100_0000, 0x0080_E100_0003, 1, NumberNotation.Eui48, default);

    /// <summary>A unit's MAC address and a key that nobody may read.</summary>
    public static ImmutableArray<UnitDatum> UnitData { get; } =
    [
        new(new("mac", 0x0801_0000, 6, new UnitValue.Number(Numbers), UnitFormat.Be, 0, false, default), new byte[] { 0x00, 0x80, 0xE1, 0, 0, 0 }, "00:80:E1:00:00:00"),
        new(new("key", 0x0801_0010, 4, new UnitValue.Secret(), UnitFormat.Be, 0, false, default), "KEY!"u8.ToArray(), "4B455921"),
    ];

    /// <summary>For units that take a MAC address each.</summary>
    public static FlashOrder NumberedOrder(NumberRange? range = null) => Order() with
    {
        Recipe = Recipe() with { UnitData = [UnitData[0].Field with { Value = new UnitValue.Number(range ?? Numbers) }, UnitData[1].Field] },
    };

    public static RecipeSource SourceOf(string text) => new("recipes/pump.yaml", text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

    public static FirmwareImage Image(uint address = 0x0800_0000, string name = "app.bin")
    {
        byte[] bytes = [1, 2, 3, 4];
        return new(name, ImageFormat.Raw, Convert.ToHexStringLower(SHA256.HashData(bytes)), [new(address, bytes, new SegmentOrigin.RawBytes(name, address))], null, null, []) { File = bytes };
    }

    /// <summary>Of a release that one trusted key and one that nobody knows have signed.</summary>
    public static Release Release { get; } = new(
        new("pump", "C", Time, "E. Na", "First one.", "GangFlash 0.1.0", [new("app.bin", 4, new('a', 64)), new("recipe.yaml", 14, new('b', 64))]),
        new('c', 64),
        "{ manifest }\n",
        [new("0123456789abcdef", SignerStanding.Trusted, "keys/quality.pub"), new("fedcba9876543210", SignerStanding.Unknown, null)]);

    public static FlashOrder Order(bool unique = false) => new(Recipe(unique: unique), [Image()], null);

    public static DeviceIdentity Device()
    {
        const string Layout = "@Internal Flash  /0x08000000/04*016Kg";
        return new(
            Port,
            new(0x0100, UsbId.StDfu, 0x2200, 1, 2, 3),
            new("STMicroelectronics", []),
            new("STM32  BOOTLOADER", []),
            new("3572345A3036", []),
            new(0, [new(0, 4)], new(0x0B, 255, 2048, DfuFunctionalDescriptor.DfuSeVersion)),
            [new(0, new(Layout, [0x04, 0x03, 0x40, 0x00]), LayoutString.Parse(Layout), null)],
            []);
    }

    public static AttemptStart Start(int slot = 1, string? serial = "SN-0001", FlashOrder? order = null) =>
        new(Context, order ?? Order(), slot, Port, 1, serial, Device(), Time);

    public static AttemptStart UniqueStart(int slot, string serial) => Start(slot, serial, Order(unique: true));

    public static FlashPlan Plan() => new()
    {
        Target = new("STM32  BOOTLOADER", [], 2048, true, BootloaderKind.RomOldLine),
        Dropped = [new("app.elf", "section .mailbox", AddressRange.Of(0x3800_0000, 256))],
        Erased = 0xFF,
        WriteDeadline = TimeSpan.FromSeconds(30),
        LeaveTo = 0x0800_0000,
        Times = new(TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, null),
    };

    public static JobReport Report() => new(
        Device(),
        Plan(),
        [new(JobPhase.Connect, TimeSpan.Zero, TimeSpan.FromMilliseconds(20), 0), new(JobPhase.Verify, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(2), 65_536)],
        Touched: true,
        ErasedSectors: 4,
        WrittenBytes: 65_536,
        VerifiedBytes: 65_536,
        Requests: 120,
        WireRetries: 1,
        Recoveries: 0,
        new LeaveResult.Left(null),
        ["faster than usual"]);

    /// <summary>At least one row in each table.</summary>
    public static async Task ShiftAsync(TraceabilityStore store)
    {
        foreach (var (kind, detail) in s_shift)
            _ = await store.RecordEventAsync(new(Station, "badge-17", kind, (JsonObject)JsonNode.Parse(detail)!), default);
        var cutOff = await store.BegunAsync(Start(slot: 2, serial: "SN-0001"));
        await store.KeepAsync(cutOff, [new(0x0800_F003, new byte[] { 1, 2, 3 }, new SegmentOrigin.OfBoard())], default);
        await store.EndAsync(await store.BegunAsync(Start(order: NumberedOrder() with { Release = Release })), Mismatch(UnitData), default);
        await store.EndAsync(cutOff, Mismatch(), default);      // began earlier and ends later
        foreach (var (kind, detail) in s_shiftEnd)
            _ = await store.RecordEventAsync(new(Station, "badge-17", kind, (JsonObject)JsonNode.Parse(detail)!), default);
    }

    static readonly ImmutableArray<(string Kind, string Detail)> s_shift =
    [
        (EventColumns.ConfigurationChanged, """{"subject":"slot-map","name":"slots.yaml","sha256":"00ff","text":"slots: []"}"""),
        ("session.opened", """{"role":"operator"}"""),
        ("batch.opened", """{"batch":"B-1","work_order":"WO-7","product":"pump","recipe":"pump","revision":"C","planned":"12"}"""),
        ("scan.taken", """{"raw":"]d2SN-0001","length":"10","text":"SN-0001","symbology":"]d2","entry":"scanned","kind":"unit","answer":"unit.taken","shown":"Unit taken."}"""),
        ("scan.refused", """{"raw":"=cmd","length":"4","text":"=cmd","entry":"typed","kind":"unknown","answer":"scan.unknown","shown":"Unknown code."}"""),
    ];

    static readonly ImmutableArray<(string Kind, string Detail)> s_shiftEnd =
    [
        ("line.stopped", """{"alarm":"1","rule":"failedatstation","class":"stop","code":"verify.mismatch","slots":"1,2","units":"SN-0001","what":"Five units failed."}"""),
        ("line.released", """{"alarm":"1","role":"supervisor","reason":"cableorfixture","note":"cable changed"}"""),
        ("unit.held", """{"unit":"SN-0001","why":"second failure"}"""),
        ("batch.closed", """{"batch":"B-1","good":"0","hold":"1","rework":"0","scrap":"0","withdrawn":"0","missing":"0"}"""),
        ("session.closed", """{"why":"end of shift"}"""),
    ];

    public static AttemptEnd Pass(bool verified = true) => End(new UnitResult.Passed(Report(), verified));

    public static AttemptEnd PassWith(ImmutableArray<UnitDatum> unitData) => End(new UnitResult.Passed(Report() with { Plan = Plan() with { UnitData = unitData } }, Verified: true));

    public static AttemptEnd Mismatch(ImmutableArray<UnitDatum> unitData = default) => End(new UnitResult.Failed(
        Report() with { Plan = Plan() with { UnitData = unitData.IsDefault ? [] : unitData } },
        new FlashFailure.Mismatch(0x0800_01E4, 0x55, 0xFF, 3, "Still blank."),
        VerifyFailure()));

    public static AttemptEnd End(UnitResult result) => new(result, "Slot 1: remove the board.", Time.AddSeconds(3));

    public static VerifyFailure VerifyFailure() => new(
        0x0800_01E4,
        0x55,
        0xFF,
        0x0800_01E2,
        [1, 2, 0x55],
        [1, 2, 0xFF],
        Sector,
        2,
        2048,
        3,
        [AddressRange.Of(0x0800_01E4, 3)],
        1,
        0,
        12,
        true,
        new(MismatchPattern.StillBlank, "Still blank."));
}
