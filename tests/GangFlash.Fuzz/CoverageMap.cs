using System.Numerics;
using System.Runtime.CompilerServices;
using SharpFuzz.Common;

namespace GangFlash.Fuzz;

/// <summary>
/// Where instrumented code counts: a byte for each way from one branch to the next, as AFL has it ("AFL technical details", 1 and 2). An input is worth keeping
/// if it goes a new way, or one of them in another order of magnitude.
/// </summary>
sealed unsafe class CoverageMap
{
    const int Size = 1 << 16;

    /// <summary>Pinned, since instrumented code writes by pointer; alive as long as the process, since it never stops.</summary>
    readonly byte[] counts = GC.AllocateArray<byte>(Size, pinned: true);
    readonly byte[] seen = new byte[Size];

    public CoverageMap() => Trace.SharedMem = (byte*)Unsafe.AsPointer(ref counts[0]);

    /// <summary>Ways that any input has gone so far.</summary>
    public int Ways { get; private set; }

    /// <summary>Whether anything counts at all: without instrumented code a run would be blind.</summary>
    public bool IsCounting => counts.AsSpan().ContainsAnyExcept((byte)0);

    public void BeginInput()
    {
        counts.AsSpan().Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>Whether the input since <see cref="BeginInput"/> went where none went before it; it counts as seen then.</summary>
    public bool EndInput()
    {
        var isNew = false;
        for (var at = 0; counts.AsSpan(at).IndexOfAnyExcept((byte)0) is >= 0 and var step; at++)
        {
            at += step;
            var magnitude = (byte)(1 << Math.Min(7, BitOperations.Log2(counts[at])));
            if ((seen[at] & magnitude) != 0)
                continue;
            if (seen[at] == 0)
                Ways++;
            seen[at] |= magnitude;
            isNew = true;
        }

        return isNew;
    }
}
