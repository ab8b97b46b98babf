using System.Text;
using GangFlash.Devices;
using GangFlash.Stations;

namespace GangFlash.Tests.Stations;

public sealed class SlotFileTests
{
    static SlotFileReading Read(string text) => SlotFile.Read("slots.yaml", Encoding.UTF8.GetBytes(text));

    [Fact]
    public void What_is_written_is_read_again_in_the_order_of_slots()
    {
        TaughtSlot[] slots = [new(2, UsbPortPath.Parse("1-4.10"), new(2026, 11, 21, 6, 30, 15, TimeSpan.Zero)), new(1, UsbPortPath.Parse("2-1"), null)];

        var text = SlotFile.Write(slots);

        Assert.Equal(slots.OrderBy(slot => slot.Slot), Read(text).Slots!.Slots);
        Assert.Equal(text, SlotFile.Write(Read(text).Slots!.Slots));
        Assert.EndsWith("version: 1\nslots:\n  - { slot: 1, port: 2-1 }\n  - { slot: 2, port: 1-4.10, taught: \"2026-11-21T06:30:15Z\" }\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void No_slots_are_a_file_too() => Assert.Empty(Read(SlotFile.Write([])).Slots!.Slots);

    [Theory]
    [InlineData("slots: []", "1:1: error: 'version' is missing; write 'version: 1'", "1:8: error: 'slots' is an empty list; name at least one entry, or remove the key")]
    [InlineData("version: 2", "1:1: error: this file has version 2, and this program knows version 1; use the program that wrote it, or teach the slots again")]
    [InlineData("version: 1\nslots:\n  - { slot: 0, port: 1-1 }", "3:13: error: a slot is 1 to 999, and this is 0")]
    [InlineData("version: 1\nslots:\n  - { slot: 1, port: 4 }", "3:22: error: 'port': '4' is no USB port; write its path such as 1-4.2, as 'gangflash devices' shows it")]
    [InlineData("version: 1\nslots:\n  - { slot: 1, prot: 1-1 }", "3:5: error: 'port' is missing; write 'port: 1-4.2'", "3:16: error: 'prot' is no key of an entry of 'slots'; did you mean 'port'?")]
    [InlineData("version: 1\nslots:\n  - { slot: 1, port: 1-1, taught: yesterday }", "3:35: error: 'taught': 'yesterday' is no moment; write it in UTC such as 2026-11-21T06:00:00Z, or remove the key")]
    [InlineData("version: 1\nslots:\n  - { slot: 1, port: 1-1 }\n  - { slot: 1, port: 1-2 }", "4:5: error: slot 1 is port 1-2 here and port 1-1 in line 3; remove one of the two")]
    [InlineData("version: 1\nslots:\n  - { slot: 1, port: 1-1 }\n  - { slot: 2, port: 1-1 }", "4:5: error: port 1-1 is slot 2 here and slot 1 in line 3; remove one of the two")]
    public void A_file_that_a_person_spoilt_is_refused_at_the_line(string text, params string[] problems)
    {
        var reading = Read(text);

        Assert.Null(reading.Slots);
        Assert.Equal(problems.Select(problem => $"slots.yaml:{problem}"), reading.Problems.Select(problem => problem.ToString()));
    }
}
