using System.Text;
using System.Text.RegularExpressions;
using GangFlash.Gang;
using GangFlash.Stations;
using GangFlash.Testing;

namespace GangFlash.Tests.Stations;

public sealed class StationReaderTests
{
    static StationReading Read(string text) => StationReader.Read("station.yaml", Encoding.UTF8.GetBytes(text));

    static string Shipped() => File.ReadAllText(Path.Combine(TestImages.RepositoryRoot(), "config", "station.yaml"));

    /// <summary>The shipped file with every setting in it: those begin with a # and no space.</summary>
    static string Complete() => Regex.Replace(Shipped(), "(?m)(?<=^ *)#(?! )", "", RegexOptions.None, TimeSpan.FromSeconds(1));

    [Fact]
    public void The_shipped_file_works_as_it_is_and_says_nothing_but_defaults()
    {
        var reading = Read(Shipped());

        Assert.Empty(reading.Problems);
        Assert.Equal((null, null, UnknownPorts.Use, 0), (reading.Settings!.Name, reading.Settings.Database, reading.Settings.Slots.UnknownPorts, reading.Settings.Slots.Fixtures.Length));
    }

    [Fact]
    public void The_shipped_file_can_be_used_with_all_that_stands_in_comments()
    {
        var reading = Read(Complete());

        Assert.Empty(reading.Problems);
        Assert.Equal(("LINE-1-FLASH-2", "../gangflash.db"), (reading.Settings!.Name, reading.Settings.Database));
        Assert.Equal(
            "1=1-4.1 2=1-4.2 3=1-4.3 4=1-4.4.4 5=1-4.4.3 6=1-4.4.2 7=1-4.4.1",
            string.Join(' ', reading.Settings.Slots.Places.Select(place => $"{place.Key}={place.Value}")));
    }

    /// <summary>A key that nobody knows makes the reader list those that it does.</summary>
    [Theory]
    [InlineData("qqqqqqqqqq: 1")]
    [InlineData("slots: { qqqqqqqqqq: 1 }")]
    [InlineData("slots: { fixtures: [ { qqqqqqqqqq: 1, hub: 1, ports: 1, first-slot: 1 } ] }")]
    public void Every_key_that_the_reader_knows_stands_in_the_shipped_file(string text)
    {
        var keys = Read(text).Problems.Single().Message.Split("which knows ")[1].Split(", ");

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Matches($"[#{{, ]*{key}:", Complete()));
    }

    [Theory]
    [InlineData("staton: A", "1:1: error: 'staton' is no key of a station file; did you mean 'station'?")]
    [InlineData("station: \"\"", "1:10: error: 'station' is empty")]
    [InlineData("station:", "1:1: error: 'station' has no value; give it one, or remove it")]
    [InlineData("slots: 4", "1:8: error: 'slots' must be a mapping of keys, and this is a single value")]
    [InlineData("slots:\n  unknown-ports: refused", "2:18: error: 'unknown-ports': 'refused' is not known here; did you mean 'refuse'?")]
    [InlineData("slots:\n  unknwon-ports: use", "2:3: error: 'unknwon-ports' is no key of 'slots'; did you mean 'unknown-ports'?")]
    [InlineData("slots:\n  fixtures: []", "2:13: error: 'fixtures' is an empty list; name at least one entry, or remove the key")]
    [InlineData(
        "slots:\n  fixtures:\n    - { hub: usb1, ports: 0-7, first-slot: 0 }",
        "3:14: error: 'hub': 'usb1' is no hub; write its path such as 1-4 or 1-4.2, or the bus alone such as 1 for the ports of the PC itself",
        "3:27: error: '0-7' names no ports; write one from 1 to 255, a range such as 1-7, or 7-1 to count down; a hub behind a port is an entry of its own",
        "3:44: error: a slot is 1 to 999, and this is 0")]
    [InlineData(
        "slots:\n  fixtures:\n    - { }",
        "3:7: error: 'hub' is missing; write 'hub: 1-4', the path that 'gangflash devices' shows in front of the last dot",
        "3:7: error: 'ports' is missing; write 'ports: 1-7'",
        "3:7: error: 'first-slot' is missing; write 'first-slot: 1'")]
    [InlineData("slots:\n  fixtures:\n    - { hub: 1-4, ports: [1-4, 3], first-slot: 1 }", "3:19: error: port 3 stands in 'ports' twice; keep one of the two")]
    [InlineData("slots:\n  fixtures:\n    - { hub: 1-4, ports: 1-7, first-slot: 995 }", "3:31: error: 7 slots from 995 on end at 1001; slots are 1 to 999")]
    [InlineData("slots:\n  fixtures:\n    - { hub: 1-1.1.1.1.1.1.1.1, ports: 1-7, first-slot: 1 }", "3:9: error: a chain of hubs can't be as long as 1-1.1.1.1.1.1.1.1.1; USB allows seven tiers")]
    [InlineData(
        "slots:\n  fixtures:\n    - { hub: 1-4, ports: 1-7, first-slot: 1 }\n    - { hub: 1-5, ports: 1-7, first-slot: 7 }",
        "4:7: error: slot 7 is port 1-5.1 here and port 1-4.7 in line 3; change 'first-slot' or 'ports' of one of the two")]
    [InlineData(
        "slots:\n  fixtures:\n    - { hub: 1-4, ports: 1-7, first-slot: 1 }\n    - { hub: 1-4, ports: 7-8, first-slot: 8 }",
        "4:7: error: port 1-4.7 is slot 8 here and slot 7 in line 3; change 'ports' of one of the two")]
    [InlineData("station: A\nstation: B", "2:1: error: 'station' stands in line 1 already; keep one of the two")]
    [InlineData("# nothing", "1:1: error: the file holds no station file; begin with 'station: ' and its name")]
    public void What_is_wrong_is_said_at_its_place_all_at_once(string text, params string[] problems)
    {
        var reading = Read(text);

        Assert.Null(reading.Settings);
        Assert.Equal(problems.Select(problem => $"station.yaml:{problem}"), reading.Problems.Select(problem => problem.ToString()));
        Assert.All(reading.Problems, problem => Assert.StartsWith("station.", problem.Code, StringComparison.Ordinal));
    }
}
