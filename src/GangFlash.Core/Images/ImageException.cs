namespace GangFlash.Images;

/// <summary>Why a file is no usable image. Thrown by the readers, shown as it is to whoever named the file.</summary>
public sealed class ImageException(ImageProblem problem) : Exception(problem.ToString())
{
    public ImageProblem Problem { get; } = problem;
}

/// <summary>One clear complaint about an image file.</summary>
/// <param name="Code">Stable, for example <c>image.checksum</c>; the list stands in this room's README.</param>
/// <param name="File">File name without folder.</param>
/// <param name="Line">Line in a text format, from 1.</param>
/// <param name="Offset">Byte offset in a binary format.</param>
/// <param name="Message">What is wrong and, where it can be known, what to do.</param>
public sealed record ImageProblem(string Code, string File, int? Line, long? Offset, string Message)
{
    /// <summary>What stands there, for a terminal: a line of the text with a mark under the place, or a row of bytes. Empty where the whole file is meant.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>As a command prints it: the complaint, its code, and below it the excerpt.</summary>
    public string Listing => Excerpt is [] ? $"{this} [{Code}]" : $"{this} [{Code}]\n{Excerpt}";

    public override string ToString() => (Line, Offset) switch
    {
        ({ } line, _) => $"{Printable.Escape(File)}:{line}: {Message}",
        (_, { } offset) => $"{Printable.Escape(File)} at offset 0x{offset:X}: {Message}",
        _ => $"{Printable.Escape(File)}: {Message}",
    };
}
