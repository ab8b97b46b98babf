namespace GangFlash.Flashing;

/// <summary>The phases of an attempt, in their order (factory.md 4.2). A phase that is not in a report was not run.</summary>
public enum JobPhase
{
    /// <summary>Open, claim, bring to idle.</summary>
    Connect,

    /// <summary>Descriptors, strings, identity words.</summary>
    Identify,
    Plan,

    /// <summary>Can it be read? What was there before?</summary>
    Precheck,

    /// <summary>Protected bytes in shared sectors are read and recorded.</summary>
    Keep,

    /// <summary>Which sectors hold already what they are to hold?</summary>
    Compare,
    Erase,
    BlankCheck,
    Write,
    Verify,

    /// <summary>Option bytes, where the recipe writes them: the last step before the verdict.</summary>
    Finish,

    /// <summary>Start the application, or reset the port. After the verdict, and a weaker result.</summary>
    Leave,
}

/// <summary>How far a phase is.</summary>
/// <param name="Done">Bytes, or sectors while erasing.</param>
/// <param name="Total">In the same unit; 0 where it is not known.</param>
public readonly record struct JobProgress(JobPhase Phase, ulong Done, ulong Total);

/// <summary>A phase that was run.</summary>
/// <param name="Start">Since the attempt began.</param>
/// <param name="Bytes">Bytes erased, written or compared; 0 where nothing is counted.</param>
public sealed record PhaseTiming(JobPhase Phase, TimeSpan Start, TimeSpan Duration, ulong Bytes);
