using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using GangFlash.Reports;

namespace GangFlash.Web;

/// <summary>Style, script and sign of the site: part of the program, each under an address that changes with its content.</summary>
static class SiteAssets
{
    public const string Prefix = "/assets/";

    static readonly ImmutableDictionary<string, (string Type, byte[] Bytes)> s_files = new Dictionary<string, (string Type, byte[] Bytes)>
    {
        // One style for reports and for the site around them.
        ["site.css"] = ("text/css; charset=utf-8", Encoding.UTF8.GetBytes(HtmlReport.Styles + Encoding.UTF8.GetString(Read("site.css")))),
        ["line.js"] = ("text/javascript; charset=utf-8", Read("line.js")),
        ["sign.svg"] = ("image/svg+xml", Read("sign.svg")),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    static readonly ImmutableDictionary<string, string> s_paths = s_files.ToImmutableDictionary(
        file => file.Key, file => $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(file.Value.Bytes).AsSpan(0, 8))}/{file.Key}", StringComparer.Ordinal);

    public static string Style { get; } = s_paths["site.css"];

    public static string LineScript { get; } = s_paths["line.js"];

    public static string Sign { get; } = s_paths["sign.svg"];

    /// <summary>None for an address of no file, or of one as it was in another version.</summary>
    public static Answer? Find(string path) =>
        s_paths.FirstOrDefault(known => known.Value == path).Key is { } name && s_files[name] is var file ? new Answer.Content(file.Type, file.Bytes, Forever: true) : null;

    static byte[] Read(string name)
    {
        using var stream = typeof(SiteAssets).Assembly.GetManifestResourceStream("assets/" + name)!;
        using var reader = new StreamReader(stream);
        return Encoding.UTF8.GetBytes(reader.ReadToEnd().ReplaceLineEndings("\n"));
    }
}
