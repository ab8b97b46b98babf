namespace GangFlash.Fuzz;

/// <summary>Takes away from an input what it does not need to break its promise in the same place.</summary>
static class Minimiser
{
    /// <summary>Inputs that may be tried for it.</summary>
    const int MostTrials = 5_000;

    public static byte[] Smallest(byte[] input, Finding finding, Trial trial)
    {
        var trials = 0;
        for (var part = Math.Max(1, input.Length / 2); trials < MostTrials; part /= 2)
        {
            var shrunk = false;
            for (var at = 0; at < input.Length && trials < MostTrials; trials++)
            {
                byte[] without = [.. input[..at], .. input[Math.Min(at + part, input.Length)..]];
                if (trial.Run(without).Broken?.Signature == finding.Signature)
                    (input, shrunk) = (without, true);
                else
                    at += part;
            }

            if (part == 1 && !shrunk)
                break;
            part = part == 1 ? 2 : part;
        }

        return input;
    }
}
