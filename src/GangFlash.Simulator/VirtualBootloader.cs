using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>
/// The DFU state machine of a bootloader (dfuse.md 4), as strict as silicon: what comes in the wrong state is stalled. Knows no clock and no
/// wire: it is told the time, and answers at once or says until when it is busy.
/// </summary>
/// <param name="isProtected">Read protection that the option bytes had set when it started: they are loaded then.</param>
sealed partial class VirtualBootloader(BoardModel model, VirtualMemory memory, bool isProtected)
{
    readonly ImmutableArray<MemoryLayout> offered =
        [.. model.Alternates.Select(text => LayoutString.Parse(text).Layout).OfType<MemoryLayout>()];

    DfuState state = model.FirstState;
    DfuStatus status = model.FirstStatus;
    uint pointer = model.DefaultPointer;
    (ushort Block, byte[] Data)? pending;
    Work? running;
    bool wedged;
    byte[] lastBlock = [];
    int unstableReads;

    public DfuState State => state;

    /// <summary>True once the device was told to leave and answered, or did not wait for the question.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>True once the board has reset itself to take its option bytes: whatever was asked last has no answer.</summary>
    public bool HasReset { get; private set; }

    bool IsReadProtected => model.ReadProtected || isProtected;

    /// <summary>Where leave jumps to.</summary>
    public uint Pointer => pointer;

    /// <summary>Work that goes on while the host waits.</summary>
    /// <param name="finish">Changes the memory and says what came of it.</param>
    /// <param name="tear">Changes half of it: what a power cut leaves behind.</param>
    sealed class Work(TimeSpan until, TimeSpan poll, Func<DfuStatus> finish, Action tear)
    {
        public TimeSpan Until => until;

        public TimeSpan Poll => poll;

        /// <summary>The board resets in the end, and never answers.</summary>
        public bool Resets { get; init; }

        public int BusyAnswers { get; set; }

        public DfuStatus Finish() => finish();

        public void Tear() => tear();
    }

    bool IsCubeMx => model.Profile == BootloaderProfile.CubeMx;

    bool IsRom => model.Profile is BootloaderProfile.RomOldLine or BootloaderProfile.RomNewLine or BootloaderProfile.StrictRom or BootloaderProfile.Gd32;

    /// <summary>The supply went away in the middle of whatever was going on.</summary>
    public void LosePower()
    {
        running?.Tear();
        running = null;
    }

    /// <summary>The supply dipped: the bootloader starts again in dfuERROR.</summary>
    public void BrownOut()
    {
        LosePower();
        (state, status, pending, pointer) = (DfuState.Error, DfuStatus.ErrPowerOnReset, null, model.DefaultPointer);
    }

    /// <summary>Shows an error that nothing caused.</summary>
    public void Pretend(DfuStatus error) => Fail(error);

    public BoardAnswer Handle(DfuRequest request, ushort value, int length, ReadOnlySpan<byte> data, TimeSpan now)
    {
        if (running is { } work && request != DfuRequest.GetStatus && now >= work.Until && !wedged)
            Conclude(work);
        return request switch
        {
            DfuRequest.Download when length == 0 => BeginLeave(),
            DfuRequest.Download => Download(value, data),
            DfuRequest.Upload => Upload(value, length),
            DfuRequest.GetStatus => GetStatus(now),
            DfuRequest.ClearStatus => ClearStatus(),
            DfuRequest.GetState when model.Profile != BootloaderProfile.Mboot => new BoardAnswer.Reply([(byte)state]),
            DfuRequest.Abort => Abort(),
            _ => Refuse(),
        };
    }

    BoardAnswer Download(ushort block, ReadOnlySpan<byte> data)
    {
        var reservedBlock = block == 1 && !IsCubeMx;
        if (state is not (DfuState.Idle or DfuState.DownloadIdle) || reservedBlock || data.Length > model.TransferSize)
            return Refuse();
        pending = (block, data.ToArray());
        state = DfuState.DownloadSync;
        return BoardAnswer.Taken;
    }

    BoardAnswer BeginLeave()
    {
        if (state is not (DfuState.Idle or DfuState.DownloadIdle))
            return Refuse();
        if (model.Leave == LeaveHabit.Stays)
        {
            state = DfuState.DownloadIdle;
            return BoardAnswer.Taken;
        }

        state = DfuState.ManifestSync;
        HasLeft = model.Leave == LeaveHabit.GoneBeforeAnswer || model.Profile == BootloaderProfile.Gd32;
        return BoardAnswer.Taken;
    }

