using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GangFlash.Web.Security;

namespace GangFlash.Web.Tests.Security;

/// <summary>What the real server lets in.</summary>
public sealed class GuardTests : IAsyncLifetime
{
    const string Token = "correct-horse-battery-staple";
    readonly TestSite site = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/")]
    [InlineData("/line")]
    [InlineData("/nowhere")]
    [InlineData("/api")]
    [InlineData("/api/line")]
    [InlineData("/api/nowhere")]
    [InlineData("/reports/yield?by=x")]
    [InlineData("/batches/none")]
    public async Task Every_answer_is_strict_with_the_browser(string path)
    {
        _ = await site.StartAsync();

        using var answer = await site.GetAsync(path);

        Assert.Equal(SafeHeaders.Policy, Header(answer, "Content-Security-Policy"));
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Equal("no-store", Header(answer, "Cache-Control"));
        Assert.Empty(answer.Headers.Server);
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public void The_policy_lets_nothing_in_that_is_not_the_sites_own()
    {
        var rules = SafeHeaders.Policy.Split("; ").ToDictionary(rule => rule.Split(' ')[0], rule => rule.Split(' ', 2)[1]);

        Assert.Equal("'none'", rules["default-src"]);
        Assert.Equal(("'none'", "'self'", "'none'"), (rules["frame-ancestors"], rules["form-action"], rules["base-uri"]));
        Assert.All(rules, rule => Assert.Contains(rule.Value, new[] { "'none'", "'self'", "'script'" }));
    }

    [Fact]
    public async Task What_changes_its_address_with_its_content_is_kept_for_ever()
    {
        _ = await site.StartAsync();
        var page = await site.TextAsync("/line");

        foreach (var path in System.Text.RegularExpressions.Regex.Matches(page, "/assets/[^\"]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value).Distinct())
        {
            using var answer = await site.GetAsync(path);
            Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (answer.StatusCode, Header(answer, "Cache-Control")));
        }

        _ = await site.TextAsync("/assets/0000000000000000/site.css", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("PUT", "/reports")]
    [InlineData("DELETE", "/api/units/x")]
    [InlineData("PATCH", "/line")]
    [InlineData("OPTIONS", "/")]
    [InlineData("TRACE", "/")]
    public async Task Nothing_can_be_changed(string verb, string path)
    {
        _ = await site.StartAsync();

        using var answer = await site.Client.SendAsync(new(new(verb), path));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Head_tells_the_length_and_sends_nothing()
    {
        _ = await site.StartAsync();

        using var answer = await site.Client.SendAsync(new(HttpMethod.Head, "/reports"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Content.Headers.ContentLength > 1000);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_name_that_somebody_else_may_own_is_not_answered()
    {
        _ = await site.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "rebound.example" } };

        using var answer = await site.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("rebound.example", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_token_programs_send_it_and_browsers_sign_in()
    {
        _ = await site.StartAsync(WithToken);

        using var page = await site.GetAsync("/units?q=x");
        Assert.Equal((HttpStatusCode.SeeOther, "/sign-in?return=%2Funits%3Fq%3Dx"), (page.StatusCode, page.Headers.Location?.OriginalString));
        using var api = await site.GetAsync("/api/line");
        Assert.Equal(HttpStatusCode.Unauthorized, api.StatusCode);
        Assert.Equal("Bearer", api.Headers.WwwAuthenticate.Single().Scheme);
        Assert.Equal("application/problem+json", api.Content.Headers.ContentType?.MediaType);
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/api/line") { Headers = { { "Authorization", $"Bearer {Token}" } } };
        using var answered = await site.Client.SendAsync(asked);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);

        using var signedIn = await SignInAsync(Token, "/units?q=x");
        Assert.Equal((HttpStatusCode.SeeOther, "/units?q=x"), (signedIn.StatusCode, signedIn.Headers.Location?.OriginalString));
        var cookie = Header(signedIn, "Set-Cookie");
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Token, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/line", cookie));

        using var signedOut = await SendAsync(HttpMethod.Post, "/sign-out", cookie, site.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(HttpStatusCode.SeeOther, signedOut.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync("/line", cookie));
    }

    [Fact]
    public async Task A_sign_in_ends_with_the_shift()
    {
        _ = await site.StartAsync(WithToken);
        using var signedIn = await SignInAsync(Token, "/");
        var cookie = Header(signedIn, "Set-Cookie");

        site.Clock.Forward(SignIns.Lasts);

        Assert.Equal(HttpStatusCode.SeeOther, await StatusAsync("/line", cookie));
    }

    [Fact]
    public async Task A_wrong_token_is_told_and_too_many_are_slowed_down_the_right_one_too()
    {
        _ = await site.StartAsync(WithToken);
        for (var i = 0; i < TryLimit.AtOnce; i++)
        {
            using var wrong = await SignInAsync($"wrong-wrong-wrong-wrong-{i}", "/");
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
            Assert.DoesNotContain("wrong-wrong", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var slowed = await SignInAsync(Token, "/");
        Assert.Equal((HttpStatusCode)429, slowed.StatusCode);
        Assert.InRange(int.Parse(Header(slowed, "Retry-After")), 1, 10);
        using var bearer = new HttpRequestMessage(HttpMethod.Get, "/api/line") { Headers = { { "Authorization", $"Bearer {Token}" } } };
        using var alsoSlowed = await site.Client.SendAsync(bearer);
        Assert.Equal((HttpStatusCode)429, alsoSlowed.StatusCode);

        site.Clock.Forward(TryLimit.OneEach);
        using var again = await SignInAsync(Token, "/");
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("own", HttpStatusCode.SeeOther)]
    public async Task The_sign_in_is_only_taken_from_the_sites_own_page(string? origin, HttpStatusCode expected)
    {
        _ = await site.StartAsync(WithToken);

        using var answer = await SignInAsync(Token, "/", origin == "own" ? site.Address.GetLeftPart(UriPartial.Authority) : origin);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.SeeOther, answer.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/x\r\nSet-Cookie: a=b")]
    public async Task Nobody_is_sent_to_another_site_after_the_sign_in(string back)
    {
        _ = await site.StartAsync(WithToken);

        using var answer = await SignInAsync(Token, back);

        Assert.Equal("/", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_body_that_no_sign_in_has_is_refused()
    {
        _ = await site.StartAsync(WithToken);

        using var answer = await SignInAsync(new string('x', 100_000), "/");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task The_token_is_taken_from_no_address()
    {
        _ = await site.StartAsync(WithToken);

        using var answer = await site.GetAsync($"/api/line?token={Token}&access_token={Token}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Over_TLS_the_cookie_stays_on_TLS()
    {
        using var certificate = OwnCertificate();
        _ = await site.StartAsync(settings => WithToken(settings) with { Certificate = certificate });

        using var answer = await SignInAsync(Token, "/");

        Assert.Equal("https", site.Address.Scheme);
        var cookie = Header(answer, "Set-Cookie");
        Assert.StartsWith("__Host-gangflash=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil\r\n\r\n", "400")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "400")]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "404")]
    [InlineData("GET /units/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", "503")]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\nConnection: close\r\n\r\n", "200")]
    [InlineData("GET / HTTP/1.0\r\n\r\n", "400")]
    [InlineData("\0\0\0\0\r\n\r\n", "400")]
    public async Task Bytes_that_no_browser_sends_do_no_harm(string request, string status)
    {
        _ = await site.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, site.Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {status}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer, StringComparison.Ordinal);
        Assert.Empty(site.Bugs);
        _ = await site.TextAsync("/reports");
    }

    static SiteSettings WithToken(SiteSettings settings) => settings with { Token = AccessToken.Of(Token).Token };

    Task<HttpResponseMessage> SignInAsync(string token, string back) => SignInAsync(token, back, site.Address.GetLeftPart(UriPartial.Authority));

    async Task<HttpResponseMessage> SignInAsync(string token, string back, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("token", token), new("return", back)]) };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await site.Client.SendAsync(request);
    }

    async Task<HttpStatusCode> StatusAsync(string path, string cookie)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, cookie, null);
        return answer.StatusCode;
    }

    async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string cookie, string? origin)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie.Split(';')[0] } } };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return await site.Client.SendAsync(request);
    }

    static X509Certificate2 OwnCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
