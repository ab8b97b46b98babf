using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Station.Terminal;
using Spectre.Console;

namespace GangFlash.Station.Tests.Terminal;

/// <summary>What the terminal is sent turns one picture into the next, and nothing in a picture can do more than be seen.</summary>
public sealed class FrameWriterTests
{
    static readonly string[] s_texts = ["", "SLOT 1", "GOOD ✓", "日本語テスト", "a界b界c", "\e[2J\e[31mred", "\a\b\r\0", "e\u0301\u200B\u202Eabc", "😀😀", "█████▌"];

    [Fact]
    public void After_every_frame_the_terminal_shows_the_picture() =>
        Prop.ForAll(Pictures(), frames =>
        {
            var terminal = new TinyTerminal(20, 5);
            var writer = new FrameWriter(ColourProfile.None);
            Frame? before = null;
            foreach (var after in frames)
            {
                terminal.Take(writer.Write(before, after));
                before = after;
                Assert.Equal(after.ToString(), terminal.ToString());
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Only_changed_cells_are_written()
    {
        var before = new Frame(80, 24);
        before.Draw(before.All, "12:00:07", Style.Plain);
        var after = new Frame(80, 24);
        after.Draw(after.All, "12:00:08", Style.Plain);

        Assert.Equal("\e[?2026h\e[1;8H\e[0m8\e[0m\e[?2026l", new FrameWriter(ColourProfile.True).Write(before, after));
    }

    [Fact]
    public void The_same_picture_writes_nothing()
    {
        var picture = new Frame(80, 24);

        Assert.Equal("", new FrameWriter(ColourProfile.True).Write(picture, picture));
    }

    [Fact]
    public void A_new_size_draws_everything() =>
        Assert.Contains("\e[2J", new FrameWriter(ColourProfile.True).Write(new Frame(10, 2), Picture(12, 2, "hello")), StringComparison.Ordinal);

    [Fact]
    public void Control_characters_become_stand_ins()
    {
        var sent = new FrameWriter(ColourProfile.None).Write(null, Picture(40, 1, "\e[31mA\u009BB\u0007C\u202ED\u200BE"));

        Assert.Equal("\uFFFD[31mA\uFFFDB\uFFFDC\uFFFDD\uFFFDE", Picture(40, 1, "\e[31mA\u009BB\u0007C\u202ED\u200BE").ToString().Trim());
        Assert.DoesNotContain("\e[31m", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(sent, character => character is '\a' or '\u009B' or '\u202E');
    }

    [Fact]
    public void The_same_holds_for_every_character_in_a_renderable_of_Spectre()
    {
        var picture = new Frame(10, 1);
        for (var value = 0; value <= 0x2FFF; value++)
        {
            if (value is >= 0xD800 and <= 0xDFFF or '\n' or '\r')
                continue;
            picture = new Frame(10, 1);
            picture.Draw(picture.All, new Text($"a{(char)value}b"));
            Assert.DoesNotContain(picture.Line(0).ToArray(), cell => cell.Text.Any(c => char.IsControl(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format));
        }
    }

    [Theory]
    [InlineData(ColourProfile.None, "\e[0;1;7m")]
    [InlineData(ColourProfile.Sixteen, "\e[0;1;97;41m")]
    [InlineData(ColourProfile.TwoHundredFiftySix, "\e[0;1;38;5;231;48;5;160m")]
    [InlineData(ColourProfile.True, "\e[0;1;38;2;255;255;255;48;2;210;10;10m")]
    public void Colours_follow_what_the_terminal_can(object profile, string sequence) =>
        Assert.Equal(sequence, Sgr.Of(new(0xFFFFFF, 0xD20A0A, CellFlags.Bold), (ColourProfile)profile));

    [Theory]
    [InlineData("xterm-256color", "", "", ColourProfile.TwoHundredFiftySix)]
    [InlineData("xterm-256color", "truecolor", "", ColourProfile.True)]
    [InlineData("tmux-256color", "24bit", "", ColourProfile.True)]
    [InlineData("linux", "", "", ColourProfile.Sixteen)]
    [InlineData("screen", "", "", ColourProfile.Sixteen)]
    [InlineData("vt100", "", "", ColourProfile.None)]
    [InlineData("dumb", "truecolor", "", ColourProfile.None)]
    [InlineData("xterm-256color", "truecolor", "1", ColourProfile.None)]
    public void The_environment_says_how_many_colours(string term, string colorTerm, string noColor, object expected) =>
        Assert.Equal((ColourProfile)expected, ColourProfiles.Of(name => name switch { "TERM" => term, "COLORTERM" => colorTerm, "NO_COLOR" => noColor, _ => null }));

    static Frame Picture(int width, int height, string text)
    {
        var picture = new Frame(width, height);
        picture.Draw(picture.All, text, Style.Plain);
        return picture;
    }

    static Arbitrary<Frame[]> Pictures() => Arb.From(
        from places in Gen.ArrayOf(
            from column in Gen.Choose(0, 19)
            from line in Gen.Choose(0, 4)
            from text in Gen.Elements(s_texts)
            select (column, line, text))
        select Frames(places));

    /// <summary>Every other text clears the picture first, so that things vanish too.</summary>
    static Frame[] Frames((int Column, int Line, string Text)[] places)
    {
        var frames = new List<Frame>();
        for (var count = 1; count <= places.Length; count++)
        {
            var picture = new Frame(20, 5);
            foreach (var (column, line, text) in places.Take(count).Skip(count / 4 * 2))
                picture.Draw(picture.All.Below(line).RightOf(column), text, Style.Plain);
            frames.Add(picture);
        }

        return [.. frames];
    }

    /// <summary>As much of a terminal as a frame may use; anything else is a mistake.</summary>
    sealed class TinyTerminal(int width, int height)
    {
        readonly string[] cells = [.. Enumerable.Repeat(" ", width * height)];
        int column;
        int line;

        public void Take(string sent)
        {
            var runes = sent.EnumerateRunes().ToList();
            for (var i = 0; i < runes.Count; i++)
            {
                if (runes[i].Value != 0x1B)
                {
                    Put(runes[i]);
                    continue;
                }

                var end = runes.FindIndex(i, rune => Rune.IsLetter(rune));
                Do(string.Concat(runes[(i + 2)..(end + 1)]));
                i = end;
            }
        }

        public override string ToString() => string.Concat(Enumerable.Range(0, height).Select(y => string.Concat(cells.Skip(y * width).Take(width)).TrimEnd() + "\n"));

        void Put(Rune rune)
        {
            var taken = CellWidth.Of(rune);
            Assert.True(taken > 0 && column >= 0 && column + taken <= width, $"U+{rune.Value:X4} at {column}");
            for (var x = column; x < column + taken; x++)
                Blank(x);
            cells[line * width + column] = rune.ToString();
            if (taken == 2)
                cells[line * width + column + 1] = "";
            column = taken == 2 ? -1 : column + 1;      // after a wide character nobody may rely on the cursor
        }

        void Blank(int x)
        {
            if (cells[line * width + x].Length == 0 && x > 0)
                cells[line * width + x - 1] = " ";
            if (x + 1 < width && cells[line * width + x + 1].Length == 0)
                cells[line * width + x + 1] = " ";
            cells[line * width + x] = " ";
        }

        void Do(string sequence)
        {
            if (sequence is "2J")
                Array.Fill(cells, " ");
            else if (sequence.EndsWith('H'))
                (line, column) = (int.Parse(sequence[..^1].Split(';')[0]) - 1, int.Parse(sequence[..^1].Split(';')[1]) - 1);
            else
                Assert.True(sequence.EndsWith('m') || sequence is "?2026h" or "?2026l", sequence);
        }
    }
}
