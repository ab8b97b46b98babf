using System.Net;
using GangFlash.Devices;

namespace GangFlash.Simulator.UsbIp;

/// <summary>What happened at a USB/IP server. Text in it comes from a client and may hold anything.</summary>
public abstract record UsbIpEvent(EndPoint Client)
{
    /// <summary>A client has a board now.</summary>
    public sealed record Attached(UsbPortPath Port, EndPoint Client) : UsbIpEvent(Client);

    /// <param name="BoardLeft">True if the board left or was pulled, false if the client let go.</param>
    public sealed record Released(UsbPortPath Port, bool BoardLeft, EndPoint Client) : UsbIpEvent(Client);

    /// <summary>A client wanted a board that is not there, or that another client has.</summary>
    public sealed record Refused(string BusId, bool IsBusy, EndPoint Client) : UsbIpEvent(Client);

    /// <summary>A client said something that is no USB/IP, or not in time; its connection is closed.</summary>
    /// <param name="What">Continues a sentence that begins with the client.</param>
    public sealed record Violated(string What, EndPoint Client) : UsbIpEvent(Client);

    /// <summary>The connection broke, or ended in the middle of a message.</summary>
    public sealed record Broke(string Reason, EndPoint Client) : UsbIpEvent(Client);
}
