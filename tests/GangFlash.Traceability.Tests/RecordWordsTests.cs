using GangFlash.Flashing;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Traceability.Tests;

/// <summary>Stored words never change: a red test here means that old records would no longer be understood.</summary>
public sealed class RecordWordsTests
{
    [Fact]
    public void Outcomes() => Assert.Equal(["PASS", "FAIL", "ERROR", "ABORTED", "INTERRUPTED"], Enum.GetValues<Outcome>().Select(RecordWords.Of));

    [Fact]
    public void Phases() => Assert.Equal(
        ["connect", "identify", "plan", "precheck", "keep", "compare", "erase", "blank-check", "write", "verify", "finish", "leave"], Enum.GetValues<JobPhase>().Select(RecordWords.Of));

    [Fact]
    public void Patterns() => Assert.Equal(
        [
            "unstable", "still-blank", "old-content", "echo", "first-part-only", "write-protected", "not-erased", "shifted", "isolated-bits", "constant",
            "one-sector", "unknown",
        ],
        Enum.GetValues<MismatchPattern>().Select(RecordWords.Of));

    [Fact]
    public void Image_formats() => Assert.Equal(["elf", "intel-hex", "s-record", "dfuse", "raw"], Enum.GetValues<ImageFormat>().Select(RecordWords.Of));

    [Fact]
    public void Serial_sources() => Assert.Equal(["none", "usb", "given", "given"], Enum.GetValues<SerialSource>().Select(RecordWords.Of));
}
