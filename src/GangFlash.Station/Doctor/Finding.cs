using System.Collections.Immutable;

namespace GangFlash.Station.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">Stable: people search for it.</param>
/// <param name="Sentence">For the operator or technician: what is so.</param>
sealed record Finding(string Check, CheckVerdict Verdict, string Sentence)
{
    /// <summary>What to do now; empty if nothing.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>Which boards, hubs or files it is about.</summary>
    public ImmutableArray<string> Subjects { get; init; } = [];

    /// <summary>For the engineer, a line each: the system's own words, figures, and what a limit is based on.</summary>
    public ImmutableArray<string> Details { get; init; } = [];

    /// <summary>Lines that are shown as they are, whatever the verdict: the tree of hubs.</summary>
    public ImmutableArray<string> Figure { get; init; } = [];

    public static Finding Ok(string check, string sentence) => new(check, CheckVerdict.Ok, sentence);

    public static Finding NotChecked(string check, string sentence) => new(check, CheckVerdict.NotChecked, sentence);
}

/// <summary>From the best to the worst.</summary>
enum CheckVerdict
{
    Ok,

    /// <summary>It could not be looked at here, which is not the same as ok.</summary>
    NotChecked,

    /// <summary>Worth knowing; nothing needs to be done.</summary>
    Note,

    /// <summary>It works now and is likely to cost time or units.</summary>
    Warning,

    /// <summary>It must be mended: some or all boards cannot be flashed, or not recorded.</summary>
    Problem,
}

/// <summary>The findings on one part of the station.</summary>
sealed record CheckGroup(string Title, ImmutableArray<Finding> Findings);
