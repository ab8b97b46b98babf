using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

/// <summary>Every ROM of the catalogue can be simulated, identified and flashed.</summary>
public sealed class EveryRomTests
{
    public static TheoryData<string> Keys => [.. ChipCatalogue.All.Where(chip => chip.Rom is not null).Select(chip => chip.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task It_identifies_as_what_the_catalogue_says(string key)
    {
        var rom = VirtualBoards.Chip(key).Chip.Rom!;
        var desk = new Desk(Desk.Rom(key));

        var identity = await desk.Clock.RunAsync(() => DeviceIdentifier.IdentifyAsync(desk.Device, default));

        Assert.Equal((rom.Usb, rom.TransferSize, rom.BcdDevice), (identity.Descriptor.Id, identity.TransferSize, identity.Descriptor.BcdDevice));
        Assert.Equal(rom.Alternates.Select(text => text.TrimEnd()), identity.Alternates.Select(alternate => alternate.Name.Text));
        Assert.NotEmpty(identity.Memories);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_small_image_passes_on_it(string key)
    {
        var chip = VirtualBoards.Chip(key);
        var at = LayoutString.Parse(chip.Chip.Rom!.Alternates[0]).Layout!.Sectors.First(sector => sector.Allows(SectorAccess.All)).Address;
        var image = new byte[chip.Chip.Rom.TransferSize + 1000];
        new Random(1).NextBytes(image);
        var bench = new TestBench(Desk.Rom(key));

        var result = await bench.FlashOneAsync(TestBench.Order(at, image, $"device: {{ chip: {key}, usb: \"{chip.Chip.Rom.Usb}\" }}"));

        Assert.True(result is UnitResult.Passed { Verified: true }, $"{result.Code}: {result.Detail}");
        Assert.Equal(image, bench.Board(1).Memory.Read(AddressRange.Of(at, (ulong)image.Length)));
    }
}
