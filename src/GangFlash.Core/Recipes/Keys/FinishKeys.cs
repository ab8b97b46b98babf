using System.Diagnostics;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe does last, once the unit is verified.</summary>
static class FinishKeys
{
    const int MostBytes = 512;
    const string ByteForm = "[0-9A-Fa-f]{2}";

    enum Acceptance
    {
        Accepted,
    }

    static readonly Reading<Acceptance?> s_acceptance = Readings.Choice<Acceptance>(acceptance => acceptance switch
    {
        Acceptance.Accepted => "Whoever wrote the recipe knows that there is no way back, or only one that erases the chip.",
        _ => throw new UnreachableException(),
    });

    static readonly Reading<OptionBytesVerify?> s_verifies = Readings.Choice<OptionBytesVerify>(verify => verify switch
    {
        OptionBytesVerify.Full => "They are read back and equal, else the unit fails.",
        OptionBytesVerify.Written => "As full where they can be read back. Where they cannot, since the chip protects itself now or runs its application, the result is PASS (option bytes not read).",
        _ => throw new UnreachableException(),
    });

    static readonly Reading<byte[]> s_hex = new(new ValueShape.Formed("bytes in hex", $"^{ByteForm}( ?{ByteForm}){{0,{MostBytes - 1}}}$", ["FF AA 00 55"]), Hex);

    static readonly DocumentKey<uint?> s_at = new("at", Readings.Address, "The start of the block, as the device's layout has it: gangflash devices shows it.") { Needed = "'at: 0x1FFFC000', the start of the option bytes as the device's layout has it" };

    static readonly DocumentKey<byte[]> s_bytes = new("bytes", s_hex, "All of the block, complements included, as it is to be read back.") { Needed = "'bytes: ' and the whole block in hex" };

    static readonly DocumentKey<byte[]> s_expect = new("expect", s_hex, "What must be there before, unless 'bytes' are there already; else the unit fails before anything is erased.");

    static readonly DocumentKey<OptionBytesVerify?> s_verify = new("verify", s_verifies, "What counts as proof.") { Usual = "full" };

    static readonly DocumentTable s_optionTable = new("'option-bytes'", [s_at, s_bytes, s_expect, s_verify]);

    static readonly DocumentKey<OptionBytesStep> s_optionBytes = new("option-bytes", Readings.Keys(s_optionTable, OptionBytes),
        "Written after everything was verified, as the very last, and read back. Where they are there already, nothing is written.")
    { Needed = "'option-bytes:' and below it 'at' and 'bytes'" };

    static readonly DocumentKey<Acceptance?> s_irreversible = new("irreversible", s_acceptance,
        "Needed for read protection level 1 and 2, and where it is not known what a block sets. For level 2, and where that cannot be excluded, the station must permit it too: 'gangflash flash --allow-irreversible', or 'allow-irreversible: true' in its file.");

    static readonly DocumentTable s_table = new("'finish'", [s_optionBytes, s_irreversible]);

    public static Reading<FinishSteps> Reading { get; } = Readings.Keys(s_table, Finish);

    static FinishSteps? Finish(DocumentKeys keys)
    {
        var (options, accepted) = (keys.Of(s_optionBytes), keys.Of(s_irreversible));
        return options is null ? null : new(options, accepted is Acceptance.Accepted);
    }

    static OptionBytesStep? OptionBytes(DocumentKeys keys)
    {
        var (at, bytes, expect, verify) = (keys.Of(s_at), keys.Of(s_bytes), keys.Of(s_expect), keys.Of(s_verify));
        if (bytes is not null && expect is not null && expect.Length != bytes.Length)
            keys.Error(RecipeCode.OptionBytes, s_expect.Name, $"'expect' has {expect.Length} bytes and 'bytes' has {bytes.Length}; both are the whole block");
        return at is { } start && bytes is not null ? new(start, [.. bytes], [.. expect ?? []], verify ?? default, keys.Place) : null;
    }

    static byte[]? Hex(DocumentValue value)
    {
        if (value.Text(3 * MostBytes) is not { } text)
            return null;
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        if (text.Split(' ').All(word => word.Length > 0 && word.Length % 2 == 0 && word.All(char.IsAsciiHexDigit)) && digits.Length <= 2 * MostBytes)
            return Convert.FromHexString(digits);
        value.Error(RecipeCode.OptionBytes, $"'{DocumentScalars.Show(text)}' is no row of 1 to {MostBytes} bytes in hex; write two digits for each, such as FF AA 00 55");
        return null;
    }
}
