using System.Diagnostics;
using System.Runtime.CompilerServices;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.VmTests;

/// <summary>What must be true of the real bus, one sentence each. The first board in DFU mode is worked on.</summary>
sealed class Checks(IUsbBus bus)
{
    static readonly TimeSpan s_hotplug = TimeSpan.FromSeconds(10);

    UsbDeviceEntry first = null!;
    bool isGreen = true;

    public async Task<bool> RunAsync((string Detach, string Attach)? plugging)
    {
        await FindFirstAsync();
        await RunAsync(Descriptors_are_the_same_before_and_after_opening);
        await RunAsync(Strings_and_a_status_are_read);
        await RunAsync(A_refused_request_is_a_stall_and_the_next_one_works);
        await RunAsync(Alternate_settings_are_selected_and_a_missing_one_is_refused);
        await RunAsync(A_claimed_interface_is_refused_to_a_second_handle);
        await RunAsync(A_block_of_the_transfer_size_goes_both_ways);
        await RunAsync(A_cancelled_caller_starts_no_transfer);
        await RunAsync(A_time_out_loses_the_handle_and_a_new_one_works);
        await RunAsync(Disposing_ends_a_transfer_that_runs);
        await RunAsync(All_boards_answer_side_by_side);
        await RunAsync(A_thousand_openings_leave_nothing_behind);
        if (plugging is var (detach, attach))
        {
            await RunAsync(() => A_watch_sees_a_board_go_and_come(detach, attach));
            await RunAsync(() => A_board_pulled_in_mid_transfer_is_no_device(detach, attach));
        }

        return isGreen;
    }

    /// <summary>Pulls and plugs the first board again and again.</summary>
    public async Task<bool> CycleAsync(int count, string detach, string attach)
    {
        await FindFirstAsync();
        await RunAsync(async () =>
        {
            await CycleAsync(Math.Min(count, 10), detach, attach, () => Task.CompletedTask);
            var before = Usage.Now();
            await CycleAsync(count, detach, attach, async () =>
            {
                await using var board = await OpenBoard.AtAsync(bus, first.Port);
                _ = await board.StatusAsync();
            });
            Usage.Now().CheckAgainst(before);
        }, $"{count} cycles of pulling and plugging leave nothing behind");
        return isGreen;
    }

    async Task FindFirstAsync()
    {
        var devices = await bus.ListAsync(default);
        first = devices.FirstOrDefault(device => DfuInterface.Find(device.ConfigurationDescriptor.Span) is not null) ?? throw new CheckException("no board in DFU mode is attached");
    }

    async Task Descriptors_are_the_same_before_and_after_opening()
    {
        await using var board = await OpenBoard.AtAsync(bus, first.Port);
        Check.That(board.Device.DeviceDescriptor.Span.SequenceEqual(first.DeviceDescriptor.Span), "the device descriptor differs");
        Check.That(board.Device.ConfigurationDescriptor.Span.SequenceEqual(first.ConfigurationDescriptor.Span), "the configuration differs");
        var wire = new byte[4096];
        var read = await board.Device.ControlAsync(new(0x80, 6, 0x0200, 0, (ushort)wire.Length), wire, TimeSpan.FromSeconds(5), default);
        Check.That(first.ConfigurationDescriptor.Span.SequenceEqual(wire.AsSpan(0, read.Length)), $"the device itself says {Convert.ToHexString(wire.AsSpan(0, read.Length))}");
    }

    async Task Strings_and_a_status_are_read()
    {
        await using var board = await OpenBoard.AtAsync(bus, first.Port);
        var identity = await DeviceIdentifier.IdentifyAsync(board.Device, default);
        Check.That(identity.Alternates[0].Layout is not null, $"the first memory is \"{identity.Alternates[0].Name}\"");
        await board.ToIdleAsync();
    }

    async Task A_refused_request_is_a_stall_and_the_next_one_works()
    {
        await using var board = await OpenBoard.AtAsync(bus, first.Port);
        for (var i = 0; i < 20; i++)
        {
            var refused = await board.InAsync((DfuRequest)0x7F, 0, new byte[64]);
            Check.That(refused == new UsbTransfer(UsbTransferStatus.Stalled, 0), $"an unknown request ended as {refused}");
            await board.ToIdleAsync();
        }
    }

    async Task Alternate_settings_are_selected_and_a_missing_one_is_refused()
    {
        await using var board = await OpenBoard.AtAsync(bus, first.Port);
        foreach (var alternate in DfuInterface.Find(first.ConfigurationDescriptor.Span)!.Alternates)
        {
            var status = await board.Device.SetAlternateAsync(0, alternate.Number, TimeSpan.FromSeconds(5), default);
            Check.That(status == UsbTransferStatus.Completed, $"setting {alternate.Number} ended as {status}");
        }

        var missing = await board.Device.SetAlternateAsync(0, 99, TimeSpan.FromSeconds(5), default);
        Check.That(missing is UsbTransferStatus.Stalled or UsbTransferStatus.Failed, $"setting 99 ended as {missing}");
        _ = await board.Device.SetAlternateAsync(0, 0, TimeSpan.FromSeconds(5), default);
        await board.ToIdleAsync();
    }

