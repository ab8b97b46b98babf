using System.Text;
using System.Text.RegularExpressions;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Messages;
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
        Assert.Equal((new LineRules(), new ShiftSettings(), false), (reading.Settings.LineStop, reading.Settings.Shift, reading.Settings.HasWorkOrders));
        Assert.Equal(Codes(new StationSettings()), Codes(reading.Settings));
        Assert.Empty(reading.Settings.Badges.Badges);
    }

    /// <summary>The scans of a station as text, since lists compare by reference.</summary>
    static string Codes(StationSettings settings) =>
        string.Join(' ', settings.Scans.Codes.Patterns.Select(pattern => $"{pattern.Kind}={pattern.Pattern}")) + $" {settings.Scans.Codes with { Patterns = [] }} '{settings.Scans.ScannerPrefix}' '{settings.Scans.ScannerSuffix}'";

    [Fact]
    public void The_shipped_file_can_be_used_with_all_that_stands_in_comments()
    {
        var reading = Read(Complete());

        Assert.Empty(reading.Problems);
        Assert.Equal(("LINE-1-FLASH-2", "../gangflash.db"), (reading.Settings!.Name, reading.Settings.Database));
        Assert.Equal(
            "1=1-4.1 2=1-4.2 3=1-4.3 4=1-4.4.4 5=1-4.4.3 6=1-4.4.2 7=1-4.4.1",
            string.Join(' ', reading.Settings.Slots.Places.Select(place => $"{place.Key}={place.Value}")));
        Assert.Equal(["B-1001 Operator", "B-2001 Technician", "B-3001 Supervisor"], reading.Settings.Badges.Badges.Select(badge => $"{badge.Id} {badge.Role}"));
        Assert.Equal(("../recipes", "work-orders.csv", true), (reading.Settings.Recipes, reading.Settings.WorkOrdersFile, reading.Settings.HasWorkOrders));
        var order = Assert.Single(reading.Settings.WorkOrders);
        Assert.Equal(("WO-1001", "f746-demo", 500), (order.Number, order.Recipe, order.Planned));
        Assert.Equal([KeyValuePair.Create("hw", "1.4")], order.Values);
        Assert.Equal(["keys/engineering.pub", "keys/quality.pub"], reading.Settings.Releases.Trusted.Select(key => key.File));
        Assert.Equal((false, 2), (reading.Settings.Releases.Required, reading.Settings.Releases.Approvals));
        Assert.Equal([KeyValuePair.Create("mac", new NumberShare(0x0080_E100_0000, 0x0080_E100_0FFF))], reading.Settings.Numbers);
        Assert.Equal(("~", "#", GroupSeparator.Replace), (reading.Settings.Scans.ScannerPrefix, reading.Settings.Scans.ScannerSuffix, reading.Settings.Scans.Codes.Separator));
    }

    [Fact]
    public void A_line_is_what_its_file_says()
    {
        var settings = Read(
            """
            scans: { patterns: { work-order: [ A-*, C-* ] }, repeat-seconds: 5 }
            line-stop: { failed-in-slot: 0, first-pass-percent: 95, common-cause-seconds: 30, clock-step-seconds: 60 }
            shift: { binding: slot-label, start: continuous, language: de, lock-after-minutes: 0, counted-attempts: 3, release-by-another: false }
            """).Settings;
        Assert.StartsWith("Badge=B-* WorkOrder=A-* WorkOrder=C-* Unit=U-* ", Codes(settings!), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(5), settings!.Scans.Codes.RepeatWithin);
        Assert.Equal(
            new LineRules { FailedInSlot = 0, FirstPassLimit = 0.95, CommonCauseWithin = TimeSpan.FromSeconds(30), ClockStep = TimeSpan.FromMinutes(1) },
            settings.LineStop);
        Assert.Equal(
            new ShiftSettings { Binding = UnitBinding.SlotLabel, Start = GangStart.Continuous, Language = Language.German, LockAfter = TimeSpan.Zero, CountedAttempts = 3, ReleaseByAnother = false },
            settings.Shift);
    }

    /// <summary>A key that nobody knows makes the reader list those that it does.</summary>
    [Theory]
    [InlineData("qqqqqqqqqq: 1")]
    [InlineData("slots: { qqqqqqqqqq: 1 }")]
    [InlineData("slots: { fixtures: [ { qqqqqqqqqq: 1, hub: 1, ports: 1, first-slot: 1 } ] }")]
    [InlineData("badges: [ { qqqqqqqqqq: 1, id: 1, name: 1, role: operator } ]")]
    [InlineData("scans: { qqqqqqqqqq: 1 }")]
    [InlineData("scans: { patterns: { qqqqqqqqqq: 1 } }")]
    [InlineData("line-stop: { qqqqqqqqqqqqqqqqqqqq: 1 }")]
    [InlineData("shift: { qqqqqqqqqqqqqqqq: 1 }")]
    [InlineData("work-orders: [ { qqqqqqqqqq: 1, number: WO-1 } ]")]
    [InlineData("releases: { qqqqqqqqqq: 1 }")]
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
    [InlineData("badges: []", "1:9: error: 'badges' is an empty list; name at least one entry, or remove the key")]
    [InlineData(
        "badges:\n  - { }",
        "2:5: error: 'id' is missing; write 'id: B-1001', as the badge scans",
        "2:5: error: 'name' is missing; write 'name: Operator 1', for the screen",
        "2:5: error: 'role' is missing; write 'role: operator'")]
    [InlineData(
        "badges:\n  - { id: B-1, name: One, role: boss }\n  - { id: B-1, name: Two, role: operater }",
        "2:33: error: 'role': 'boss' is not known here; write operator, technician, supervisor, quality or engineer",
        "3:5: error: badge 'B-1' stands in line 2 already; keep one of the two",
        "3:33: error: 'role': 'operater' is not known here; did you mean 'operator'?")]
    [InlineData(
        "badges:\n  - { id: U-17, name: One, role: operator }",
        "2:5: error: 'U-17' would be read by two: station: badge list, and usual pattern U-*; change one of them")]
    [InlineData(
        "scans:\n  patterns:\n    unit: W*",
        "3:11: error: 'WO-' would be read by two: usual pattern WO-*, and unit pattern W*; change one of them")]
    [InlineData(
        "scans:\n  command-prefix: U-",
        "2:19: error: 'U-' would be read by two: station: command prefix, and usual pattern U-*; change one of them")]
    [InlineData("scans:\n  slot-prefix: S?", "2:16: error: 'slot-prefix': 'S?' has a * or ?, which a prefix takes as it is; remove it")]
    [InlineData("scans:\n  self-test: \"a*\"", "2:14: error: 'self-test' has a * or ?, which stand for any character; use other ones")]
    [InlineData("scans:\n  longest: 500", "2:12: error: 'longest' is 500; it can be 8 to 200")]
    [InlineData("scans:\n  repeat-seconds: 61", "2:19: error: 'repeat-seconds' is 61; it can be 0 to 60")]
    [InlineData("scans:\n  separator: kepe", "2:14: error: 'separator': 'kepe' is not known here; did you mean 'keep'?")]
    [InlineData("scans:\n  separator-as: \"|\"", "2:3: error: 'separator-as' says nothing without 'separator: replace'; remove it")]
    [InlineData(
        "line-stop:\n  failed-in-slot: -1\n  first-pass-percent: 101\n  no-start-window: 0\n  wrong-units: 1001",
        "2:19: error: 'failed-in-slot': '-1' is no number; write it in hex such as 0x449 or in decimal without leading zeros",
        "3:23: error: 'first-pass-percent' is 101; it can be 0 to 100",
        "4:20: error: 'no-start-window' is 0; it can be 1 to 1000",
        "5:16: error: 'wrong-units' is 1001; it can be 0 to 1000")]
    [InlineData(
        "line-stop:\n  same-code-stop: 11",
        "2:3: error: 'same-code-stop' is 11 and 'same-code-window' only 10, so the rule could never stop anything; change one of the two, or write 'same-code-stop: 0' to switch it off")]
    [InlineData(
        "line-stop:\n  slow-window: 2",
        "2:3: error: 'slow-phases' is 3 and 'slow-window' only 2, so the rule could never stop anything; change one of the two, or write 'slow-phases: 0' to switch it off")]
    [InlineData(
        "shift:\n  binding: slots\n  start: continous\n  language: fr\n  counted-attempts: 0\n  typed-serials: yes",
        "2:12: error: 'binding': 'slots' is not known here; write slot-order or slot-label",
        "3:10: error: 'start': 'continous' is not known here; did you mean 'continuous'?",
        "4:13: error: 'language': 'fr' is not known here; write en or de",
        "5:21: error: 'counted-attempts' is 0; it can be 1 to 10",
        "6:18: error: 'typed-serials': 'yes' is neither true nor false")]
    [InlineData(
        "work-orders:\n  - { number: 4711, quantity: 0 }",
        "2:31: error: 'quantity' is 0; it can be 1 to 1000000")]
    [InlineData(
        "work-orders:\n  - { number: 4711 }\n  - { number: WO-1 }",
        "2:5: error: '4711' would not be read as a work order when it is scanned; change the number, or 'work-order' below 'scans' and 'patterns' of the station file")]
    [InlineData(
        "work-orders:\n  - { number: WO-1, recipe: a b }\n  - { number: WO-1 }",
        "2:29: error: 'recipe': 'a b' is no name of a station file; use 1 to 64 letters, digits, dots, dashes and underscores",
        "3:5: error: work order 'WO-1' stands in line 2 already; keep one of the two")]
    [InlineData("recipes: \"\"", "1:10: error: 'recipes' is empty")]
    [InlineData("releases:\n  required: yes", "2:13: error: 'required': 'yes' is neither true nor false")]
    [InlineData("releases:\n  required: true", "2:3: error: releases are required, and no key is trusted to sign them; write 'trusted: keys/qa.pub' below it, a file that 'gangflash recipe key new' wrote")]
    [InlineData("releases:\n  required: true\n  trusted: qa.pub\n  approvals: 2", "4:3: error: 'approvals' is 2, and 1 key is trusted, so no release could ever be approved; change one of the two")]
    [InlineData("releases:\n  trusted: [ qa.pub, qa.pub ]\n  approvals: 0", "2:22: error: the key 'qa.pub' stands in line 2 already; remove one of the two", "3:14: error: 'approvals' is 0; it can be 1 to 32")]
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
