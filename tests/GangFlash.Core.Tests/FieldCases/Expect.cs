using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Images;
using GangFlash.Simulator;
using GangFlash.Testing;

namespace GangFlash.Tests.FieldCases;

/// <summary>What the field cases expect again and again.</summary>
static class Expect
{
    public static BoardModel Rom(string part, int number = 1) => VirtualBoards.Rom(VirtualBoards.Chip(part), number);

    /// <summary>A verified pass, and its report.</summary>
    public static JobReport Passed(UnitResult result)
    {
        Assert.True(result is UnitResult.Passed { Verified: true }, $"{result.Code}: {result.Detail}");
        return result.Report;
    }

    public static T Failed<T>(UnitResult result, string code)
        where T : FlashFailure
    {
        Assert.True(result is UnitResult.Failed, $"{result.Outcome} {result.Code}: {result.Detail}");
        Assert.Equal(code, result.Code);
        return Assert.IsType<T>(((UnitResult.Failed)result).Failure);
    }

    /// <summary>The wire log holds no request that could change memory, and no leave.</summary>
    public static void Untouched(VirtualBoard board) =>
        Assert.DoesNotContain(board.Wire, entry => entry.Alters || (entry.Request == DfuRequest.Download && entry.Setup.Length == 0));

    public static IEnumerable<uint> ErasedAddresses(VirtualBoard board) =>
        board.Wire.Where(entry => entry.Command == DfuSeCommand.Erase).Select(entry => entry.CommandAddress!.Value);

    /// <summary>The board's flash holds every byte of the image.</summary>
    public static void Holds(VirtualBoard board, string image, uint? at = null)
    {
        foreach (var segment in ImageReader.Read(image, TestImages.Bytes(image), at).Segments)
            Holds(board, segment);
    }

    public static void Holds(VirtualBoard board, Segment segment) =>
        Assert.True(board.Memory.Read(segment.Range).AsSpan().SequenceEqual(segment.Data.Span), $"The board does not hold {segment.Range} of {segment.Origin}.");
}
