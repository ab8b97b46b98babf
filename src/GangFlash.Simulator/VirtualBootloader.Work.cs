using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>The commands and blocks of a bootloader, and what the media makes of them (dfuse.md 6, 7, 8).</summary>
sealed partial class VirtualBootloader
{
    /// <summary>A page erase and a few words.</summary>
    static readonly TimeSpan s_optionBytes = TimeSpan.FromMilliseconds(30);

    static readonly TimeSpan s_instant = TimeSpan.FromMicroseconds(50);

    Work Begin(ushort block, byte[] data, TimeSpan now) => (block, data) switch
    {
        (0, [DfuSeCommand.SetAddressPointer, _, _, _, _]) => Quick(now, model.Poll.SetAddress, () => SetPointer(AddressIn(data))),
        (0, [DfuSeCommand.Erase, _, _, _, _]) => BeginErase(AddressIn(data), now),
        (0, [_, _, _, _, _]) when IsCubeMx => Quick(TimeSpan.MaxValue, TimeSpan.Zero, () => DfuStatus.Ok),
        (0, [_]) when IsCubeMx => Quick(now, model.Poll.Write, () => DfuStatus.Ok),
        (0, [DfuSeCommand.GetCommands]) => Quick(now, TimeSpan.Zero, () => DfuStatus.Ok),
        (0, [DfuSeCommand.Erase]) => BeginMassErase(now),
        (0, [DfuSeCommand.ReadUnprotect]) => Quick(now, model.Poll.MassErase, Unprotect),
        (0, _) => Quick(now, TimeSpan.Zero, () => DfuStatus.ErrStalledPacket),
        (1, _) => Quick(now, TimeSpan.Zero, () => DfuStatus.Ok),
        _ => BeginWrite(BlockAddress(block, data.Length), data, now),
    };

    static Work Quick(TimeSpan now, TimeSpan poll, Func<DfuStatus> finish) =>
        new(now == TimeSpan.MaxValue ? now : now + s_instant, poll, finish, () => { });

    static uint AddressIn(byte[] command) => (uint)(command[1] | command[2] << 8 | command[3] << 16 | command[4] << 24);

    uint BlockAddress(ushort block, int length) =>
        (uint)(pointer + (ulong)(block - 2) * (model.StrideIsBufferLength ? (uint)length : model.TransferSize));

    /// <summary>Where a data block of this number goes to or comes from.</summary>
    public AddressRange BlockRange(ushort block, int length)
    {
        var address = BlockAddress(block, length);
        return new(address, Math.Min((ulong)address + (uint)length, AddressRange.AddressSpace));
    }

    bool Offers(uint address) => offered.Any(memory => memory.Find(address) is not null);

    DfuStatus SetPointer(uint address)
    {
        if (IsReadProtected)
            return DfuStatus.ErrVendor;
        if (model.ChecksPointer && !Offers(address))
            return DfuStatus.ErrTarget;
        pointer = address;
        return DfuStatus.Ok;
    }

    DfuStatus Unprotect()
    {
        foreach (var sector in memory.Erasable)
            memory.Erase(sector);
        return DfuStatus.Ok;
    }

    bool Swallows => model.Media is MediaKind.StoresNothing or MediaKind.EchoesLastBlock;

    bool IsWriteProtected(AddressRange range) => model.WriteProtected.Any(range.Overlaps);

    bool IgnoresErase(Sector sector) => IsWriteProtected(sector.Range) || model.NotErased.Any(sector.Range.Overlaps);

