using System.Text;
using GangFlash.Images;

namespace GangFlash.Tests.Images;

/// <summary>Reads what a test wrote, and says what came of it.</summary>
static class Reading
{
    public static FirmwareImage Of(string name, byte[] content, uint? at = null) => ImageReader.Read(name, content, at);

    public static FirmwareImage Of(string name, string text) => Of(name, Encoding.Latin1.GetBytes(text));

    /// <summary>The complaint about content that must not be readable.</summary>
    public static ImageProblem Refused(string name, byte[] content, uint? at = null) =>
        Assert.Throws<ImageException>(() => Of(name, content, at)).Problem;

    public static ImageProblem Refused(string name, string text) => Refused(name, Encoding.Latin1.GetBytes(text));

    /// <summary>Every segment as a line: its range and bytes, so that images compare by content.</summary>
    public static string[] Contents(FirmwareImage image) =>
        [.. image.Segments.Select(segment => $"{segment.Range} {Convert.ToHexString(segment.Data.Span)}")];

    /// <summary>The same for segments that touch as for one that spans them: what matters once it is flashed.</summary>
    public static string[] Flashed(FirmwareImage image)
    {
        var ranges = AddressRanges.Union(image.Segments.Select(segment => segment.Range));
        return [.. ranges.Select(range => $"{range} {string.Concat(image.Segments.Where(segment => range.Contains(segment.Range)).Select(segment => Convert.ToHexString(segment.Data.Span)))}")];
    }
}

/// <summary>A file that must be refused, and the exact words for it.</summary>
/// <param name="What">Names the row in a test run.</param>
public sealed record Malformed(string What, string File, byte[] Content, uint? At, string Code, string Complaint)
{
    public Malformed(string What, string File, string Text, string Code, string Complaint)
        : this(What, File, Encoding.Latin1.GetBytes(Text), At: null, Code, Complaint)
    {
    }

    public override string ToString() => $"{File} {What}";

    public void Check()
    {
        var problem = Reading.Refused(File, Content, At);

        Assert.Equal(Complaint, problem.ToString());
        Assert.Equal(Code, problem.Code);
    }
}
