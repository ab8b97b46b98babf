using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Chips;
using GangFlash.Devices;

namespace GangFlash.Simulator;

/// <summary>Which boards to simulate, from text: <c>8</c>, <c>4xSTM32F746,2xSTM32F405</c>, <c>7xSTM32F746,lying-f746</c>.</summary>
public static class SimulatedFleet
{
    /// <summary>As many as eight virtual host controllers with fifteen ports each can hold.</summary>
    public const int MostBoards = 120;

    /// <summary>The part that a bare number means where nothing else says.</summary>
    public const string UsualPart = "STM32F746";

    const int PortsPerBus = 15;

    /// <summary>The boards that the text names, or why it names none.</summary>
    /// <param name="usual">The part that a bare number means.</param>
    public static FleetReading Parse(string text, string usual)
    {
        ArgumentNullException.ThrowIfNull(text);
        var boards = ImmutableArray.CreateBuilder<BoardModel>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (count, name) = Split(item, usual);
            if (count is < 1 or > MostBoards)
                return new([], $"\"{Printable.Escape(item, 64)}\" is no number of boards from 1 to {MostBoards}.");
            if (boards.Count + count > MostBoards)
                return new([], $"That is more than {MostBoards} boards.");
            for (var i = 0; i < count; i++)
            {
                if (Make(name, boards.Count + 1) is not { } board)
                    return new([], $"There is no board \"{Printable.Escape(name, 64)}\" to simulate. {Known(name)}");
                boards.Add(board);
            }
        }

        return new(boards.ToImmutable(), null);
    }

    /// <summary>The port of the board with this number, counted from 0.</summary>
    public static UsbPortPath PortOf(int index) => UsbPortPath.Parse($"{1 + index / PortsPerBus}-{1 + index % PortsPerBus}");

    /// <summary>Plugs every board into a bus of its own making.</summary>
    public static VirtualBus PlugIn(IEnumerable<BoardModel> boards, TimeProvider clock)
    {
        var bus = new VirtualBus(clock);
        foreach (var (board, i) in boards.Select((board, i) => (board, i)))
            bus.Plug(PortOf(i), new(board));
        return bus;
    }

    static (int Count, string Name) Split(string item, string usual)
    {
        if (int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out var bare))
            return (bare, usual);
        var times = item.IndexOf('x', StringComparison.Ordinal);
        return times > 0 && int.TryParse(item.AsSpan(0, times), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? (count, item[(times + 1)..]) : (1, item);
    }

    static BoardModel? Make(string name, int number) =>
        VirtualBoards.Named.FirstOrDefault(board => board.Name == name) is { } named ? named.Make(number)
        : ChipCatalogue.Find(name) is { Chip.Rom: not null } chip ? VirtualBoards.Rom(chip, number)
        : null;

    static string Known(string name) => ChipCatalogue.Suggest(name) is [var nearest, ..] && nearest != name
        ? $"Did you mean {nearest}?"
        : $"Known are the parts of the catalogue whose ROM listing is public, and {string.Join(", ", VirtualBoards.Named.Select(board => board.Name))}.";
}

/// <param name="Problem">None if the text names boards.</param>
public sealed record FleetReading(ImmutableArray<BoardModel> Boards, string? Problem);
