using GangFlash.Documents;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Desk;

/// <summary>Where in a recipe the cause of a refusal stands: the image, the range, the field or the key that must change.</summary>
static class RefusalPlaces
{
    public static SourcePlace Of(Refusal refusal, Recipe recipe) => refusal switch
    {
        Refusal.OutsideMemory it => OfFile(it.Data.Origin is Images.SegmentOrigin.UnitData field ? field.Field : it.Data.Origin.File, recipe),
        Refusal.ProtectedRange { File: OptionBytesCheck.Name } => recipe.PlaceOf("finish"),
        Refusal.ProtectedRange it => OfFile(it.File, recipe),
        Refusal.OutsideWriteRanges it => OfFile(it.File, recipe),
        Refusal.NotErasable it => OfFile(it.File, recipe),
        Refusal.Misaligned it => OfFile(it.File, recipe),
        Refusal.NoData it => OfFile(it.File, recipe),
        Refusal.NoSuchAlternate it => OfFile(it.File, recipe),
        Refusal.UnitData it => OfFile(it.Field, recipe),
        Refusal.Overlap => recipe.PlaceOf("images"),
        Refusal.CannotKeep it => new(it.Line, 1),
        Refusal.DropsFlashData it => recipe.Ranges.Drop.FirstOrDefault(rule => rule.Place.Line == it.Line)?.Place ?? recipe.PlaceOf("ranges"),
        Refusal.WrongDevice or Refusal.NoMemory => recipe.PlaceOf("device"),
        Refusal.Unreadable => recipe.PlaceOf("verify"),
        Refusal.MassEraseOnCustomBootloader => recipe.PlaceOf("erase"),
        Refusal.NoVariant => recipe.PlaceOf("variants"),
        Refusal.OptionBytes or Refusal.Irreversible => recipe.PlaceOf("finish"),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <param name="name">Of an image file without folder, or of a field of unit data.</param>
    static SourcePlace OfFile(string name, Recipe recipe) =>
        recipe.Images.FirstOrDefault(image => image.File == name || image.File.EndsWith('/' + name, StringComparison.Ordinal))?.Place
        ?? recipe.UnitData.FirstOrDefault(field => field.Name == name)?.Place
        ?? recipe.PlaceOf("images");
}
