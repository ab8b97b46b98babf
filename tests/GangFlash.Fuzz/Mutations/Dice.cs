namespace GangFlash.Fuzz.Mutations;

/// <summary>Chance that repeats itself: the same seed always gives the same numbers.</summary>
sealed class Dice(int seed)
{
    readonly Random random = new(seed);

    /// <summary>From 0 to <paramref name="end"/>, which is not among them; 0 where there is nothing to choose.</summary>
    public int Below(int end) => end <= 1 ? 0 : random.Next(end);

    /// <summary>Once in <paramref name="times"/>.</summary>
    public bool OneIn(int times) => Below(times) == 0;

    public byte Byte() => (byte)random.Next(256);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>1, half as often 2, half as often as that 3, and so on up to <paramref name="most"/>.</summary>
    public int Few(int most)
    {
        var count = 1;
        while (count < most && OneIn(2))
            count++;
        return count;
    }

    /// <summary>A number at which parsers turn: limits of a width, the length of the file, a neighbour of what stood there, or anything.</summary>
    public uint Number(uint before, int length) => Below(10) switch
    {
        0 => 0,
        1 => uint.MaxValue,
        2 => (uint)(1L << Below(32)),
        3 => (uint)((1L << Below(33)) - 1),
        4 => before + (uint)Below(17) - 8,
        5 => (uint)(length - Below(40)),
        6 => (uint)Below(length + 1),
        7 => uint.MaxValue - (uint)Below(64),
        8 => (uint)random.Next(256),
        _ => (uint)random.NextInt64(1L << 32),
    };
}
