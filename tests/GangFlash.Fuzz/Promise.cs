using System.Globalization;

namespace GangFlash.Fuzz;

/// <summary>What holds for every answer.</summary>
static class Promise
{
    public static void Holds(bool condition, string promise)
    {
        if (!condition)
            throw new BrokenPromiseException(promise);
    }

    /// <summary>A text that goes to a terminal or a record moves no cursor and hides nothing.</summary>
    public static void IsShowable(string text, string what)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (CharUnicodeInfo.GetUnicodeCategory(text, i) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                && !(char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1])))
            {
                throw new BrokenPromiseException($"{what} holds U+{(int)text[i]:X4}");
            }
        }
    }

    /// <summary>A complaint for people: bounded, showable, and a whole sentence.</summary>
    public static void IsClear(string complaint, int longest = 2000)
    {
        IsShowable(complaint, "a complaint");
        Holds(complaint.Length > 0 && complaint.Length <= longest, $"a complaint has 1 to {longest} characters");
    }
}
