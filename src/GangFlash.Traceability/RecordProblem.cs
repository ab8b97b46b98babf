using GangFlash.Gang;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>What SQLite complains about, as a sentence that says what to do.</summary>
static class RecordProblem
{
    public static RecordException Of(SqliteException problem, string path) => new(Sentence(problem, path), problem);

    /// <summary>
    /// After these nobody knows what the disk holds, and a repeated sync may claim success for data that the kernel has thrown away:
    /// nothing more is written until the file was opened again.
    /// </summary>
    public static bool IsFinal(SqliteException problem) => problem.SqliteErrorCode is SQLITE_IOERR or SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <summary>Another one has the file now; it is no fault of what was to be written.</summary>
    public static bool IsLocked(SqliteException problem) => problem.SqliteErrorCode is SQLITE_BUSY or SQLITE_LOCKED;

    static string Sentence(SqliteException problem, string path) => problem.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => $"The record {path} is locked by another program. Close what has it open (a backup, a database viewer), then go on.",
        SQLITE_READONLY or SQLITE_PERM => $"The record {path} is read-only. Give the station's user the right to write this file and its folder, then go on.",
        SQLITE_FULL => $"The disk that holds the record {path} is full. Make room for it, without deleting records, then go on.",
        SQLITE_NOTADB => $"{path} is not a database. Check the path of the record; if it is right, keep the file and restore the last backup.",
        SQLITE_CORRUPT => $"The record {path} is damaged. Stop the line, keep the file as it is, and restore the last backup.",
        SQLITE_CANTOPEN => $"The record {path} cannot be opened. Check that its folder exists and that the station's user may write there.",
        SQLITE_IOERR => $"The disk that holds the record {path} fails ({problem.Message}). Stop the line, check the disk, then start the station again.",
        SQLITE_CONSTRAINT => $"The record {path} refused a row, and nothing of it was written ({problem.Message}). Stop, this is a mistake of the program: call the engineer.",
        _ => $"The record {path} could not be used ({problem.Message}). Stop, call the engineer.",
    };
}
