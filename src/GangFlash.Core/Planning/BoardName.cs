using GangFlash.Chips;
using GangFlash.DfuSe;

namespace GangFlash.Planning;

/// <summary>What a board seems to be, for whoever stands before the fixture.</summary>
static class BoardName
{
    /// <summary>So many parts are named where a bootloader is that of several.</summary>
    const int MostNamed = 4;

    public static string Of(DeviceIdentity device) => $"{Chips(device)}, product \"{Printable.Escape(device.Product.Text, 64)}\"";

    /// <summary>By the strings of the ROM; a customer's bootloader can call itself anything.</summary>
    public static string Chips(DeviceIdentity device) => ChipCatalogue.Candidates(device) switch
    {
        [] => "no ROM of the catalogue",
        { Length: <= MostNamed } some => $"ROM of {string.Join(" or ", some.Select(chip => chip.Name))}",
        var many => $"ROM of {string.Join(", ", many.Take(MostNamed).Select(chip => chip.Name))} or {many.Length - MostNamed} more",
    };
}
