using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using GangFlash.Documents;

namespace GangFlash.Releases;

/// <summary>A manifest as the bytes that are signed: JSON with exactly these members.</summary>
public static partial class ManifestJson
{
    /// <summary>Stands first, so that no signature over something else can be one over a manifest.</summary>
    const string Format = "gangflash-release/1";

    const string FormatStart = "gangflash-release/";
    const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public const int LongestBy = 64;

    public const int LongestNote = 1000;

    const int LongestRevision = 32;
    const int LongestProgram = 128;

    static readonly string[] s_members = ["format", "recipe", "revision", "released", "by", "note", "program", "files"];

    static readonly string[] s_fileMembers = ["name", "size", "sha256"];

    public static byte[] Write(ReleaseManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("recipe", manifest.Recipe);
            json.WriteString("revision", manifest.Revision);
            json.WriteString("released", manifest.Released.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture));
            json.WriteString("by", manifest.By);
            json.WriteString("note", manifest.Note);
            json.WriteString("program", manifest.Program);
            json.WriteStartArray("files");
            foreach (var file in manifest.Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteNumber("size", file.Size);
                json.WriteString("sha256", file.Sha256);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        bytes.Write("\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Never throws: bytes that are no manifest give none, and say why.</summary>
    public static ReleaseManifest? Read(ReadOnlyMemory<byte> bytes, out ReleaseProblem? problem)
    {
        problem = null;
        try
        {
            using var json = JsonDocument.Parse(bytes, new() { AllowDuplicateProperties = false, MaxDepth = 4 });
            return Read(json.RootElement);
        }
        catch (WrongManifestException wrong)
        {
            problem = new(wrong.Code, $"{ReleaseNames.Manifest} {wrong.Message}.");
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            problem = new(ReleaseCode.Manifest, $"{ReleaseNames.Manifest} is not JSON as a release has it: {Printable.Escape(wrong.Message, 200)}");
        }

        return null;
    }

    static ReleaseManifest Read(JsonElement root)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("format", out var format) || format.ValueKind is not JsonValueKind.String || format.GetString() is not { } written || !written.StartsWith(FormatStart, StringComparison.Ordinal))
            throw Wrong($"does not begin with \"format\": \"{Format}\", so this is no release of GangFlash");
        if (written != Format)
            throw new WrongManifestException(ReleaseCode.Version, $"has the format {Printable.Escape(written, 64)}, and this GangFlash reads {Format}; update GangFlash on this station");
        DemandMembers(root, s_members, "the manifest");
        if (root.GetProperty("files") is not { ValueKind: JsonValueKind.Array } list)
            throw Wrong("has no list of files");
        if (list.GetArrayLength() is < 2 or > ReleaseLimits.Files)
            throw Wrong($"lists {list.GetArrayLength()} files; a release has 2 to {ReleaseLimits.Files}, the recipe and its images");
        ImmutableArray<ReleasedFile> files = [.. list.EnumerateArray().Select(File)];
        DemandNames(files);
        return new(
            Text(root, "recipe", text => DocumentScalars.Name(text, "recipe")),
            Text(root, "revision", text => Line(text, LongestRevision)),
            Moment(root),
            Text(root, "by", text => Line(text, LongestBy)),
            Text(root, "note", RefuseNote),
            Text(root, "program", text => Line(text, LongestProgram)),
            files);
    }

    static ReleasedFile File(JsonElement file)
    {
        if (file.ValueKind is not JsonValueKind.Object)
            throw Wrong("lists something that is no file");
        DemandMembers(file, s_fileMembers, "an entry of 'files'");
        var name = Text(file, "name", ReleaseNames.Refuse);
        if (file.GetProperty("size") is not { ValueKind: JsonValueKind.Number } size || !size.TryGetInt64(out var bytes) || bytes is < 0 or > ReleaseLimits.BundleLength)
            throw Wrong($"gives {DocumentScalars.Show(name)} no size from 0 to {ReleaseLimits.BundleLength:N0}");
        return new(name, bytes, Text(file, "sha256", text => Hash.IsMatch(text) ? null : "is no SHA-256 in 64 lower-case hex digits"));
    }

    static void DemandNames(ImmutableArray<ReleasedFile> files)
    {
        if (!files.Any(file => file.Name == ReleaseNames.Recipe))
            throw Wrong($"lists no {ReleaseNames.Recipe}");
        // Whatever the case: on some stations two such names are one file.
        if (files.GroupBy(file => file.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Wrong($"lists {DocumentScalars.Show(twice.Key)} twice");
        if (files.Sum(file => file.Size) is var sum and > ReleaseLimits.BundleLength)
            throw new WrongManifestException(ReleaseCode.TooLarge, $"lists {sum:N0} bytes; a release has at most {ReleaseLimits.BundleLength:N0}");
    }

    static void DemandMembers(JsonElement element, string[] members, string of)
    {
        var there = element.EnumerateObject().Select(member => member.Name).ToList();
        if (there.Except(members).FirstOrDefault() is { } unknown)
            throw Wrong($"has '{DocumentScalars.Show(unknown)}', which is no member of {of}");
        if (members.Except(there).FirstOrDefault() is { } missing)
            throw Wrong($"lacks '{missing}' in {of}");
    }

    static string Text(JsonElement element, string member, Func<string, string?> refuse)
    {
        if (element.GetProperty(member) is not { ValueKind: JsonValueKind.String } value || value.GetString() is not { } text)
            throw Wrong($"has no text as '{member}'");
        return refuse(text) is { } why ? throw Wrong($"has '{DocumentScalars.Show(text)}' as '{member}', which {why}") : text;
    }

    static DateTimeOffset Moment(JsonElement root)
    {
        var text = Text(root, "released", _ => null);
        return DateTimeOffset.TryParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw Wrong($"has '{DocumentScalars.Show(text)}' as 'released', which is no moment such as 2026-11-28T09:30:00Z");
    }

    /// <summary>Why a name of a person can't stand in a manifest; none if it can.</summary>
    public static string? RefuseBy(string text) => Line(text, LongestBy);

    /// <summary>Why a note can't stand in a manifest; none if it can.</summary>
    public static string? RefuseNote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > LongestNote ? $"has {text.Length} characters; it can have {LongestNote}"
            : DocumentText.HasInvisible(text.Replace('\n', ' ')) ? "has an invisible character"
            : null;
    }

    static string? Line(string text, int most) =>
        text.Trim().Length == 0 ? "is empty"
        : text.Length > most ? $"has {text.Length} characters; it can have {most}"
        : DocumentText.HasInvisible(text) ? "has an invisible character"
        : null;

    static WrongManifestException Wrong(string message) => new(ReleaseCode.Manifest, message);

    [GeneratedRegex("^[0-9a-f]{64}$", RegexOptions.NonBacktracking)]
    private static partial Regex Hash { get; }

    sealed class WrongManifestException(string code, string message) : Exception(message)
    {
        public string Code { get; } = code;
    }
}
