using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.Documents;

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
        var boards = ImmutableArray.CreateBuilder<BoardSource>();
        foreach (var item in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (count, name) = Split(item, usual);
            if (count is < 1 or > MostBoards)
                return new([], $"\"{Printable.Escape(item, 64)}\" is no number of boards from 1 to {MostBoards}.");
            if (boards.Count + count > MostBoards)
                return new([], $"That is more than {MostBoards} boards.");
            if (Find(name) is not { } source)
                return new([], $"There is no board \"{Printable.Escape(name, 64)}\" to simulate. {Known(name)}");
            boards.AddRange(Enumerable.Repeat(source, count));
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

    /// <summary>Boards of a part of the catalogue, or of a name of <see cref="VirtualBoards.Named"/>; none if there are no such boards.</summary>
    public static BoardSource? Find(string name) =>
        VirtualBoards.Named.FirstOrDefault(board => board.Name == name) is { } named ? new(named.Make)
        : ChipCatalogue.Find(name) is { Chip.Rom: not null } chip ? new(number => VirtualBoards.Rom(chip, number))
        : null;

    /// <summary>What there is instead of a board that nobody knows, as a sentence.</summary>
    public static string Known(string name) => ChipCatalogue.Suggest(name) is [var nearest, ..] && nearest != name
        ? $"Did you mean {nearest}?"
        : Suggestion.Nearest(name, VirtualBoards.Named.Select(board => board.Name)) is { } near ? $"Did you mean {near}?"
        : $"Known are the parts of the catalogue whose ROM listing is public, and {string.Join(", ", VirtualBoards.Named.Select(board => board.Name))}.";
}

/// <param name="Sources">Where each board comes from, in the order of ports.</param>
/// <param name="Problem">None if the text names boards.</param>
public sealed record FleetReading(ImmutableArray<BoardSource> Sources, string? Problem)
{
    public ImmutableArray<BoardModel> Boards => [.. Sources.Select((source, i) => source.Make(i + 1))];
}

/// <summary>A kind of board of which any number can be had.</summary>
/// <param name="Make">From a number that no other board on the bench has; it makes the serial, where the ROM makes it from the unique ID.</param>
public sealed record BoardSource(Func<int, BoardModel> Make)
{
    /// <summary>What is in its flash when it comes.</summary>
    public ImmutableArray<FlashContent> Content { get; init; } = [];

    /// <summary>The same boards, each changed in this way.</summary>
    public BoardSource With(Func<BoardModel, BoardModel> change) => this with { Make = number => change(Make(number)) };
}

/// <summary>Bytes that are in a flash before anybody writes there.</summary>
public abstract record FlashContent
{
    private FlashContent() { }

    /// <summary>A pattern again and again, from the start of the range.</summary>
    public sealed record Pattern(AddressRange Range, ImmutableArray<byte> Bytes) : FlashContent;

    /// <summary>An image file that is still to be loaded.</summary>
    /// <param name="File">Relative to the file that names it, with forward slashes.</param>
    /// <param name="At">Address of a raw binary.</param>
    public sealed record Image(string File, uint? At, SourcePlace Place) : FlashContent;

    public sealed record Data(uint Address, ReadOnlyMemory<byte> Bytes) : FlashContent;
}
