namespace GangFlash.Station.Doctor.Checks;

/// <summary>Whether what is flashed can be recorded. Pure.</summary>
static class RecordChecks
{
    /// <summary>Below this somebody should make room before the shift, not in it.</summary>
    public const long LittleRoom = 1L << 30;

    /// <summary>
    /// Below this a shift may not be recorded. An attempt takes some 4 KiB of the record (measured) and as much of its write-ahead log, so a thousand units need 8 MiB; the rest is
    /// for what else the machine writes meanwhile. A record that cannot be written stops the line.
    /// </summary>
    public const long NoRoom = 100L << 20;

    public static Finding File(RecordFacts record)
    {
        const string Check = "record.file";
        var it = record.Checkup;
        var path = Printable.Escape(it.Path, 500);
        return it switch
        {
            { Unusable: { } why } => new(Check, CheckVerdict.Problem, "The record cannot be used: nothing will be flashed.") { Remedy = Printable.Escape(why, 1000), Subjects = [path] },
            { Exists: false } => new(Check, CheckVerdict.Note, $"There is no record {path} yet; it is created with the first attempt.") { Remedy = "If this station has flashed before, check the path (--database).", Subjects = [path] },
            { Version: { } version } when version < it.NewestVersion => new(Check, CheckVerdict.Note, $"The record {path} is brought up to date at the next start, from version {version} to {it.NewestVersion}.")
            {
                Remedy = "Make a copy of the file first; an older GangFlash cannot use it afterwards.",
                Subjects = [path],
            },
            _ => Finding.Ok(Check, $"The record is {path}, version {it.Version}.") with { Subjects = [path] },
        };
    }

    public static Finding Writable(RecordFacts record)
    {
        const string Check = "record.writable";
        return record.Checkup.NotWritable is { } why
            ? new(Check, CheckVerdict.Problem, "This user cannot write the record: nothing will be flashed.")
            {
                Remedy = $"Give the station's user the right to write {Printable.Escape(record.Checkup.Path, 500)} and its folder, or name another file with --database.",
                Details = [Printable.Escape(why, 500)],
            }
            : Finding.Ok(Check, record.Checkup.Exists ? "The record and its folder can be written." : "Its folder can be written.");
    }

    public static Finding Station(RecordFacts record)
    {
        const string Check = "record.station";
        var others = record.Checkup.OtherStations;
        return record.Checkup.IsStationTaken
            ? new(Check, CheckVerdict.Warning, $"Another gangflash is at work as station {Printable.Escape(record.Station, 64)}: a second one will be refused.")
            {
                Remedy = "Go on there, or close it first. If this is another station, give it a name of its own (--station).",
                Details = ["told by the lock file beside the record"],
            }
            : Finding.Ok(Check, $"Nobody else is at work as station {Printable.Escape(record.Station, 64)}{(others == 0 ? "" : others == 1 ? "; 1 other station writes to this record" : $"; {others} other stations write to this record")}.");
    }

    public static Finding Share(RecordFacts record)
    {
        const string Check = "record.share";
        return record.Disk switch
        {
            null => Finding.NotChecked(Check, "Not checked here: the system does not tell what kind of disk this is."),
            { IsNetwork: true } disk => new(Check, CheckVerdict.Warning, $"The record lies on a network share ({Printable.Escape(disk.FileSystem, 32)}).")
            {
                Remedy = "Put the record on a disk of this machine, and copy it to the share for reports. On a share the database can be damaged without a word.",
                Details = [$"{Printable.Escape(disk.MountPoint)} is {Printable.Escape(disk.FileSystem, 32)}; SQLite's locks and write-ahead log need a local file system"],
            },
            var disk => Finding.Ok(Check, $"The record lies on a disk of this machine ({Printable.Escape(disk.FileSystem, 32)})."),
        };
    }

    public static Finding Room(RecordFacts record)
    {
        const string Check = "record.space";
        if (record.Disk is not { } disk)
            return Finding.NotChecked(Check, "Not checked here: the system does not tell how much room there is.");
        var free = $"{(disk.FreeBytes >= LittleRoom ? $"{(double)disk.FreeBytes / (1L << 30):N1} GiB" : $"{disk.FreeBytes >> 20:N0} MiB")} free where the record is";
        return disk.FreeBytes switch
        {
            < NoRoom => new(Check, CheckVerdict.Problem, $"Only {free}: a shift may not be recorded.") { Remedy = "Make room before the first board, without deleting records.", Details = [$"problem below {NoRoom >> 20} MiB, warning below {LittleRoom >> 20:N0} MiB"] },
            < LittleRoom => new(Check, CheckVerdict.Warning, $"Only {free}.") { Remedy = "Make room soon, without deleting records.", Details = [$"problem below {NoRoom >> 20} MiB, warning below {LittleRoom >> 20:N0} MiB"] },
            _ => Finding.Ok(Check, $"{free}."),
        };
    }

    public static Finding Engine(RecordFacts record) =>
        Finding.Ok("record.sqlite", $"SQLite {record.Sqlite.Version}, {(record.Sqlite.Source == "system" ? "the system's" : "which comes with the program")}.") with { Details = [record.Sqlite.Why] };
}
