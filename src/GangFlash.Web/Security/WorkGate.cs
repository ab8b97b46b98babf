namespace GangFlash.Web.Security;

/// <summary>Lets in so many questions at once and so many more that wait; the next one is told to come back. The machine has a line to serve.</summary>
sealed class WorkGate(int atOnce, int waiting) : IDisposable
{
    const int RetrySeconds = 5;

    readonly SemaphoreSlim free = new(atOnce);
    int inside;

    /// <exception cref="TroubleException">Too many are inside.</exception>
    /// <exception cref="OperationCanceledException">Whoever asked is gone.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> question, CancellationToken ct)
    {
        if (Interlocked.Increment(ref inside) > atOnce + waiting)
        {
            _ = Interlocked.Decrement(ref inside);
            throw new TroubleException(new Trouble.Busy(RetrySeconds));
        }

        try
        {
            await free.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => question(ct), ct).ConfigureAwait(false);
            }
            finally
            {
                _ = free.Release();
            }
        }
        finally
        {
            _ = Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => free.Dispose();
}
