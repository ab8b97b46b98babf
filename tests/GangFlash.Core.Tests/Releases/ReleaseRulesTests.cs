using System.Security.Cryptography;
using System.Text;
using GangFlash.Releases;

namespace GangFlash.Tests.Releases;

public sealed class ReleaseRulesTests : IDisposable
{
    readonly SigningKey engineering = SigningKey.Create();
    readonly SigningKey quality = SigningKey.Create();
    readonly SigningKey stranger = SigningKey.Create();

    public void Dispose()
    {
        engineering.Dispose();
        quality.Dispose();
        stranger.Dispose();
    }

    ReleaseRules Rules(int approvals) => new(Required: true, [new(engineering.Public, "engineering.pub"), new(quality.Public, "quality.pub")], approvals);

    static ReleaseProblem? Refusal(ReleaseRules rules, byte[] release) => rules.Refuse(rules.Judge(ReleaseReader.Read(release).Bundle!).Signers);

    [Fact]
    public void Enough_trusted_signatures_are_enough()
    {
        Assert.Null(Refusal(Rules(1), SomeRelease.Bytes(quality)));
        Assert.Null(Refusal(Rules(2), SomeRelease.Bytes(engineering, quality)));
        Assert.Null(Refusal(Rules(1), SomeRelease.Bytes(stranger, quality)));
    }

    [Fact]
    public void A_release_that_nobody_signed_is_refused()
    {
        var refusal = Refusal(Rules(2), SomeRelease.Bytes());

        Assert.Equal((ReleaseCode.Unsigned, "Nobody has signed this release, and this station wants signatures by 2 different trusted keys. Have it approved: gangflash recipe approve."), (refusal!.Code, refusal.Message));
    }

    [Fact]
    public void One_person_is_not_two()
    {
        var refusal = Refusal(Rules(2), SomeRelease.Bytes(engineering, stranger));

        Assert.Equal(ReleaseCode.Untrusted, refusal!.Code);
        Assert.StartsWith("Only 1 of the keys that signed this release (", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_strangers_signature_counts_for_nothing() => Assert.Equal(ReleaseCode.Untrusted, Refusal(Rules(1), SomeRelease.Bytes(stranger))!.Code);

    [Fact]
    public void A_signature_under_another_ones_name_is_refused_everywhere()
    {
        var name = ReleaseNames.Signature(quality.Public.Id);
        var forged = SomeRelease.Changed(SomeRelease.Bytes(stranger), entries =>
        {
            entries[name] = entries[ReleaseNames.Signature(stranger.Public.Id)];
            _ = entries.Remove(ReleaseNames.Signature(stranger.Public.Id));
        });

        Assert.All([Rules(1), Rules(1) with { Required = false }], rules =>
        {
            var refusal = Refusal(rules, forged);
            Assert.Equal(ReleaseCode.Signature, refusal!.Code);
            Assert.StartsWith($"{name} is not what the key quality.pub signed: manifest.json or the signature was changed.", refusal.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_manifest_that_was_changed_with_its_file_is_not_what_was_signed()
    {
        var changed = SomeRelease.WithManifest(SomeRelease.Bytes(quality), text => text.Replace("E. Na", "E. Vil", StringComparison.Ordinal));

        Assert.Equal(ReleaseCode.Signature, Refusal(Rules(1), changed)!.Code);
    }

    [Fact]
    public void Bytes_that_are_no_signature_are_a_wrong_one() =>
        Assert.Equal(ReleaseCode.Signature, Refusal(Rules(1), SomeRelease.Changed(SomeRelease.Bytes(quality), entries => entries[ReleaseNames.Signature(quality.Public.Id)] = [1, 2, 3]))!.Code);

    [Fact]
    public void Without_the_rule_any_sound_release_and_any_recipe_is_taken()
    {
        Assert.Null(Refusal(ReleaseRules.None, SomeRelease.Bytes()));
        Assert.Null(ReleaseRules.None.RefusePlain());
        Assert.Equal(ReleaseCode.Required, Rules(1).RefusePlain()!.Code);
    }

    [Fact]
    public void A_key_comes_back_from_its_file_with_the_passphrase_only()
    {
        var file = quality.ToPem("correct horse");

        using var again = SigningKey.FromPem(file, "correct horse", out var nothing);

        Assert.Null(nothing);
        Assert.Equal(quality.Public.Id, again!.Public.Id);
        Assert.Null(SigningKey.FromPem(file, "correct donkey", out var why));
        Assert.StartsWith("cannot be opened: the passphrase is not the one", why, StringComparison.Ordinal);
        Assert.Null(SigningKey.FromPem(file[..200] + file[220..], "correct horse", out _));
    }

    [Fact]
    public void A_public_key_comes_back_from_its_file()
    {
        Assert.Equal(quality.Public.Id, ReleaseKey.FromPem(quality.Public.ToPem(), out _)!.Id);
        Assert.Matches("^[0-9a-f]{16}$", quality.Public.Id);
    }

    [Fact]
    public void What_is_no_key_says_what_it_should_be()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var plain = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var damaged = Encoding.ASCII.GetBytes(quality.Public.ToPem());
        damaged[100] ^= 1;

        Assert.StartsWith("holds no public key", NoPublicKey("hello"), StringComparison.Ordinal);
        Assert.StartsWith("holds no public key", NoPublicKey(quality.ToPem("correct horse")), StringComparison.Ordinal);
        Assert.StartsWith("holds a key that is not ECDSA on the curve P-256", NoPublicKey(other.ExportSubjectPublicKeyInfoPem()), StringComparison.Ordinal);
        Assert.StartsWith("holds no key", NoPrivateKey("hello"), StringComparison.Ordinal);
        Assert.StartsWith("holds no private key", NoPrivateKey(quality.Public.ToPem()), StringComparison.Ordinal);
        Assert.StartsWith("is not encrypted", NoPrivateKey(plain.ExportPkcs8PrivateKeyPem()), StringComparison.Ordinal);
        Assert.Null(ReleaseKey.FromPem(Encoding.ASCII.GetString(damaged), out _));
    }

    static string? NoPublicKey(string text)
    {
        Assert.Null(ReleaseKey.FromPem(text, out var why));
        return why;
    }

    static string? NoPrivateKey(string text)
    {
        Assert.Null(SigningKey.FromPem(text, "correct horse", out var why));
        return why;
    }
}
