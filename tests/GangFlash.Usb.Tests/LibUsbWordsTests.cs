using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb.Tests;

public sealed class LibUsbWordsTests
{
    static readonly UsbPortPath s_port = UsbPortPath.Parse("1-4.2");

    [Fact]
    public void A_missing_library_is_one_sentence_that_names_the_package()
    {
        var start = LibUsbBus.Start(TimeProvider.System, ["libusb-that-nobody-has.so.0"]);

        var sentence = Assert.IsType<LibUsbStart.Impossible>(start).Sentence;
        Assert.StartsWith("libusb-1.0 was not found (looked for libusb-that-nobody-has.so.0). Install it: Debian and Ubuntu: apt install libusb-1.0-0;", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.23", true)]
    [InlineData("0.9.99", true)]
    [InlineData("1.0.24", false)]
    [InlineData("1.0.26", false)]
    [InlineData("1.1.0", false)]
    public void A_library_before_1_0_24_is_refused_by_name(string version, bool refused)
    {
        var sentence = LibUsbWords.TooOld(Version.Parse(version));

        Assert.Equal(refused, sentence is not null);
        if (sentence is not null)
            Assert.StartsWith($"libusb {version} is too old, 1.0.24 or newer is needed. Install it: Debian and Ubuntu: apt install libusb-1.0-0", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void No_permission_on_linux_names_libusbs_error_the_port_and_the_udev_rule()
    {
        var refusal = LibUsbWords.RefusalOf(LibUsbError.LIBUSB_ERROR_ACCESS, s_port, isLinux: true);

        Assert.Equal(UsbOpenError.AccessDenied, refusal.Error);
        Assert.StartsWith("LIBUSB_ERROR_ACCESS at 1-4.2: ", refusal.Detail, StringComparison.Ordinal);
        Assert.Contains("/etc/udev/rules.d/70-gangflash.rules", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_error_of_opening_has_its_kind_and_keeps_its_name() =>
        Assert.All(Enum.GetValues<LibUsbError>().Where(error => error != LibUsbError.LIBUSB_SUCCESS), error =>
        {
            var expected = error switch
            {
                LibUsbError.LIBUSB_ERROR_ACCESS => UsbOpenError.AccessDenied,
                LibUsbError.LIBUSB_ERROR_BUSY => UsbOpenError.Busy,
                LibUsbError.LIBUSB_ERROR_NO_DEVICE or LibUsbError.LIBUSB_ERROR_NOT_FOUND => UsbOpenError.NoDevice,
                _ => UsbOpenError.Other,
            };
            foreach (var isLinux in new[] { false, true })
            {
                var refusal = LibUsbWords.RefusalOf(error, s_port, isLinux);
                Assert.Equal(expected, refusal.Error);
                Assert.StartsWith($"{error} at 1-4.2", refusal.Detail, StringComparison.Ordinal);
            }
        });

    [Theory]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_COMPLETED, UsbTransferStatus.Completed)]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_STALL, UsbTransferStatus.Stalled)]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_TIMED_OUT, UsbTransferStatus.TimedOut)]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_NO_DEVICE, UsbTransferStatus.NoDevice)]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_ERROR, UsbTransferStatus.Failed)]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_OVERFLOW, UsbTransferStatus.Failed)]
    [InlineData((int)LibUsbTransferStatus.LIBUSB_TRANSFER_CANCELLED, UsbTransferStatus.Failed)]
    public void A_transfer_ends_as_libusb_says(int status, UsbTransferStatus expected) => Assert.Equal(expected, LibUsbWords.StatusOf((LibUsbTransferStatus)status));

    [Theory]
    [InlineData((int)LibUsbError.LIBUSB_SUCCESS, UsbTransferStatus.Completed)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_PIPE, UsbTransferStatus.Stalled)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_TIMEOUT, UsbTransferStatus.TimedOut)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_NO_DEVICE, UsbTransferStatus.NoDevice)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_BUSY, UsbTransferStatus.Failed)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_IO, UsbTransferStatus.Failed)]
    public void A_request_that_never_became_a_transfer_ends_as_libusb_says(int error, UsbTransferStatus expected) => Assert.Equal(expected, LibUsbWords.StatusOf((LibUsbError)error));

    [Theory]
    [InlineData((int)LibUsbError.LIBUSB_SUCCESS, UsbTransferStatus.Completed)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_NOT_FOUND, UsbTransferStatus.Completed)]     // it came back as something else, or not yet
    [InlineData((int)LibUsbError.LIBUSB_ERROR_NO_DEVICE, UsbTransferStatus.NoDevice)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_ACCESS, UsbTransferStatus.Failed)]
    [InlineData((int)LibUsbError.LIBUSB_ERROR_OTHER, UsbTransferStatus.Failed)]
    public void A_reset_is_done_whatever_comes_back(int error, UsbTransferStatus expected) => Assert.Equal(expected, LibUsbWords.StatusOfReset((LibUsbError)error));
}
