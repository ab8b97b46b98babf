using System.Collections.Immutable;

namespace GangFlash.Documents;

/// <summary>One complaint about a file that people write, at its place.</summary>
/// <param name="Code">The kind of file, a dot, and one of <see cref="DocumentCode"/> or of the codes of that kind: <c>recipe.unknown-key</c>.</param>
/// <param name="File">As it was given to the reader.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record DocumentProblem(ProblemSeverity Severity, string Code, string File, SourcePlace Place, string Message)
{
    /// <summary>As compilers print it, so that editors jump there: <c>demo.yaml:12:3: error: …</c></summary>
    public override string ToString() =>
        $"{Printable.Escape(File)}:{Place.Line}:{Place.Column}: {(Severity is ProblemSeverity.Error ? "error" : "warning")}: {Message}";
}

public enum ProblemSeverity
{
    /// <summary>The file works, and its author should know this.</summary>
    Warning,

    /// <summary>The file says nothing until this is mended.</summary>
    Error,
}

/// <summary>A place in a file, both from 1.</summary>
public readonly record struct SourcePlace(int Line, int Column);

/// <summary>Collects the problems of one file.</summary>
public sealed class DocumentProblems(DocumentKind kind, string file)
{
    readonly List<DocumentProblem> problems = [];

    public DocumentKind Kind => kind;

    public bool HasErrors => problems.Exists(problem => problem.Severity is ProblemSeverity.Error);

    /// <param name="code">Without the kind of file.</param>
    public void Error(string code, SourcePlace place, string message) => Add(ProblemSeverity.Error, code, place, message);

    /// <inheritdoc cref="Error"/>
    public void Warn(string code, SourcePlace place, string message) => Add(ProblemSeverity.Warning, code, place, message);

    /// <summary>The second of two equal entries is a slip: somebody meant another one.</summary>
    /// <param name="describe">Begins the complaint: <c>the range 0x08000000–0x0801FFFF</c>.</param>
    public void RefuseTwins<T, TKey>(ImmutableArray<T>? entries, Func<T, TKey> key, Func<T, SourcePlace> placeOf, Func<T, string> describe)
        where TKey : notnull
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(placeOf);
        ArgumentNullException.ThrowIfNull(describe);
        var lines = new Dictionary<TKey, int>();
        foreach (var entry in entries ?? [])
        {
            if (!lines.TryAdd(key(entry), placeOf(entry).Line))
                Error(DocumentCode.Duplicate, placeOf(entry), $"{describe(entry)} stands in line {lines[key(entry)]} already; remove one of the two");
        }
    }

    public ImmutableArray<DocumentProblem> InOrder() => [.. problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column)];

    void Add(ProblemSeverity severity, string code, SourcePlace place, string message) => problems.Add(new(severity, $"{kind.Code}.{code}", file, place, message));
}
