using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Usb.Linux;

namespace GangFlash.Station.Doctor.Checks;

/// <summary>libusb, and whether each board can be opened, taken and spoken to. Pure.</summary>
static class BoardChecks
{
    /// <summary>Said by every check that has to speak to a board.</summary>
    public const string NoneOpened = "No board could be opened to check this.";

    const string NoBoard = "It takes a board to check this.";

    public static Finding Library(UsbFacts usb)
    {
        const string Check = "usb.library";
        if (usb.IsSimulated)
            return Finding.NotChecked(Check, "Virtual boards need no libusb.");
        return usb.Unusable is { } why
            ? new(Check, CheckVerdict.Problem, "No board can be reached: libusb cannot be used.") { Remedy = why }
            : Finding.Ok(Check, $"libusb{(usb.Library is { } version ? $" {version}" : "")} is there.");
    }

    public static Finding Found(UsbFacts usb)
    {
        const string Check = "usb.boards";
        return usb.Boards switch
        {
            null when usb.Topology?.Nodes.Count(node => node.Id == UsbId.StDfu) is > 0 and var seen => Finding.NotChecked(Check, $"Boards are found through libusb; the kernel shows {Count(seen)} that {(seen == 1 ? "looks" : "look")} like a bootloader."),
            null => Finding.NotChecked(Check, "Boards are found through libusb."),
            [] => new(Check, CheckVerdict.Note, "No board in DFU mode is plugged in.")
            {
                Remedy = "Plug in the boards that will not flash and run this again. A board gets into DFU mode with BOOT0 high and a reset, or from its application.",
            },
            { } boards => Finding.Ok(Check, $"{Count(boards.Length)} in DFU mode.") with { Subjects = Ports(boards) },
        };
    }

    public static Finding Permission(UsbFacts usb, RulesFacts rules, SystemFacts system)
    {
        const string Check = "usb.permission";
        if (usb.Boards is not [_, ..] boards)
            return Finding.NotChecked(Check, NoBoard);
        var refused = Refused(boards, UsbOpenError.AccessDenied);
        if (refused.IsEmpty && system is { IsLinux: true, IsPrivileged: true } && !usb.IsSimulated)
            return new(Check, CheckVerdict.Note, "Root may open every board, which says nothing about the station's user.") { Remedy = "Run this as the user who flashes." };
        return refused.IsEmpty
            ? Finding.Ok(Check, "This user may open every board.")
            : new(Check, CheckVerdict.Problem, $"{Count(refused.Length)} cannot be opened by the user {Printable.Escape(system.User, 64)}: {Listed(refused)}.")
            {
                Remedy = HowToPermit(refused, rules, system),
                Subjects = Ports(refused),
                Details = Words(refused),
            };
    }

    public static Finding Busy(UsbFacts usb)
    {
        const string Check = "usb.busy";
        if (usb.Boards is not [_, ..] boards)
            return Finding.NotChecked(Check, NoBoard);
        var busy = Refused(boards, UsbOpenError.Busy);
        if (Refused(boards, UsbOpenError.AccessDenied).Length == boards.Length)
            return Finding.NotChecked(Check, NoneOpened);
        if (busy.IsEmpty)
            return Finding.Ok(Check, "No other program holds a board.");
        var holders = busy.Select(board => (board.Port, Who: usb.Holders.GetValueOrDefault(board.Port), Drivers: KernelDrivers(usb, board))).ToList();
        var programs = holders.SelectMany(holder => holder.Who?.Programs ?? []).DistinctBy(program => program.Process).OrderBy(program => program.Process).ToList();
        return new(Check, CheckVerdict.Problem, $"{Count(busy.Length)} {(busy.Length == 1 ? "is" : "are")} held by another program or driver: {string.Join(", ", holders.Select(Shown))}.")
        {
            Remedy = programs.Count > 0
                ? $"Let {string.Join(", ", programs.Select(Program))} finish, or close it. Then run this again."
                : "Close every other program that works with boards (another gangflash, dfu-util, a programming tool), or pull the board and plug it in again.",
            Subjects = Ports(busy),
            Details =
            [
                .. Words(busy),
                .. from holder in holders where holder.Who is { NotSeen: > 0 } select $"{holder.Port}: {holder.Who!.NotSeen} processes of other users could not be looked into; as root they can.",
                .. from holder in holders where holder.Who is { IsWhole: false } select $"{holder.Port}: there are more processes than were looked into.",
            ],
        };

        static string Shown((UsbPortPath Port, DeviceHolders? Who, string Drivers) holder) => holder switch
        {
            { Who.Programs: [_, ..] found } => $"{holder.Port} by {string.Join(" and ", found.Select(Program))}",
            { Drivers.Length: > 0 } => $"{holder.Port} by the kernel driver {holder.Drivers}",
            _ => $"{holder.Port} (not known by whom)",
        };
    }

