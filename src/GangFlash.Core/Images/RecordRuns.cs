using System.Collections.Immutable;

namespace GangFlash.Images;

/// <summary>Joins the data records of a text format: records that follow each other in file and address become one segment.</summary>
internal sealed class RecordRuns(ImageFile file, ImageBuilder image)
{
    // Each byte takes two digits, so this is enough for whatever the records say.
    readonly byte[] bytes = new byte[file.Content.Length / 2];
    readonly ImmutableArray<RecordMark>.Builder marks = ImmutableArray.CreateBuilder<RecordMark>();
    int used;
    int runStart;

    /// <summary>Takes one record. A record without data is no data, and no place of anything.</summary>
    public void Add(ulong address, ReadOnlySpan<byte> data, int line)
    {
        if (data.IsEmpty)
            return;
        if (address + (ulong)data.Length > AddressRange.AddressSpace)
        {
            throw file.WrongInLine(line, ImageCode.OutOfRange,
                $"{ImageFile.Count(data.Length)} from 0x{address:X8} would end beyond 0xFFFFFFFF. Correct the addresses in the linker script or the converter's offset.");
        }

        if (marks.Count > 0 && address != marks[0].Address + (ulong)(used - runStart))
            EndRun();
        marks.Add(new((uint)address, line));
        data.CopyTo(bytes.AsSpan(used));
        used += data.Length;
    }

    /// <summary>Gives the image the records since the last run ended.</summary>
    public void EndRun()
    {
        if (marks.Count == 0)
            return;
        image.Add(new(marks[0].Address, bytes.AsMemory(runStart, used - runStart), new SegmentOrigin.Records(file.Name, marks.ToImmutable())));
        marks.Clear();
        runStart = used;
    }
}
