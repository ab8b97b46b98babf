using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>Something that waits to be written, and the caller that waits for it.</summary>
abstract class PendingWrite(bool begins, CancellationToken ct)
{
    /// <summary>Something starts with it: refused where what was done before cannot be signed.</summary>
    public bool Begins => begins;

    /// <summary>The caller no longer wants it. Asked once, before it is run: from then on it is written or fails.</summary>
    public bool IsWithdrawn => ct.IsCancellationRequested;

    protected CancellationToken Withdrawal => ct;

    /// <summary>Inside a transaction. May run again after a rollback.</summary>
    public abstract void Run(RecordBook book);

    /// <summary>It is on disk.</summary>
    public abstract void Committed();

    public abstract void Fail(RecordException problem);

    public abstract void Withdraw();
}

/// <summary>A write that answers something.</summary>
sealed class PendingWrite<T>(Func<RecordBook, T> work, bool begins, CancellationToken ct) : PendingWrite(begins, ct)
{
    // Else the caller's next steps would run on the writer, and the neighbours would wait for them.
    readonly TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    T? answer;

    public Task<T> Done => done.Task;

    public override void Run(RecordBook book) => answer = work(book);

    public override void Committed() => done.TrySetResult(answer!);

    public override void Fail(RecordException problem) => done.TrySetException(problem);

    public override void Withdraw() => done.TrySetCanceled(Withdrawal);
}
