using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    /// <summary>Within this a board that reset itself has enumerated again (dfuse.md 15). No family is known to need longer.</summary>
    static readonly TimeSpan s_returnsWithin = TimeSpan.FromSeconds(10);

    const string Returning = "While the board came back: ";

    OptionBytesReport? options;

    /// <summary>Reads the option bytes while nothing is erased yet: a board that is not what the recipe expects stays as it came.</summary>
    async Task ReadOptionBytesBeforeAsync(CancellationToken ct)
    {
        var wanted = plan!.OptionBytes!;
        var before = await ReadOptionBytesAsync(wanted, ct).ConfigureAwait(false);
        var isThere = before.AsSpan().SequenceEqual(wanted.Bytes.AsSpan());
        options = new(wanted, [.. before], isThere ? OptionBytesState.AlreadyThere : OptionBytesState.NotProven);
        if (wanted.Lifts(before))
            throw new FlashException(new FlashFailure.OptionBytesLift(wanted.Range.Start, PlannedOptionBytes.Hex(before)));
        if (!isThere && !wanted.Expected.IsEmpty && !before.AsSpan().SequenceEqual(wanted.Expected.AsSpan()))
            throw new FlashException(new FlashFailure.OptionBytesUnexpected(wanted.Range.Start, PlannedOptionBytes.Hex(wanted.Expected), PlannedOptionBytes.Hex(before)));
    }

    /// <summary>The last step: writes the option bytes, waits for the board on its port, and reads them back.</summary>
    async Task FinishAsync(CancellationToken ct)
    {
        var wanted = plan!.OptionBytes!;
        await SelectAsync(wanted.Alternate, ct).ConfigureAwait(false);
        await session!.SetAddressAsync(wanted.Range.Start, ct).ConfigureAwait(false);

        // From here on a stop would only leave the question open what the board holds.
        var block = OptionBlock(wanted);
        var answered = await session.WriteOptionBytesAsync(block[0], wanted.Bytes.AsMemory(), CancellationToken.None).ConfigureAwait(false);
        await CloseAsync().ConfigureAwait(false);
        var why = await ReturnsAsync().ConfigureAwait(false) switch
        {
            { IsBootloader: true } => await ProveOptionBytesAsync(wanted).ConfigureAwait(false),
            { Shows: { } application } => $"the board left its bootloader, and its port shows {application}",
            _ when answered => $"nothing enumerated on the port within {s_returnsWithin.TotalSeconds:0} s",
            _ => throw NotRead(wanted, $"the board was gone before it had answered, and did not come back within {s_returnsWithin.TotalSeconds:0} s"),
        };
        if (why is not null && !wanted.MayStayUnread)
            throw NotRead(wanted, why);
        options = options! with { State = why is null ? OptionBytesState.ReadBack : OptionBytesState.NotReadBack, Why = why ?? "" };
    }

    /// <summary>Waits for the board that reset itself: until it can be opened as the bootloader that it was, shows something else, or does not come.</summary>
    async Task<(bool IsBootloader, UsbId? Shows)> ReturnsAsync()
    {
        var known = device!;
        var since = clock.GetTimestamp();
        while (true)
        {
            var shown = await ShownAsync().ConfigureAwait(false);
            if (shown is { } other && other != known.Descriptor.Id)
            {
                leave = new LeaveResult.Left(other);
                return (false, other);
            }

            if (shown is not null && await TryReopenAsync(known).ConfigureAwait(false))
                return (true, shown);
            if (clock.GetElapsedTime(since) >= s_returnsWithin)
            {
                leave = shown is null ? new LeaveResult.Left(null) : new LeaveResult.StillInBootloader("it cannot be opened after its option bytes were written");
                return shown is null ? (false, null) : throw NotRead(plan!.OptionBytes!, $"the port shows {shown}, which cannot be opened");
            }

            await Task.Delay(s_lookEvery, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    async Task<bool> TryReopenAsync(DeviceIdentity known)
    {
        try
        {
            await OpenAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (FlashException notYet)
        {
            // A board that resets is on the list for a moment after it has gone, and not ready for a moment after it has come.
            if (!notes.Exists(note => note.StartsWith(Returning, StringComparison.Ordinal)))
                notes.Add($"{Returning}{notYet.Failure.Detail}");
            await CloseAsync().ConfigureAwait(false);
            device = known;
            return false;
        }

        if (device!.Fingerprint != known.Fingerprint)
            throw new FlashException(new FlashFailure.Changed("The memory layout", Printable.Escape(known.Fingerprint), Printable.Escape(device.Fingerprint)));
        return true;
    }

    /// <summary>None if they were read back and equal; else why they cannot be read, where that is what they are to bring about.</summary>
    async Task<string?> ProveOptionBytesAsync(PlannedOptionBytes wanted)
    {
        byte[] read;
        try
        {
            read = await ReadOptionBytesAsync(wanted, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FlashException refused) when (refused.Failure is FlashFailure.ReadProtected && wanted.Level is RdpLevel.One or null)
        {
            return "reads are refused since, as read protection does";
        }
        catch (FlashException refused) when (refused.Failure is FlashFailure.ReadProtected)
        {
            throw NotRead(wanted, refused.Failure.Detail);
        }

        var same = read.AsSpan().CommonPrefixLength(wanted.Bytes.AsSpan());
        return same == read.Length
            ? null
            : throw new FlashException(new FlashFailure.OptionBytesDiffer(wanted.Range.Start + (uint)same, PlannedOptionBytes.Hex(wanted.Bytes), PlannedOptionBytes.Hex(read)));
    }

    /// <summary>Always the whole block in one transfer: old ROMs take no other (AN3156).</summary>
    async Task<byte[]> ReadOptionBytesAsync(PlannedOptionBytes wanted, CancellationToken ct)
    {
        var read = new byte[wanted.Range.Length];
        try
        {
            await ReadAsync(wanted.Alternate, [OptionBlock(wanted)], (_, bytes) => bytes.CopyTo(read), ct).ConfigureAwait(false);
        }
        catch (FlashException refused) when (refused.Failure is FlashFailure.Unreadable unreadable)
        {
            throw NotRead(wanted, unreadable.Answer);
        }

        return read;
    }

    BlockStretch OptionBlock(PlannedOptionBytes wanted) => BlockStretch.Cover(wanted.Range, session!.TransferSize).Single();

    static FlashException NotRead(PlannedOptionBytes wanted, string why) => new(new FlashFailure.OptionBytesNotRead(wanted.Range.Start, why));
}
