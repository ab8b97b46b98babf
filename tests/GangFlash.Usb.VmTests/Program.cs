using System.Globalization;
using GangFlash.Usb.VmTests;

// Checks of the USB room against boards on a real kernel. A program of its own and no test project, because it runs in a virtual machine with
// virtual boards attached; it erases and writes whatever sits there. One line a check; ends with 1 if one failed.
return args switch
{
    ["contract", var attach, var server, .. var clauses] => await ContractRun.RunAsync(new(attach, server), clauses),
    ["slots", var database, .. var images] => await SlotsRun.RunAsync(database, images),
    ["leaks", var attach, var server, var rounds, var runs] => await LeakRun.RunAsync(new(attach, server), int.Parse(rounds, CultureInfo.InvariantCulture), int.Parse(runs, CultureInfo.InvariantCulture)),
    _ => Help(),
};

static int Help()
{
    Console.Error.WriteLine(
        """
        usb-vmtests contract ATTACH HOST:PORT [CLAUSE...] the clauses of GangFlash.Usb.Contract, or those that have one of these words in their names;
                                                          the first board of the simulator at HOST:PORT is worked on
        usb-vmtests slots DATABASE IMAGE...               an image for each slot, in one gang run
        usb-vmtests leaks ATTACH HOST:PORT ROUNDS RUNS    pulls and plugs every board ROUNDS times, then RUNS gang runs, and counts what is left behind
        ATTACH is the program that plugs boards in and pulls them (tests/usb/vm/attach).
        """);
    return 2;
}
