using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>What a person may do at the station.</summary>
public enum Role
{
    Operator,

    /// <summary>Slots and class B alarms.</summary>
    Technician,

    /// <summary>Class A stops, quantities.</summary>
    Supervisor,

    /// <summary>Holds and releases.</summary>
    Quality,

    /// <summary>Drafts and engineering mode.</summary>
    Engineer,
}

/// <summary>One line of the badge list.</summary>
/// <param name="Id">What the badge scans as, and what the record keeps.</param>
/// <param name="Name">For the screen.</param>
public sealed record Badge(string Id, string Name, Role Role);

/// <summary>Who may sign on. A badge that is not here is refused.</summary>
public sealed record BadgeList(ImmutableArray<Badge> Badges)
{
    public static BadgeList Empty { get; } = new([]);

    public Badge? Find(string id) => Badges.FirstOrDefault(badge => badge.Id == id);
}

/// <summary>Who may do what.</summary>
public static class Roles
{
    public static bool MayRelease(this Role role, AlarmClass alarm) => alarm switch
    {
        AlarmClass.Stop => role is Role.Supervisor or Role.Quality,
        AlarmClass.Degrade => role is Role.Technician or Role.Supervisor or Role.Quality or Role.Engineer,
        AlarmClass.Inform => true,
        _ => throw new UnreachableException(),
    };

    /// <summary>More units than the work order asks for.</summary>
    public static bool MayExceedQuantity(this Role role) => role is Role.Supervisor or Role.Quality;

    public static Phrase Word(this Role role) => role switch
    {
        Role.Operator => LinePhrases.Operator,
        Role.Technician => LinePhrases.Technician,
        Role.Supervisor => LinePhrases.Supervisor,
        Role.Quality => LinePhrases.Quality,
        Role.Engineer => LinePhrases.Engineer,
        _ => throw new UnreachableException(),
    };
}
