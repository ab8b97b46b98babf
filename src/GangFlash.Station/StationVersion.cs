using System.Reflection;

namespace GangFlash.Station;

/// <summary>Which program this is.</summary>
static class StationVersion
{
    /// <summary>As <c>GangFlash 0.1.0</c>, with the commit behind a plus where it is known.</summary>
    public static string Text { get; } = $"GangFlash {typeof(StationVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"}";
}
