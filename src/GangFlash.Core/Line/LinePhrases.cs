using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>Words that sentences are made of.</summary>
public static class LinePhrases
{
    public static readonly Phrase Operator = new("role.operator", "operator", "Bediener");
    public static readonly Phrase Technician = new("role.technician", "technician", "Techniker");
    public static readonly Phrase Supervisor = new("role.supervisor", "supervisor", "Schichtleiter");
    public static readonly Phrase Quality = new("role.quality", "quality", "Qualität");
    public static readonly Phrase Engineer = new("role.engineer", "engineer", "Ingenieur");
}
