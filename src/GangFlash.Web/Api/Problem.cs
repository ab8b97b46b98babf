using System.Text;
using System.Text.Json;

namespace GangFlash.Web.Api;

/// <summary>A trouble for programs: RFC 9457, with <c>code</c> and, for a wrong question, <c>errors</c>.</summary>
static class Problem
{
    public const string ContentType = "application/problem+json; charset=utf-8";

    public static Answer Of(Trouble trouble) => Answer.Text(ContentType, Text(trouble));

    public static string Text(Trouble trouble)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonTexts.Options))
        {
            json.WriteStartObject();
            json.WriteString("type", $"/api#{trouble.Code}");
            json.WriteString("title", trouble.Title);
            json.WriteNumber("status", trouble.Status);
            json.WriteString("detail", trouble.Detail);
            json.WriteString("code", trouble.Code);
            if (trouble is Trouble.BadQuestion wrong)
            {
                json.WriteStartArray("errors");
                foreach (var problem in wrong.Problems)
                {
                    json.WriteStartObject();
                    json.WriteString("parameter", problem.Parameter);
                    json.WriteString("detail", problem.Beside);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}

static class JsonTexts
{
    public static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n" };
}