    BoardAnswer GetStatus(TimeSpan now)
    {
        switch (state)
        {
            case DfuState.DownloadSync when IsCubeMx && pending is { Block: 0, Data.Length: not (1 or 5) }:
                pending = null;
                return BoardAnswer.Stall;
            case DfuState.DownloadSync when pending is { } command:
                pending = null;
                running = Begin(command.Block, command.Data, now);
                state = DfuState.DownloadBusy;
                return model.Busy == BusyHabit.WorkThenAnswer ? new BoardAnswer.Busy(running.Until) : Report(running.Poll);
            case DfuState.DownloadSync:
                state = DfuState.DownloadIdle;
                return Report(TimeSpan.Zero);
            case DfuState.DownloadBusy when running is { } work:
                return Progress(work, now);
            case DfuState.DownloadBusy:
                return Report(TimeSpan.Zero);
            case DfuState.ManifestSync:
                state = DfuState.Manifest;
                HasLeft = true;
                return model.Leave switch
                {
                    LeaveHabit.StallsAndGoes => BoardAnswer.Stall,
                    LeaveHabit.SilentAndGoes => new BoardAnswer.Busy(TimeSpan.MaxValue),
                    LeaveHabit.BreaksAndGoes => BoardAnswer.Break,
                    _ => Report(TimeSpan.FromMilliseconds(1)),
                };
            default:
                return Report(TimeSpan.Zero);
        }
    }

    /// <summary>GETSTATUS in dfuDNBUSY, by the habit of this bootloader (dfuse.md 9.2).</summary>
    BoardAnswer Progress(Work work, TimeSpan now)
    {
        if (wedged && now >= work.Until)
            return Report(TimeSpan.Zero);
        if (work.Resets && now >= work.Until)
        {
            Conclude(work);
            return BoardAnswer.Break;
        }

        switch (model.Busy)
        {
            case BusyHabit.Honest when now < work.Until || work.BusyAnswers < model.LeastBusyAnswers:
                work.BusyAnswers++;
                return Report(work.Poll);
            case BusyHabit.AnswerThenWork when now < work.Until:
                return new BoardAnswer.Busy(work.Until);
            case BusyHabit.WorkThenAnswer when work.BusyAnswers == 0:
                if (now < work.Until)
                    return new BoardAnswer.Busy(work.Until);
                work.BusyAnswers++;
                return Report(work.Poll);
            default:
                Conclude(work);
                return Report(TimeSpan.Zero);
        }
    }

    void Conclude(Work work)
    {
        running = null;
        var result = work.Finish();
        HasReset |= work.Resets && result == DfuStatus.Ok;
        if (result == DfuStatus.Ok)
            state = DfuState.DownloadIdle;
        else
            Fail(result);
    }

    BoardAnswer ClearStatus()
    {
        switch (state)
        {
            case DfuState.Error:
                (state, status, wedged, running) = (DfuState.Idle, DfuStatus.Ok, false, null);
                return BoardAnswer.Taken;
            case var _ when model.Profile == BootloaderProfile.Mboot:
                (state, status) = (DfuState.Idle, DfuStatus.Ok);
                return BoardAnswer.Taken;
            case var _ when model.Profile is BootloaderProfile.CubeMx or BootloaderProfile.RomNewLine:
                Fail(DfuStatus.ErrUnknown);
                return BoardAnswer.Taken;
            case var _ when model.Profile == BootloaderProfile.StrictRom:
                return state == DfuState.DownloadBusy ? BoardAnswer.Stall : Refuse();
            default:
                return BoardAnswer.Taken;
        }
    }

    BoardAnswer Abort()
    {
        var allowed = state is DfuState.Idle or DfuState.DownloadSync or DfuState.DownloadIdle or DfuState.ManifestSync or DfuState.UploadIdle;
        if (allowed || model.Profile == BootloaderProfile.Mboot)
        {
            (state, status, pending) = (DfuState.Idle, DfuStatus.Ok, null);
            return BoardAnswer.Taken;
        }

        return IsCubeMx ? BoardAnswer.Taken : BoardAnswer.Stall;
    }

    /// <summary>Stalls. On most bootloaders that leads to dfuERROR; the CubeMX class forgets it, and while busy nothing changes.</summary>
    BoardAnswer Refuse()
    {
        if (!IsCubeMx && state is not (DfuState.Error or DfuState.DownloadBusy))
            Fail(DfuStatus.ErrStalledPacket);
        return BoardAnswer.Stall;
    }

    void Fail(DfuStatus error)
    {
        state = DfuState.Error;
        status = model.Profile == BootloaderProfile.Mboot ? DfuStatus.Ok : error;
        pending = null;
        running = null;
    }

    BoardAnswer.Reply Report(TimeSpan poll)
    {
        const int MbootCode = 8;
        var shown = model.Profile == BootloaderProfile.Mboot && state == DfuState.DownloadBusy ? TimeSpan.FromMilliseconds(MbootCode) : poll;
        return new(new DfuStatusReport(status, shown, state).ToBytes());
    }
}

/// <summary>What a bootloader does with a request.</summary>
abstract record BoardAnswer
{
    private BoardAnswer() { }

    public static BoardAnswer Taken { get; } = new Reply([]);

    public static BoardAnswer Stall { get; } = new Stalled();

    public static BoardAnswer Break { get; } = new Broken();

    public sealed record Reply(byte[] Data) : BoardAnswer;

    public sealed record Stalled : BoardAnswer;

    public sealed record Broken : BoardAnswer;

    /// <summary>No answer before this time; then the request is to be handled again.</summary>
    public sealed record Busy(TimeSpan Until) : BoardAnswer;
}