    Work BeginErase(uint address, TimeSpan now)
    {
        if (IsCubeMx)
            pointer = address;
        if (IsReadProtected)
            return Quick(now, model.Poll.Erase, () => DfuStatus.ErrVendor);
        if (Swallows)
            return Quick(now, model.Poll.Erase, () => DfuStatus.Ok);
        if (!Offers(address) || memory.SectorAt(address) is not { } sector)
            return Quick(now, model.Poll.Erase, () => IsCubeMx ? DfuStatus.ErrVendor : DfuStatus.ErrTarget);
        if (!offered.Any(layout => layout.Find(address) is { } told && told.Allows(SectorAccess.Erase)))
            return Quick(now, model.Poll.Erase, () => IsRom ? DfuStatus.ErrTarget : DfuStatus.ErrVendor);
        wedged = address >= model.WedgesFrom;
        if (wedged && model.WedgedEraseHappens)
            memory.Erase(sector);
        var duration = IgnoresErase(sector) ? s_instant : model.Physics.SectorEraseOf(sector.Size).Typical * model.EraseTimeFactor;
        return new(now + duration, model.Poll.Erase, () => Erase(sector), () => TearErase(sector));
    }

    DfuStatus Erase(Sector sector)
    {
        if (!IgnoresErase(sector))
            memory.Erase(sector);
        return DfuStatus.Ok;
    }

    void TearErase(Sector sector)
    {
        if (!IgnoresErase(sector))
            memory.Put(AddressRange.Of(sector.Address, sector.Size / 2), model.Physics.Erased);
    }

    Work BeginMassErase(TimeSpan now)
    {
        if (IsReadProtected)
            return Quick(now, model.Poll.MassErase, () => DfuStatus.ErrVendor);
        return new(now + model.Physics.MassEraseTypical * model.EraseTimeFactor, model.Poll.MassErase, EraseAll, () => { });
    }

    DfuStatus EraseAll()
    {
        foreach (var sector in memory.Erasable)
            _ = Swallows ? DfuStatus.Ok : Erase(sector);
        return DfuStatus.Ok;
    }

    Work BeginWrite(uint address, byte[] data, TimeSpan now)
    {
        lastBlock = data;
        if (IsReadProtected)
            return Quick(now, model.Poll.Write, () => DfuStatus.ErrVendor);
        if (Swallows)
            return Quick(now, model.Poll.Write, () => DfuStatus.Ok);
        if (OptionBlock(address) is { } block)
            return BeginOptionBytes(block, address, data, now);
        var granules = (data.Length + model.Physics.Granule - 1) / model.Physics.Granule;
        var duration = model.Physics.ProgramTypical * granules * model.ProgramTimeFactor;
        return new(now + duration, model.Poll.Write, () => Write(address, data), () => _ = Write(address, data.AsSpan(0, data.Length / 2)));
    }

    /// <summary>The block of option bytes that holds an address, on a ROM: what customers make of theirs is plain memory here.</summary>
    AddressRange? OptionBlock(uint address) => IsRom && IsOptionBytes(address) && memory.SectorAt(address) is { } block ? block.Range : null;

    bool IsOptionBytes(uint address) => offered.Any(layout => layout.IsOptionBytes && layout.Find(address) is not null);

    /// <summary>ROMs of the old line take only a complete block at its start (AN3156). No rule of flash holds here: the silicon erases and programs by itself.</summary>
    Work BeginOptionBytes(AddressRange block, uint address, byte[] data, TimeSpan now)
    {
        if (!block.Contains(AddressRange.Of(address, (ulong)data.Length)) || (IsOldLine && AddressRange.Of(address, (ulong)data.Length) != block))
            return Quick(now, model.Poll.Write, () => DfuStatus.ErrTarget);
        return new(now + s_optionBytes, model.Poll.Write, Take, () => memory.Put(address, data.AsSpan(0, data.Length / 2)))
        {
            Resets = model.AfterOptionBytes != OptionBytesHabit.Answers,
        };

        DfuStatus Take()
        {
            memory.Put(address, data);
            return DfuStatus.Ok;
        }
    }

    bool IsOldLine => model.Profile is BootloaderProfile.RomOldLine or BootloaderProfile.Gd32;

