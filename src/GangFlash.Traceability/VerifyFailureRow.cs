using GangFlash.Flashing;

namespace GangFlash.Traceability;

/// <summary>A row of <c>verify_failure</c>.</summary>
sealed record VerifyFailureRow(
    string Attempt,
    long FirstAddress,
    int Expected,
    int Actual,
    long AroundStart,
    byte[] ExpectedAround,
    byte[] ActualAround,
    long SectorAddress,
    long SectorSize,
    int BlockNumber,
    long Compared,
    long Differing,
    int RangeCount,
    string Ranges,
    long BitsCleared,
    long BitsSet,
    bool? Stable,
    string Pattern,
    string Finding)
{
    const string Insert = """
        INSERT INTO verify_failure (
            attempt, first_address, expected, actual, around_start, expected_around, actual_around, sector_address, sector_size, block_number,
            compared, differing, range_count, ranges, bits_cleared, bits_set, stable, pattern, finding)
        VALUES (
            @Attempt, @FirstAddress, @Expected, @Actual, @AroundStart, @ExpectedAround, @ActualAround, @SectorAddress, @SectorSize, @BlockNumber,
            @Compared, @Differing, @RangeCount, @Ranges, @BitsCleared, @BitsSet, @Stable, @Pattern, @Finding)
        """;

    public static VerifyFailureRow Of(string attempt, VerifyFailure failure) => new(
        attempt,
        failure.First,
        failure.Expected,
        failure.Actual,
        failure.AroundStart,
        [.. failure.ExpectedAround],
        [.. failure.ActualAround],
        failure.Sector.Address,
        failure.Sector.Size,
        failure.BlockNumber,
        (long)failure.Compared,
        (long)failure.Differing,
        failure.RangeCount,
        RecordJson.Text(failure.Ranges.Select(range => new { Address = RecordJson.Hex(range.Start), range.Length })),
        (long)failure.BitsCleared,
        (long)failure.BitsSet,
        failure.Stable,
        RecordWords.Of(failure.Diagnosis.Pattern),
        failure.Diagnosis.Finding);

    public void Store(PreparedStatements statements) => statements.Execute(Insert, this);
}
