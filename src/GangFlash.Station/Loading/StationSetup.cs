using System.Collections.Immutable;
using GangFlash.Documents;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Releases;
using GangFlash.Stations;

namespace GangFlash.Station.Loading;

/// <summary>The station as its files describe it.</summary>
/// <param name="File">The station file; none where everything is a default.</param>
/// <param name="FoundBy">Why it is this one, for people.</param>
/// <param name="SlotsFile">Where taught slots are kept, whether there is such a file or not.</param>
/// <param name="Taught">What stands in it.</param>
sealed record StationSetup(StationSettings Settings, string? File, string FoundBy, string SlotsFile, ImmutableArray<TaughtSlot> Taught)
{
    public const string Variable = "GANGFLASH_CONFIG";
    public const string UsualFile = "config/station.yaml";

    const string UsualDatabase = "gangflash.db";
    const string UsualRecipes = "recipes";

    /// <summary>Station files are a page of text; the readers refuse more than this anyway.</summary>
    const long MostBytes = 1 << 20;

    /// <summary>Virtual boards sit in ports that this machine may have too: what is taught with them must not reach the real ones.</summary>
    static string SlotsFileName(bool simulated) => simulated ? "slots.simulated.yaml" : "slots.yaml";

    /// <summary>A station without files.</summary>
    public static StationSetup Default { get; } = new(new(), null, "none", "", []);

    /// <summary>Which recipes are taken.</summary>
    public ReleaseRules Releases { get; init; } = ReleaseRules.None;

    public string Name => Settings.Name ?? Environment.MachineName;

    public SlotMap Slots => new(Taught.ToImmutableSortedDictionary(slot => slot.Slot, slot => slot.Port), Settings.Slots.UnknownPorts) { Fixture = Settings.Slots.Places };

    /// <summary>The folder of recipes of the command line, else of the station file, else the usual one.</summary>
    public string Recipes(string? given) => given ?? (Settings.Recipes is { } path ? Beside(path) : UsualRecipes);

    /// <summary>The work orders of the station file and of the list that it names; none where every number is one.</summary>
    /// <param name="scans">What scans look like.</param>
    public WorkOrderShelf? WorkOrders(ScanReader scans) => Settings.HasWorkOrders ? new(Settings.WorkOrders, Settings.WorkOrdersFile is { } file ? Beside(file) : null, scans) : null;

    /// <summary>A path of the station file.</summary>
    string Beside(string path) => Path.Combine(Path.GetDirectoryName(File) ?? "", path);

    /// <summary>The database of the command line, else of the station file, else the usual one.</summary>
    public string Database(string? given) =>
        given ?? (Settings.Database is { } path ? Beside(path) : UsualDatabase);

    /// <summary>Finds and reads the station's files, and prints what is wrong with them. None if there is an error.</summary>
    /// <param name="option">The station file as the command line names it.</param>
    /// <param name="simulated">Whether the boards are virtual ones.</param>
    public static StationSetup? Load(StationIo io, string? option, bool simulated = false)
    {
        var finding = Find(io, option, simulated);
        foreach (var problem in finding.Problems)
            io.Error.WriteLine(problem);
        if (finding.Setup is null)
            io.Error.WriteLine("The station's files cannot be used.");
        return finding.Setup;
    }

    /// <summary>Finds and reads the station's files.</summary>
    public static StationFinding Find(StationIo io, string? option, bool simulated)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        var (file, foundBy) = Locate(io, option);
        var settings = file is null ? new() : Read(problems, file, bytes =>
        {
            var reading = StationReader.Read(file, bytes);
            return (reading.Settings, reading.Problems);
        });
        var slotsFile = Path.Combine(file is null ? Path.Combine(io.Folder, "config") : Path.GetDirectoryName(file) ?? "", SlotsFileName(simulated));
        var taught = !System.IO.File.Exists(slotsFile) ? new([]) : Read(problems, slotsFile, bytes =>
        {
            var reading = SlotFile.Read(slotsFile, bytes);
            return (reading.Slots, reading.Problems);
        });
        var setup = settings is not null && taught is not null ? new StationSetup(settings, file, foundBy, slotsFile, taught.Slots) : null;
        return new(setup is not null && setup.Rules(problems) is { } rules ? setup with { Releases = rules } : null, foundBy, problems.ToImmutable());
    }

    /// <summary>Reads the keys that are trusted; none if one of them cannot be used.</summary>
    ReleaseRules? Rules(ImmutableArray<string>.Builder problems)
    {
        var trusted = ImmutableArray.CreateBuilder<TrustedKey>();
        foreach (var (path, place) in Settings.Releases.Trusted)
        {
            if (KeyFile.ReadPublic(Beside(path), out var why) is not { } key)
                Wrong(StationCode.Key, place, $"'trusted': {Printable.Escape(path)} {why}");
            else if (trusted.FirstOrDefault(other => other.Key.Id == key.Id) is { } twin)
                Wrong(DocumentCode.Duplicate, place, $"'trusted': {Printable.Escape(path)} is the same key as {Printable.Escape(twin.Name)}, and two signatures by one key are one approval; remove one of the two");
            else
                trusted.Add(new(key, path));
        }

        return trusted.Count == Settings.Releases.Trusted.Length ? new(Settings.Releases.Required, trusted.ToImmutable(), Settings.Releases.Approvals) : null;

        void Wrong(string code, SourcePlace place, string message) => problems.Add(new DocumentProblem(ProblemSeverity.Error, $"station.{code}", File!, place, message).ToString());
    }

    static (string? File, string FoundBy) Locate(StationIo io, string? option)
    {
        if (option is not null)
            return (option, "named by --config");
        if (io.Variable(Variable) is { Length: > 0 } named)
            return (named, $"named by {Variable}");
        var usual = Path.Combine(io.Folder, UsualFile);
        return System.IO.File.Exists(usual) ? (usual, "found in the working folder") : (null, $"none: --config, {Variable} and {UsualFile} name no file, so everything is a default");
    }

    static T? Read<T>(ImmutableArray<string>.Builder problems, string path, Func<byte[], (T? Value, ImmutableArray<DocumentProblem> Problems)> read)
        where T : class
    {
        byte[] bytes;
        try
        {
            bytes = InputFile.Read(path, MostBytes);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            problems.Add($"{Printable.Escape(path)}: error: {InputFile.Reason(unreadable)}");
            return null;
        }

        var (value, found) = read(bytes);
        problems.AddRange(found.Select(problem => problem.ToString()));
        return value;
    }
}

/// <param name="Setup">None if there is an error.</param>
/// <param name="FoundBy">Why the station file is this one, for people.</param>
/// <param name="Problems">Errors and warnings, a line each.</param>
sealed record StationFinding(StationSetup? Setup, string FoundBy, ImmutableArray<string> Problems);
