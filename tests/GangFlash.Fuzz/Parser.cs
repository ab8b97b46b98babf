using System.Collections.Immutable;
using GangFlash.Fuzz.Mutations;

namespace GangFlash.Fuzz;

/// <summary>Something that takes bytes from outside, and what it promises about them.</summary>
/// <param name="Name">As it is written behind <c>--parser</c>.</param>
/// <param name="Seeds">Sound inputs; everything begins as one of them.</param>
/// <param name="Mutations">Those that know the shape of an input stand in the list as often as they shall be drawn.</param>
/// <param name="Parse">Gives what the bytes say, or the documented complaint about them as a value.</param>
/// <param name="Judge">What came of it, in a word: <c>read</c>, or a code. Throws <see cref="BrokenPromiseException"/> where a result is none that may be given.</param>
sealed record Parser(string Name, ImmutableArray<byte[]> Seeds, ImmutableArray<Mutation> Mutations, Func<byte[], object?> Parse, Func<object?, string> Judge)
{
    /// <summary>Inputs are cut to this.</summary>
    public int LongestInput { get; init; } = 16 * 1024;

    public AllocationBound Bound { get; init; } = new(256 * 1024, 64);
}

/// <summary>The most that one input may make a parser allocate: a fixed number of bytes, and so many more for each byte of it.</summary>
readonly record struct AllocationBound(long Fixed, long PerByte)
{
    public long For(int length) => Fixed + PerByte * length;
}

/// <summary>A parser returned something that it promises never to return.</summary>
sealed class BrokenPromiseException(string message) : Exception(message);
