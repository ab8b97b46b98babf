using System.Runtime.CompilerServices;

namespace GangFlash.Usb.Contract;

/// <summary>One clause of the contract.</summary>
/// <param name="Name">The clause as a sentence with underscores.</param>
/// <param name="RunAsync">Throws a <see cref="ContractException"/> where the clause does not hold.</param>
public sealed record ContractCheck(string Name, Func<IContractBench, Task> RunAsync)
{
    public static ContractCheck Of(Func<IContractBench, Task> check, [CallerArgumentExpression(nameof(check))] string name = "") => new(name, check);

    public override string ToString() => Name.Replace('_', ' ');
}

/// <summary>An implementation does not do what the contract says.</summary>
public sealed class ContractException(string message) : Exception(message);

public static class Demand
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
            throw new ContractException(otherwise);
    }

    public static void Equal<T>(T expected, T actual, string what) => That(EqualityComparer<T>.Default.Equals(expected, actual), $"{what} is {actual}, not {expected}");

    public static async Task ThrowsAsync<T>(Func<Task> work, string what)
        where T : Exception
    {
        try
        {
            await work();
        }
        catch (T)
        {
            return;
        }

        throw new ContractException($"{what} throws no {typeof(T).Name}");
    }
}
