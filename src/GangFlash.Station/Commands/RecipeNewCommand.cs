using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using GangFlash.Chips;
using GangFlash.Desk;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Releases;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe new</c>: a first recipe for the board that is plugged in and its images.</summary>
sealed class RecipeNewCommand
{
    const string SchemaFile = "recipe.schema.json";

    readonly StationIo io;
    readonly Argument<string[]> images = new("image") { Description = "The image files; they must lie in the recipe's folder or below it.", Arity = ArgumentArity.OneOrMore };
    readonly Option<string?> output = new("-o", "--output") { Description = "The recipe file to write. Without it the name of the first image with .yaml, beside it.", HelpName = "FILE" };
    readonly Option<string?> name = new("--name") { Description = "The recipe's name. Without it that of the file." };
    readonly Option<uint?> at = CommonOptions.At();
    readonly Option<ChipChoice?> chip = CommonOptions.Device("The chip, where no board is plugged in, or where its bootloader does not say which one it is.");
    readonly Option<string?> port = new("--port") { Description = "The board to look at, where boards of several kinds are plugged in.", HelpName = "PORT" };
    readonly SimulationOptions simulation = new("Look at a virtual board, such as STM32F746.");

    RecipeNewCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new RecipeNewCommand(io);
        var command = new Command("new", "Write a commented recipe for the board that is plugged in and its images, and check it. Changes nothing on the board.") { it.images, it.output, it.name, it.at, it.chip, it.port };
        it.simulation.AddTo(command);
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var paths = parsed.GetRequiredValue(images);
        var file = parsed.GetValue(output) ?? Path.ChangeExtension(paths[0], ".yaml");
        if (File.Exists(file))
            return Fail(ExitCode.BadInput, $"{Printable.Escape(file)} is there already and is left as it is; name another file with -o.");
        var drafts = ImmutableArray.CreateBuilder<DraftImage>();
        foreach (var path in paths)
        {
            if (Draft(path, file, parsed.GetValue(at)) is not { } draft)
                return ExitCode.BadInput;
            drafts.Add(draft);
        }

        // A chip that is named needs no board, and a board that is named is looked at.
        DeviceIdentity? board = null;
        if (parsed.GetValue(chip) is null || parsed.GetValue(port) is not null || simulation.IsUsed(parsed))
        {
            var (found, why) = await LookAsync(parsed, ct);
            if (found is null)
                return why;
            board = found;
        }

        var schema = File.Exists(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, SchemaFile)) ? SchemaFile : null;
        var text = RecipeDraft.Of(RecipeDraft.NameOf(parsed.GetValue(name) ?? file), drafts.ToImmutable(), board, parsed.GetValue(chip), schema);
        try
        {
            WholeFile.Write(file, Encoding.UTF8.GetBytes(text));
        }
        catch (Exception unwritable) when (InputFile.IsUnreadable(unwritable))
        {
            return Fail(ExitCode.BadInput, $"{Printable.Escape(file)} cannot be written: {Printable.Escape(unwritable.Message)}");
        }

        io.Out.WriteLine($"{Printable.Escape(file)} is written{(board is null ? "" : $" for the board at port {board.Port}")}.");
        _ = RecipeCheckCommand.Tell(io, file, OrderLoader.Load(file, ReleaseRules.None), _ => new(), json: false);
        return ExitCode.Passed;
    }

    /// <summary>The image as the recipe names it. None, and said why, where it is none or lies elsewhere.</summary>
    DraftImage? Draft(string path, string recipe, uint? at)
    {
        FirmwareImage image;
        try
        {
            image = OrderLoader.LoadImage(path, Path.GetExtension(path).Equals(".bin", StringComparison.OrdinalIgnoreCase) ? at : null);
        }
        catch (ImageException bad)
        {
            io.Error.WriteLine(bad.Problem.Listing);
            return null;
        }

        var relative = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(recipe))!, Path.GetFullPath(path)).Replace(Path.DirectorySeparatorChar, '/');
        if (!relative.StartsWith("../", StringComparison.Ordinal) && !Path.IsPathRooted(relative))
            return new(relative, image.Format == ImageFormat.Raw ? at : null);
        io.Error.WriteLine($"{Printable.Escape(path)} is not below the recipe's folder, so other stations would not find it; copy it there, or write the recipe beside it with -o.");
        return null;
    }

    async Task<(DeviceIdentity? Board, ExitCode Exit)> LookAsync(ParseResult parsed, CancellationToken ct)
    {
        switch (StationBus.Open(io, simulation.Read(parsed), timeScale: 1, expected: null))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                    return Choose(await DeviceSurvey.LookAsync(bus, clock, ct), parsed.GetValue(port));

            case StationBusOpening.Refused refused:
                return (null, Fail(refused.Exit, refused.Sentence));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    (DeviceIdentity? Board, ExitCode Exit) Choose(ImmutableArray<SurveyedDevice> devices, string? wanted)
    {
        var found = devices.Where(device => wanted is null || device.Port.ToString() == wanted).ToList();
        if (found is [])
            return (null, Fail(ExitCode.NoDevice, wanted is null ? "No device in DFU mode is plugged in. Plug one in, or name its chip with --device." : $"No device in DFU mode is at port {Printable.Escape(wanted, 64)}."));
        if (found.Find(device => device.Identity is null) is { Failure: { } failure } unknown)
            return (null, Fail(ExitCode.NoDevice, $"The device at port {unknown.Port} cannot be looked at: {failure.Detail}"));
        if (found.DistinctBy(device => (device.Identity!.Descriptor.Id, device.Identity.Fingerprint)).ToList() is [_, _, ..] kinds)
            return (null, Fail(ExitCode.Usage, $"Boards of {kinds.Count} kinds are plugged in, at ports {string.Join(", ", kinds.Select(device => device.Port))}; say which one with --port."));
        return (found[0].Identity, ExitCode.Passed);
    }

    ExitCode Fail(ExitCode exit, string why)
    {
        io.Error.WriteLine(why);
        return exit;
    }
}
