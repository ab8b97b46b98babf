using System.Collections.Immutable;
using System.CommandLine;
using GangFlash.Gang;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash slots clear</c>: forgets taught slots.</summary>
sealed class SlotsClearCommand
{
    readonly StationIo io;
    readonly Argument<int[]> which = new("slot") { Description = "Slots to forget; without one all of them.", Arity = ArgumentArity.ZeroOrMore };
    readonly Option<bool> yes = new("--yes") { Description = "Don't ask." };
    readonly Option<bool> simulated = new("--simulated") { Description = "Forget what was taught with --simulate." };
    readonly Option<string?> config = CommonOptions.Config();

    SlotsClearCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new SlotsClearCommand(io);
        var command = new Command("clear", "Forget taught slots. Slots of the station file's fixtures stay.") { it.which, it.yes, it.simulated, it.config };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (StationSetup.Load(io, parsed.GetValue(config), parsed.GetValue(simulated)) is not { } setup)
            return ExitCode.BadInput;
        var taught = setup.Taught.Select(slot => slot.Slot).ToImmutableSortedSet();
        var named = (parsed.GetValue(which) ?? []).ToImmutableSortedSet();
        if (named.Except(taught) is [var stranger, ..])
        {
            io.Error.WriteLine(setup.Slots.Fixture.ContainsKey(stranger) ? $"Slot {stranger} was not taught: it stands in {Printable.Escape(setup.File ?? "", 1000)}; change it there." : $"Slot {stranger} was not taught.");
            return ExitCode.Usage;
        }

        var cleared = named.IsEmpty ? taught : named;
        if (cleared.IsEmpty)
        {
            io.Say("No slot is taught; there is nothing to forget.");
            return ExitCode.Passed;
        }

        var subject = cleared.Count == 1 ? $"slot {cleared[0]}" : $"slots {SlotNumbers.Text(cleared)}";
        if (!parsed.GetValue(yes))
        {
            io.Error.Write($"Forget {subject}? Write y and Enter: ");
            if ((await io.ReadLine(ct))?.Trim() is not ("y" or "Y" or "yes"))
            {
                io.Error.WriteLine("Nothing was changed.");
                return ExitCode.SomeFailed;
            }
        }

        if (SlotStore.Save(setup.SlotsFile, [.. setup.Taught.Where(slot => !cleared.Contains(slot.Slot))]) is { } why)
        {
            io.Error.WriteLine(why);
            return ExitCode.BadInput;
        }

        io.Say($"Forgot {subject}. The file before is {Printable.Escape(setup.SlotsFile, 1000)}.previous");
        return ExitCode.Passed;
    }
}
