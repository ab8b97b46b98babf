namespace GangFlash.Fuzz.Mutations;

/// <summary>Moves, doubles, drops and inserts whole units of a format that is a row of them: USB descriptors, messages of a protocol, what a terminal sends at once.</summary>
/// <param name="lengthOf">Length of the unit that begins here; anything from 1 on.</param>
/// <param name="news">Units to insert.</param>
sealed class UnitMutations(Func<byte[], int, int> lengthOf, byte[][] news)
{
    public byte[] Any(byte[] input, byte[] donor, Dice dice)
    {
        var units = Split(input);
        var at = dice.Below(units.Count + 1);
        switch (dice.Below(6))
        {
            case 0 when units.Count > 0:
                units.RemoveAt(dice.Below(units.Count));
                break;
            case 1 when units.Count > 0:
                units.Insert(at, dice.Pick(units));
                break;
            case 2 when units.Count > 0:
                units.InsertRange(at, Enumerable.Repeat(dice.Pick(units), dice.OneIn(30) ? dice.Below(300) : dice.Few(4)));
                break;
            case 3:
                var others = Split(donor);
                units.InsertRange(at, others.Skip(dice.Below(others.Count)).Take(dice.Few(4)));
                break;
            case 4 when units.Count > 1:
                var (one, other) = (dice.Below(units.Count), dice.Below(units.Count));
                (units[one], units[other]) = (units[other], units[one]);
                break;
            default:
                units.Insert(at, dice.Pick(news));
                break;
        }

        return [.. units.SelectMany(unit => unit)];
    }

    List<byte[]> Split(byte[] input)
    {
        var units = new List<byte[]>();
        for (var at = 0; at < input.Length;)
        {
            var end = Math.Min(input.Length, at + Math.Max(1, lengthOf(input, at)));
            units.Add(input[at..end]);
            at = end;
        }

        return units;
    }
}
