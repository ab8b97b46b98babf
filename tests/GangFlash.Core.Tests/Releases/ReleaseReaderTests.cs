using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Releases;
using GangFlash.Testing;

namespace GangFlash.Tests.Releases;

public sealed class ReleaseReaderTests
{
    static ReleaseProblem Refused(byte[] file)
    {
        var reading = ReleaseReader.Read(file);

        Assert.Null(reading.Bundle);
        return reading.Problems[0];
    }

    [Fact]
    public void What_was_released_comes_back_byte_by_byte()
    {
        using var key = SigningKey.Create();

        var reading = ReleaseReader.Read(SomeRelease.Bytes(key));

        Assert.Empty(reading.Problems);
        var bundle = reading.Bundle!;
        Assert.Equal(("pump", "7", SomeRelease.Released, "E. Na", "GangFlash 1.0"), (bundle.Manifest.Recipe, bundle.Manifest.Revision, bundle.Manifest.Released, bundle.Manifest.By, bundle.Manifest.Program));
        Assert.Equal(SomeRelease.Files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, Convert.ToHexString(file.Value.Span))), bundle.Files.Select(file => (file.Key, Convert.ToHexString(file.Value.Span))));
        Assert.Equal([key.Public.Id], bundle.Signatures.Select(signature => signature.KeyId));
    }

    [Fact]
    public void The_same_release_is_packed_into_the_same_bytes()
    {
        var bundle = SomeRelease.Bundle();

        Assert.Equal(ReleaseWriter.Write(bundle), ReleaseWriter.Write(ReleaseReader.Read(ReleaseWriter.Write(bundle)).Bundle!));
    }

    [Fact]
    public void The_manifest_is_what_auditors_read() => Golden.Matches(Encoding.UTF8.GetString(SomeRelease.Bundle("Pump starts slower, für Werk 2.").ManifestBytes.Span));

    [Fact]
    public void An_approval_changes_nothing_but_the_signatures()
    {
        using var one = SigningKey.Create();
        using var two = SigningKey.Create();
        var released = ReleaseReader.Read(SomeRelease.Bytes(one)).Bundle!;

        var approved = ReleaseReader.Read(ReleaseWriter.Write(released.SignedBy(two))).Bundle!;

        Assert.Equal(released.Sha256, approved.Sha256);
        Assert.Equal(((string[])[one.Public.Id, two.Public.Id]).Order(StringComparer.Ordinal), approved.Signatures.Select(signature => signature.KeyId));
    }

    [Fact]
    public void Every_changed_file_is_named_with_both_hashes()
    {
        var changed = SomeRelease.Changed(SomeRelease.Bytes(), entries =>
        {
            entries["images/app.bin"][500] ^= 1;
            entries["recipe.yaml"][0] ^= 0x20;
        });

        var reading = ReleaseReader.Read(changed);

        Assert.Null(reading.Bundle);
        Assert.All(reading.Problems, problem => Assert.Equal(ReleaseCode.Changed, problem.Code));
        Assert.Collection(
            reading.Problems,
            image => Assert.Matches("^images/app.bin is not the file that was released: its SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}\\. ", image.Message),
            recipe => Assert.StartsWith("recipe.yaml is not the file that was released", recipe.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void No_single_byte_of_a_file_can_be_changed_unseen()
    {
        using var key = SigningKey.Create();
        var release = SomeRelease.Bytes(key);
        var rules = new ReleaseRules(Required: true, [new(key.Public, "qa.pub")], 1);
        var sound = ReleaseReader.Read(release).Bundle!;

        for (var at = 0; at < release.Length; at++)
        {
            var other = (byte[])release.Clone();
            other[at] ^= 0x10;
            if (ReleaseReader.Read(other).Bundle is { } read && rules.Refuse(rules.Judge(read).Signers) is null)
                Assert.Equal((at, sound.Sha256), (at, read.Sha256));       // the archive's own times and modes; never what is in it
        }
    }

    [Fact]
    public void A_release_that_is_cut_off_anywhere_is_refused()
    {
        var release = SomeRelease.Bytes();

        Assert.All(Enumerable.Range(0, release.Length), length => Assert.Null(ReleaseReader.Read(release[..length]).Bundle));
    }

    [Fact]
    public void Nothing_may_follow_or_precede_the_archive()
    {
        var release = SomeRelease.Bytes();

        Assert.Equal((ReleaseCode.Container, true), Refused([.. release, 0]) is var behind ? (behind.Code, behind.Message.Contains("something was added behind it", StringComparison.Ordinal)) : default);
        Assert.Equal(ReleaseCode.Container, Refused([0, .. release]).Code);
        Assert.Equal(ReleaseCode.Container, Refused([.. "PK\u0003\u0004"u8, .. release]).Code);
    }

    [Theory]
    [InlineData("images/other.bin", "images/other.bin is in the release, and the manifest does not list it")]
    [InlineData("../evil.bin", "../evil.bin is in the release, and the manifest does not list it")]
    [InlineData("/etc/passwd", "/etc/passwd is in the release, and the manifest does not list it")]
    [InlineData("images/", "images/ is in the release, and the manifest does not list it")]
    [InlineData("signatures/qa.sig", "signatures/qa.sig is in the release, and the manifest does not list it")]
    [InlineData("signatures/0123456789ABCDEF.sig", "signatures/0123456789ABCDEF.sig is in the release")]
    [InlineData("IMAGES/APP.BIN", "IMAGES/APP.BIN is there twice")]
    [InlineData("a\u001b[2Jb", "a\\x1B[2Jb is in the release")]
    public void An_entry_that_nobody_released_is_refused_by_name(string name, string message)
    {
        var refused = Refused(SomeRelease.Changed(SomeRelease.Bytes(), entries => entries[name] = [1]));

        Assert.Equal(ReleaseCode.Entry, refused.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_entries_of_one_name_are_refused()
    {
        var entries = SomeRelease.Files.Select(file => (file.Key, file.Value.ToArray())).Append(("manifest.json", SomeRelease.Bundle().ManifestBytes.ToArray())).ToList();

        var refused = Refused(SomeRelease.Zip([.. entries, entries[0]]));

        Assert.Equal((ReleaseCode.Entry, true), (refused.Code, refused.Message.StartsWith("recipe.yaml is there twice.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_listed_file_that_is_missing_is_named()
    {
        var refused = Refused(SomeRelease.Changed(SomeRelease.Bytes(), entries => entries.Remove("images/app.bin")));

        Assert.Equal((ReleaseCode.Missing, true), (refused.Code, refused.Message.StartsWith("images/app.bin is missing, and the manifest lists it.", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_file_of_another_size_is_named()
    {
        var refused = Refused(SomeRelease.Changed(SomeRelease.Bytes(), entries => entries["images/app.bin"] = new byte[999]));

        Assert.Equal((ReleaseCode.Changed, true), (refused.Code, refused.Message.StartsWith("images/app.bin is not the file that was released: its size is not the 1,000 bytes that the manifest says.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Whoever_packs_it_anew_without_compression_has_the_same_release() =>
        Assert.Equal(SomeRelease.Bundle().Sha256, ReleaseReader.Read(SomeRelease.Changed(SomeRelease.Bytes(), _ => { })).Bundle!.Sha256);

    [Fact]
    public void A_compressed_entry_is_refused_before_it_is_unpacked()
    {
        var bomb = SomeRelease.Changed(SomeRelease.Bytes(), entries => entries["images/app.bin"] = new byte[50_000_000], CompressionLevel.SmallestSize);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = ReleaseReader.Read(bomb);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Contains(reading.Problems, problem => problem.Code == ReleaseCode.Container && problem.Message.StartsWith("images/app.bin is compressed", StringComparison.Ordinal));
        Assert.InRange(cost, 0, 1_000_000);
    }

    [Fact]
    public void An_entry_that_claims_more_than_the_file_has_costs_nothing()
    {
        var release = SomeRelease.Bytes();
        // Both sizes of the first entry, images/app.bin, in the list of entries (APPNOTE 4.3.12).
        var at = (int)BinaryPrimitives.ReadUInt32LittleEndian(release.AsSpan(release.Length - 6));
        BinaryPrimitives.WriteUInt32LittleEndian(release.AsSpan(at + 20), 900_000_000);
        BinaryPrimitives.WriteUInt32LittleEndian(release.AsSpan(at + 24), 900_000_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refused = Refused(release);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(ReleaseCode.Container, refused.Code);
        Assert.InRange(cost, 0, 1_000_000);
    }

    [Fact]
    public void Too_many_entries_are_refused_before_they_are_read() =>
        Assert.Equal(ReleaseCode.TooLarge, Refused(SomeRelease.Zip(Enumerable.Range(0, 2000).Select(i => ($"images/{i}.bin", Array.Empty<byte>())))).Code);

    [Fact]
    public void A_signature_is_no_place_to_hide_something() =>
        Assert.Equal(ReleaseCode.TooLarge, Refused(SomeRelease.Changed(SomeRelease.Bytes(), entries => entries["signatures/0123456789abcdef.sig"] = new byte[ReleaseLimits.SignatureLength + 1])).Code);

    [Theory]
    [InlineData("")]
    [InlineData("recipe: pump\n")]
    [InlineData("PK\u0003\u0004 and nothing behind it that an archive has")]
    public void What_is_no_archive_is_no_release(string text) => Assert.Equal(ReleaseCode.Container, Refused(Encoding.UTF8.GetBytes(text)).Code);

    [Fact]
    public void An_archive_without_a_manifest_is_no_release()
    {
        var refused = Refused(SomeRelease.Zip([("recipe.yaml", [1])]));

        Assert.Equal((ReleaseCode.Manifest, "There is no manifest.json, so this is no release of GangFlash."), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData("gangflash-release/1", "gangflash-release/2", ReleaseCode.Version, "manifest.json has the format gangflash-release/2, and this GangFlash reads gangflash-release/1; update GangFlash on this station.")]
    [InlineData("gangflash-release/1", "something", ReleaseCode.Manifest, "manifest.json does not begin with \"format\": \"gangflash-release/1\", so this is no release of GangFlash.")]
    [InlineData("\"by\"", "\"bye\"", ReleaseCode.Manifest, "manifest.json has 'bye', which is no member of the manifest.")]
    [InlineData("\"by\": \"E. Na\",", "", ReleaseCode.Manifest, "manifest.json lacks 'by' in the manifest.")]
    [InlineData("\"E. Na\"", "\"E\\u001b[2J\"", ReleaseCode.Manifest, "manifest.json has 'E\\x1B[2J' as 'by', which has an invisible character.")]
    [InlineData("\"E. Na\"", "7", ReleaseCode.Manifest, "manifest.json has no text as 'by'.")]
    [InlineData("\"E. Na\"", "\"\\ud800\"", ReleaseCode.Manifest, "manifest.json is not JSON as a release has it: ")]
    [InlineData("\"note\"", "\"by\": \"me\", \"note\"", ReleaseCode.Manifest, "manifest.json is not JSON as a release has it: ")]
    [InlineData("{", "[", ReleaseCode.Manifest, "manifest.json is not JSON as a release has it: ")]
    [InlineData("2026-11-28T09:30:00Z", "yesterday", ReleaseCode.Manifest, "manifest.json has 'yesterday' as 'released', which is no moment such as 2026-11-28T09:30:00Z.")]
    [InlineData("\"pump\"", "\"a b\"", ReleaseCode.Manifest, "manifest.json has 'a b' as 'recipe', which is no name of a recipe; use 1 to 64 letters, digits, dots, dashes and underscores.")]
    [InlineData("\"name\": \"images/app.bin\"", "\"name\": \"../app.bin\"", ReleaseCode.Manifest, "manifest.json has '../app.bin' as 'name', which leaves the recipe's folder")]
    [InlineData("\"name\": \"images/app.bin\"", "\"name\": \"images/./app.bin\"", ReleaseCode.Manifest, "manifest.json has 'images/./app.bin' as 'name', which is not how a released file is named")]
    [InlineData("\"name\": \"images/app.bin\"", "\"name\": \"Manifest.json\"", ReleaseCode.Manifest, "manifest.json has 'Manifest.json' as 'name', which is a name that the release itself needs")]
    [InlineData("\"name\": \"images/app.bin\"", "\"name\": \"RECIPE.yaml\"", ReleaseCode.Manifest, "manifest.json has 'RECIPE.yaml' as 'name', which is a name that the release itself needs")]
    [InlineData("\"name\": \"images/app.bin\"", "\"name\": \"recipe.yaml\"", ReleaseCode.Manifest, "manifest.json lists recipe.yaml twice.")]
    [InlineData("\"name\": \"recipe.yaml\"", "\"name\": \"pump.yaml\"", ReleaseCode.Manifest, "manifest.json lists no recipe.yaml.")]
    [InlineData("\"size\": 1000", "\"size\": -1", ReleaseCode.Manifest, "manifest.json gives images/app.bin no size from 0 to ")]
    [InlineData("\"size\": 1000", "\"size\": 1e3", ReleaseCode.Manifest, "manifest.json gives images/app.bin no size from 0 to ")]
    [InlineData("\"size\": 1000", "\"size\": 1073741824", ReleaseCode.TooLarge, "manifest.json lists 1,073,741,902 bytes; a release has at most 1,073,741,824.")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"A", ReleaseCode.Manifest, "manifest.json has 'A")]
    public void A_manifest_that_says_something_else_is_refused(string before, string after, string code, string message)
    {
        var refused = Refused(SomeRelease.WithManifest(SomeRelease.Bytes(), text => text.Contains(before, StringComparison.Ordinal)
            ? text.Remove(text.IndexOf(before, StringComparison.Ordinal), before.Length).Insert(text.IndexOf(before, StringComparison.Ordinal), after)
            : throw new InvalidOperationException($"no {before} in {text}")));

        Assert.Equal(code, refused.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_files_come_back_as_they_were() => Prop.ForAll<NonEmptyArray<byte>[]>(contents =>
    {
        var files = contents.Take(50).Select((content, i) => (Name: $"images/{i}.bin", Content: content.Get)).Append(("recipe.yaml", [1])).ToDictionary(file => file.Item1, file => (ReadOnlyMemory<byte>)file.Item2);
        if (files.Count < 2)
            return true;
        var bundle = ReleaseReader.Read(ReleaseWriter.Write(ReleaseBundle.Of(SomeRelease.Bundle().Manifest, files))).Bundle!;
        return files.All(file => bundle.Files[file.Key].Span.SequenceEqual(file.Value.Span));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("images/app.elf", "images/app.elf")]
    [InlineData("./images//app.elf", "images/app.elf")]
    [InlineData("images/../app.elf", "app.elf")]
    [InlineData("a/b/../../c.elf", "c.elf")]
    public void A_file_has_one_name_in_a_release_however_the_recipe_writes_it(string written, string name) => Assert.Equal(name, ReleaseNames.Of(written));
}
