using System.Text.Json;
using GangFlash.Devices;
using GangFlash.Station.Doctor;
using GangFlash.Testing;

namespace GangFlash.Station.Tests.Doctor;

/// <summary>Whole reports, as somebody at a station reads them.</summary>
public sealed class DoctorReportTests
{
    [Fact]
    public async Task A_healthy_simulated_station()
    {
        using var bench = new DoctorBench();

        var report = await bench.ReportAsync(simulate: "2xSTM32F405,STM32F746", recipe: "recipes/demo.yaml");

        Assert.Equal(ExitCode.Passed, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task A_healthy_station_with_real_boards()
    {
        using var bench = new DoctorBench();
        bench.Linux.Bus(1).Bus(2, speed: "5000").Hub("1-2", 2, protocol: 2).Device("1-5", 1, 9, "046d:c31c", "1.5", "USB Keyboard", 0, 0, "90mA", "a0");
        bench.Board("1-2.1", 3, "STM32F405").Board("1-2.2", 4, "STM32F405");

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.Passed, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task Missing_libusb()
    {
        using var bench = new DoctorBench { NoLibrary = "libusb-1.0 was not found (looked for libusb-1.0.so.0). Install it: Debian and Ubuntu: apt install libusb-1.0-0." };
        bench.Linux.Bus(1).Board("1-1", 2);

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.NoUsb, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task A_board_without_permission()
    {
        using var bench = new DoctorBench();
        File.Delete(bench.Linux.RulesFile);
        bench.Linux.Bus(1).Hub("1-2", 2, protocol: 2);
        bench.Board("1-2.1", 3, "STM32F405").Board("1-2.2", 4, "STM32F405")
            .Refuse("1-2.2", UsbOpenError.AccessDenied, "LIBUSB_ERROR_ACCESS at 1-2.2: this user may not open it.");

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.SomeFailed, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task A_board_that_another_program_holds()
    {
        using var bench = new DoctorBench();
        bench.Linux.Bus(1).Hub("1-2", 2, protocol: 2).Program(812, "dfu-util\u001b[2J", "/dev/bus/usb/001/003").Program(900, "bash", "/dev/pts/0");
        bench.Board("1-2.1", 3, "STM32F405", driver: "usbfs").Board("1-2.2", 4, "STM32F405", driver: "cdc_acm").Board("1-2.3", 5, "STM32F405")
            .Refuse("1-2.1", UsbOpenError.Busy, "another program or driver holds the interface.")
            .Refuse("1-2.2", UsbOpenError.Busy, "another program or driver holds the interface.")
            .Refuse("1-2.3", UsbOpenError.Busy, "another program or driver holds the interface.");

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.SomeFailed, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task A_crowd_behind_one_translator_and_an_old_rom_on_a_root_port()
    {
        using var bench = new DoctorBench();
        bench.Linux.Bus(1).Hub("1-2", 2, protocol: 1, attributes: "a0");
        for (var port = 1; port <= 7; port++)
            bench.Board($"1-2.{port}", 10 + port, "STM32F405");
        bench.Board("1-4", 30, "STM32F072");

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.Passed, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task A_record_on_a_full_network_share_and_a_clock_that_was_reset()
    {
        using var bench = new DoctorBench();
        bench.Linux.Mounts("/dev/sda1 / ext4 rw 0 0\n//nas/line /tmp cifs rw 0 0\n//nas/line / cifs rw 0 0\n").Bus(1);
        bench.Machine = bench.Machine with { Disk = _ => new(90L << 20, "cifs", "/", IsNetwork: false), Written = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero) };

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.SomeFailed, report.Exit);
        Golden.Matches(report.Text);
    }

    [Fact]
    public async Task Another_system_than_linux_is_not_called_ok()
    {
        using var bench = new DoctorBench();
        bench.Machine = bench.Machine with { IsLinux = false, Name = "Windows", Disk = _ => null };
        bench.Board("1-1", 2, "STM32F405");

        var report = await bench.ReportAsync();

        Assert.Equal(ExitCode.Passed, report.Exit);
        var open = report.Groups.SelectMany(group => group.Findings).Where(finding => finding.Verdict == CheckVerdict.NotChecked).Select(finding => finding.Check);
        Assert.Equal(["usb.rules", "hub.tree", "hub.root-port", "hub.translators", "hub.power", "hub.autosuspend", "record.share", "record.space"], open);
    }

    [Fact]
    public async Task The_json_of_a_report_is_a_contract()
    {
        using var bench = new DoctorBench();
        bench.Linux.Bus(1);
        bench.Board("1-1", 3, "STM32F746").Refuse("1-1", UsbOpenError.AccessDenied, "LIBUSB_ERROR_ACCESS at 1-1: this user may not open it.");

        var run = await bench.RunAsync("doctor", "--json", "--database", bench.Database, "--station", "LINE-2");

        Assert.Equal((1, ""), (run.Exit, run.Error));
        Golden.Matches(run.Out
            .Replace(bench.Database, "/var/lib/gangflash/gangflash.db", StringComparison.Ordinal)
            .Replace(bench.Linux.Root, "", StringComparison.Ordinal));
        Assert.All(run.Lines, line => Assert.False(string.IsNullOrEmpty(JsonDocument.Parse(line).RootElement.GetProperty("check").GetString())));
    }

    [Fact]
    public async Task Every_line_fits_80_columns_unless_one_word_does_not()
    {
        using var bench = new DoctorBench();
        bench.Linux.Bus(1).Hub("1-2", 2, protocol: 1, attributes: "a0");
        for (var port = 1; port <= 7; port++)
            bench.Board($"1-2.{port}", 10 + port);

        var report = await bench.ReportAsync();

        Assert.All(report.Text.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public async Task The_doctor_leaves_no_record_behind()
    {
        using var bench = new DoctorBench();

        _ = await bench.RunAsync("doctor", "--simulate", "1", "--database", bench.Database);

        Assert.False(File.Exists(bench.Database));
    }
}
