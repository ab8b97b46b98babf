using System.CommandLine;
using GangFlash.Images;
using GangFlash.Station.Listings;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash db kept</c>: the protected bytes that an attempt kept before its erase, for whoever has to put them back.</summary>
sealed partial class DbCommand
{
    readonly Argument<string?> attempt = new("attempt") { Description = "Its identifier, as reports and --list show it.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<bool> listKept = new("--list") { Description = "Every attempt that kept bytes, and whether they are back." };
    readonly Option<string?> hexFile = new("--output", "-o") { Description = "Where they are written as Intel HEX, whole or not at all. It ends in .hex and must not be there yet.", HelpName = "FILE.hex" };

    ExitCode Kept(ParseResult parsed, string path, CancellationToken ct)
    {
        var (wanted, file) = (parsed.GetValue(attempt), parsed.GetValue(hexFile));
        if (parsed.GetValue(listKept) == wanted is not null || (wanted is null && file is not null))
            return Failed(parsed, ExitCode.Usage, "Give an attempt, with -o FILE.hex or without, or --list.");
        if (file is not null && !string.Equals(Path.GetExtension(file), ".hex", StringComparison.OrdinalIgnoreCase))
            return Failed(parsed, ExitCode.Usage, $"{file} does not end in .hex. It becomes Intel HEX, whose addresses tools would not look for under another name.");
        if (file is not null && IsThere(file))
            return Failed(parsed, ExitCode.Usage, Taken(file));
        using var reader = TraceabilityReader.Open(path);
        var kept = reader.Kept(wanted, ct);
        if (wanted is null)
            return ListKept(parsed, kept);
        if (kept is not [var one])
            return Failed(parsed, ExitCode.Usage, $"The record knows no attempt {Printable.Escape(wanted, 80)} that kept bytes. 'gangflash db kept --list' shows all.");
        if (reader.KeptBytes(one.Attempt, ct) is not { } bytes)
            return Failed(parsed, ExitCode.BrokenRecord, $"The bytes that {one.Attempt} kept are not those that it wrote. Nothing was written. Keep the record as it is and call the engineer.");
        if (file is not null)
            WriteNew(file, IntelHexWriter.Write(bytes));
        if (parsed.GetValue(json))
            io.Out.WriteLine(KeptListing.Json(one, bytes, file).ToJsonString());
        else
            KeptListing.Write(io, one, bytes, file);
        return ExitCode.Passed;
    }

    ExitCode ListKept(ParseResult parsed, IReadOnlyList<KeptRecord> kept)
    {
        if (parsed.GetValue(json))
        {
            foreach (var one in kept)
                io.Out.WriteLine(KeptListing.Json(one).ToJsonString());
        }
        else
        {
            KeptListing.Write(io, kept);
        }

        return ExitCode.Passed;
    }
}
