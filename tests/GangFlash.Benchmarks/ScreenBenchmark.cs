using System.Text;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Station.Live;
using GangFlash.Station.Screen;
using GangFlash.Station.Screen.View;
using GangFlash.Station.Terminal;

namespace GangFlash.Benchmarks;

/// <summary>What the screen costs while every slot works: events in, picture, difference, bytes; ten times a second.</summary>
static class ScreenBenchmark
{
    const int Slots = 64;
    const ulong Bytes = 200_608;

    public static async Task RunAsync(int frames, TextWriter output)
    {
        _ = Measure(50, 200, 60);       // compiled once
        await output.WriteLineAsync($"{Slots} slots at work, every one with progress in every frame, {frames} frames").ConfigureAwait(false);
        foreach (var (width, height) in ((int, int)[])[(80, 24), (120, 40), (200, 60)])
        {
            var (cpu, written) = Measure(frames, width, height);
            var share = cpu / (frames * ScreenPainter.DrawEvery);
            await output.WriteLineAsync($"{width,4} × {height,-3} {cpu.TotalMilliseconds / frames,7:0.00} ms a frame, {written / frames,6:N0} bytes a frame, {share * 100,5:0.0} % of one core at 10 frames a second (to be under 10 %)").ConfigureAwait(false);
        }
    }

    static (TimeSpan Cpu, long Written) Measure(int frames, int width, int height)
    {
        var state = ScreenState.Begin(new() { Station = "BENCH", Slots = [.. Enumerable.Range(1, Slots)] }, default) with { Simulated = true };
        state = state with
        {
            Shift = state.Shift with
            {
                Slots = state.Shift.Slots.SetItems(state.Shift.Slots.Values.Select(slot => KeyValuePair.Create(slot.Number, slot with { Stage = SlotStage.Running, BoardPresent = true, Unit = $"U-{slot.Number:0000}", StartedAt = default(Moment) }))),
            },
        };
        var writer = new FrameWriter(ColourProfile.True);
        var before = Environment.CpuUsage.TotalTime;
        Frame? shown = null;
        long written = 0;
        for (var frame = 0; frame < frames; frame++)
        {
            var at = new Moment(DateTimeOffset.UnixEpoch, frame * ScreenPainter.DrawEvery);
            foreach (var slot in Enumerable.Range(1, Slots))
                state = ScreenUpdate.On(state, new ScreenEvent.Line(new ShiftEvent.Gang(at, new GangEvent.Progressed(slot, new(JobPhase.Write, (ulong)(frame + slot) * 2048 % Bytes, Bytes))))).State;
            state = ScreenUpdate.On(state, new ScreenEvent.Line(new ShiftEvent.Ticked(at))).State;
            var picture = ScreenView.Of(state, width, height);
            written += Encoding.UTF8.GetByteCount(writer.Write(shown, picture));
            shown = picture;
        }

        return (Environment.CpuUsage.TotalTime - before, written);
    }
}
