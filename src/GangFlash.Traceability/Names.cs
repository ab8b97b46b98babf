namespace GangFlash.Traceability;

/// <summary>Stations, operators and units: a row each, when the record first hears of them.</summary>
static class Names
{
    const string InsertStation = "INSERT INTO station (station, first_seen) VALUES (@station, @at) ON CONFLICT DO NOTHING";

    const string InsertOperator = "INSERT INTO operator (operator, first_seen) VALUES (@actor, @at) ON CONFLICT DO NOTHING";

    const string InsertUnit = """
        INSERT INTO unit (unit, serial, chip_identity, station, first_seen) VALUES (@Unit, @Serial, @ChipIdentity, @station, @at) ON CONFLICT DO NOTHING
        """;

    /// <param name="actor">A badge; <c>system</c> is nobody.</param>
    public static void Store(RecordBook book, string station, string actor, string at)
    {
        if (book.Statements.Execute(InsertStation, new { station, at }) > 0)
            book.Seal(RecordKind.Station, station);
        if (actor != RecordWords.System && book.Statements.Execute(InsertOperator, new { actor, at }) > 0)
            book.Seal(RecordKind.Operator, actor);
    }

    public static void Store(RecordBook book, UnitIdentity unit, string station, string at)
    {
        if (book.Statements.Execute(InsertUnit, new { unit.Unit, unit.Serial, unit.ChipIdentity, station, at }) > 0)
            book.Seal(RecordKind.Unit, unit.Unit);
    }
}
