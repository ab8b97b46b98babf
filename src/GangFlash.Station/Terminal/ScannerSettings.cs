namespace GangFlash.Station.Terminal;

/// <summary>What the scanners of a station type around a code, and how bursts are told from keys.</summary>
/// <param name="Prefix">Empty where none is set up. With one, whatever starts with it is a scan for certain.</param>
/// <param name="QuietGap">A pause that ends a burst.</param>
/// <param name="ScannerGap">Characters of a scanner follow each other within this; a fast typist needs twice as long.</param>
/// <param name="FewestCharacters">Fewer in a burst are keys.</param>
/// <param name="MostCharacters">More in a burst are no scan. The longest codes on boards hold a few dozen.</param>
sealed record ScannerSettings(string Prefix, TimeSpan QuietGap, TimeSpan ScannerGap, int FewestCharacters, int MostCharacters)
{
    /// <summary>What is typed behind each code, before Enter or Tab. Empty where none is set up; with it a scan is told for certain, as with the prefix.</summary>
    public string Suffix { get; init; } = "";

    public static ScannerSettings Usual { get; } = new("", TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(60), FewestCharacters: 3, MostCharacters: 200);
}
