using System.CommandLine;
using GangFlash.Chips;
using GangFlash.Desk;
using GangFlash.Images;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash inspect</c>: what is in an image file, and what a bootloader could write of it.</summary>
static class InspectCommand
{
    public static Command Create(StationIo io)
    {
        var image = new Argument<string>("image") { Description = "ELF, Intel HEX, S-record, DfuSe or raw binary file." };
        var at = CommonOptions.At();
        var device = CommonOptions.Device("Tell what the bootloader of this chip could write.");
        var json = CommonOptions.Json();
        var command = new Command("inspect", "Print the segments of an image with their origin.") { image, at, device, json };
        command.SetAction(parsed => (int)Run(io, parsed.GetRequiredValue(image), parsed.GetValue(at), parsed.GetValue(device), parsed.GetValue(json)));
        return command;
    }

    static ExitCode Run(StationIo io, string path, uint? at, ChipChoice? chip, bool json)
    {
        FirmwareImage image;
        try
        {
            image = OrderLoader.LoadImage(path, at);
        }
        catch (ImageException bad)
        {
            io.Error.WriteLine(bad.Problem.Listing);
            return ExitCode.BadInput;
        }

        var target = chip is null ? null : DeskTarget.Of(chip);
        if (json)
            io.Out.WriteLine(PlanJson.Of(image, chip, target));
        else
            io.Out.Write(ImageListing.Of(image, chip, target));
        return ExitCode.Passed;
    }
}
