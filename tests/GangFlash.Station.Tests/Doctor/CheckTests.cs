using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Station.Doctor;
using GangFlash.Station.Doctor.Checks;
using GangFlash.Testing;

namespace GangFlash.Station.Tests.Doctor;

/// <summary>One rule each: facts in, a finding out.</summary>
public sealed class CheckTests
{
    [Theory]
    [InlineData("2025-12-31", CheckVerdict.Problem)]        // before there was a GangFlash
    [InlineData("2026-10-30", CheckVerdict.Warning)]        // before the program was put here
    [InlineData("2026-10-31", CheckVerdict.Ok)]             // a day is no proof
    [InlineData("2027-05-01", CheckVerdict.Ok)]
    public void A_clock_that_was_reset_is_noticed(string now, object verdict) =>
        Assert.Equal(verdict, ClockChecks.Time(SomeFacts.System with { Now = DateTimeOffset.Parse(now + "T00:00Z") }).Verdict);

    [Theory]
    [InlineData(0, CheckVerdict.Problem)]
    [InlineData((100L << 20) - 1, CheckVerdict.Problem)]
    [InlineData(100L << 20, CheckVerdict.Warning)]
    [InlineData((1L << 30) - 1, CheckVerdict.Warning)]
    [InlineData(1L << 30, CheckVerdict.Ok)]
    public void Too_little_room_is_told_before_the_shift(long free, object verdict) =>
        Assert.Equal(verdict, RecordChecks.Room(SomeFacts.Record with { Disk = SomeFacts.Record.Disk! with { FreeBytes = free } }).Verdict);

    [Fact]
    public void What_the_system_does_not_tell_of_a_disk_is_not_called_ok()
    {
        var record = SomeFacts.Record with { Disk = null };

        Assert.Equal((CheckVerdict.NotChecked, CheckVerdict.NotChecked), (RecordChecks.Room(record).Verdict, RecordChecks.Share(record).Verdict));
    }

