using System.Text.Json.Nodes;
using GangFlash.Reports;

namespace GangFlash.Web.Api;

/// <summary>The site's description for programs that read such things: OpenAPI 3.1, made from the reports that this site has.</summary>
static class OpenApi
{
    public static string Of(ReportCatalogue catalogue, string program)
    {
        var paths = new JsonObject();
        foreach (var operation in ApiOperation.Of(catalogue))
            paths[operation.Path] = new JsonObject { ["get"] = Operation(operation) };
        var document = new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "GangFlash",
                ["version"] = program.Split(' ')[^1],
                ["description"] = "What a station's record says. Everything is read-only. Times are UTC with offset, durations milliseconds, addresses text like 0x08000000. A share is five fields: its value, part, n, and the 95 % interval after Wilson. Fields are only ever added.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject(), new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "Only where the site was started with a token." } },
                ["schemas"] = Schemas(),
            },
        };
        return document.ToJsonString(new() { WriteIndented = true, NewLine = "\n" }) + "\n";
    }

    static JsonObject Operation(ApiOperation operation)
    {
        var described = new JsonObject { ["operationId"] = operation.Id, ["summary"] = operation.Summary };
        if (!operation.Parameters.IsEmpty)
            described["parameters"] = new JsonArray([.. operation.Parameters.Select(Parameter)]);
        var schema = operation.ContentType == "text/event-stream" ? Typed("string") : new JsonObject { ["$ref"] = $"#/components/schemas/{operation.Answer}" };
        described["responses"] = new JsonObject
        {
            ["200"] = new JsonObject { ["description"] = "The answer.", ["content"] = new JsonObject { [operation.ContentType] = new JsonObject { ["schema"] = schema } } },
            ["default"] = new JsonObject
            {
                ["description"] = "A trouble, with a stable code.",
                ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
            },
        };
        return described;
    }

    static JsonNode Parameter(ApiParameter parameter)
    {
        var schema = Typed(parameter.Type == ParameterType.Integer ? "integer" : "string");
        if (!parameter.Choices.IsDefaultOrEmpty)
            schema["enum"] = new JsonArray([.. parameter.Choices.Select(choice => JsonValue.Create(choice))]);
        if (parameter.Default is { } usual)
            schema["default"] = parameter.Type == ParameterType.Integer && long.TryParse(usual, out var number) ? JsonValue.Create(number) : JsonValue.Create(usual);
        return new JsonObject
        {
            ["name"] = parameter.Name,
            ["in"] = parameter.IsInPath ? "path" : "query",
            ["required"] = parameter.IsRequired,
            ["description"] = parameter.Help + (parameter.Type == ParameterType.Time ? $" A date or a time like {ReportArguments.TimeExample}, last-30d, or all." : ""),
            ["schema"] = schema,
        };
    }

    static JsonObject Schemas() => new()
    {
        ["Line"] = Object(
            ("asOf", Time()),
            ("stations", List(Object(
                ("format", Typed("integer")), ("station", Typed("string")), ("program", Typed("string")), ("at", Time()), ("purpose", Typed("string")), ("simulated", Typed("boolean")), ("operator", Perhaps("string")),
                ("batch", Perhaps("string")), ("workOrder", Perhaps("string")), ("recipe", Perhaps("string")), ("revision", Perhaps("string")), ("planned", Perhaps("integer")), ("good", Typed("integer")), ("red", Typed("integer")),
                ("alarms", List(Object(("class", OneOf("stop", "degrade", "inform")), ("since", Time()), ("what", Typed("string")), ("order", Typed("string"))))),
                ("slots", List(Object(
                    ("slot", Typed("integer")), ("sign", OneOf([.. Enum.GetValues<Line.SlotSign>().Select(sign => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(sign.ToString()))])), ("phase", Perhaps("string")),
                    ("percent", Perhaps("integer")), ("unit", Perhaps("string")), ("usbSerial", Perhaps("string")), ("code", Typed("string")), ("order", Typed("string")), ("since", Perhaps("string")), ("tookMs", Perhaps("integer"))))),
                ("state", OneOf("working", "idle", "stopped", "lost")), ("says", Typed("string"))))),
            ("problems", List(Typed("string")))),
        ["Report"] = Object(
            ("report", Typed("string")), ("title", Typed("string")), ("question", Typed("string")),
            ("arguments", new() { ["type"] = "object", ["additionalProperties"] = true }),
            ("asOf", Object(("newestAttempt", Perhaps("string")), ("attempts", Typed("integer")), ("program", Typed("string")))),
            ("sections", List(Object(
                ("title", Typed("string")),
                ("columns", List(Object(("name", Typed("string")), ("type", OneOf([.. Enum.GetNames<ColumnType>().Select(name => name.ToLowerInvariant())])), ("title", Typed("string"))))),
                ("rows", List(new() { ["type"] = "object", ["additionalProperties"] = true })),
                ("cut", Typed("boolean"))))),
            ("definitions", List(Typed("string")))),
        ["Catalogue"] = Object(
            ("reports", List(Object(
                ("report", Typed("string")), ("title", Typed("string")), ("question", Typed("string")), ("group", Typed("string")), ("address", Typed("string")),
                ("parameters", List(Object(
                    ("name", Typed("string")), ("type", OneOf([.. Enum.GetNames<ParameterType>().Select(name => name.ToLowerInvariant())])), ("required", Typed("boolean")), ("default", Perhaps("string")), ("choices", List(Typed("string"))),
                    ("help", Typed("string"))))))))),
        ["Problem"] = Object(
            ("type", Typed("string")), ("title", Typed("string")), ("status", Typed("integer")), ("detail", Typed("string")), ("code", Typed("string")),
            ("errors", List(Object(("parameter", Typed("string")), ("detail", Typed("string")))))),
    };

    static JsonObject Typed(string type) => new() { ["type"] = type };

    static JsonObject Perhaps(string type) => new() { ["type"] = new JsonArray(type, "null") };

    static JsonObject Time() => new() { ["type"] = "string", ["format"] = "date-time" };

    static JsonObject OneOf(params string[] words) => new() { ["type"] = "string", ["enum"] = new JsonArray([.. words.Select(word => JsonValue.Create(word))]) };

    static JsonObject List(JsonObject of) => new() { ["type"] = "array", ["items"] = of };

    static JsonObject Object(params (string Name, JsonObject Type)[] fields)
    {
        var properties = new JsonObject();
        foreach (var (name, type) in fields)
            properties[name] = type;
        return new() { ["type"] = "object", ["properties"] = properties };
    }
}
