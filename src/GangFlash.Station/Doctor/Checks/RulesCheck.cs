using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Station.Doctor.Checks;

/// <summary>The udev rules, as they are installed and as they come with this version. Pure.</summary>
static class RulesCheck
{
    const string Check = "usb.rules";

    public static Finding Of(RulesFacts rules, UsbFacts usb, SystemFacts system)
    {
        if (usb.IsSimulated)
            return Finding.NotChecked(Check, "Virtual boards need no udev rules.");
        if (!system.IsLinux)
            return Finding.NotChecked(Check, "Not checked here: only Linux has udev rules.");
        return rules.Installed switch
        {
            null => Missing(usb, system),
            (var path, null) => new(Check, CheckVerdict.Note, $"{Printable.Escape(path)} is there and cannot be read by this user."),
            var (path, text) when Rules(text).SequenceEqual(Rules(rules.Rules)) => Finding.Ok(Check, $"The udev rules are installed: {Printable.Escape(path)}."),
            var (path, text) => new(Check, CheckVerdict.Note, $"The udev rules in {Printable.Escape(path)} are not those of this version.")
            {
                Remedy = "If nobody changed them on purpose: sudo gangflash doctor --install-rules. It keeps a copy.",
                Details =
                [
                    .. Rules(rules.Rules).Except(Rules(text)).Select(rule => $"missing there: {rule}"),
                    .. Rules(text).Except(Rules(rules.Rules)).Select(rule => $"only there: {Printable.Escape(rule, 200)}"),
                ],
            },
        };
    }

    static Finding Missing(UsbFacts usb, SystemFacts system)
    {
        var opens = !system.IsPrivileged && usb.Boards is [_, ..] boards && !boards.Any(board => board.Failure is FlashFailure.CannotOpen { Error: UsbOpenError.AccessDenied });
        return new(Check, opens ? CheckVerdict.Note : CheckVerdict.Warning, opens ? "The udev rules are not installed; this user may open the boards all the same." : "The udev rules are not installed: only root may open boards.")
        {
            Remedy = "sudo gangflash doctor --install-rules, then plug the boards in again.",
        };
    }

    /// <summary>What udev acts on: no comments, no empty lines.</summary>
    static IEnumerable<string> Rules(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#'));
}
