using System.Net;
using GangFlash.Web.Security;

namespace GangFlash.Web.Tests.Security;

public sealed class TokenTests
{
    const string Right = "correct-horse-battery-staple";

    [Theory]
    [InlineData("short", "at least 24 characters, and this has 5")]
    [InlineData("correct horse battery staple", "without spaces")]
    [InlineData("correct-horse-battery-stäple", "without spaces")]
    public void A_token_that_could_be_guessed_or_mistyped_is_none(string text, string problem) => Assert.Contains(problem, AccessToken.Of(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_token_is_itself_without_white_space_around_and_nothing_else()
    {
        var token = AccessToken.Of($"  {Right}\n").Token!;

        Assert.True(token.Is(Right));
        Assert.All(new[] { "", null, Right + "x", Right[..^1], Right.ToUpperInvariant(), new string('x', 10_000) }, offered => Assert.False(token.Is(offered)));
    }

    [Fact]
    public void No_text_of_it_holds_the_token() => Assert.DoesNotContain(Right, $"{AccessToken.Of(Right).Token} {new SiteSettings { Database = "", Catalogue = Reports.ReportCatalogue.Standard(), Program = "", Token = AccessToken.Of(Right).Token }}", StringComparison.Ordinal);

    [Fact]
    public void A_sign_in_lasts_a_shift_and_ends_when_it_is_ended()
    {
        var clock = new TestClock();
        var signIns = new SignIns(clock);
        var (one, other) = (signIns.Begin(), signIns.Begin());

        signIns.End(other);

        Assert.NotEqual(one, other);
        Assert.True(signIns.IsKnown(one));
        Assert.False(signIns.IsKnown(other));
        Assert.All(new[] { "", null, "x", new string('0', 64), new string('0', 100_000) }, name => Assert.False(signIns.IsKnown(name)));
        clock.Forward(SignIns.Lasts);
        Assert.False(signIns.IsKnown(one));
    }

    [Fact]
    public void The_oldest_sign_in_goes_when_there_are_too_many()
    {
        var clock = new TestClock();
        var signIns = new SignIns(clock);
        var first = signIns.Begin();
        clock.Forward(TimeSpan.FromMinutes(1));
        var names = Enumerable.Range(0, 500).Select(_ => signIns.Begin()).ToList();

        Assert.False(signIns.IsKnown(first));
        Assert.All(names, name => Assert.True(signIns.IsKnown(name)));
    }

    [Fact]
    public void Wrong_tokens_are_slowed_down_for_each_address()
    {
        var clock = new TestClock();
        var tries = new TryLimit(clock);
        var (bad, good) = (IPAddress.Parse("192.168.1.7"), IPAddress.Parse("192.168.1.8"));
        for (var i = 0; i < TryLimit.AtOnce; i++)
        {
            Assert.Null(tries.Wait(bad));
            tries.Failed(bad);
        }

        Assert.InRange(tries.Wait(bad)!.Value, 9, 10);
        Assert.InRange(tries.Wait(bad.MapToIPv6())!.Value, 9, 10);
        Assert.Null(tries.Wait(good));
        clock.Forward(TryLimit.OneEach);
        Assert.Null(tries.Wait(bad));
        tries.Failed(bad);
        Assert.NotNull(tries.Wait(bad));
    }

    [Fact]
    public void Whoever_has_an_IPv6_network_has_one_address_here()
    {
        var tries = new TryLimit(new TestClock());
        for (var i = 0; i < TryLimit.AtOnce; i++)
            tries.Failed(IPAddress.Parse($"2001:db8:1:2::{i + 1}"));

        Assert.NotNull(tries.Wait(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Null(tries.Wait(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void Strangers_cost_a_bounded_memory_and_who_is_too_fast_stays_known()
    {
        var tries = new TryLimit(new TestClock());
        for (var i = 0; i < 10_000; i++)
            tries.Failed(new IPAddress(0x0A00_0000L + i));
        for (var i = 0; i < TryLimit.AtOnce; i++)
            tries.Failed(IPAddress.Parse("192.168.1.7"));

        Assert.NotNull(tries.Wait(IPAddress.Parse("192.168.1.7")));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("localhost", true)]
    [InlineData("LocalHost", true)]
    [InlineData("line-pc", true)]
    [InlineData("line-pc.plant.example", true)]
    [InlineData("line-pc.evil.example", false)]
    [InlineData("evil.example", false)]
    [InlineData("127.0.0.1.evil.example", false)]
    [InlineData("", false)]
    public void Only_names_that_nobody_else_can_own_are_answered(string host, bool isKnown) => Assert.Equal(isKnown, new HostNames(["line-pc.plant.example"], "line-pc").Knows(host));

    [Theory]
    [InlineData("127.0.0.1", false, null)]
    [InlineData("::1", false, null)]
    [InlineData("0.0.0.0", true, null)]
    [InlineData("0.0.0.0", false, "0.0.0.0 can be reached from other machines, and the site shows everything in the record: give a token with --token-file, or stay on 127.0.0.1.")]
    [InlineData("192.168.1.5", false, "192.168.1.5 can be reached from other machines, and the site shows everything in the record: give a token with --token-file, or stay on 127.0.0.1.")]
    public void Beyond_this_machine_there_is_no_site_without_a_token(string address, bool withToken, string? refusal)
    {
        var settings = new SiteSettings
        {
            Database = "record.db",
            Catalogue = Reports.ReportCatalogue.Standard(),
            Program = "test",
            Listen = new(IPAddress.Parse(address), 0),
            Token = withToken ? AccessToken.Of(Right).Token : null,
        };

        Assert.Equal(refusal, settings.Refusal);
    }
}
