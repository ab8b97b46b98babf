namespace GangFlash.Simulator.UsbIp;

static class UsbIpStream
{
    /// <summary>Fills the message, or tells that the stream ended before its first byte.</summary>
    /// <exception cref="EndOfStreamException">The stream ended in the middle of the message.</exception>
    public static async ValueTask<bool> ReadAsync(Stream stream, Memory<byte> message, CancellationToken ct)
    {
        var first = await stream.ReadAsync(message, ct).ConfigureAwait(false);
        if (first > 0)
            await stream.ReadExactlyAsync(message[first..], ct).ConfigureAwait(false);
        return first > 0;
    }
}
