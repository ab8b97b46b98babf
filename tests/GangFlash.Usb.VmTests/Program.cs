using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Usb;
using GangFlash.Usb.VmTests;

// Checks of the USB room against boards on a real kernel. A program of its own and no test project, because it runs in a virtual machine with
// virtual boards attached; it erases and writes whatever sits in the first port.
if (args is not (["check", ..] or ["cycle", _, _] or ["put", _, _]))
{
    Console.Error.WriteLine(
        """
        usb-vmtests check [DETACH ATTACH]   every check; with two shell commands that pull and plug the first port ($PORT) also those of hot-plug
        usb-vmtests cycle COUNT DETACH,ATTACH   pulls and plugs the first port COUNT times and counts what is left behind
        usb-vmtests put PORT STATE          leaves a board in dfuERROR (error) or dfuUPLOAD-IDLE (upload)
        """);
    return 2;
}

if (LibUsbBus.Start(TimeProvider.System) is not LibUsbStart.Ready { Bus: var bus })
{
    Console.Error.WriteLine("libusb cannot be used.");
    return 2;
}

await using (bus)
{
    switch (args)
    {
        case ["put", var port, var state]:
            await using (var board = await OpenBoard.AtAsync(bus, UsbPortPath.Parse(port)))
                await board.PutAsync(state == "upload" ? DfuState.UploadIdle : DfuState.Error);
            return 0;
        case ["cycle", var count, var commands]:
            return await new Checks(bus).CycleAsync(int.Parse(count), commands.Split(',')[0], commands.Split(',')[1]) ? 0 : 1;
        default:
            return await new Checks(bus).RunAsync(args is [_, var detach, var attach] ? (detach, attach) : null) ? 0 : 1;
    }
}
