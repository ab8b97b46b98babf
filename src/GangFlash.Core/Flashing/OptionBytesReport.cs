using System.Collections.Immutable;
using GangFlash.Planning;

namespace GangFlash.Flashing;

/// <summary>What became of the option bytes of an attempt.</summary>
/// <param name="Before">What was read before anything was erased.</param>
/// <param name="Why">Where they were not read back: why not.</param>
public sealed record OptionBytesReport(PlannedOptionBytes Plan, ImmutableArray<byte> Before, OptionBytesState State, string Why = "")
{
    /// <summary>A sentence for an engineer; empty where the attempt did not come to them.</summary>
    public string Text => State switch
    {
        OptionBytesState.AlreadyThere => "The option bytes were what they are to be already, and were not written.",
        OptionBytesState.ReadBack => "The option bytes were written, read back and equal.",
        OptionBytesState.NotReadBack => $"The option bytes were written and not read back, as the recipe allows: {Why}.",
        _ => "",
    };
}

public enum OptionBytesState
{
    /// <summary>The attempt did not come to them, or failed with them.</summary>
    NotProven,

    /// <summary>They were what they are to be, and were left alone.</summary>
    AlreadyThere,
    ReadBack,

    /// <summary>Written, and not readable afterwards, which the recipe accepts.</summary>
    NotReadBack,
}
