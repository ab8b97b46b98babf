using System.Collections.Immutable;
using GangFlash.Documents;
using GangFlash.Planning;

namespace GangFlash.Desk;

/// <summary>Everything that can be said of a recipe without a device. Pure: what it needs to know is given to it.</summary>
public static class RecipeCheck
{
    /// <summary>One for each variant, or one.</summary>
    /// <param name="order">With the images that could be read; a complaint about the others stands already.</param>
    public static ImmutableArray<DeskFinding> Of(FlashOrder order, DeskKnowledge known)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(known);
        return [.. order.All.Select(one => Of(one, order, known))];
    }

    static DeskFinding Of(FlashOrder order, FlashOrder whole, DeskKnowledge known)
    {
        var isWhole = order.Images.Length == order.Recipe.Images.Length;
        var planned = DeskTarget.Of(order) is { } target && !order.Images.IsEmpty ? FlashPlanner.Plan(order, target) : null;
        var problems = planned is Planned.Refused refused ? refused.Refusals.Where(refusal => isWhole || refusal is not Refusal.UnitData).Select(refusal => Refuse(order, refusal))
            : isWhole ? RecipeAdvice.Of(order, (planned as Planned.Ready)?.Plan)
            : [];
        return new(
            order,
            isWhole ? planned : null,
            [
                .. problems.Concat(RecipeAdvice.OfLine(whole.Recipe, known)).Concat(RecipeAdvice.OfPast(order, known.Past))
                    .Distinct().OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column),
            ]);
    }

    static DocumentProblem Refuse(FlashOrder order, Refusal refusal)
    {
        var variant = order.Recipe.Variant is { } name ? $"variant {name}: " : "";
        return new(ProblemSeverity.Error, refusal.Code, order.Recipe.Source.File, RefusalPlaces.Of(refusal, order.Recipe), variant + refusal.Message);
    }
}

/// <summary>What a check found of a recipe, or of one of its variants.</summary>
/// <param name="Planned">None if the recipe names nothing to plan for, or an image is missing.</param>
/// <param name="Problems">Refusals as errors, and warnings, in the order of the file.</param>
public sealed record DeskFinding(FlashOrder Order, Planned? Planned, ImmutableArray<DocumentProblem> Problems);
