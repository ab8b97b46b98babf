using System.Text;

namespace GangFlash.Fuzz.Mutations;

/// <summary>
/// What people and tools do to a text: words, numbers, lines and brackets changed, moved, doubled, lost. The words come from the seeds, so that keys are swapped
/// for keys and values for values.
/// </summary>
sealed class TextMutations
{
    const int MostRepeats = 400;

    readonly string[] words;

    public TextMutations(IEnumerable<byte[]> seeds, params string[] more) =>
        words = [.. seeds.SelectMany(seed => Tokens(Encoding.UTF8.GetString(seed))).Where(token => !string.IsNullOrWhiteSpace(token)).Concat(more).Concat(s_telling).Distinct(StringComparer.Ordinal)];

    public byte[] Any(byte[] input, byte[] donor, Dice dice)
    {
        var text = Encoding.UTF8.GetString(input);
        var changed = dice.Below(3) switch
        {
            0 => Line([.. text.Split('\n')], donor, dice),
            _ => Token(Tokens(text), dice),
        };
        return Encoding.UTF8.GetBytes(changed);
    }

    /// <summary>What YAML, SQL, CSV and terminals give a meaning to, and what no reader sees.</summary>
    static readonly string[] s_telling =
    [
        "", " ", "  ", "\t", "\n", "\r", "\0", "\u001B[31m", "\u0085", "\u2028", "\u202E", "\uFEFF", "\uFFFD", "é", "😀", "0", "-1", "1", "007", "1e9", "0x", "0x0", "0x08000000", "0xFFFFFFFF",
        "0x100000000", "2147483648", "4294967296", "18446744073709551616", "NaN", "true", "null", "~", "<<", "*a", "&a", "!!str", "!!binary", "|", ">", "---", "...", "%YAML 1.2", "[", "]", "{", "}", ":", ",", "-",
        "- ", "?", "? ", "#", "'", "\"", "\\", "\"\\u0000\"", "../..", "C:\\x", "/", "*", "@", ";", "--", "=1+1", "<b>",
    ];

    string Token(List<string> tokens, Dice dice)
    {
        if (tokens.Count == 0)
            return dice.Pick(words);
        var at = dice.Below(tokens.Count);
        switch (dice.Below(9))
        {
            case 0:
                tokens[at] = Nudged(tokens[at], dice);
                break;
            case 1 or 2:
                tokens[at] = dice.Pick(words);
                break;
            case 3:
                tokens.Insert(at, dice.Pick(words));
                break;
            case 4:
                tokens.RemoveAt(at);
                break;
            case 5:
                tokens.Insert(at, tokens[at]);
                break;
            case 6:
                var other = dice.Below(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 7 when dice.OneIn(20):
                tokens[at] = string.Concat(Enumerable.Repeat(tokens[at], 1 + dice.Below(MostRepeats)));
                break;
            default:
                var (open, close) = dice.Pick(s_pairs);
                tokens[at] = open + tokens[at] + close;
                break;
        }

        return string.Concat(tokens);
    }

    static readonly (string Open, string Close)[] s_pairs = [("[", "]"), ("{", "}"), ("\"", "\""), ("'", "'"), ("[", ""), ("{ ", ""), ("\n  ", ""), ("", "\n"), ("- ", "")];

    string Line(List<string> lines, byte[] donor, Dice dice)
    {
        var at = dice.Below(lines.Count);
        switch (dice.Below(8))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(at, lines[at]);
                break;
            case 2:
                lines.Insert(dice.Below(lines.Count), lines[at]);
                break;
            case 3:
                lines[at] = new string(' ', dice.Below(9)) + lines[at].TrimStart();
                break;
            case 4:
                lines.Insert(at, $"{lines[at][..(lines[at].Length - lines[at].TrimStart().Length)]}{dice.Pick(words)}: {dice.Pick(words)}");
                break;
            case 5 when dice.OneIn(10):
                lines.InsertRange(at, Enumerable.Repeat(lines[at], dice.Below(MostRepeats)));
                break;
            case 6:
                lines[at] += dice.Pick(words);
                break;
            default:
                var others = Encoding.UTF8.GetString(donor).Split('\n');
                lines.InsertRange(at, others.Skip(dice.Below(others.Length)).Take(dice.Few(6)));
                break;
        }

        return string.Join('\n', lines);
    }

    /// <summary>A number becomes one near it; a word loses, doubles or changes a letter.</summary>
    static string Nudged(string token, Dice dice)
    {
        if (token.Length == 0)
            return token;
        var at = dice.Below(token.Length);
        return dice.Below(4) switch
        {
            0 when uint.TryParse(token, out var number) => dice.Number(number, token.Length).ToString(System.Globalization.CultureInfo.InvariantCulture),
            0 => token.ToUpperInvariant(),
            1 => token.Remove(at, 1),
            2 => token.Insert(at, token[at].ToString()),
            _ => token[..at] + (char)(token[at] + dice.Below(3) - 1) + token[(at + 1)..],
        };
    }

    /// <summary>Words, a line end with the indentation behind it, runs of blanks, and single characters of everything else.</summary>
    static List<string> Tokens(string text)
    {
        var tokens = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = at + 1;
            if (IsWord(text[at]))
                end = EndOf(text, end, IsWord);
            else if (text[at] is '\n' or ' ')
                end = EndOf(text, end, static character => character == ' ');
            tokens.Add(text[at..end]);
            at = end;
        }

        return tokens;
    }

    static bool IsWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '.';

    static int EndOf(string text, int from, Func<char, bool> belongs)
    {
        while (from < text.Length && belongs(text[from]))
            from++;
        return from;
    }
}
