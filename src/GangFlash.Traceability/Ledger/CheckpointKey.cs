using System.Security.Cryptography;
using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>The key that signs checkpoints: ECDSA on the curve P-256, in a PEM file that only the station's user may read.</summary>
sealed class CheckpointKey : IDisposable
{
    readonly ECDsa pair;

    CheckpointKey(ECDsa pair, string file)
    {
        (this.pair, File) = (pair, file);
        PublicKey = Convert.ToBase64String(pair.ExportSubjectPublicKeyInfo());
    }

    public string File { get; }

    /// <summary>SubjectPublicKeyInfo in base64.</summary>
    public string PublicKey { get; }

    /// <summary>Where the key of a record is if nobody says otherwise.</summary>
    public static string FileOf(string database) => $"{database}.key";

    /// <summary>Makes the key where there is none.</summary>
    /// <exception cref="RecordException">The file cannot be read or made, or holds no such key.</exception>
    public static CheckpointKey OpenOrCreate(string file)
    {
        try
        {
            if (!System.IO.File.Exists(file))
                Create(file);
            var key = ECDsa.Create();
            key.ImportFromPem(System.IO.File.ReadAllText(file));
            return new(key, file);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"The key file {file} cannot be used ({refused.Message}). Give the station's user the right to read it and to write in its folder, then go on.", refused);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            throw new RecordException($"The key file {file} holds no key that can sign ({wrong.Message}). Bring back the right file; if it is lost, move this one away, and a new key is made.", wrong);
        }
    }

    /// <summary>Short name of a public key, see <see cref="KeyId"/>.</summary>
    public static string Fingerprint(string publicKey) => KeyId.Of(Convert.FromBase64String(publicKey));

    /// <summary>r and s, base64.</summary>
    public string Sign(byte[] text) => Convert.ToBase64String(pair.SignData(text, HashAlgorithmName.SHA256));

    public static bool Verifies(string publicKey, byte[] text, string signature)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
            return key.VerifyData(text, Convert.FromBase64String(signature), HashAlgorithmName.SHA256);
        }
        catch (Exception wrong) when (wrong is FormatException or CryptographicException)
        {
            return false;
        }
    }

    public void Dispose() => pair.Dispose();

    static void Create(string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var mine = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var stream = new FileStream(mine, options))
        {
            using (var writer = new StreamWriter(stream, leaveOpen: true))
                writer.Write(key.ExportPkcs8PrivateKeyPem() + "\n");
            stream.Flush(flushToDisk: true);
        }

        // Whole or not at all; of two programs that make one at once, the first one's stays.
        try
        {
            System.IO.File.Move(mine, file, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(file))
        {
            System.IO.File.Delete(mine);
        }
    }
}
