using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;

namespace GangFlash.Tests.FieldCases;

/// <summary>What the field cases expect again and again.</summary>
static class Expect
{
    public static BoardModel Rom(string part, int number = 1) => VirtualBoards.Rom(VirtualBoards.Chip(part), number);

    /// <summary>One of the simulator's boards with a story.</summary>
    public static BoardModel Named(string name, int number = 1) => VirtualBoards.Named.Single(board => board.Name == name).Make(number);

    /// <summary>A verified pass, and its report.</summary>
    public static JobReport Passed(UnitResult result)
    {
        Assert.True(result is UnitResult.Passed { Verified: true }, $"{result.Code}: {result.Detail}");
        return result.Report;
    }

    public static JobReport Passed(SlotOutcome outcome) => Passed(ResultOf(outcome));

    /// <summary>A pass that nobody read back, and its report.</summary>
    public static JobReport PassedUnverified(UnitResult result)
    {
        Assert.True(result is UnitResult.Passed { Verified: false }, $"{result.Code}: {result.Detail}");
        Assert.Equal("pass.unverified", result.Code);
        return result.Report;
    }

    public static T Failed<T>(UnitResult result, string code)
        where T : FlashFailure
    {
        Assert.True(result is UnitResult.Failed, $"{result.Outcome} {result.Code}: {result.Detail}");
        Assert.Equal(code, result.Code);
        return Assert.IsType<T>(((UnitResult.Failed)result).Failure);
    }

    /// <summary>A failed compare with its diagnosis.</summary>
    public static VerifyFailure FailedCompare(UnitResult result, string code, MismatchPattern pattern)
    {
        Assert.True(result is UnitResult.Failed { Verify: not null }, $"{result.Outcome} {result.Code}: {result.Detail}");
        var verify = ((UnitResult.Failed)result).Verify!;
        Assert.Equal((code, pattern), (result.Code, verify.Diagnosis.Pattern));
        return verify;
    }

    /// <summary>Everything that planning has against the job; all of it has the same code.</summary>
    public static ImmutableArray<Refusal> Refused(UnitResult result, string code)
    {
        Assert.True(result is UnitResult.Refused, $"{result.Outcome} {result.Code}: {result.Detail}");
        var refusals = ((UnitResult.Refused)result).Refusals;
        Assert.All(refusals, refusal => Assert.Equal(code, refusal.Code));
        return refusals;
    }

    public static UnitResult ResultOf(SlotOutcome outcome) => Assert.IsType<SlotVerdict.Recorded>(outcome.Verdict).Result;

    public static void Says(string text, params IEnumerable<string> parts) =>
        Assert.All(parts, part => Assert.Contains(part, text, StringComparison.Ordinal));

    /// <summary>The wire log holds no request that could change memory, and no leave.</summary>
    public static void Untouched(VirtualBoard board) =>
        Assert.DoesNotContain(board.Wire, entry => entry.Alters || (entry.Request == DfuRequest.Download && entry.Setup.Length == 0));

    /// <summary>Nobody asked this board to lift its read protection, which erases it.</summary>
    public static void NeverUnprotected(VirtualBoard board) =>
        Assert.DoesNotContain(board.Wire, entry => entry.Command == DfuSeCommand.ReadUnprotect);

    public static IEnumerable<uint> ErasedAddresses(VirtualBoard board) =>
        board.Wire.Where(entry => entry.Command == DfuSeCommand.Erase).Select(entry => entry.CommandAddress!.Value);

    /// <summary>The addresses of every data block that was asked for or sent, as the device counts them from its pointer.</summary>
    public static IEnumerable<(DfuRequest Request, AddressRange Range)> Reached(VirtualBoard board)
    {
        uint? pointer = null;
        foreach (var entry in board.Wire)
        {
            if (entry.Command == DfuSeCommand.SetAddressPointer)
                pointer = entry.CommandAddress;
            if (entry is { Request: DfuRequest.Download or DfuRequest.Upload, Setup: { Value: >= 2, Length: > 0 } })
                yield return (entry.Request!.Value, AddressRange.Of(pointer!.Value + (entry.Setup.Value - 2u) * board.Model.TransferSize, entry.Setup.Length));
        }
    }

    public static IEnumerable<WireEntry> DataBlocks(VirtualBoard board) => board.Wire.Where(entry => entry.IsDataBlock);

    /// <summary>The board's flash holds every byte of the image.</summary>
    public static void Holds(VirtualBoard board, string image, uint? at = null)
    {
        foreach (var segment in ImageReader.Read(image, TestImages.Bytes(image), at).Segments)
            Holds(board, segment);
    }

    public static void Holds(VirtualBoard board, Segment segment) =>
        Assert.True(board.Memory.Read(segment.Range).AsSpan().SequenceEqual(segment.Data.Span), $"The board does not hold {segment.Range} of {segment.Origin}.");

    public static void Holds(VirtualBoard board, uint at, byte[] data) =>
        Assert.True(board.Memory.Read(AddressRange.Of(at, (ulong)data.Length)).AsSpan().SequenceEqual(data), $"The board does not hold {data.Length} bytes at 0x{at:X8}.");

    /// <summary>One value everywhere in a range of the board's flash.</summary>
    public static void Holds(VirtualBoard board, AddressRange range, byte value) =>
        Assert.False(board.Memory.Read(range).AsSpan().ContainsAnyExcept(value), $"The board does not hold 0x{value:X2} everywhere in {range}.");

    /// <summary>What the only board on the bench says about itself.</summary>
    public static Task<DeviceIdentity> IdentifyAsync(TestBench bench, UsbId id) =>
        bench.Clock.RunAsync(async () => Assert.Single(await GangLoader.FindAsync(bench.Bus, id, default).ConfigureAwait(false)).Identity!);

    /// <summary>The wire log of an undisturbed board in a gang, for faults that are to hit a certain transfer.</summary>
    public static async Task<IReadOnlyList<WireEntry>> WireOfAsync(BoardModel model, FlashOrder order)
    {
        var bench = new TestBench(model);
        Passed(Assert.Single(await bench.FlashAllAsync(order)));
        return bench.Board(1).Wire;
    }
}
