namespace GangFlash.Documents;

/// <summary>What kind of file is read, for its complaints.</summary>
/// <param name="Code">In front of every code: <c>recipe</c>.</param>
/// <param name="Noun">In sentences, behind "a": <c>recipe</c>, <c>station file</c>.</param>
/// <param name="Begin">What an empty file should begin with; completes "begin with …".</param>
/// <param name="NeverHas">Why a key can stand in no such file, for keys that deserve more than "unknown".</param>
public sealed record DocumentKind(string Code, string Noun, string Begin, Func<string, ForeignKey?> NeverHas)
{
    public DocumentKind(string code, string noun, string begin)
        : this(code, noun, begin, static _ => null)
    {
    }
}

/// <param name="Code">Without the kind in front.</param>
/// <param name="Why">A sentence that says what to do instead.</param>
public sealed record ForeignKey(string Code, string Why);
