using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Screen.View;

/// <summary>What happened, since when, who may release it, what to do. On top of everything, and never in a window of its own.</summary>
static class AlarmBanner
{
    public static int HeightFor(ScreenState state) => state.Shift.Alarms.IsEmpty ? 0 : state.Shift.Slots.Count > ManySlots ? 2 : 3;

    /// <summary>With more slots their tiles need the line.</summary>
    const int ManySlots = 64;

    public static void Draw(Frame frame, Area area, ScreenState state)
    {
        if (area.IsEmpty)
            return;
        var alarms = state.Shift.Alarms;
        var worst = alarms.MinBy(alarm => alarm.Class)!;
        var look = worst.Class switch
        {
            AlarmClass.Stop => Look.Red,
            AlarmClass.Degrade => Look.Hands,
            _ => Look.Key,
        };
        string Say(Message message) => ScreenView.Say(state, message);
        var since = (worst.Since.Wall + state.Zone).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var more = alarms.Count > 1 ? $"  ({Say(ScreenPhrases.MoreAlarms.With(("count", alarms.Count - 1)))})" : "";
        var release = worst.Class == AlarmClass.Inform ? Say(ScreenPhrases.AnybodyReleases) : Say(ScreenPhrases.ReleasedBy.With(("role", NextThing.ReleaserOf(worst.Class))));
        Line(area.Upper(1), $" ▲ {Say(Word(worst.Class))}: {Say(worst.What)}", $"  {Say(ScreenPhrases.Since.With(("time", since)))}{more} ");
        Line(area.Below(1).Upper(1), $"   {Say(worst.Order)}", area.Height > 2 ? "" : $"  {release} ");
        Line(area.Below(2).Upper(1), $"   {release}", "");

        void Line(Area line, string left, string right)
        {
            if (line.IsEmpty)
                return;
            frame.Draw(line, new string(' ', line.Width), look);
            TopBar.Split(frame, line, [(left, look)], [(right, look)]);
        }
    }

    static Phrase Word(AlarmClass alarm) => alarm switch
    {
        AlarmClass.Stop => ScreenPhrases.LineStop,
        AlarmClass.Degrade => ScreenPhrases.Degraded,
        _ => ScreenPhrases.Notice,
    };
}
