using System.Security.Cryptography;
using System.Text;

namespace GangFlash.Web.Security;

/// <summary>The secret that lets somebody read the site from another machine. Nothing ever prints it, and comparing tells nothing about it.</summary>
public sealed class AccessToken
{
    /// <summary>Shorter ones could be guessed.</summary>
    public const int Shortest = 24;

    const int Longest = 512;

    readonly byte[] hash;

    AccessToken(string token) => hash = Hash(token);

    /// <summary>The token of a file or a variable, or why it is none. White space around it does not count.</summary>
    public static (AccessToken? Token, string? Problem) Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var token = text.Trim();
        return token switch
        {
            { Length: < Shortest } => (null, $"a token has at least {Shortest} characters, and this has {token.Length}; 'openssl rand -base64 32' makes one"),
            { Length: > Longest } => (null, $"a token has at most {Longest} characters, and this has {token.Length:N0}"),
            _ when token.Any(c => c is <= ' ' or > '~') => (null, "a token is letters, digits and signs of ASCII, without spaces"),
            _ => (new(token), null),
        };
    }

    /// <summary>Takes the same time whatever is offered.</summary>
    public bool Is(string? offered) => CryptographicOperations.FixedTimeEquals(hash, Hash(offered is { Length: <= Longest } ? offered : ""));

    public override string ToString() => "(a token)";

    // Hashes of one length: the comparison does not tell how long the token is either.
    static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
