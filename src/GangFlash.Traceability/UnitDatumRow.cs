using System.Collections.Immutable;
using System.Security.Cryptography;
using GangFlash.Flashing;
using GangFlash.Planning;

namespace GangFlash.Traceability;

/// <summary>A row of <c>unit_datum</c>.</summary>
sealed record UnitDatumRow(string Attempt, int Position, string Name, long Address, int Length, string? Value, string Sha256, bool ReadBack)
{
    const string Insert = """
        INSERT INTO unit_datum (attempt, position, name, address, length, value, sha256, read_back)
        VALUES (@Attempt, @Position, @Name, @Address, @Length, @Value, @Sha256, @ReadBack)
        """;

    /// <param name="readBack">Every byte of the job was read back and equal.</param>
    public static UnitDatumRow Of(string attempt, int position, UnitDatum datum, bool readBack) => new(
        attempt,
        position,
        datum.Field.Name,
        datum.Field.At,
        datum.Field.Length,
        datum.IsSecret ? null : datum.Text,
        Convert.ToHexStringLower(SHA256.HashData(datum.Bytes.Span)),
        readBack);

    /// <param name="position">Of the first of them.</param>
    public static IEnumerable<UnitDatumRow> Of(string attempt, int position, OptionBytesReport options)
    {
        yield return Of(attempt, position, "option-bytes-before", options.Plan.Range, options.Before, readBack: true);
        if (options.State != OptionBytesState.NotProven)
            yield return Of(attempt, position + 1, "option-bytes", options.Plan.Range, options.Plan.Bytes, options.State != OptionBytesState.NotReadBack);
    }

    static UnitDatumRow Of(string attempt, int position, string name, AddressRange range, ImmutableArray<byte> bytes, bool readBack) =>
        new(attempt, position, name, range.Start, bytes.Length, PlannedOptionBytes.Hex(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan())), readBack);

    public void Store(PreparedStatements statements) => statements.Execute(Insert, this);
}