    async Task A_claimed_interface_is_refused_to_a_second_handle()
    {
        await using (await OpenBoard.AtAsync(bus, first.Port))
        {
            var second = await bus.OpenAsync(first.Port, default) as UsbOpening.Opened ?? throw new CheckException("a second handle cannot be opened");
            await using (second.Device)
            {
                var claim = await second.Device.ClaimAsync(0, default);
                Check.That(claim == UsbTransferStatus.Failed, $"the second claim ended as {claim}");
            }
        }

        await using var again = await OpenBoard.AtAsync(bus, first.Port);
    }

    async Task A_block_of_the_transfer_size_goes_both_ways()
    {
        await using var board = await OpenBoard.AtAsync(bus, first.Port);
        await board.ToIdleAsync();
        var size = DfuInterface.Find(first.ConfigurationDescriptor.Span)!.Functional.TransferSize;
        await RunToEndAsync(board, DfuSeCommand.EraseSector(0x0800_0000));
        await RunToEndAsync(board, DfuSeCommand.SetAddress(0x0800_0000));
        var sent = Enumerable.Range(0, size).Select(i => (byte)(i * 7)).ToArray();
        var download = await board.OutAsync(DfuRequest.Download, 2, sent);
        Check.That(download == new UsbTransfer(UsbTransferStatus.Completed, size), $"DNLOAD of {size} bytes ended as {download}");
        await board.ToIdleAsync();
        await RunToEndAsync(board, DfuSeCommand.SetAddress(0x0800_0000));
        await board.ToIdleAsync();
        var read = new byte[size];
        var upload = await board.InAsync(DfuRequest.Upload, 2, read);
        Check.That(upload == new UsbTransfer(UsbTransferStatus.Completed, size), $"UPLOAD of {size} bytes ended as {upload}");
        Check.That(sent.AsSpan().SequenceEqual(read), "other bytes came back");
        await board.ToIdleAsync();
    }

    async Task A_cancelled_caller_starts_no_transfer()
    {
        await using var board = await OpenBoard.AtAsync(bus, first.Port);
        try
        {
            _ = await board.Device.ControlAsync(new(0xA1, 3, 0, 0, 6), new byte[6], TimeSpan.FromSeconds(5), new(canceled: true));
            throw new CheckException("the transfer was started");
        }
        catch (OperationCanceledException)
        {
            await board.ToIdleAsync();
        }
    }

    async Task A_time_out_loses_the_handle_and_a_new_one_works()
    {
        await using (var board = await OpenBoard.AtAsync(bus, first.Port))
        {
            await board.ToIdleAsync();
            await board.BeginAsync(DfuSeCommand.EraseSector(0x0800_0000));
            var watch = Stopwatch.StartNew();
            var late = await board.InAsync(DfuRequest.GetStatus, 0, new byte[6], TimeSpan.FromMilliseconds(50));
            Check.That(late == new UsbTransfer(UsbTransferStatus.TimedOut, 0), $"the impatient GETSTATUS ended as {late} after {watch.ElapsedMilliseconds} ms");
            Check.That(watch.ElapsedMilliseconds is >= 45 and < 2000, $"the time-out of 50 ms came after {watch.ElapsedMilliseconds} ms");
            watch.Restart();
            Check.That((await board.InAsync(DfuRequest.GetStatus, 0, new byte[6])).Status == UsbTransferStatus.TimedOut, "the lost handle was used again");
            Check.That(await board.Device.ClaimAsync(0, default) == UsbTransferStatus.TimedOut, "the lost handle was claimed again");
            Check.That(watch.ElapsedMilliseconds < 20, $"the lost handle took {watch.ElapsedMilliseconds} ms to say so");
        }

        await using var again = await OpenBoard.AtAsync(bus, first.Port);
        await again.ToIdleAsync();
    }

    async Task Disposing_ends_a_transfer_that_runs()
    {
        Task<UsbTransfer> pending;
        var watch = new Stopwatch();
        await using (var board = await OpenBoard.AtAsync(bus, first.Port))
        {
            await board.ToIdleAsync();
            await board.BeginAsync(DfuSeCommand.EraseSector(0x0800_0000));
            pending = board.InAsync(DfuRequest.GetStatus, 0, new byte[6]).AsTask();
            await Task.Delay(20);
            Check.That(!pending.IsCompleted, "the erase was too short for this check");
            watch.Start();
        }

        Check.That(watch.ElapsedMilliseconds < 2000, $"disposing took {watch.ElapsedMilliseconds} ms");
        var ended = await pending;
        Check.That(ended.Status == UsbTransferStatus.Failed, $"the transfer ended as {ended}");
        await using var again = await OpenBoard.AtAsync(bus, first.Port);
        await again.ToIdleAsync();
    }

    async Task All_boards_answer_side_by_side()
    {
        const int Requests = 200;
        var ports = (from device in await bus.ListAsync(default) where DfuInterface.Find(device.ConfigurationDescriptor.Span) is not null select device.Port).ToList();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(ports.Select(async port =>
        {
            await using var board = await OpenBoard.AtAsync(bus, port);
            for (var i = 0; i < Requests; i++)
                _ = await board.StatusAsync();
        }));
        Console.WriteLine($"      {ports.Count} boards, {ports.Count * Requests / watch.Elapsed.TotalSeconds:N0} transfers a second");
    }

