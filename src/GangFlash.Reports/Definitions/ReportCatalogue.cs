using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Reports;

/// <summary>
/// The reports there are: the standard ones, which are part of the program, and those of a folder. A file of the folder takes the place of the standard report of its
/// name. A file with problems is no report, and hides none of the others.
/// </summary>
public sealed class ReportCatalogue
{
    const string Prefix = "reports/";

    ReportCatalogue(ImmutableArray<ReportReading> readings) =>
        (Reports, Problems) = (
            [.. readings.Select(reading => reading.Definition).OfType<ReportDefinition>().OrderBy(report => report.Name, StringComparer.Ordinal)],
            [.. readings.SelectMany(reading => reading.Problems)]);

    /// <summary>The catalogue with what only SQLite finds: a report with such a problem is none either.</summary>
    public ImmutableArray<DocumentProblem> Check(TimeProvider clock) => [.. Problems, .. Reports.SelectMany(report => ReportRunner.Check(report, clock))];

    /// <summary>By name.</summary>
    public ImmutableArray<ReportDefinition> Reports { get; }

    /// <summary>Of all files, by file. Those of a file that is no report are errors, among others.</summary>
    public ImmutableArray<DocumentProblem> Problems { get; }

    /// <summary>Only what is part of the program.</summary>
    public static ReportCatalogue Standard() => new([.. StandardFiles().Select(file => ReportReader.Read(file.Name, file.Bytes))]);

    /// <param name="folder">Files <c>*.sql</c> are read; folders below it are not.</param>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or a file may not be read.</exception>
    public static ReportCatalogue Of(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*.sql").Order(StringComparer.Ordinal).Select(path => (Name: path, Bytes: File.ReadAllBytes(path))).ToList();
        var own = files.Select(file => Path.GetFileName(file.Name)).ToHashSet(StringComparer.Ordinal);
        return new([.. files.Concat(StandardFiles().Where(file => !own.Contains(Path.GetFileName(file.Name)))).Select(file => ReportReader.Read(file.Name, file.Bytes))]);
    }

    /// <summary>None for a name that no report has.</summary>
    public ReportDefinition? Find(string name) => Reports.FirstOrDefault(report => report.Name == name);

    /// <summary>The standard definitions as they were when the program was built.</summary>
    internal static IEnumerable<(string Name, byte[] Bytes)> StandardFiles()
    {
        var assembly = typeof(ReportCatalogue).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return (name, bytes.ToArray());
        }
    }
}
