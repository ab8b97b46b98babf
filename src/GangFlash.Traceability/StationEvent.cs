using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>Something that is no attempt and still belongs into the record: a refused preflight, a stop, a release.</summary>
/// <param name="Actor">Who did it: an operator, or <c>system</c>.</param>
/// <param name="Kind">Stable: <c>preflight.refused</c>.</param>
public sealed record StationEvent(string Station, string Actor, string Kind, JsonObject Detail)
{
    const string Insert = "INSERT INTO event (at, station, actor, kind, detail) VALUES (@At, @Station, @Actor, @Kind, @Detail) RETURNING seq";

    /// <summary>Answers its sequence number.</summary>
    internal long Store(SqliteConnection connection, DateTimeOffset at) =>
        connection.QuerySingle<long>(Insert, new { At = RecordTime.Text(at), Station, Actor, Kind, Detail = Detail.ToJsonString() });
}
