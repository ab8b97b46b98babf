using GangFlash.Devices;
using GangFlash.Station.Doctor;
using GangFlash.Testing;

namespace GangFlash.Station.Tests.Doctor;

public sealed class UdevRulesTests
{
    [Fact]
    public async Task The_program_prints_the_rules_of_the_repository()
    {
        var file = await File.ReadAllTextAsync(Path.Combine(TestImages.RepositoryRoot(), "config", "udev", UdevRules.FileName));

        var run = await StationRun.Of("doctor", "--print-rules");

        Assert.Equal((0, file), (run.Exit, run.Out));
    }

    [Fact]
    public void Knows_which_boards_its_rules_are_for() => Assert.Equal(
        ["0483:df11", "28e9:0189", "2e3c:df11", "314b:0106"],
        UdevRules.Ids(UdevRules.Text()).Select(id => id.ToString()).Order());

    [Fact]
    public void The_line_for_another_product_is_understood_too()
    {
        var id = new UsbId(0x1209, 0xABCD);

        Assert.Equal(id, Assert.Single(UdevRules.Ids(UdevRules.LineFor(id))));
        Assert.Empty(UdevRules.Ids($"# {UdevRules.LineFor(id)}"));
    }

    [Fact]
    public async Task Installs_the_rules_and_says_what_comes_next()
    {
        using var bench = new DoctorBench();
        File.Delete(bench.Linux.RulesFile);

        var run = await bench.RunAsync("doctor", "--install-rules");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Equal([$"{bench.Linux.RulesFile} is written.", "udev has read it (udevadm control --reload). Plug the boards in again: the rules count from then on."], run.Lines);
        Assert.Equal(UdevRules.Text(), await File.ReadAllTextAsync(bench.Linux.RulesFile));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(bench.Linux.RulesFile)!));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(bench.Linux.RulesFile));
    }

    [Fact]
    public async Task Where_udevadm_is_missing_it_says_what_to_run()
    {
        using var bench = new DoctorBench();
        bench.Linux.Rules("# old\n");
        bench.Machine = bench.Machine with { ReloadUdev = _ => Task.FromResult(new UdevReload(false, "udevadm could not be started")) };

        var run = await bench.RunAsync("doctor", "--install-rules");

        Assert.Equal("Now run 'udevadm control --reload' (udevadm could not be started), and plug the boards in again.", run.Lines.Last());
    }

    [Fact]
    public async Task Rules_that_differ_are_kept_under_another_name()
    {
        using var bench = new DoctorBench();
        bench.Linux.Rules("# ours, since 2025\n");

        var run = await bench.RunAsync("doctor", "--install-rules");

        var kept = bench.Linux.RulesFile + ".20260105-060000.old";
        Assert.Equal($"{bench.Linux.RulesFile} was there and differed; it is kept as {kept}.", run.Lines.First());
        Assert.Equal("# ours, since 2025\n", await File.ReadAllTextAsync(kept));
        Assert.Equal(UdevRules.Text(), await File.ReadAllTextAsync(bench.Linux.RulesFile));
    }

    [Fact]
    public async Task A_copy_is_never_overwritten()
    {
        using var bench = new DoctorBench();
        bench.Linux.Rules("# ours\n");
        var kept = bench.Linux.RulesFile + ".20260105-060000.old";
        await File.WriteAllTextAsync(kept, "# older\n");

        var run = await bench.RunAsync("doctor", "--install-rules");

        Assert.Equal(1, run.Exit);
        Assert.Equal(("# older\n", "# ours\n"), (await File.ReadAllTextAsync(kept), await File.ReadAllTextAsync(bench.Linux.RulesFile)));
    }

    [Fact]
    public async Task Rules_that_are_there_already_are_not_written_again()
    {
        using var bench = new DoctorBench();

        var run = await bench.RunAsync("doctor", "--install-rules");

        Assert.Equal((0, $"{bench.Linux.RulesFile} is up to date; nothing was written.\n"), (run.Exit, run.Out));
    }

    [Fact]
    public async Task Without_udev_nothing_is_made()
    {
        using var bench = new DoctorBench();
        Directory.Delete(Path.Combine(bench.Linux.Root, "etc"), recursive: true);

        var run = await bench.RunAsync("doctor", "--install-rules");

        Assert.Equal((1, ""), (run.Exit, run.Out));
        Assert.False(Directory.Exists(Path.Combine(bench.Linux.Root, "etc")));
    }

    [Fact]
    public async Task Another_system_than_linux_has_no_rules()
    {
        using var bench = new DoctorBench();
        bench.Machine = bench.Machine with { IsLinux = false };

        Assert.Equal(2, (await bench.RunAsync("doctor", "--install-rules")).Exit);
    }
}
