using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Traceability.Tests;

/// <summary>The bytes that were flashed are in the record, once, from the moment on at which an attempt with them begins.</summary>
public sealed class ImageFileTests : IDisposable
{
    static readonly byte[] s_bytes = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i} ")));

    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    static FirmwareImage Image(byte[] bytes, string name = "app.bin", uint address = 0x0800_0000) => ImageReader.Read(name, bytes, address);

    static AttemptStart Start(params ImmutableArray<FirmwareImage> images) => Some.Start(order: new FlashOrder(Some.Recipe(), images, null));

    static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    [Fact]
    public async Task They_are_stored_once_for_each_content_and_come_back_as_they_were()
    {
        await using (var store = await folder.OpenAsync())
        {
            _ = await store.BegunAsync(Start(Image(s_bytes), Image([1, 2, 3], "other.bin")));
            _ = await store.BegunAsync(Start(Image(s_bytes, "renamed.bin", 0x0801_0000)));      // read from disk again, under another name
        }

        using var reader = TraceabilityReader.Open(folder.Database);

        Assert.Equal(2, folder.Ask<int>("SELECT count(*) FROM image_file"));
        Assert.Equal(s_bytes, Assert.IsType<StoredImage.Whole>(reader.ImageFile(HashOf(s_bytes), default)).Bytes.ToArray());
        Assert.Equal([("app.bin,renamed.bin", 23_890L), ("other.bin", 3L)], reader.Images("", default).Select(image => (image.Names, image.FileSize!.Value)));
        Assert.InRange(reader.Images("", default)[0].StoredSize!.Value, 1, 15_000);
        Assert.Equal("other.bin", Assert.Single(reader.Images(HashOf([1, 2, 3])[..8].ToUpperInvariant(), default)).Names);
        Assert.Equal(new(2, 23_893, folder.Ask<long>("SELECT sum(length(bytes)) FROM image_file"), 0), reader.Stats(default).Images);
        Assert.Empty(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
    }

    [Fact]
    public async Task They_are_gzip_as_every_system_knows_it()
    {
        await using var store = await folder.OpenAsync();
        _ = await store.BegunAsync(Start(Image(s_bytes)));

        using var gzip = new GZipStream(new MemoryStream(folder.Ask<byte[]>("SELECT bytes FROM image_file")), CompressionMode.Decompress);
        using var file = new MemoryStream();
        await gzip.CopyToAsync(file);

        Assert.Equal(s_bytes, file.ToArray());
    }

    [Fact]
    public async Task A_gang_that_begins_at_once_stores_them_once()
    {
        await using var store = await folder.OpenAsync();
        var order = new FlashOrder(Some.Recipe(), [Image(s_bytes)], null);

        _ = await Task.WhenAll(Enumerable.Range(1, 16).Select(slot => store.BegunAsync(Some.Start(slot, order: order))));

        Assert.Equal("1 16", folder.Ask<string>("SELECT (SELECT count(*) FROM image_file) || ' ' || (SELECT count(*) FROM attempt_image)"));
    }

    [Fact]
    public async Task One_that_is_too_large_is_recorded_by_its_hash_with_the_reason()
    {
        await using (var store = await folder.OpenAsync(RecordLimits.Ordinary with { MostImageBytes = 1000 }))
            _ = await store.BegunAsync(Start(Image(s_bytes)));

        using var reader = TraceabilityReader.Open(folder.Database);

        Assert.IsType<StoredImage.HashOnly>(reader.ImageFile(HashOf(s_bytes), default));
        Assert.Equal(("larger than 1,000 bytes", 23_890L, null), reader.Images("", default).Select(image => (image.LeftOut, image.FileSize, image.StoredSize)).Single());
        Assert.Equal(new(0, 0, 0, 1), reader.Stats(default).Images);
        Assert.Empty(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
    }

    [Fact]
    public async Task Where_the_record_was_locked_the_next_attempt_stores_them()
    {
        await using var store = await folder.OpenAsync(RecordFolder.Impatient);
        var start = Start(Image(s_bytes));
        using (var other = folder.Beside())
        {
            using var held = other.BeginTransaction(deferred: false);
            _ = await Assert.ThrowsAsync<RecordException>(() => store.BeginAsync(start, default));
        }

        _ = await store.BegunAsync(start);

        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM image_file"));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task Bytes_that_were_changed_are_found_and_not_given_out()
    {
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Start(Image(s_bytes)));
        using (var other = new MemoryStream())
        {
            using (var gzip = new GZipStream(other, CompressionLevel.Optimal, leaveOpen: true))
                gzip.Write([.. s_bytes[..^1], (byte)'!']);
            Sqlite3.Tamper(folder.Database, $"UPDATE image_file SET bytes = x'{Convert.ToHexString(other.ToArray())}'");
        }

        using var reader = TraceabilityReader.Open(folder.Database);

        Assert.IsType<StoredImage.Changed>(reader.ImageFile(HashOf(s_bytes), default));
        var finding = Assert.Single(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
        Assert.Equal((LedgerTrouble.Edited, "image_file", HashOf(s_bytes)), (finding.Trouble, finding.Table, finding.Key));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task Bytes_that_unpack_to_far_more_than_the_file_cost_no_more_than_it()
    {
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Start(Image(s_bytes)));
        using (var bomb = new MemoryStream())
        {
            using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
                gzip.Write(new byte[20_000_000]);
            Sqlite3.Tamper(folder.Database, $"UPDATE image_file SET bytes = x'{Convert.ToHexString(bomb.ToArray())}'");
        }

        using var reader = TraceabilityReader.Open(folder.Database);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.IsType<StoredImage.Changed>(reader.ImageFile(HashOf(s_bytes), default));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Fact]
    public async Task Images_of_earlier_versions_are_known_by_their_hash_until_they_are_flashed_again()
    {
        File.Copy(MigrationTests.Version1, folder.Database);
        await using var store = await folder.OpenAsync();
        using var reader = TraceabilityReader.Open(folder.Database);
        var old = Assert.Single(reader.Images("", default));
        Assert.Equal((null, "recorded before images were kept"), (old.StoredSize, old.LeftOut));

        _ = await store.BegunAsync(Start(Image(s_bytes) with { Sha256 = old.Sha256, Name = old.Names }));

        Assert.Equal(23_890, Assert.Single(reader.Images("", default)).FileSize);
    }
}
