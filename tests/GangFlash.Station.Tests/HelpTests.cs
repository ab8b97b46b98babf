using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class HelpTests
{
    [Fact]
    public async Task Lists_commands_and_exit_codes()
    {
        var run = await StationRun.Of("--help");

        Assert.Equal(0, run.Exit);
        Golden.Matches(Without(run.Out));
    }

    [Theory]
    [InlineData("flash")]
    [InlineData("devices")]
    [InlineData("doctor")]
    [InlineData("plan")]
    [InlineData("inspect")]
    [InlineData("report")]
    [InlineData("serve")]
    [InlineData("simulate")]
    [InlineData("station")]
    [InlineData("recipe")]
    [InlineData("recipe", "release")]
    [InlineData("recipe", "approve")]
    [InlineData("recipe", "show")]
    [InlineData("recipe", "diff")]
    [InlineData("recipe", "key", "new")]
    [InlineData("slots", "teach")]
    [InlineData("slots", "show")]
    [InlineData("slots", "clear")]
    [InlineData("db", "image")]
    [InlineData("db", "kept")]
    public async Task Every_command_explains_its_options(params string[] command)
    {
        var run = await StationRun.Of([.. command, "--help"]);

        Assert.Equal(0, run.Exit);
        Golden.Matches(Without(run.Out), $"Help_of_{string.Join('_', command)}");
    }

    [Fact]
    public void Every_exit_code_stands_in_the_help() =>
        Assert.All(Enum.GetValues<ExitCode>(), code => Assert.Matches($@"(?m)^\s+{(int)code}  ", ExitCodeText.Help));

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("flash")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "0")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "8xSTM32F999")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1000")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1", "--time-scale", "0")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1", "--serial", "1=SN-1")]
    [InlineData("doctor", "--print-rules", "--install-rules")]
    [InlineData("doctor", "--simulate", "0")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1", "--slots", "0")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1", "--slots", "3-1")]
    [InlineData("flash", "recipes/demo.yaml", "--simulate", "1", "--slots", "one")]
    [InlineData("slots")]
    [InlineData("slots", "teach", "--from", "0")]
    [InlineData("slots", "teach", "--count", "1000")]
    [InlineData("slots", "clear", "x")]
    [InlineData("simulate")]
    [InlineData("station")]
    [InlineData("simulate", "0")]
    [InlineData("simulate", "1", "--scenario", "config/scenarios/one-serial.yaml")]
    [InlineData("simulate", "--fault", "1:stall@leave")]
    [InlineData("simulate", "1", "--fault", "stall@leave")]
    [InlineData("simulate", "1", "--fault", "2:stall@leave")]
    [InlineData("simulate", "1", "--fault", "1:stall")]
    [InlineData("simulate", "1", "--fault", "1:bit-flip@0x09000000")]
    [InlineData("devices", "--fault", "1:stall@leave")]
    [InlineData("simulate", "1", "--listen", "3240")]
    [InlineData("simulate", "1", "--listen", "127.0.0.1")]
    [InlineData("simulate", "1", "--listen", "127.0.0.1:65536")]
    [InlineData("simulate", "1", "--listen", "localhost:3240")]
    [InlineData("simulate", "1", "--time-scale", "0")]
    [InlineData("recipe", "release", "recipes/demo.yaml")]
    [InlineData("recipe", "release", "recipes/demo.yaml", "--key", "a.key", "-o", "a.gfr", "--by", "")]
    [InlineData("recipe", "approve", "a.gfr")]
    [InlineData("recipe", "key", "new")]
    [InlineData("recipe", "key", "new", "a/b")]
    [InlineData("serve", "--port", "65536")]
    [InlineData("serve", "--port", "http")]
    [InlineData("serve", "--listen", "8480")]
    [InlineData("serve", "--listen", "localhost")]
    [InlineData("serve", "--listen", "127.0.0.1:0x1")]
    [InlineData("serve", "--listen", "0.0.0.0")]
    [InlineData("serve", "--listen", "192.0.2.1:8480")]
    public async Task A_command_line_that_makes_no_sense_ends_with_2(params string[] args)
    {
        var run = await StationRun.Of(args);

        Assert.Equal(2, run.Exit);
        Assert.NotEmpty(run.Error);
    }

    /// <summary>What differs from machine to machine, and the name of the process that runs the tests.</summary>
    static string Without(string help) => help
        .Replace("testhost", "gangflash", StringComparison.Ordinal)
        .Replace(Environment.MachineName, "<machine>", StringComparison.Ordinal)
        .Replace($"[default: {Environment.UserName}]", "[default: <user>]", StringComparison.Ordinal);
}
