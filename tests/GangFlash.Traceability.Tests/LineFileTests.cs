using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Flashing;
using GangFlash.Line;
using GangFlash.Numbers;

namespace GangFlash.Traceability.Tests;

public sealed class LineFileTests
{
    static readonly LineSnapshot s_line = new()
    {
        Station = "LINE-1",
        Program = "GangFlash 0.1.0",
        At = new(2026, 1, 5, 6, 0, 0, 250, TimeSpan.Zero),
        Purpose = AttemptPurpose.FirstArticle,
        Simulated = true,
        Operator = "B-1001",
        Batch = "WO-1/A",
        WorkOrder = "WO-1",
        Recipe = "pump",
        Revision = "C",
        Planned = 500,
        Good = 480,
        Red = 3,
        Alarms = [new(AlarmClass.Stop, new(2026, 1, 5, 5, 59, 0, TimeSpan.Zero), "Five units failed.", "Call a supervisor.")],
        Slots =
        [
            new(1, SlotSign.Good) { Unit = "SN-1", UsbSerial = "ABC", Order = "Slot 1: remove the board, good tray.", Since = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero), Took = TimeSpan.FromMilliseconds(13_500) },
            new(2, SlotSign.Running) { Phase = JobPhase.BlankCheck, Percent = 40 },
            new(3, SlotSign.NotDone) { Code = "operator.aborted" },
        ],
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var (line, problem) = LineSnapshotJson.Read(LineSnapshotJson.Of(s_line));

        Assert.Null(problem);
        Assert.Equal(Text(s_line), Text(line!));
    }

    [Fact]
    public void Each_station_has_a_file_of_its_own_whatever_its_name_holds()
    {
        using var folder = new RecordFolder();
        string[] names = ["LINE-1", "../../etc/passwd", "a/b", "con", "ü\0\n"];
        foreach (var name in names)
            new LineFile(folder.Database, name).Write(s_line with { Station = name });

        Assert.Equal(names.Order(StringComparer.Ordinal), LineFile.ReadAll(folder.Database).Lines.Select(line => line.Station));
    }

    [Fact]
    public void A_station_that_ends_is_gone_and_its_neighbour_stays()
    {
        using var folder = new RecordFolder();
        var (one, other) = (new LineFile(folder.Database, "one"), new LineFile(folder.Database, "other"));
        one.Write(s_line with { Station = "one" });
        other.Write(s_line with { Station = "other" });

        one.Remove();
        one.Remove();

        Assert.Equal(["other"], LineFile.ReadAll(folder.Database).Lines.Select(line => line.Station));
    }

    [Fact]
    public void A_file_that_tells_nothing_is_named_and_hides_none()
    {
        using var folder = new RecordFolder();
        new LineFile(folder.Database, "one").Write(s_line);
        File.WriteAllText(folder.Database + ".station-0000000000000000.live.json", "{");
        File.WriteAllBytes(folder.Database + ".station-0000000000000001.live.json", new byte[LineSnapshotJson.MostBytes + 1]);

        var reading = LineFile.ReadAll(folder.Database);

        Assert.Single(reading.Lines);
        Assert.Equal(["is no JSON", "has 262,145 bytes, and 262,144 are the most"], reading.Problems.Select(problem => problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..]));
    }

    [Fact]
    public void Without_a_folder_there_is_no_line() => Assert.Empty(LineFile.ReadAll(Path.Combine(Path.GetTempPath(), "gangflash-nowhere", "record.db")).Lines);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"station\":\"x\"}")]
    [InlineData("{\"station\":5,\"at\":\"2026-01-05T06:00:00Z\"}")]
    [InlineData("{\"station\":\"\\ud800\",\"at\":\"2026-01-05T06:00:00Z\"}")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]")]
    public void What_is_no_line_says_so(string text) => Assert.NotNull(LineSnapshotJson.Read(Encoding.UTF8.GetBytes(text)).Problem);

    [Fact]
    public void A_later_version_is_read_as_far_as_it_is_known()
    {
        var (line, _) = LineSnapshotJson.Read("""
            {"format":9,"station":"x","at":"2026-01-05T06:00:00Z","mood":"fine","alarms":[{"class":"new"}],"slots":[{"slot":1,"sign":"levitating"},{"slot":2,"sign":"good","percent":9000},{"slot":2,"sign":"red"},7]}
            """u8.ToArray());

        Assert.Equal([AlarmClass.Inform], line!.Alarms.Select(alarm => alarm.Class));
        Assert.Equal([(2, SlotSign.Good, (int?)100)], line.Slots.Select(slot => (slot.Number, slot.Sign, slot.Percent)));
    }

    [Fact]
    public void Lists_and_texts_are_bounded()
    {
        var slots = string.Join(',', Enumerable.Range(1, 2000).Select(number => $$"""{"slot":{{number}},"sign":"red","code":"x"}"""));
        var (line, _) = LineSnapshotJson.Read(Encoding.UTF8.GetBytes($$"""{"station":"{{new string('s', 5000)}}","at":"2026-01-05T06:00:00Z","slots":[{{slots}}]}"""));

        Assert.Equal(1000, line!.Station.Length);
        Assert.Equal(Gang.SlotMap.MostSlots, line.Slots.Length);
    }

    [Fact]
    public void No_bytes_make_the_reader_fail() => Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<int>(), (bytes, place) =>
    {
        _ = LineSnapshotJson.Read(bytes);
        var damaged = LineSnapshotJson.Of(s_line);
        damaged[Math.Abs(place % damaged.Length)] = bytes.FirstOrDefault();
        _ = LineSnapshotJson.Read(damaged);
    }).QuickCheckThrowOnFailure();

    static string Text(LineSnapshot line) => Encoding.UTF8.GetString(LineSnapshotJson.Of(line));
}
