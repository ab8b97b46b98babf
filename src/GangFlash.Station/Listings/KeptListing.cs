using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using GangFlash.Images;
using GangFlash.Traceability;
using Spectre.Console;

namespace GangFlash.Station.Listings;

/// <summary>Protected bytes that attempts kept, for eyes and as JSON.</summary>
static class KeptListing
{
    public static void Write(StationIo io, IReadOnlyList<KeptRecord> kept)
    {
        if (kept.Count == 0)
        {
            io.Say("No attempt of this record has kept bytes.");
            return;
        }

        foreach (var one in kept)
            io.Say($"{one.Attempt}  {one.At:u}  {one.Bytes,10:N0} bytes in {one.Ranges:N0} ranges  {Word(one.State),-9}  {Of(one)}");
        io.Say("'gangflash db kept ATTEMPT -o FILE.hex' writes them as Intel HEX.");
    }

    /// <param name="file">Where they were written; none where nobody asked for that.</param>
    public static void Write(StationIo io, KeptRecord one, IReadOnlyList<Segment> bytes, string? file)
    {
        io.Say($"Attempt  {one.Attempt}, {Of(one)}, {one.Outcome}");
        io.Say($"Kept     {one.At:u}, before the first erase");
        io.Say($"State    {Sentence(one)}");
        foreach (var part in bytes)
            io.Say($"  {part.Range}  {part.Data.Length,10:N0} bytes  SHA-256 {Hash(part)}");
        if (file is not null)
            io.Say($"{file}: {one.Bytes:N0} bytes as Intel HEX.");
    }

    public static JsonObject Json(KeptRecord one) => new()
    {
        ["attempt"] = one.Attempt,
        ["keptAt"] = one.At,
        ["station"] = one.Station,
        ["slot"] = one.Slot,
        ["unit"] = one.Unit,
        ["outcome"] = one.Outcome,
        ["ranges"] = one.Ranges,
        ["bytes"] = one.Bytes,
        ["state"] = Word(one.State),
        ["putBackBy"] = one.PutBackBy,
    };

    public static JsonObject Json(KeptRecord one, IReadOnlyList<Segment> bytes, string? file)
    {
        var fields = Json(one);
        fields["ranges"] = new JsonArray([.. bytes.Select(part => new JsonObject { ["address"] = $"0x{part.Address:X8}", ["length"] = part.Data.Length, ["sha256"] = Hash(part) })]);
        fields["file"] = file;
        return fields;
    }

    static string Of(KeptRecord one) => $"unit {Printable.Escape(one.Unit ?? "without a serial", 60)}, slot {one.Slot} of {Printable.Escape(one.Station, 60)}";

    static string Hash(Segment part) => Convert.ToHexStringLower(SHA256.HashData(part.Data.Span));

    static string Word(KeptState state) => state switch
    {
        KeptState.PutBack => "put-back",
        KeptState.Untouched => "untouched",
        KeptState.NoEnd => "no-end",
        KeptState.Open => "open",
        _ => throw new UnreachableException(),
    };

    static string Sentence(KeptRecord one) => one.State switch
    {
        KeptState.PutBack when one.PutBackBy == one.Attempt => "on the board: this attempt wrote them back and passed.",
        KeptState.PutBack => $"on the board: attempt {one.PutBackBy} was given them and passed.",
        KeptState.Untouched => "on the board: the attempt ended before it erased anything.",
        KeptState.NoEnd => "not known yet: the attempt is at work, or was cut off, which the next start of the station says.",
        KeptState.Open when one.IsGiven => "not known to be back. Flash the unit again under the same serial: that job is given them and writes them back.",
        KeptState.Open => "not known to be back, and no job can know this unit again by its serial. Write them with -o and add that file to the recipe's images, in the place of 'protect', for this one board.",
        _ => throw new UnreachableException(),
    };
}
