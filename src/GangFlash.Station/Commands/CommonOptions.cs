using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using GangFlash.Chips;
using GangFlash.Gang;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary>Options and arguments that several commands share, named alike everywhere.</summary>
static class CommonOptions
{
    public static Argument<string> Recipe() => new("recipe") { Description = "The recipe, or a release of it (.gfr)." };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, one object a line, instead of text." };

    public static Option<string?> Simulate(string description) => new("--simulate") { Description = description, HelpName = "BOARDS" };

    public static Option<string?> Scenario() => new("--scenario")
    {
        Description = "Virtual boards from a file: which, in which state, with which faults, and what happens to them. config/scenarios has some.",
        HelpName = "FILE",
    };

    public static Option<string[]> Faults() => new("--fault")
    {
        Description = "A fault of a virtual board, by number, port or 'all': 1:unplug@write=50, 2:bit-flip@0x08001234. May be repeated; 'simulate --list' has all.",
        HelpName = "BOARD:FAULT",
    };

    /// <summary>None given: <see cref="StationSetup.Database"/> knows.</summary>
    public static Option<string?> Database() => new("--database") { Description = "The traceability database. Without it the station file's, else gangflash.db." };

    public static Option<string?> Config() => new("--config")
    {
        Description = $"The station file. Without it the one that {StationSetup.Variable} names, else {StationSetup.UsualFile} if there is one.",
        HelpName = "FILE",
    };

    public static Option<ImmutableSortedSet<int>?> Slots(string description) => new("--slots")
    {
        Description = description,
        HelpName = "1,3-5",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var slots = SlotNumbers.Parse(text);
            if (slots is null)
                result.AddError($"--slots: \"{Printable.Escape(text, 64)}\" names no slots; write them like 1,3-5, each from 1 to {SlotMap.MostSlots}.");
            return slots;
        },
    };

    public static Option<double> TimeScale()
    {
        var option = new Option<double>("--time-scale")
        {
            Description = "How long a simulated second takes: 1 is real time, 0.01 a hundred times faster.",
            DefaultValueFactory = _ => 1,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0.01 and <= 100))
                result.AddError("--time-scale takes a number from 0.01 to 100.");
        });
        return option;
    }

    public static Option<ChipChoice?> Device(string description) => new("--device")
    {
        Description = description,
        HelpName = "CHIP",
        CustomParser = result =>
        {
            var name = result.Tokens[0].Value;
            var chip = ChipCatalogue.Find(name);
            if (chip is null)
                result.AddError($"--device: {OrderLoader.UnknownChipText(name)}.");
            return chip;
        },
    };

    public static Option<uint?> At() => new("--at")
    {
        Description = "Target address of a raw binary, like 0x08000000.",
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && uint.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address))
                return address;
            result.AddError($"--at: \"{Printable.Escape(text, 64)}\" is no address like 0x08000000.");
            return null;
        },
    };
}
