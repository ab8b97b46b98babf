using System.Diagnostics;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>The words of a recipe's policies, each with what it means.</summary>
static class PolicyKeys
{
    public static Reading<OverlapPolicy?> Overlap { get; } = Readings.Choice<OverlapPolicy>(policy => policy switch
    {
        OverlapPolicy.Refuse => "It is refused.",
        OverlapPolicy.Same => "It is taken where both say the same, and refused where they differ.",
        OverlapPolicy.Later => "The image that stands later in the list wins, and the record says what it replaced.",
        _ => throw new UnreachableException(),
    });

    public static Reading<ErasePolicy?> Erase { get; } = Readings.Choice<ErasePolicy>(policy => policy switch
    {
        ErasePolicy.Touched => "The sectors that the images touch, each by itself.",
        ErasePolicy.Auto => "As touched; but sectors are read first: one that holds already what it is to hold is left as it is, and a blank one is not erased again. Faster where boards come back.",
        ErasePolicy.All => "One mass erase. Refused on customer bootloaders, and where anything is protected.",
        ErasePolicy.None => "Nothing: the target is known to be blank.",
        _ => throw new UnreachableException(),
    });

    public static Reading<SharedSector?> SharedSector { get; } = Readings.Choice<SharedSector>(policy => policy switch
    {
        Recipes.SharedSector.Refuse => "The job is not begun.",
        Recipes.SharedSector.Restore => "The protected bytes are read before, kept in the record, written back and verified.",
        _ => throw new UnreachableException(),
    });

    public static Reading<BlankCheckPolicy?> BlankCheck { get; } = Readings.Choice<BlankCheckPolicy>(policy => policy switch
    {
        BlankCheckPolicy.Auto => "On parts whose layout string may not show the real sectors.",
        BlankCheckPolicy.Always => "Every erased sector is read back as blank before the first write.",
        BlankCheckPolicy.Never => "Verify alone tells.",
        _ => throw new UnreachableException(),
    });

    static readonly Reading<VerifyPolicy?> s_verify = Readings.Choice<VerifyPolicy>(policy => policy switch
    {
        VerifyPolicy.Full => "Every written byte is read back and equal, padding included.",
        VerifyPolicy.Images => "Every byte of an image is read back and equal; the padding behind it is not looked at. For bootloaders that write there; the record says so.",
        VerifyPolicy.NoneAllowed => "As full; but a bootloader that cannot be read gives PASS (unverified).",
        VerifyPolicy.None => "Nothing is read back: every pass is PASS (unverified).",
        _ => throw new UnreachableException(),
    });

    public static Reading<VerifyPolicy?> Verify { get; } = s_verify with { Read = VerifyOf };

    public static Reading<Pace?> Pace { get; } = Readings.Choice<Pace>(pace => pace switch
    {
        Recipes.Pace.Obey => "Announced waits are obeyed.",
        Recipes.Pace.Eager => "The device is asked again at once, but only where logs show that its bootloader answers when it is done.",
        _ => throw new UnreachableException(),
    });

    static VerifyPolicy? VerifyOf(DocumentValue value)
    {
        if (value.Says("sample", "sampled", "sampling", "partial"))
        {
            value.Error(RecipeCode.SampledVerify,
                "samples can miss a device that stores only a part of what it acknowledges; write 'verify: full', which reads every byte back");
            return null;
        }

        var policy = s_verify.Read(value);
        if (policy is VerifyPolicy.None)
        {
            value.Warn(RecipeCode.Unverified,
                "a device that acknowledges everything and stores nothing cannot be noticed; every pass will be 'PASS (unverified)'. Write 'verify: full' where the bootloader can be read");
        }

        return policy;
    }
}
