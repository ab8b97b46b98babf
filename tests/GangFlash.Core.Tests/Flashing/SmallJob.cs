using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;

namespace GangFlash.Tests.Flashing;

/// <summary>A job that is small enough to be run once for every transfer that it makes: an image over the border of two or three sectors.</summary>
/// <param name="Name">For messages.</param>
sealed record SmallJob(string Name, BoardModel Board, uint At, byte[] Image, FlashOrder Order)
{
    public static SmallJob F746 { get; } = Make("F746", FieldCases.Expect.Rom("STM32F746"), 0x0800_7000, 3 * 2048 + 100, "device: { chip: STM32F746 }");

    public static SmallJob G474 { get; } = Make("G474", FieldCases.Expect.Rom("STM32G474"), 0x0801_0C00, 4 * 1024 + 40, "device: { chip: STM32G474 }\nblank-check: always");

    public static SmallJob CubeMx { get; } = Make(
        "CubeMX", VirtualBoards.CubeMx(TestBench.Chip("STM32H743"), "@Internal Flash  /0x08000000/01*128Ka,15*128Kg", 1), 0x0803_F800, 4 * 1024, "device: { chip: STM32H743 }");

    /// <summary>On a board that holds the image already, but for one byte behind the vector table's sector.</summary>
    public static SmallJob Auto { get; } = Make("auto", FieldCases.Expect.Rom("STM32F746"), 0x0800_7000, 3 * 2048 + 100, "device: { chip: STM32F746 }\nerase: auto") with
    {
        Prepare = static (board, job) =>
        {
            board.Memory.Put(job.At, job.Image);
            board.Memory.Put(0x0800_8003, [0x5B]);
        },
    };

    public static SmallJob Named(string name) => new[] { F746, G474, CubeMx, Auto }.Single(job => job.Name == name);

    /// <summary>What the board holds when it comes.</summary>
    public Action<VirtualBoard, SmallJob>? Prepare { get; init; }

    /// <summary>Runs the job in a gang of one on a board that is as given.</summary>
    public async Task<SmallRun> RunAsync(BoardModel board, Action<VirtualBoard>? prepare = null)
    {
        var bench = new TestBench(board);
        Prepare?.Invoke(bench.Board(1), this);
        prepare?.Invoke(bench.Board(1));
        var outcomes = await bench.FlashAllAsync(Order);
        return new(this, bench, outcomes.Single());
    }

    public Task<SmallRun> RunAsync(params Fault[] faults) => RunAsync(Board with { Faults = [.. faults] });

    /// <summary>The image begins as a program does, so that a board that leaves has something to start; the rest is noise without a blank byte.</summary>
    static SmallJob Make(string name, BoardModel board, uint at, int length, string rest)
    {
        var image = new byte[length];
        new Random(length).NextBytes(image);
        for (var i = 0; i < length; i++)
            image[i] = image[i] is 0xFF or 0x00 ? (byte)0x5A : image[i];
        BitConverter.TryWriteBytes(image.AsSpan(0), 0x2004_0000u);
        BitConverter.TryWriteBytes(image.AsSpan(4), at + 0x201);
        return new(name, board, at, image, TestBench.Order(at, image, rest));
    }
}

/// <summary>A small job that was run.</summary>
sealed record SmallRun(SmallJob Job, TestBench Bench, SlotOutcome Outcome)
{
    public VirtualBoard Board => Bench.Pulled[1];

    public string Code => Outcome.Verdict.Code;

    public UnitResult Result => ((SlotVerdict.Recorded)Outcome.Verdict).Result;

    /// <summary>The flash itself, whatever reads of it show.</summary>
    public bool HoldsImage => Board.Memory.Read(AddressRange.Of(Job.At, (ulong)Job.Image.Length)).AsSpan().SequenceEqual(Job.Image);
}
