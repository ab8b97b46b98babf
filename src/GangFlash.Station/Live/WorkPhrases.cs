using GangFlash.Messages;

namespace GangFlash.Station.Live;

/// <summary>Why something that the rules asked for could not be done.</summary>
static class WorkPhrases
{
    public static readonly Phrase RecipeUnusable = new("recipe.unusable", "The recipe cannot be used: {why}", "Das Rezept ist nicht brauchbar: {why}");
    public static readonly Phrase RecipeAmbiguous = new(
        "recipe.ambiguous", "{code} could be a unit of this recipe or something else. Call engineer.", "{code} kann eine Einheit dieses Rezepts sein oder etwas anderes. Ingenieur rufen.");

    public static readonly Phrase OrderLacks = new(
        "recipe.order-lacks", "The recipe needs '{name}' from the work order, which does not say it. Call engineer.", "Das Rezept braucht '{name}' vom Auftrag, und der sagt es nicht. Ingenieur rufen.");

    public static readonly Phrase FilesChanged = new("start.files-changed", "{file} has changed since the batch was opened.", "{file} wurde seit Beginn der Charge geändert.");
    public static readonly Phrase OrderUnknown = new("order.unknown", "Work order {order} is not in the list. Check the paper.", "Auftrag {order} steht nicht in der Liste. Papiere prüfen.");
    public static readonly Phrase OrdersUnreadable = new("order.unreadable", "The list of work orders cannot be used: {why}", "Die Liste der Aufträge ist nicht brauchbar: {why}");
}
