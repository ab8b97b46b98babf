using System.Reflection;

namespace GangFlash.Station;

/// <summary>Which program this is.</summary>
static class StationVersion
{
    /// <summary>As <c>0.1.0</c>, with the commit behind a plus where it is known.</summary>
    public static string Number { get; } = typeof(StationVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>With the name in front.</summary>
    public static string Text { get; } = $"GangFlash {Number}";
}
