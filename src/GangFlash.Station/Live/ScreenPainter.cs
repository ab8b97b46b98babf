using GangFlash.Station.Screen;
using GangFlash.Station.Screen.View;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Live;

/// <summary>Draws the newest state at most ten times a second. A slow terminal makes pictures fewer, never keys late.</summary>
sealed class ScreenPainter(TerminalSession terminal, ColourProfile colours, Func<ScreenState> latest, Func<(int Width, int Height)> size, TimeProvider clock)
{
    public static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>A width beyond this is a mistake of the terminal.</summary>
    const int Largest = 1000;

    readonly FrameWriter writer = new(colours);
    int isLost = 1;

    /// <summary>Nobody knows what the terminal shows: the next picture is drawn whole.</summary>
    public void Forget() => Volatile.Write(ref isLost, 1);

    public async Task RunAsync(CancellationToken ct)
    {
        Frame? shown = null;
        ScreenState? drawn = null;
        try
        {
            while (true)
            {
                if (Interlocked.Exchange(ref isLost, 0) == 1)
                    (shown, drawn) = (null, null);
                var state = latest();
                var (width, height) = size();
                if (!ReferenceEquals(state, drawn) || shown is null || shown.Width != width || shown.Height != height)
                {
                    var frame = ScreenView.Of(state, Math.Clamp(width, 1, Largest), Math.Clamp(height, 1, Largest));
                    if (writer.Write(shown, frame) is { Length: > 0 } difference)
                        terminal.Write(difference);
                    (shown, drawn) = (frame, state);
                }

                await Task.Delay(DrawEvery, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program ends.
        }
    }
}
