using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Desk;

/// <summary>A first recipe for a board and its images, with a comment wherever somebody has to decide. Pure: the same board and images give the same text.</summary>
public static class RecipeDraft
{
    /// <param name="name">As recipes are named: see <see cref="NameOf"/>.</param>
    /// <param name="board">What is plugged in; none where a chip is named instead.</param>
    /// <param name="chip">Who was asked for; none for whatever the board says that it is.</param>
    /// <param name="schema">Where editors find the keys, relative to the recipe; none if that is not known.</param>
    public static string Of(string name, ImmutableArray<DraftImage> images, DeviceIdentity? board, ChipChoice? chip, string? schema)
    {
        ArgumentNullException.ThrowIfNull(name);
        var candidates = board is null ? [] : ChipCatalogue.Candidates(board);
        chip ??= candidates is [var certain] ? new(certain, certain.Name, null) : null;
        var text = new StringBuilder();
        if (schema is not null)
            Line($"# yaml-language-server: $schema={schema}");
        Line("# Made by 'gangflash recipe new'. What a comment asks is for you to decide; 'gangflash recipe check' says what is still wrong.");
        Line("");
        Line($"recipe: {name}");
        Line("revision: 1                    # count up with every change that reaches the line");
        Line($"description: {Quote($"{string.Join(" and ", images.Select(image => Path.GetFileName(image.File)))} for {chip?.Part ?? (board is null ? "a board" : Printable.Escape(board.Product.Text, 64))}.")}");
        Line("");
        Line("images:");
        foreach (var image in images)
        {
            Line($"  - file: {Quote(image.File)}");
            if (image.At is { } at)
                Line($"    at: 0x{at:X8}");
        }

        Line("");
        Line("# What must be plugged in. A board that differs is refused before anything is erased.");
        Line("device:");
        Line($"  usb: {board?.Descriptor.Id ?? chip?.Chip.Rom?.Usb ?? Devices.UsbId.StDfu}");
        foreach (var line in Identity(board, chip, candidates))
            Line($"  {line}");
        if (Writable(board, chip) is { IsEmpty: false } writable)
        {
            Line("");
            Line("# Where the job may erase and write: all that the bootloader offers. Narrow it to what your image needs, and list under 'protect' what must stay.");
            Line("ranges:");
            Line($"  write: [ {string.Join(", ", writable.Select(range => $"0x{range.Start:X8}-0x{range.Last:X8}"))} ]");
        }

        Line("");
        Line("erase: touched                 # only the sectors that the images need");
        Line(board is { Dfu.Functional.CanUpload: false }
            ? "verify: none-allowed           # this bootloader cannot be read back: every pass is PASS (unverified)"
            : "verify: full                   # every written byte is read back and compared");
        Line("serial: none                   # or: { from: given, pattern: \"SN-*\" } where each unit has a label that is scanned");
        if (board is not null && PlaceholderSerials.IsPlaceholder(board.Serial.Text))
            Line($"                               # the board says {Quote(board.Serial.Text)} over USB, which other boards say as well: it names no unit");
        Line("after: leave                   # start the application once the board has passed; or: stay");
        Line("retries: 0");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    /// <summary>A name for a recipe, of a file's: letters, digits, dots, dashes, underscores; at most 64.</summary>
    public static string NameOf(string file)
    {
        var name = string.Concat(Path.GetFileNameWithoutExtension(file).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '-'));
        return name.Length == 0 ? "recipe" : name[..Math.Min(name.Length, LongestName)];
    }

    const int LongestName = 64;

    static IEnumerable<string> Identity(DeviceIdentity? board, ChipChoice? chip, ImmutableArray<Chip> candidates)
    {
        if (chip is not null)
            yield return $"chip: {chip.Part}";
        else if (!candidates.IsEmpty)
            yield return $"# chip: {candidates[0].Name}             # this ROM is that of {string.Join(", ", candidates.SelectMany(one => one.Parts))}: take the part that you have";
        if (board is null)
            yield break;
        if (board.Kind == BootloaderKind.Custom && board.Product.Text.Trim().Length > 0)
            yield return $"product: {Quote(Pattern(board.Product.Text))}";
        if (chip is null && board.Memories.ToList() is { Count: > 0 } memories)
        {
            yield return "layout:                      # the memories as this board names them";
            foreach (var memory in memories)
                yield return $"  - {Quote(memory.Name.Text)}";
        }
    }

    static ImmutableArray<AddressRange> Writable(DeviceIdentity? board, ChipChoice? chip)
    {
        if (board is not null)
            return TargetMemory.Of(board).Writable;
        return chip is null ? [] : DeskTarget.Of(chip).Writable;
    }

    /// <summary>A text as a pattern that it fits: what can't be seen or would stand for others is any character.</summary>
    static string Pattern(string text) => string.Concat(text.Select(letter => letter is >= ' ' and <= '~' and not ('"' or '\\') ? letter : '?'));

    /// <summary>As a double-quoted scalar of YAML 1.2 (5.7, 7.3.1).</summary>
    static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter is '"' or '\\' ? quoted.Append('\\').Append(letter)
                : char.IsControl(letter) || char.IsSurrogate(letter) ? quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}")
                : quoted.Append(letter);
        }

        return quoted.Append('"').ToString();
    }
}

/// <param name="File">Relative to the recipe's folder, with forward slashes.</param>
/// <param name="At">Of a raw binary.</param>
public sealed record DraftImage(string File, uint? At);
