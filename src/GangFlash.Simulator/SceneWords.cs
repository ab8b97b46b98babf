using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Simulator;

/// <summary>How times, factors, states and status codes are written where people describe boards. A complaint continues the sentence that starts with the text itself.</summary>
public static partial class SceneWords
{
    static readonly FrozenDictionary<string, DfuState> s_states = new Dictionary<string, DfuState>
    {
        ["dfuIDLE"] = DfuState.Idle,
        ["dfuDNLOAD-SYNC"] = DfuState.DownloadSync,
        ["dfuDNBUSY"] = DfuState.DownloadBusy,
        ["dfuDNLOAD-IDLE"] = DfuState.DownloadIdle,
        ["dfuUPLOAD-IDLE"] = DfuState.UploadIdle,
        ["dfuERROR"] = DfuState.Error,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    static readonly FrozenDictionary<string, DfuStatus> s_statuses = new Dictionary<string, DfuStatus>
    {
        ["errTARGET"] = DfuStatus.ErrTarget,
        ["errFILE"] = DfuStatus.ErrFile,
        ["errWRITE"] = DfuStatus.ErrWrite,
        ["errERASE"] = DfuStatus.ErrErase,
        ["errCHECK_ERASED"] = DfuStatus.ErrCheckErased,
        ["errPROG"] = DfuStatus.ErrProg,
        ["errVERIFY"] = DfuStatus.ErrVerify,
        ["errADDRESS"] = DfuStatus.ErrAddress,
        ["errNOTDONE"] = DfuStatus.ErrNotDone,
        ["errFIRMWARE"] = DfuStatus.ErrFirmware,
        ["errVENDOR"] = DfuStatus.ErrVendor,
        ["errUSBR"] = DfuStatus.ErrUsbReset,
        ["errPOR"] = DfuStatus.ErrPowerOnReset,
        ["errUNKNOWN"] = DfuStatus.ErrUnknown,
        ["errSTALLEDPKT"] = DfuStatus.ErrStalledPacket,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>500ms</c>, <c>3s</c>, <c>2.5s</c>, <c>2m</c>; from nothing to an hour.</summary>
    public static string? Time(string text, out TimeSpan time)
    {
        time = default;
        if (TimeShape.Match(text) is not { Success: true } match || !decimal.TryParse(match.Groups["number"].ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return "is no time; write 500ms, 3s or 2m";
        var milliseconds = number * match.Groups["unit"].ValueSpan switch { "ms" => 1, "s" => 1000, _ => 60_000 };
        if (milliseconds > 3_600_000)
            return "is more than an hour";
        time = TimeSpan.FromMilliseconds((double)milliseconds);
        return null;
    }

    /// <summary>How many times as long: 0.01 to 1000.</summary>
    public static string? Factor(string text, out double factor) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out factor) && factor is >= 0.01 and <= 1000 ? null : "is no factor from 0.01 to 1000";

    /// <summary>As DFU 1.1 spells it: <c>dfuUPLOAD-IDLE</c>. Those that a bootloader can be found in.</summary>
    public static string? State(string text, out DfuState state) => s_states.TryGetValue(text, out state) ? null : Unknown(text, s_states.Keys);

    /// <summary>As DFU 1.1 spells it: <c>errVENDOR</c>.</summary>
    public static string? Status(string text, out DfuStatus status) => s_statuses.TryGetValue(text, out status) ? null : Unknown(text, s_statuses.Keys);

    /// <summary>Completes the sentence about a word that is not in a list.</summary>
    internal static string Unknown(string text, IEnumerable<string> known) => Suggestion.Nearest(text, known) is { } near
        ? $"is not known here; did you mean '{near}'?"
        : $"is not known here; known are {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    /// <summary>The bits of one byte: 0x01 to 0xFF.</summary>
    internal static string? Mask(string text, out byte mask)
    {
        mask = 0;
        if (DocumentScalars.Word(text, out var word) is not null || word is 0 or > 0xFF)
            return "is no mask of one byte; write 0x01 to 0xFF";
        mask = (byte)word;
        return null;
    }

    /// <summary>A number of bytes that fits into 32 bits.</summary>
    internal static string? Bytes(string text, out uint bytes)
    {
        bytes = 0;
        if (DocumentScalars.Size(text, out var size) is { } complaint)
            return complaint;
        if (size is 0 or > uint.MaxValue)
            return "is no size from 1 byte to 4 GiB";
        bytes = (uint)size;
        return null;
    }

    [GeneratedRegex(@"^(?<number>[0-9]{1,7}(\.[0-9]{1,3})?) ?(?<unit>ms|s|m)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TimeShape { get; }
}
