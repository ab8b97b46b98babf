using System.Collections.Immutable;
using System.Net;

namespace GangFlash.Web.Security;

/// <summary>
/// The names that the site answers to. A page of another site can make a browser ask this one under a name of its own (DNS rebinding); it cannot do that with a number, and not with a
/// name that it does not own.
/// </summary>
sealed class HostNames(ImmutableArray<string> given, string machine)
{
    public bool Knows(string host)
    {
        var name = host is ['[', .. var inner, ']'] ? inner : host;
        return IPAddress.TryParse(name, out _) || Is("localhost") || Is(machine) || given.Any(Is);

        bool Is(string known) => string.Equals(known, name, StringComparison.OrdinalIgnoreCase);
    }
}
