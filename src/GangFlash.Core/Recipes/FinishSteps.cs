using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>What a job does last, once the unit is verified. Only what stands here: nothing of it is ever implied.</summary>
/// <param name="Irreversible">True where the recipe accepts what cannot be taken back.</param>
public sealed record FinishSteps(OptionBytesStep OptionBytes, bool Irreversible);

/// <summary>One block of option bytes, whole.</summary>
/// <param name="At">The start of the block, as the device's layout has it.</param>
/// <param name="Bytes">All of the block.</param>
/// <param name="Expect">What must be there before, unless <paramref name="Bytes"/> are there already; empty for anything.</param>
/// <param name="Place">Where the recipe says it.</param>
public sealed record OptionBytesStep(uint At, ImmutableArray<byte> Bytes, ImmutableArray<byte> Expect, OptionBytesVerify Verify, SourcePlace Place);

/// <summary>What counts as proof of option bytes.</summary>
public enum OptionBytesVerify
{
    /// <summary>They are read back and equal.</summary>
    Full,

    /// <summary>The device took them; where they cannot be read back afterwards, the unit passes with a weaker result of its own.</summary>
    Written,
}
