using System.Text;

namespace GangFlash.Tests.Images;

/// <summary>A file as somebody gets it by accident.</summary>
/// <param name="Case">Names its golden file.</param>
/// <param name="Story">How such a file comes about, in a sentence.</param>
/// <param name="At">The address that the recipe gives.</param>
public sealed record WrongImage(string Case, string Story, string File, byte[] Content, uint? At = null)
{
    public WrongImage(string @case, string story, string file, string text, uint? at = null)
        : this(@case, story, file, Encoding.Latin1.GetBytes(text), at)
    {
    }

    public override string ToString() => Case;
}
