using System.Buffers.Binary;

namespace GangFlash.Releases;

/// <summary>Whether a file is shaped like the archive of a release, before anything is unpacked: one archive from the first byte to the last, with a short list of entries.</summary>
static class ReleaseContainer
{
    /// <summary>End of central directory record (APPNOTE 4.3.16), without a comment.</summary>
    const int EndLength = 22;

    const uint EndSignature = 0x06054B50;
    const uint FirstSignature = 0x04034B50;

    const string Again = "Take it again from where it was released.";

    /// <summary>None if it can be unpacked within bounds.</summary>
    public static ReleaseProblem? Refuse(ReadOnlySpan<byte> file)
    {
        if (file.Length > ReleaseLimits.BundleLength)
            return new(ReleaseCode.TooLarge, $"The file has {file.Length:N0} bytes; a release has at most {ReleaseLimits.BundleLength:N0}.");
        if (file.Length < EndLength || BinaryPrimitives.ReadUInt32LittleEndian(file) != FirstSignature)
            return Broken("This is no release: it does not begin like one.");
        var end = file[^EndLength..];
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSignature || Short(end, 20) != 0)
            return Broken("The release does not end where its archive ends: it is cut off, or something was added behind it.");
        var (entries, length, start) = (Short(end, 10), BinaryPrimitives.ReadUInt32LittleEndian(end[12..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));
        if (Short(end, 4) != 0 || Short(end, 6) != 0 || Short(end, 8) != entries)
            return Broken("The archive is a part of one in several files.");
        if (entries > ReleaseLimits.Entries || length > ReleaseLimits.Directory)
            return new(ReleaseCode.TooLarge, $"The archive lists {entries:N0} entries in {length:N0} bytes; a release has at most {ReleaseLimits.Entries:N0} in {ReleaseLimits.Directory:N0}.");
        return start + (long)length == file.Length - EndLength ? null : Broken("The archive's list of entries is not where it should be.");
    }

    static ReleaseProblem Broken(string what) => new(ReleaseCode.Container, $"{what} {Again}");

    static ushort Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
