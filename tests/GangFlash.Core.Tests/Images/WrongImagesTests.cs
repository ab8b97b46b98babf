using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using GangFlash.Images;
using GangFlash.Testing;

namespace GangFlash.Tests.Images;

/// <summary>A catalogue of the files that people get by accident, with what they are told: <c>Golden/WrongImages/</c>, and <c>Golden/Wrong_images.txt</c> as its index.</summary>
public sealed class WrongImagesTests
{
    static readonly WrongImage[] s_all = [.. WrongImages.Foreign, .. WrongImages.Elf, .. WrongImages.IntelHex, .. WrongImages.SRecord, .. WrongImages.DfuSe];

    public static TheoryData<WrongImage> All => [.. s_all];

    [Theory]
    [MemberData(nameof(All))]
    public void Is_refused_with_words_that_help(WrongImage wrong)
    {
        var problem = Reading.Refused(wrong.File, wrong.Content, wrong.At);

        var given = wrong.At is { } at ? $", placed at 0x{at:X8}" : "";
        Golden.Matches($"{wrong.Story}\n{wrong.Content.Length:N0} bytes{given}; code {problem.Code}\n\n{problem.Listing}", $"WrongImages/{wrong.Case}");
    }

    [Fact]
    public void Every_code_is_met_and_the_index_names_every_case()
    {
        var cases = s_all.Select(wrong => (wrong.Case, wrong.Story, Reading.Refused(wrong.File, wrong.Content, wrong.At).Code)).ToList();
        var codes = typeof(ImageCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

        Assert.Equal(codes.Order(), cases.Select(wrong => wrong.Code).Distinct().Order());
        var index = new StringBuilder($"{cases.Count} wrong images\n");
        foreach (var code in cases.GroupBy(wrong => wrong.Code).OrderBy(code => code.Key, StringComparer.Ordinal))
        {
            index.Append($"\n{code.Key}\n");
            foreach (var (name, story, _) in code)
                index.Append($"    {name,-40}{story}\n");
        }

        Golden.Matches(index.ToString(), "Wrong_images");
    }

    [Fact]
    public void No_golden_file_is_left_of_a_case_that_is_gone() =>
        Assert.Equal(s_all.Select(wrong => wrong.Case).Order(StringComparer.Ordinal), Directory.GetFiles(Path.Combine(Folder(), "Golden", "WrongImages")).Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void No_complaint_can_move_a_cursor() =>
        Assert.All(s_all, wrong => Assert.DoesNotContain(Reading.Refused(wrong.File, wrong.Content, wrong.At).Listing, letter => letter != '\n' && char.IsControl(letter)));

    static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
