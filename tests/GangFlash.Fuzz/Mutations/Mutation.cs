namespace GangFlash.Fuzz.Mutations;

/// <summary>Makes another input of one, without changing it.</summary>
/// <param name="donor">Another input that did something new, to take parts from.</param>
delegate byte[] Mutation(byte[] input, byte[] donor, Dice dice);
