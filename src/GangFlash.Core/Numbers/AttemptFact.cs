using GangFlash.Flashing;

namespace GangFlash.Numbers;

/// <summary>What the numbers know about one attempt. From the record or from the running line, it is the same.</summary>
public sealed record AttemptFact
{
    /// <summary>Identifies the attempt across stations.</summary>
    public required string Attempt { get; init; }

    /// <summary>The unit's serial; before it has one its chip identity, and before that the attempt itself.</summary>
    public required string Unit { get; init; }

    public required string Station { get; init; }

    /// <summary>The order of attempts within their station. It rules there, whatever the clock says.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>True from the first erase or write that was sent; true where nobody knows.</summary>
    public required bool Touched { get; init; }

    /// <summary>Empty for a verified pass.</summary>
    public required string Code { get; init; }

    public int Slot { get; init; }

    public string? Batch { get; init; }

    public AttemptPurpose Purpose { get; init; }

    /// <summary>True where the hardware was repaired since the attempt before.</summary>
    public bool AfterRepair { get; init; }

    /// <summary>A judged attempt, or one that changed the board before it came to an end.</summary>
    public bool IsCounted => Outcome is Outcome.Pass or Outcome.Fail || Touched;

    /// <summary>Neither judged nor touched: in no yield, and reported on its own, since it hides slot trouble.</summary>
    public bool IsNoStart => !IsCounted;

    /// <summary>Only production and first articles enter yields.</summary>
    public bool EntersYields => Purpose is AttemptPurpose.Production or AttemptPurpose.FirstArticle;
}

/// <summary>Why an attempt is made.</summary>
public enum AttemptPurpose
{
    Production,
    FirstArticle,
    Rework,

    /// <summary>A known good board, which must pass. No product.</summary>
    Golden,

    /// <summary>A board that must fail in a known way. No product.</summary>
    Challenge,
    Engineering,
    Training,
}

/// <summary>The words for purposes in the record.</summary>
public static class AttemptPurposes
{
    public static string Word(this AttemptPurpose purpose) => purpose switch
    {
        AttemptPurpose.FirstArticle => "first_article",
        _ => purpose.ToString().ToLowerInvariant(),
    };

    /// <summary>None for a word that is no purpose.</summary>
    public static AttemptPurpose? Parse(string word) =>
        Enum.GetValues<AttemptPurpose>().Cast<AttemptPurpose?>().FirstOrDefault(purpose => purpose!.Value.Word() == word);
}

/// <summary>Where a unit stands. Changed only by rules or by named people.</summary>
public enum Disposition
{
    Open,
    Good,
    Hold,
    Rework,
    Scrap,

    /// <summary>Never touched, and taken away.</summary>
    Withdrawn,
}
