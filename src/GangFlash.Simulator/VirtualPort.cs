using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>One enumeration of a board at a port. The next enumeration is another object, so that an old handle never reaches the new device.</summary>
sealed class VirtualPort : IDisposable
{
    readonly CancellationTokenSource pulled = new();
    readonly Lock gate = new();
    readonly Shows shows;
    readonly VirtualIdentity? identity;
    readonly Dictionary<byte, VirtualDevice> claims = [];

    public VirtualPort(UsbPortPath path, VirtualBoard board, Shows shows, TimeSpan from, long enumeration)
    {
        (Path, Board, this.shows, From, Enumeration) = (path, board, shows, from, enumeration);
        Gone = pulled.Token;
        identity = shows switch
        {
            Shows.Bootloader => board.BootloaderIdentity(),
            Shows.Application when board.Model.Application is { } id => board.ApplicationIdentity(id),
            _ => null,
        };
    }

    public enum Shows
    {
        Bootloader,
        Application,
        Nothing,
    }

    public UsbPortPath Path { get; }

    public VirtualBoard Board { get; }

    /// <summary>When it shows itself.</summary>
    public TimeSpan From { get; }

    public long Enumeration { get; }

    /// <summary>Ends when the board is pulled or re-enumerates.</summary>
    public CancellationToken Gone { get; }

    /// <summary>None while nothing is enumerated here.</summary>
    public VirtualIdentity? Shown(TimeSpan now) => now < From ? null : identity;

    /// <summary>Hands a request to what is enumerated here: standard requests to its identity, class requests to its bootloader.</summary>
    public BoardAnswer Ask(UsbSetup setup, ReadOnlySpan<byte> data, TimeSpan now)
    {
        lock (gate)
        {
            if (Gone.IsCancellationRequested || identity is null)
                return BoardAnswer.Break;
            if (setup.RequestType is not (0x21 or 0xA1))
                return identity.Answer(setup);
            return shows == Shows.Bootloader && identity.IsConfigured
                ? Board.Bootloader.Handle((DfuRequest)setup.Request, setup.Value, setup.Length, setup.IsIn ? [] : data, now)
                : BoardAnswer.Stall;
        }
    }

    /// <summary>Gives an interface to one handle, as an operating system does. False if another one has it.</summary>
    public bool Claim(byte interfaceNumber, VirtualDevice by)
    {
        lock (gate)
            return claims.TryAdd(interfaceNumber, by) || claims[interfaceNumber] == by;
    }

    public bool IsClaimedByAnother(byte interfaceNumber, VirtualDevice than)
    {
        lock (gate)
            return claims.TryGetValue(interfaceNumber, out var holder) && holder != than;
    }

    public void Release(VirtualDevice by)
    {
        lock (gate)
        {
            foreach (var (interfaceNumber, _) in claims.Where(claim => claim.Value == by).ToList())
                _ = claims.Remove(interfaceNumber);
        }
    }

    /// <summary>Pulls the board: whatever waits for it ends now.</summary>
    public void Dispose()
    {
        lock (gate)
            Board.Bootloader.LosePower();
        pulled.Cancel();
        pulled.Dispose();
    }
}
