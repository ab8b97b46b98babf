namespace GangFlash.Station;

/// <summary>How the program ends. A contract with line controllers: the numbers never change their meaning.</summary>
enum ExitCode
{
    /// <summary>Done; all units passed.</summary>
    Passed = 0,

    /// <summary>At least one unit did not pass; for <c>doctor</c>, at least one problem; for <c>recipe diff</c>, at least one difference.</summary>
    SomeFailed = 1,

    /// <summary>The command line makes no sense.</summary>
    Usage = 2,

    /// <summary>Refused in planning: no unit was touched.</summary>
    Refused = 3,

    /// <summary>The recipe, an image, a report or a file of the station cannot be used.</summary>
    BadInput = 4,

    /// <summary>No device to work on.</summary>
    NoDevice = 5,

    /// <summary>The traceability database cannot be used; without it nothing is flashed.</summary>
    NoRecord = 6,

    /// <summary>Real USB cannot be used on this machine: libusb is missing, too old, or does not start.</summary>
    NoUsb = 7,

    /// <summary>The record is not what was written: rows were edited, removed, inserted or moved, or its newest part is missing.</summary>
    BrokenRecord = 8,

    /// <summary>A mistake of GangFlash itself.</summary>
    Internal = 70,
}

static class ExitCodeText
{
    /// <summary>One line each, for <c>--help</c>.</summary>
    public static string Help { get; } =
        """
        Exit codes:
           0  done; all units passed
           1  at least one unit did not pass; doctor: something must be mended; recipe diff: something differs
           2  the command line makes no sense
           3  refused in planning, no unit was touched
           4  the recipe, an image, a report or a file of the station cannot be used
           5  no device to work on
           6  the traceability database cannot be used
           7  USB cannot be used: libusb is missing, too old or does not start
           8  the record is not what was written ('db verify' names what)
          70  a mistake of GangFlash itself
        """;
}