    [Fact]
    public void A_record_is_judged_by_what_can_be_done_with_it()
    {
        var fine = SomeFacts.Record.Checkup;

        Assert.Equal(CheckVerdict.Ok, RecordChecks.File(SomeFacts.Record).Verdict);
        Assert.Equal(CheckVerdict.Note, RecordChecks.File(SomeFacts.Record with { Checkup = fine with { Exists = false, Version = null } }).Verdict);
        Assert.Equal(CheckVerdict.Note, RecordChecks.File(SomeFacts.Record with { Checkup = fine with { NewestVersion = 2 } }).Verdict);
        Assert.Equal(CheckVerdict.Problem, RecordChecks.File(SomeFacts.Record with { Checkup = fine with { Unusable = "It is damaged." } }).Verdict);
        Assert.Equal(CheckVerdict.Problem, RecordChecks.Writable(SomeFacts.Record with { Checkup = fine with { NotWritable = "denied" } }).Verdict);
        Assert.Equal(CheckVerdict.Warning, RecordChecks.Station(SomeFacts.Record with { Checkup = fine with { IsStationTaken = true } }).Verdict);
        Assert.EndsWith("; 2 other stations write to this record.", RecordChecks.Station(SomeFacts.Record with { Checkup = fine with { OtherStations = 2 } }).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", CheckVerdict.Note)]
    [InlineData("serial: given", CheckVerdict.Note)]
    [InlineData("serial: { from: usb }", CheckVerdict.Warning)]
    public async Task Shared_serials_matter_only_to_a_recipe_that_uses_them(string serial, object verdict)
    {
        var boards = await SomeFacts.BoardsAsync("STM32F746", "STM32F746", "STM32F405");
        var order = TestBench.Order(0x0800_0000, [1, 2, 3, 4], $"verify: full\n{serial}");

        var finding = SerialCheck.Of(SomeFacts.Usb(boards), new("a.yaml", order, []));

        Assert.Equal(verdict, finding.Verdict);
        Assert.Equal(["1-1", "1-2"], finding.Subjects.ToArray());
    }

    [Fact]
    public async Task Serials_that_differ_are_ok()
    {
        var finding = SerialCheck.Of(SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F405", "STM32F405")), null);

        Assert.Equal(CheckVerdict.Ok, finding.Verdict);
    }

    [Fact]
    public async Task What_to_do_about_a_permission_depends_on_the_rules()
    {
        var boards = await SomeFacts.BoardsAsync("STM32F746");
        var usb = SomeFacts.Usb(boards.Select(board => board.Fails(new FlashFailure.CannotOpen(UsbOpenError.AccessDenied, "no"))));

        Assert.Contains("--install-rules", Remedy(SomeFacts.Rules with { Installed = null }), StringComparison.Ordinal);
        Assert.Contains("group plugdev", Remedy(SomeFacts.Rules), StringComparison.Ordinal);
        Assert.Contains(UdevRules.LineFor(UsbId.StDfu), Remedy(SomeFacts.Rules with { Installed = ("/etc/x.rules", "# nothing\n") }), StringComparison.Ordinal);
        Assert.DoesNotContain("udev", BoardChecks.Permission(usb, SomeFacts.Rules, SomeFacts.System with { IsLinux = false }).Remedy, StringComparison.Ordinal);

        string Remedy(RulesFacts rules)
        {
            var finding = BoardChecks.Permission(usb, rules, SomeFacts.System);
            Assert.Equal(CheckVerdict.Problem, finding.Verdict);
            return finding.Remedy;
        }
    }

    [Fact]
    public async Task That_root_may_open_a_board_is_no_proof()
    {
        var usb = SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746"));

        Assert.Equal(CheckVerdict.Note, BoardChecks.Permission(usb, SomeFacts.Rules, SomeFacts.System with { IsPrivileged = true }).Verdict);
        Assert.Equal(CheckVerdict.Ok, BoardChecks.Permission(usb, SomeFacts.Rules, SomeFacts.System).Verdict);
    }

    [Fact]
    public async Task A_board_that_does_not_answer_is_neither_busy_nor_forbidden()
    {
        var boards = await SomeFacts.BoardsAsync("STM32F746", "STM32F405");
        var usb = SomeFacts.Usb([boards[0].Fails(new FlashFailure.TransferFailed("reading string 2", [])), boards[1]]);

        var answer = BoardChecks.Answer(usb);

        Assert.Equal(CheckVerdict.Problem, answer.Verdict);
        Assert.Equal(["1-1"], answer.Subjects.ToArray());
        Assert.Equal((CheckVerdict.Ok, CheckVerdict.Ok), (BoardChecks.Busy(usb).Verdict, BoardChecks.Permission(usb, SomeFacts.Rules, SomeFacts.System).Verdict));
    }

    [Fact]
    public void Rules_that_differ_are_compared_without_their_comments()
    {
        var ours = UdevRules.Text();
        var usb = SomeFacts.Usb([]);

        var commented = RulesCheck.Of(Installed("# by the plant\n" + ours.Replace("\n", "\r\n", StringComparison.Ordinal)), usb, SomeFacts.System);
        var older = RulesCheck.Of(Installed("SUBSYSTEM==\"usb\", MODE=\"0666\"\n"), usb, SomeFacts.System);

        Assert.Equal(CheckVerdict.Ok, commented.Verdict);
        Assert.Equal(CheckVerdict.Note, older.Verdict);
        Assert.Equal(4, older.Details.Count(detail => detail.StartsWith("missing there: ", StringComparison.Ordinal)));
        Assert.Equal("only there: SUBSYSTEM==\"usb\", MODE=\"0666\"", older.Details.Last());

        static RulesFacts Installed(string text) => SomeFacts.Rules with { Installed = ("/etc/udev/rules.d/70-gangflash.rules", text) };
    }

    [Fact]
    public async Task Missing_rules_are_only_a_note_where_the_boards_open_all_the_same()
    {
        var rules = SomeFacts.Rules with { Installed = null };
        var boards = await SomeFacts.BoardsAsync("STM32F746");

        Assert.Equal(CheckVerdict.Note, RulesCheck.Of(rules, SomeFacts.Usb(boards), SomeFacts.System).Verdict);
        Assert.Equal(CheckVerdict.Warning, RulesCheck.Of(rules, SomeFacts.Usb([]), SomeFacts.System).Verdict);
        Assert.Equal(CheckVerdict.Warning, RulesCheck.Of(rules, SomeFacts.Usb(boards), SomeFacts.System with { IsPrivileged = true }).Verdict);
    }

    [Theory]
    [InlineData("xHCI Host Controller", "STM32F746", CheckVerdict.Warning)]
    [InlineData("xHCI Host Controller", "STM32G431", CheckVerdict.Ok)]              // a newer ROM
    [InlineData("EHCI Host Controller", "STM32F746", CheckVerdict.Ok)]
    [InlineData("USB/IP Virtual Host Controller", "STM32F746", CheckVerdict.Ok)]
    public async Task Old_roms_do_not_belong_on_xhci_root_ports(string controller, string part, object verdict)
    {
        var usb = SomeFacts.Usb(await SomeFacts.BoardsAsync(part), SomeFacts.Root(controller), SomeFacts.Board("1-1"));

        Assert.Equal(verdict, HubChecks.RootPorts(usb).Verdict);
    }

    [Theory]
    [InlineData("STM32  BOOTLOADER", CheckVerdict.Warning)]
    [InlineData("", CheckVerdict.Warning)]
    [InlineData("DFU in FS Mode", CheckVerdict.Ok)]
    public async Task A_board_that_could_not_be_asked_counts_as_old_unless_it_names_itself_newer(string product, object verdict)
    {
        var boards = await SomeFacts.BoardsAsync("STM32F746");
        var usb = SomeFacts.Usb([boards[0].Fails(new FlashFailure.CannotOpen(UsbOpenError.AccessDenied, "no"))], SomeFacts.Root(), SomeFacts.Board("1-1", product: product));

        Assert.Equal(verdict, HubChecks.RootPorts(usb).Verdict);
    }

    [Theory]
    [InlineData(true, 100, CheckVerdict.Ok)]            // a hub with a supply of its own
    [InlineData(false, 100, CheckVerdict.Note)]         // 100 + 100 of 500 mA
    [InlineData(false, 500, CheckVerdict.Warning)]      // a board that asks for more than a port of such a hub gives
    public async Task A_hub_without_a_supply_is_named(bool isSelfPowered, int power, object verdict)
    {
        var boards = await SomeFacts.BoardsAsync("STM32F746");
        SurveyedDevice[] below = [boards[0] with { Entry = boards[0].Entry with { Port = UsbPortPath.Parse("1-2.1") } }];
        var usb = SomeFacts.Usb(below, SomeFacts.Root(), SomeFacts.Hub("1-2", isSelfPowered), SomeFacts.Board("1-2.1", power));

        Assert.Equal(verdict, HubChecks.Power(usb).Verdict);
    }

    [Theory]
    [InlineData(true, CheckVerdict.Note)]
    [InlineData(false, CheckVerdict.Ok)]
    public async Task A_board_that_may_be_put_to_sleep_is_named(bool maySleep, object verdict)
    {
        var usb = SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746"), SomeFacts.Root(), SomeFacts.Board("1-1", maySleep: maySleep));

        Assert.Equal(verdict, HubChecks.Sleep(usb).Verdict);
    }

    [Fact]
    public void A_kernel_without_usb_is_a_warning() =>
        Assert.Equal(CheckVerdict.Warning, HubChecks.Tree(SomeFacts.Usb([]) with { Topology = null }, SomeFacts.System).Verdict);

    [Fact]
    public async Task A_recipe_for_other_boards_is_a_problem()
    {
        var order = TestBench.Order(0x0800_0000, [1, 2, 3, 4], "device: { usb: \"1209:abcd\" }");
        var recipe = new RecipeFacts("a.yaml", order, []);

        Assert.Equal(CheckVerdict.Problem, RecipeChecks.Boards(recipe, SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746"))).Verdict);
        Assert.Equal(CheckVerdict.Note, RecipeChecks.Boards(recipe, SomeFacts.Usb([])).Verdict);
        Assert.Equal(CheckVerdict.Ok, RecipeChecks.Boards(recipe with { Order = TestBench.Order(0x0800_0000, [1, 2, 3, 4], "") }, SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746"))).Verdict);
        Assert.Equal(CheckVerdict.Problem, RecipeChecks.File(recipe with { Order = null, Problems = ["a.yaml:1:1: error: no"] }).Verdict);
        Assert.Equal(CheckVerdict.Warning, RecipeChecks.File(recipe with { Problems = ["a.yaml:1:1: warning: hm"] }).Verdict);
    }

    [Fact]
    public async Task Every_check_has_a_name_of_its_own()
    {
        var facts = new DoctorFacts(SomeFacts.System, SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746")), SomeFacts.Rules, SomeFacts.Station, SomeFacts.Record, new("a.yaml", null, []));

        var names = Checklist.Judge(facts).SelectMany(group => group.Findings).Select(finding => finding.Check).ToList();

        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.Matches("^[a-z]+\\.[a-z-]+$", name));
    }

    [Fact]
    public async Task What_a_device_calls_itself_is_escaped()
    {
        var usb = SomeFacts.Usb(await SomeFacts.BoardsAsync("STM32F746"), SomeFacts.Root("\u001b[2J"), SomeFacts.Board("1-1", product: "a\u0007b"));

        var text = DoctorListing.Text(SomeFacts.System, [new("Hubs", [HubChecks.Tree(usb, SomeFacts.System)])]);

        Assert.DoesNotContain(text, c => char.IsControl(c) && c != '\n');
    }
}
