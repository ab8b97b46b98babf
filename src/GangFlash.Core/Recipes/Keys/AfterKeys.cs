using System.Diagnostics;
using GangFlash.Devices;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe does after the verdict.</summary>
static class AfterKeys
{
    static readonly Reading<AfterAction?> s_action = Readings.Choice<AfterAction>(action => action switch
    {
        AfterAction.Leave => "The application is started.",
        AfterAction.Reset => "The USB port is reset. For bootloaders of your own that start the application then; ROMs stay what they are, and the result says what the port shows.",
        AfterAction.Stay => "The bootloader keeps waiting.",
        _ => throw new UnreachableException(),
    });

    static readonly DocumentKey<AfterAction?> s_do = new("do", s_action, "What happens once the unit has passed.") { Usual = "leave" };

    static readonly DocumentKey<uint?> s_to = new("to", Readings.Address, "The vector table to start. Without it: the lowest address written.");

    static readonly DocumentKey<UsbId?> s_expect = new("expect", Readings.Usb, "The USB ID that the port must show next.");

    static readonly DocumentKey<bool?> s_required = new("required", Readings.Truth, "A unit that does not show it fails.") { Usual = "false" };

    static readonly DocumentTable s_table = new("'after'", [s_do, s_to, s_expect, s_required]);

    public static Reading<AfterPolicy> Reading { get; } = Readings.Either(
        new Reading<AfterPolicy>(s_action.Shape, value => new AfterPolicy(s_action.Read(value) ?? default)),
        Readings.Keys(s_table, After));

    static AfterPolicy After(DocumentKeys keys)
    {
        var after = new AfterPolicy(keys.Of(s_do) ?? default, keys.Of(s_to), keys.Of(s_expect), keys.Of(s_required) ?? false);
        if (after.Action is AfterAction.Stay)
        {
            foreach (var key in (ReadOnlySpan<DocumentKey>)[s_to, s_expect, s_required])
                keys.Unused(key.Name, "says nothing where the bootloader stays");
        }
        else if (after.Required && !keys.Has(s_expect.Name))
        {
            keys.Error(RecipeCode.NothingExpected, s_required.Name, "'required' needs 'expect', the USB ID that the board shows when it runs, such as 'expect: 0483:5740'");
        }

        if (after.Action is AfterAction.Reset)
            keys.Unused(s_to.Name, "says nothing where the port is reset: the bootloader decides what it starts");
        return after;
    }
}