    /// <summary>Every other reason for which a board could not be identified.</summary>
    public static Finding Answer(UsbFacts usb)
    {
        const string Check = "usb.answer";
        if (usb.Boards is not [_, ..] boards)
            return Finding.NotChecked(Check, NoBoard);
        if (Refused(boards, UsbOpenError.AccessDenied).Length + Refused(boards, UsbOpenError.Busy).Length == boards.Length)
            return Finding.NotChecked(Check, NoneOpened);
        ImmutableArray<SurveyedDevice> silent = [.. boards.Where(board => board.Failure is not (null or FlashFailure.CannotOpen { Error: UsbOpenError.AccessDenied or UsbOpenError.Busy }))];
        return silent.IsEmpty
            ? Finding.Ok(Check, boards.All(board => board.Failure is null) ? "Every board answers." : "Every board that could be opened answers.")
            : new(Check, CheckVerdict.Problem, $"{Count(silent.Length)} cannot be spoken to: {Listed(silent)}.")
            {
                Remedy = "Pull the board and plug it in again. If it stays so, change the cable, then the port of the hub; then the board is suspect.",
                Subjects = Ports(silent),
                Details = Words(silent),
            };
    }

    static string HowToPermit(ImmutableArray<SurveyedDevice> refused, RulesFacts rules, SystemFacts system)
    {
        if (!system.IsLinux)
            return "Close other programs that use the board, and see that its driver lets programs reach it.";
        if (rules.Installed is not var (path, text))
            return $"Install the udev rule {UdevRules.FileName}: sudo gangflash doctor --install-rules. Then plug the boards in again.";
        var unknown = refused.Select(Id).OfType<UsbId>().Distinct().Except(UdevRules.Ids(text ?? "")).ToList();
        return unknown.Count > 0
            ? $"{Printable.Escape(path)} has no line for {string.Join(", ", unknown)}. Give it one ({string.Join(" and ", unknown.Select(UdevRules.LineFor))}), run 'sudo udevadm control --reload', and plug the boards in again."
            : $"{Printable.Escape(path)} has a rule for them: plug the boards in again. If that does not help, log in at the station's own screen, or add the user to the group plugdev and log in anew.";
    }

    static string KernelDrivers(UsbFacts usb, SurveyedDevice board)
    {
        var dfu = DfuInterface.Find(board.Entry.ConfigurationDescriptor.Span)?.Number;
        return string.Join(", ", usb.Topology?.At(board.Port)?.Drivers.Where(driver => driver.Interface == dfu && !driver.IsProgram).Select(driver => Printable.Escape(driver.Name, 64)) ?? []);
    }

    static string Program(DeviceHolder program) => $"{Printable.Escape(program.Name, 64)} (process {program.Process})";

    static ImmutableArray<SurveyedDevice> Refused(ImmutableArray<SurveyedDevice> boards, UsbOpenError why) =>
        [.. boards.Where(board => board.Failure is FlashFailure.CannotOpen refused && refused.Error == why)];

    static UsbId? Id(SurveyedDevice board) => UsbDeviceDescriptor.Parse(board.Entry.DeviceDescriptor.Span)?.Id;

    static ImmutableArray<string> Words(IEnumerable<SurveyedDevice> boards) =>
        [.. boards.Select(board => $"{board.Port} {Id(board)}: {board.Failure!.Code}: {Printable.Escape(board.Failure.Detail, 500)}")];

    static ImmutableArray<string> Ports(IEnumerable<SurveyedDevice> boards) => [.. boards.Select(board => board.Port.ToString())];

    static string Listed(IEnumerable<SurveyedDevice> boards) => string.Join(", ", Ports(boards));

    static string Count(int boards) => boards == 1 ? "1 board" : $"{boards} boards";
}
