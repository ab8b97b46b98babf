using System.Collections.Immutable;
using System.CommandLine;
using System.Text;
using GangFlash.Documents;
using GangFlash.Planning;
using GangFlash.Releases;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe release</c>: freezes a recipe and its images into one signed file.</summary>
sealed class RecipeReleaseCommand
{
    readonly StationIo io;
    readonly Argument<string> recipe = new("recipe") { Description = "The recipe file." };
    readonly Option<string> key = ReleaseSigning.Key();
    readonly Option<string> output = new("-o", "--output") { Description = "The release, a file that is not there yet.", HelpName = "FILE.gfr", Required = true };
    readonly Option<string> by = new("--by") { Description = "Who releases.", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
    readonly Option<string> note = new("--note") { Description = "What changed, in a few words.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    RecipeReleaseCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new RecipeReleaseCommand(io);
        var command = new Command("release", "Freeze a recipe and its images into one signed file, after all that 'recipe check' does.") { it.recipe, it.key, it.output, it.by, it.note };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var (path, target) = (parsed.GetRequiredValue(recipe), parsed.GetRequiredValue(output));
        if (Refuse(parsed, path, target) is { } wrong)
            return Stop(ExitCode.Usage, wrong);
        var loading = OrderLoader.Load(path, ReleaseRules.None);
        if (RecipeCheckCommand.Tell(io, path, loading, _ => new(), json: false) is var exit and not ExitCode.Passed)
            return exit;
        if (loading.Images.Keys.Select(name => (Name: name, Why: name == ReleaseNames.Recipe ? "is the name that the recipe has in a release; give the image another one" : ReleaseNames.Refuse(name))).FirstOrDefault(image => image.Why is not null) is { Name: { } image, Why: { } why })
            return Stop(ExitCode.BadInput, $"{Printable.Escape(path)}: error: the image '{DocumentScalars.Show(image)}' {why}");
        var (opened, refused) = await ReleaseSigning.OpenAsync(io, parsed.GetRequiredValue(key), ct);
        if (opened is null)
            return refused;
        using (opened)
            return Write(target, Bundle(loading.Order!, loading.Images, parsed).SignedBy(opened));
    }

    string? Refuse(ParseResult parsed, string path, string target) =>
        ReleaseNames.IsRelease(path) ? $"{Printable.Escape(path)} is a release already. Another person signs it with: gangflash recipe approve."
        : !ReleaseNames.IsRelease(target) ? $"-o: {Printable.Escape(target)} does not end in {ReleaseNames.Extension}, which tells a release from a recipe."
        : File.Exists(target) ? Overwritten(target)
        : ManifestJson.RefuseBy(parsed.GetRequiredValue(by)) is { } whyBy ? $"--by: '{DocumentScalars.Show(parsed.GetRequiredValue(by))}' {whyBy}."
        : ManifestJson.RefuseNote(parsed.GetRequiredValue(note)) is { } whyNote ? $"--note: '{DocumentScalars.Show(parsed.GetRequiredValue(note))}' {whyNote}."
        : null;

    static string Overwritten(string target) => $"{Printable.Escape(target)} is there already, and a release is never overwritten. Count up the revision, and name another file.";

    /// <summary>From the very bytes that were checked, not from what is on disk by now.</summary>
    ReleaseBundle Bundle(FlashOrder order, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> images, ParseResult parsed)
    {
        var files = images.ToImmutableDictionary().Add(ReleaseNames.Recipe, Encoding.UTF8.GetBytes(order.Recipe.Source.Text));
        return ReleaseBundle.Of(
            new(order.Recipe.Name, order.Recipe.Revision, io.Clock.GetUtcNow(), parsed.GetRequiredValue(by), parsed.GetRequiredValue(note), StationVersion.Text, []), files);
    }

    ExitCode Write(string target, ReleaseBundle bundle)
    {
        var bytes = ReleaseWriter.Write(bundle);
        var loading = OrderLoader.LoadRelease(target, bytes, ReleaseRules.None);      // read back before anybody relies on it
        if (loading.Order?.Release is not { } release)
            return Stop(ExitCode.BadInput, loading.Problems[0]);
        try
        {
            WholeFile.WriteNew(target, bytes);
        }
        catch (IOException) when (File.Exists(target))
        {
            return Stop(ExitCode.Usage, Overwritten(target));
        }
        catch (Exception unwritable) when (InputFile.IsUnreadable(unwritable))
        {
            return Stop(ExitCode.Usage, $"{Printable.Escape(target)} cannot be written: {Printable.Escape(unwritable.Message)}");
        }

        io.Out.WriteLine($"{Printable.Escape(target)}: {ReleaseListing.Head(release.Manifest)} with {bundle.Files.Count - 1} {(bundle.Files.Count == 2 ? "image" : "images")}, {bytes.Length:N0} bytes, signed by {release.Signers[0].KeyId}.");
        return ExitCode.Passed;
    }

    ExitCode Stop(ExitCode exit, string sentence)
    {
        io.Error.WriteLine(sentence);
        return exit;
    }
}
