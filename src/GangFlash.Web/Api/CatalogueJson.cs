using System.Text;
using System.Text.Json;
using GangFlash.Reports;

namespace GangFlash.Web.Api;

/// <summary>The reports there are, with what may be asked of each.</summary>
static class CatalogueJson
{
    public static string Of(ReportCatalogue catalogue)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, JsonTexts.Options))
        {
            json.WriteStartObject();
            json.WriteStartArray("reports");
            foreach (var report in catalogue.Reports)
            {
                json.WriteStartObject();
                json.WriteString("report", report.Name);
                json.WriteString("title", report.Title);
                json.WriteString("question", report.Question);
                json.WriteString("group", report.Group);
                json.WriteString("address", $"/api/reports/{report.Name}");
                json.WriteStartArray("parameters");
                foreach (var parameter in report.Parameters)
                {
                    json.WriteStartObject();
                    json.WriteString("name", parameter.Name);
                    json.WriteString("type", parameter.Type.ToString().ToLowerInvariant());
                    json.WriteBoolean("required", parameter.IsRequired);
                    json.WriteString("default", parameter.Default);
                    json.WriteStartArray("choices");
                    foreach (var choice in parameter.Choices)
                        json.WriteStringValue(choice);
                    json.WriteEndArray();
                    json.WriteString("help", parameter.Help);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }
}
