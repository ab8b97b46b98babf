using System.CommandLine;
using GangFlash.Station.Doctor;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash doctor</c>: why this station does not flash, asked before the shift.</summary>
sealed class DoctorCommand
{
    readonly StationIo io;
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<string?> database = CommonOptions.Database();
    readonly Option<string?> station = new("--station") { Description = "Name of this station in the record. Without it the station file's, else the machine's." };
    readonly Option<string?> recipe = new("--recipe") { Description = "The recipe of the shift: does it fit what is plugged in?", HelpName = "RECIPE" };
    readonly SimulationOptions simulation = new("Look at virtual boards: a number, or a list like 4xSTM32F746,lying-f746.");
    readonly Option<bool> json = CommonOptions.Json();
    readonly Option<bool> printRules = new("--print-rules") { Description = "Print the udev rules for Linux, and do nothing else." };
    readonly Option<bool> installRules = new("--install-rules") { Description = $"Write the udev rules to {UdevRules.Folder} (as root), and do nothing else." };

    DoctorCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new DoctorCommand(io);
        var command = new Command("doctor", "Check what a station needs to flash: libusb, permissions, hubs, record, clock. Changes nothing.")
        {
            it.config, it.database, it.station, it.recipe, it.json, it.printRules, it.installRules,
        };
        it.simulation.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(it.printRules) && result.GetValue(it.installRules))
                result.AddError("--print-rules and --install-rules are two things; give one of them.");
        });
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(printRules))
        {
            io.Out.Write(UdevRules.Text());
            return ExitCode.Passed;
        }

        if (parsed.GetValue(installRules))
            return await InstallRulesAsync(ct);
        if (!simulation.IsUsed(parsed))
            return await LookAsync(parsed, null, ct);
        switch (StationBus.Open(io, simulation.Read(parsed), timeScale: 1, expected: null))
        {
            case StationBusOpening.Opened opened:
                await using (opened.Bus)
                    return await LookAsync(parsed, opened, ct);
            case StationBusOpening.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    StationFacts Station(ParseResult parsed, bool simulated)
    {
        var finding = StationSetup.Find(io, parsed.GetValue(config), simulated);
        return new(finding.Setup, finding.FoundBy, finding.Problems);
    }

    async Task<ExitCode> LookAsync(ParseResult parsed, StationBusOpening.Opened? simulated, CancellationToken ct)
    {
        var facts = await DoctorLook.LookAsync(io, io.Machine, simulated, Station(parsed, simulated is not null), parsed.GetValue(database), parsed.GetValue(station), parsed.GetValue(recipe), ct);
        var groups = Checklist.Judge(facts);
        if (parsed.GetValue(json))
        {
            foreach (var line in DoctorListing.Json(groups))
                io.Out.WriteLine(line);
        }
        else
        {
            io.Out.Write(DoctorListing.Text(facts.System, groups));
        }

        return Checklist.Exit(facts.Usb, groups);
    }

    async Task<ExitCode> InstallRulesAsync(CancellationToken ct)
    {
        if (!io.Machine.IsLinux)
        {
            io.Error.WriteLine("udev rules are for Linux; there is nothing to install here.");
            return ExitCode.Usage;
        }

        switch (RulesInstaller.Install(io.Machine.Root, io.Clock.GetUtcNow()))
        {
            case RulesInstallation.Already already:
                io.Out.WriteLine($"{already.Path} is up to date; nothing was written.");
                return ExitCode.Passed;
            case RulesInstallation.Written written:
                if (written.Kept is { } kept)
                    io.Out.WriteLine($"{written.Path} was there and differed; it is kept as {kept}.");
                io.Out.WriteLine($"{written.Path} is written.");
                var reload = await io.Machine.ReloadUdev(ct);
                io.Out.WriteLine(reload.IsDone
                    ? "udev has read it (udevadm control --reload). Plug the boards in again: the rules count from then on."
                    : $"Now run 'udevadm control --reload' ({Printable.Escape(reload.Words, 500)}), and plug the boards in again.");
                return ExitCode.Passed;
            case RulesInstallation.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return ExitCode.SomeFailed;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
