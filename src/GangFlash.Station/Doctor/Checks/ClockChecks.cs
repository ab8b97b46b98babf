namespace GangFlash.Station.Doctor.Checks;

/// <summary>Whether the times in the record will be true. Pure.</summary>
static class ClockChecks
{
    /// <summary>No GangFlash is older: a clock before it was reset, mostly by an empty battery.</summary>
    static readonly DateTimeOffset s_first = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Files carry the time of the machine that wrote them; a clock that is a little behind it proves nothing.</summary>
    static readonly TimeSpan s_tolerance = TimeSpan.FromDays(1);

    public static Finding Time(SystemFacts system)
    {
        const string Check = "clock.time";
        const string Remedy = "Set the clock, and let the machine keep it over the network (timedatectl set-ntp true). Every record carries its time.";
        var shown = $"{TimeZoneInfo.ConvertTime(system.Now, system.Zone):yyyy-MM-dd HH:mm}";
        if (system.Now < s_first)
            return new(Check, CheckVerdict.Problem, $"The clock says {shown}, which is before this program existed.") { Remedy = Remedy };
        return system.Now < system.Written - s_tolerance
            ? new(Check, CheckVerdict.Warning, $"The clock says {shown}, and this program was put here on {system.Written:yyyy-MM-dd}: one of them is wrong.") { Remedy = Remedy }
            : Finding.Ok(Check, $"The clock says {shown}.");
    }

    public static Finding Zone(SystemFacts system)
    {
        var offset = system.Zone.GetUtcOffset(system.Now);
        return Finding.Ok("clock.zone", $"The time zone is {Printable.Escape(system.Zone.Id, 64)}, UTC{(offset < TimeSpan.Zero ? "-" : "+")}{offset:hh\\:mm}; the record keeps UTC.");
    }
}
