using System.Text.RegularExpressions;
using GangFlash.Testing;

namespace GangFlash.Tests;

/// <summary>The folders of Core follow the data, and each knows only earlier ones.</summary>
public sealed partial class ArrowsTests
{
    /// <summary>Each stage with the stages that it may know; what lies in the root may be known by all and knows none.</summary>
    static readonly Dictionary<string, string[]> s_mayKnow = new()
    {
        [""] = [],
        ["Messages"] = [],
        ["Images"] = [],
        ["Devices"] = [],
        ["DfuSe"] = ["Devices"],
        ["Chips"] = ["Devices", "DfuSe"],
        ["Documents"] = ["Devices"],
        ["Recipes"] = ["Images", "Devices", "Documents", "DfuSe", "Chips"],
        ["Releases"] = ["Documents"],
        ["Planning"] = ["Images", "Devices", "Documents", "DfuSe", "Chips", "Recipes", "Releases"],
        ["Differences"] = ["Images", "Documents", "Recipes", "Planning"],
        ["Flashing"] = ["Images", "Devices", "Documents", "DfuSe", "Chips", "Recipes", "Planning"],
        ["Numbers"] = ["Flashing"],
        ["Gang"] = ["Messages", "Images", "Devices", "Documents", "DfuSe", "Chips", "Recipes", "Planning", "Flashing"],
        ["Line"] = ["Messages", "Images", "Devices", "Documents", "DfuSe", "Chips", "Recipes", "Planning", "Flashing", "Numbers", "Gang"],
        ["Desk"] = ["Images", "Devices", "Documents", "DfuSe", "Chips", "Recipes", "Planning", "Line"],
        ["Stations"] = ["Messages", "Images", "Devices", "Documents", "DfuSe", "Chips", "Recipes", "Planning", "Flashing", "Numbers", "Gang", "Line"],
    };

    public static TheoryData<string> Stages => [.. s_mayKnow.Keys];

    [Theory]
    [MemberData(nameof(Stages))]
    public void A_stage_knows_only_earlier_stages(string stage)
    {
        var wrong =
            from file in Sources(stage)
            from known in Known(File.ReadAllText(file))
            where known != stage && !s_mayKnow[stage].Contains(known)
            select $"{Path.GetFileName(file)} knows {known}";

        Assert.Empty(wrong.Distinct());
    }

    [Fact]
    public void Every_folder_of_Core_is_a_stage() =>
        Assert.Equal(s_mayKnow.Keys.Where(stage => stage.Length > 0).Order(), Directory.GetDirectories(Core).Select(folder => Path.GetFileName(folder)!).Where(name => name is not ("bin" or "obj")).Order());

    [Theory]
    [InlineData("using GangFlash.Gang;", "Gang")]
    [InlineData("using static GangFlash.DfuSe.DfuState;", "DfuSe")]
    [InlineData("return Devices.UsbId.StDfu;", "Devices")]
    [InlineData("using GangFlash.Chips.Tables;", "Chips")]
    [InlineData("order.Images.Select(image => image)", null)]
    [InlineData("// see Gang.GangRunner", null)]
    [InlineData("/// <see cref=\"Planning.FlashPlan\"/>", null)]
    public void What_counts_as_knowing(string line, string? stage) => Assert.Equal(stage, Known(line).SingleOrDefault());

    static string Core => Path.Combine(TestImages.RepositoryRoot(), "src", "GangFlash.Core");

    static IEnumerable<string> Sources(string stage) =>
        Directory.EnumerateFiles(Path.Combine(Core, stage), "*.cs", stage.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories);

    /// <summary>Stages that a text names, by a using or by a name in front of a type.</summary>
    static IEnumerable<string> Known(string text) =>
        text.Split('\n').Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.StartsWith("namespace ", StringComparison.Ordinal))
            .SelectMany(line => StageName.Matches(line).Select(match => match.Groups["stage"].Value));

    [GeneratedRegex(@"(?<before>^|[^\w.])(GangFlash\.)?(?<stage>Messages|Images|Devices|DfuSe|Chips|Documents|Recipes|Releases|Planning|Differences|Flashing|Numbers|Gang|Line|Stations)(\.[A-Z]|;)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex StageName { get; }
}
