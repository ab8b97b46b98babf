using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What other tools do on the way, and what turned boards into bricks: a recipe can't ask for it, under any of the usual names.</summary>
static class ForeignKeys
{
    public static ForeignKey? Find(string key) => Why(key) is { } why ? new(RecipeCode.NotOverDfu, why) : null;

    static string? Why(string key) => key.ToLowerInvariant().Replace('_', '-') switch
    {
        "option-bytes" or "options" or "ob" =>
            "option bytes are written by 'finish' alone, as the last step and as a whole block, since a wrong one locks a board for good; write 'finish:' and below it 'option-bytes:' with 'at' and 'bytes'",
        "product-state" =>
            "a product state can't be set in a recipe: a part that stops half way can be reached by nothing any more. Set it with a debug probe and remove this key",
        "unprotect" or "read-unprotect" or "readout-unprotect" =>
            "GangFlash never lifts read protection on its way: that erases the whole chip, its bootloader included. Remove this key",
        "rdp" or "read-protect" or "readout-protection" =>
            "read protection has no key of its own: raising it is for good at level 2, and lowering it erases the whole chip. Its byte is one of the option bytes, which 'finish' writes as a whole block. Remove this key",
        _ => null,
    };
}
