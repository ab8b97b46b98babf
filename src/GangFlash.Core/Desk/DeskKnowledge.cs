using System.Collections.Immutable;
using GangFlash.Line;

namespace GangFlash.Desk;

/// <summary>What a check can know beside the recipe: how the line reads labels, and what was run before.</summary>
public sealed record DeskKnowledge
{
    public ScanSettings Scans { get; init; } = new();

    public BadgeList Badges { get; init; } = BadgeList.Empty;

    /// <summary>Runs of recipes of this name, the oldest first.</summary>
    public ImmutableArray<PastRun> Past { get; init; } = [];
}

/// <summary>An image that a revision of a recipe was run with.</summary>
/// <param name="RecipeSha256">Of the recipe's text, 64 lower-case hex digits.</param>
/// <param name="Position">Of the image in the recipe, from 0.</param>
/// <param name="ImageSha256">Of the image's file.</param>
/// <param name="FirstRun">Of this text.</param>
public sealed record PastRun(string Revision, string RecipeSha256, int Position, string Image, string ImageSha256, DateTimeOffset FirstRun);
