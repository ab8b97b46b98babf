using GangFlash.Releases;

namespace GangFlash.Station.Loading;

/// <summary>A release as it is on disk, and what it says.</summary>
sealed record ReleaseFile(byte[] Bytes, ReleaseBundle Bundle)
{
    /// <summary>Reads a release and prints what is wrong with it. None if something is.</summary>
    public static ReleaseFile? Read(StationIo io, string path)
    {
        byte[] bytes;
        try
        {
            bytes = InputFile.Read(path, ReleaseLimits.BundleLength);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            io.Error.WriteLine($"{Printable.Escape(path)}: error: {InputFile.Reason(unreadable)}");
            return null;
        }

        var reading = ReleaseReader.Read(bytes);
        foreach (var problem in reading.Problems)
            io.Error.WriteLine(OrderLoader.Line(path, problem));
        return reading.Bundle is { } bundle ? new(bytes, bundle) : null;
    }
}
