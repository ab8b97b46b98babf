using GangFlash.Devices;

namespace GangFlash.Core.Tests.Devices;

public sealed class UsbTopologyTests
{
    /// <summary>Every way in which a full-speed board can hang, and what it shares there.</summary>
    [Theory]
    [InlineData("1-1", null)]               // a root port: the host controller serves it by itself
    [InlineData("1-2.1", "1-2")]            // behind a hub with one translator
    [InlineData("1-2.2", "1-2")]
    [InlineData("1-3.1", "1-3 1-3.1")]      // behind a hub with a translator for each port
    [InlineData("1-3.2", "1-3 1-3.2")]
    [InlineData("1-3.4.1", "1-3 1-3.4")]    // behind a full-speed hub: what that hub's port has
    [InlineData("1-3.4.2", "1-3 1-3.4")]
    [InlineData("2-1", "bus 2")]            // a host controller without high speed
    [InlineData("1-4", null)]               // a high-speed device needs no translator
    public void What_a_board_shares_is_told_by_the_first_fast_hub_above_it(string port, string? shared)
    {
        var tree = Tree();

        var translator = tree.TranslatorOf(tree.At(UsbPortPath.Parse(port))!);

        var shown = translator is { } it ? it.Hub is null ? $"bus {it.Bus}" : it.Port is null ? $"{it.Hub}" : $"{it.Hub} {it.Port}" : null;
        Assert.Equal(shared, shown);
    }

    [Theory]
    [InlineData("1-1", true)]
    [InlineData("1-2.1", false)]        // a hub in between
    [InlineData("2-1", false)]          // another kind of host controller
    public void Knows_who_sits_on_an_xhci_root_port(string port, bool expected)
    {
        var tree = Tree();

        Assert.Equal(expected, tree.IsOnXhciRootPort(tree.At(UsbPortPath.Parse(port))!));
    }

    [Fact]
    public void Lists_a_hub_before_what_hangs_below_it_and_ports_as_numbers() => Assert.Equal(
        ["bus 1", "1-1", "1-2", "1-2.1", "1-2.2", "1-2.10", "1-3", "1-3.1", "1-3.2", "1-3.4", "1-3.4.1", "1-3.4.2", "1-4", "bus 2", "2-1"],
        Tree().Nodes.Select(node => node.Port?.ToString() ?? $"bus {node.Bus}"));

    [Fact]
    public void A_board_whose_hub_is_not_shown_shares_nothing_that_is_known()
    {
        var lonely = Node("7-1.1", UsbSpeed.Full);

        var tree = new UsbTopology([lonely]);

        Assert.Null(tree.HubAbove(lonely));
        Assert.Null(tree.TranslatorOf(lonely));
        Assert.False(tree.IsOnXhciRootPort(lonely));
    }

    static UsbTopology Tree() => new(
    [
        Node("2-1", UsbSpeed.Full),
        Root(2, "OHCI PCI host controller", UsbSpeed.Full),
        Node("1-2.10", UsbSpeed.Full),
        Node("1-2.1", UsbSpeed.Full),
        Node("1-2.2", UsbSpeed.Low),
        Node("1-1", UsbSpeed.Full),
        Root(1, "xHCI Host Controller", UsbSpeed.High),
        Node("1-2", UsbSpeed.High, UsbHubKind.SingleTranslator),
        Node("1-3", UsbSpeed.High, UsbHubKind.TranslatorPerPort),
        Node("1-3.1", UsbSpeed.Full),
        Node("1-3.2", UsbSpeed.Full),
        Node("1-3.4", UsbSpeed.Full, UsbHubKind.Plain),
        Node("1-3.4.1", UsbSpeed.Full),
        Node("1-3.4.2", UsbSpeed.Full),
        Node("1-4", UsbSpeed.High),
    ]);

    static UsbNode Root(int bus, string controller, UsbSpeed speed) => new(bus, null, default, controller) { Speed = speed, Hub = UsbHubKind.Plain };

    static UsbNode Node(string port, UsbSpeed speed, UsbHubKind hub = UsbHubKind.None) => new(port[0] - '0', UsbPortPath.Parse(port), UsbId.StDfu, "") { Speed = speed, Hub = hub };
}