    async Task A_thousand_openings_leave_nothing_behind()
    {
        await OpenAsync(50);
        var before = Usage.Now();
        await OpenAsync(1000);
        Usage.Now().CheckAgainst(before);

        async Task OpenAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await using var board = await OpenBoard.AtAsync(bus, first.Port);
                _ = await board.StatusAsync();
                _ = await board.InAsync((DfuRequest)0x7F, 0, new byte[64]);
            }
        }
    }

    Task A_watch_sees_a_board_go_and_come(string detach, string attach) => CycleAsync(3, detach, attach, () => Task.CompletedTask);

    async Task A_board_pulled_in_mid_transfer_is_no_device(string detach, string attach)
    {
        await using (var board = await OpenBoard.AtAsync(bus, first.Port))
        {
            await board.ToIdleAsync();
            await board.BeginAsync(DfuSeCommand.EraseSector(0x0804_0000));
            var pending = board.InAsync(DfuRequest.GetStatus, 0, new byte[6]).AsTask();
            await ShellAsync(detach);
            var ended = await pending;
            Check.That(ended.Status is UsbTransferStatus.NoDevice or UsbTransferStatus.Failed, $"the transfer ended as {ended}");
            var next = await board.InAsync(DfuRequest.GetStatus, 0, new byte[6]);
            Check.That(next.Status == UsbTransferStatus.NoDevice, $"the next one ended as {next}");
            Console.WriteLine($"      the transfer at work ended as {ended.Status}, the next one as {next.Status}");
        }

        await ShellAsync(attach);
        await ArrivedAsync();
    }

    async Task CycleAsync(int count, string detach, string attach, Func<Task> between)
    {
        using var stop = new CancellationTokenSource();
        await using var events = bus.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        await ExpectAsync<UsbBusEvent.Arrived>(it => it.Device.Port == first.Port);
        for (var i = 0; i < count; i++)
        {
            await ShellAsync(detach);
            await ExpectAsync<UsbBusEvent.Departed>(it => it.Port == first.Port);
            await ShellAsync(attach);
            await ExpectAsync<UsbBusEvent.Arrived>(it => it.Device.Port == first.Port);
            await between();
        }

        async Task ExpectAsync<T>(Func<T, bool> isIt)
            where T : UsbBusEvent
        {
            stop.CancelAfter(s_hotplug);
            try
            {
                while (await events.MoveNextAsync())
                {
                    if (events.Current is T happened && isIt(happened))
                        break;
                }
            }
            catch (OperationCanceledException)
            {
                throw new CheckException($"no {typeof(T).Name} of {first.Port} within {s_hotplug.TotalSeconds} s");
            }

            stop.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    async Task ArrivedAsync()
    {
        using var patience = new CancellationTokenSource(s_hotplug);
        await foreach (var happened in bus.WatchAsync(patience.Token))
        {
            if (happened is UsbBusEvent.Arrived it && it.Device.Port == first.Port)
                return;
        }
    }

    static async Task RunToEndAsync(OpenBoard board, byte[] command)
    {
        await board.BeginAsync(command);
        while ((await board.StatusAsync()).State == DfuState.DownloadBusy)
            await Task.Delay(5);
    }

    async Task ShellAsync(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PORT"] = first.Port.ToString();
        using var shell = Process.Start(start)!;
        _ = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Check.That(shell.ExitCode == 0, $"\"{command}\" ended with {shell.ExitCode}");
    }

    async Task RunAsync(Func<Task> check, [CallerArgumentExpression(nameof(check))] string name = "")
    {
        var watch = Stopwatch.StartNew();
        try
        {
            await check();
            Console.WriteLine($"ok    {Sentence(name)} ({watch.ElapsedMilliseconds} ms)");
        }
        catch (CheckException broken)
        {
            isGreen = false;
            Console.WriteLine($"FAIL  {Sentence(name)}: {broken.Message}");
        }
    }

    static string Sentence(string name) => name.Replace("() => ", "", StringComparison.Ordinal).Split('(')[0].Replace('_', ' ');

    /// <summary>What this process holds of the machine.</summary>
    readonly record struct Usage(int Files, int Threads, long Kibibytes)
    {
        public static Usage Now()
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return new(Directory.GetFiles("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Length, Environment.WorkingSet / 1024);
        }

        public void CheckAgainst(Usage before)
        {
            Console.WriteLine($"      files {before.Files} -> {Files}, threads {before.Threads} -> {Threads}, memory {before.Kibibytes:N0} -> {Kibibytes:N0} KiB");
            Check.That(Files <= before.Files + 3, $"{Files - before.Files} more files are open");
            Check.That(Threads <= before.Threads + 6, $"{Threads - before.Threads} more threads run");      // the pool's own come and go
            Check.That(Kibibytes <= before.Kibibytes + 20_000, $"{Kibibytes - before.Kibibytes} KiB more are used");
        }
    }
}