    DfuStatus Write(uint address, ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
            return DfuStatus.Ok;
        var range = new AddressRange(address, (ulong)address + (ulong)data.Length);
        if (range.End > AddressRange.AddressSpace || !CanWrite(range))
            return IsCubeMx ? DfuStatus.ErrVendor : DfuStatus.ErrTarget;
        if (IsWriteProtected(range))
            return DfuStatus.Ok;
        if (model.CorruptsOddBlocks && data.Length > 256 && data.Length % 8 != 0)
            data = data[..256];
        if (model.Media is MediaKind.StoresFirst first)
            data = data[..(int)Math.Clamp(model.Memories[0].Runs[0].Address + (long)first.Bytes - address, 0, data.Length)];
        if (model.Media is MediaKind.Shifts shift)
        {
            // What would lie below the memory is lost.
            var lost = (uint)Math.Clamp(model.Memories[0].Runs[0].Address + (long)shift.Distance - address, 0, data.Length);
            address += lost - shift.Distance;
            data = data[(int)lost..];
        }

        return memory.Program(address, data) ? DfuStatus.Ok : IsRom ? DfuStatus.ErrVendor : DfuStatus.ErrWrite;
    }

    /// <summary>Every byte lies in a sector that the bootloader offers for writing and that the silicon has.</summary>
    bool CanWrite(AddressRange range)
    {
        for (ulong at = range.Start; at < range.End;)
        {
            if (offered.Select(layout => layout.Find((uint)at)).FirstOrDefault(found => found is not null) is not { } sector
                || !sector.Allows(SectorAccess.Write)
                || memory.SectorAt((uint)at) is null)
            {
                return false;
            }

            at = sector.Range.End;
        }

        return true;
    }

    BoardAnswer Upload(ushort block, int length)
    {
        if (state is not (DfuState.Idle or DfuState.UploadIdle) || block == 1)
            return Refuse();
        if (model.ReadsFailOnWire)
            return Refuse();
        if (block == 0)
        {
            state = IsCubeMx && length > 3 ? DfuState.Idle : DfuState.UploadIdle;
            byte[] commands = [DfuSeCommand.GetCommands, DfuSeCommand.SetAddressPointer, DfuSeCommand.Erase, DfuSeCommand.ReadUnprotect];
            return new BoardAnswer.Reply(commands[..Math.Min(length, IsCubeMx ? 3 : 4)]);
        }

        var range = BlockRange(block, length);
        if (IsReadProtected)
            return StallWith(DfuStatus.ErrVendor);
        if (model.Unreadable.Any(range.Overlaps))
        {
            // The CubeMX class writes a status code into the state byte when its read callback gives nothing.
            if (IsCubeMx)
                state = (DfuState)15;
            else
                Fail(DfuStatus.ErrVendor);
            return BoardAnswer.Stall;
        }

        if (!Offers(range.Start))
            return StallWith(IsCubeMx ? DfuStatus.ErrVendor : DfuStatus.ErrTarget);
        if (IsOldLine && OptionBlock(range.Start) is { } options && range != options)
            return StallWith(DfuStatus.ErrStalledPacket);
        if (memory.IsBroken(range))
            return StallWith(DfuStatus.ErrUnknown);
        return SendBytes(range);
    }

    BoardAnswer.Reply SendBytes(AddressRange range)
    {
        var end = (ulong)range.Start;
        while (end < range.End && offered.Select(layout => layout.Find((uint)end)).FirstOrDefault(found => found is not null) is { } sector)
            end = Math.Min(sector.Range.End, range.End);
        var bytes = memory.Read(new(range.Start, end));
        switch (model.Media)
        {
            case MediaKind.EchoesLastBlock when lastBlock.Length > 0:
                for (var i = 0; i < bytes.Length; i++)
                    bytes[i] = lastBlock[i % lastBlock.Length];
                break;
            case MediaKind.ReadsUnstably unstable when range.Contains(unstable.Address) && unstableReads++ % 2 == 0:
                bytes[unstable.Address - range.Start] ^= 0x10;
                break;
        }

        state = end == range.End ? DfuState.UploadIdle : DfuState.Idle;
        return new(bytes);
    }

    BoardAnswer StallWith(DfuStatus error)
    {
        Fail(error);
        return BoardAnswer.Stall;
    }
}
