-- Version 2: who, in which session and batch, what was scanned, stopped, released, configured and decided; the facts that numbers add up;
-- and the ledger, which chains every record to the one before.
--
-- Needs the function uuid_v7(time), which the program brings. What these tables hold of version 1's rows is filled in by the program, in the
-- same transaction.

-- Which record this is. One row.
CREATE TABLE record_identity (
    id         TEXT PRIMARY KEY,
    created_at TEXT NOT NULL
);

-- Every name that attempts and events were written under.
CREATE TABLE station (
    station    TEXT PRIMARY KEY,
    first_seen TEXT NOT NULL
);

-- A person is a badge here; names are kept elsewhere, so that they can be removed where law demands it.
CREATE TABLE operator (
    operator   TEXT PRIMARY KEY,
    first_seen TEXT NOT NULL
);

-- What an attempt was made on. The unit is known by its serial; before it has one by its chip identity, and before that by the attempt itself.
CREATE TABLE unit (
    unit          TEXT PRIMARY KEY,
    serial        TEXT,
    chip_identity TEXT,                    -- as USB shows it, where that says anything; not unique by construction
    station       TEXT NOT NULL REFERENCES station (station),
    first_seen    TEXT NOT NULL
);

CREATE INDEX unit_chip_identity ON unit (chip_identity) WHERE chip_identity IS NOT NULL;

-- The badge that was signed on when the attempt began.
ALTER TABLE attempt_start ADD COLUMN operator_session TEXT;

CREATE INDEX attempt_start_usb_serial ON attempt_start (usb_serial) WHERE usb_serial IS NOT NULL;

-- Events get an identifier that stays unique across stations, and columns for what is asked of all of them.
DROP TRIGGER event_no_update;
DROP TRIGGER event_no_delete;
ALTER TABLE event RENAME TO event_of_version_1;

CREATE TABLE event (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    id      TEXT NOT NULL UNIQUE,          -- UUID version 7: time-ordered
    at      TEXT NOT NULL,
    station TEXT NOT NULL,
    actor   TEXT NOT NULL,                 -- a badge, or 'system'
    session TEXT,                          -- the operator_session that was open
    kind    TEXT NOT NULL,
    batch   TEXT,
    slot    INTEGER,
    unit    TEXT,
    detail  TEXT NOT NULL                  -- an object
);

INSERT INTO event (seq, id, at, station, actor, kind, detail)
SELECT seq, uuid_v7(at), at, station, actor, kind, detail FROM event_of_version_1 ORDER BY seq;
DROP TABLE event_of_version_1;

CREATE INDEX event_kind ON event (kind, at);
CREATE INDEX event_at ON event (at);
CREATE INDEX event_batch ON event (batch, at) WHERE batch IS NOT NULL;
CREATE INDEX event_unit ON event (unit) WHERE unit IS NOT NULL;

-- The tables from here to disposition say in columns what an event of their kind says. They are part of that event's record.

CREATE TABLE operator_session (
    session   TEXT PRIMARY KEY REFERENCES event (id),
    station   TEXT NOT NULL,
    operator  TEXT NOT NULL,
    role      TEXT,
    opened_at TEXT NOT NULL
);

CREATE INDEX operator_session_station ON operator_session (station, opened_at);

CREATE TABLE operator_session_end (
    session  TEXT PRIMARY KEY REFERENCES operator_session (session),
    event    TEXT NOT NULL UNIQUE REFERENCES event (id),
    why      TEXT,
    ended_at TEXT NOT NULL
);

-- One run of a batch at one station. A batch that two stations work on has two.
CREATE TABLE batch_run (
    run           TEXT PRIMARY KEY REFERENCES event (id),
    batch         TEXT NOT NULL,
    station       TEXT NOT NULL,
    work_order    TEXT,
    product       TEXT,
    recipe        TEXT,
    revision      TEXT,
    recipe_sha256 TEXT,
    planned       INTEGER,                 -- NULL: nobody said how many
    opened_by     TEXT NOT NULL,
    opened_at     TEXT NOT NULL
);

CREATE INDEX batch_run_batch ON batch_run (batch);
CREATE INDEX batch_run_station ON batch_run (station, opened_at);
CREATE INDEX batch_run_work_order ON batch_run (work_order) WHERE work_order IS NOT NULL;

-- How a run came to its end. Counts are NULL where the batch was left and not closed.
CREATE TABLE batch_run_end (
    run       TEXT PRIMARY KEY REFERENCES batch_run (run),
    event     TEXT NOT NULL UNIQUE REFERENCES event (id),
    how       TEXT NOT NULL CHECK (how IN ('closed', 'left')),
    good      INTEGER,
    hold      INTEGER,
    rework    INTEGER,
    scrap     INTEGER,
    withdrawn INTEGER,
    missing   INTEGER,
    ended_by  TEXT NOT NULL,
    ended_at  TEXT NOT NULL
);

CREATE TABLE scan (
    event     TEXT PRIMARY KEY REFERENCES event (id),
    accepted  INTEGER NOT NULL CHECK (accepted IN (0, 1)),
    raw       TEXT NOT NULL,               -- as it came
    length    INTEGER,                     -- of the whole text; raw is cut where it was longer
    text      TEXT,                        -- without symbology prefix
    symbology TEXT,                        -- ]d2
    entry     TEXT NOT NULL CHECK (entry IN ('scanned', 'typed', 'pasted', 'unknown')),
    kind      TEXT NOT NULL,               -- badge, unit, slot, command, …
    answer    TEXT,                        -- key of what the operator was told
    shown     TEXT                         -- the sentence, as it was shown
);

CREATE TABLE line_stop (
    event TEXT PRIMARY KEY REFERENCES event (id),
    station TEXT NOT NULL,
    alarm INTEGER,                         -- its number in the shift
    rule  TEXT,                            -- the rule that fired
    class TEXT,                            -- stop, degrade, inform
    code  TEXT,                            -- the failure that the rule counted
    slots TEXT,                            -- 1,2,5
    units TEXT,
    what  TEXT,                            -- as it was shown
    since TEXT NOT NULL
);

CREATE INDEX line_stop_station ON line_stop (station, since);

-- Who released a line stop, and why. None for a release of what this record knows no stop of.
CREATE TABLE line_release (
    event       TEXT PRIMARY KEY REFERENCES event (id),
    stop        TEXT REFERENCES line_stop (event),
    released_by TEXT NOT NULL,
    role        TEXT,
    reason      TEXT,                      -- from the closed list
    note        TEXT,                      -- in the person's own words
    at          TEXT NOT NULL
);

CREATE INDEX line_release_stop ON line_release (stop);

-- What the station was set up as: a slot map, the station file, the program itself.
CREATE TABLE configuration_change (
    event  TEXT PRIMARY KEY REFERENCES event (id),
    station TEXT NOT NULL,
    subject TEXT NOT NULL,                 -- slot-map, station-file, software, …
    name   TEXT,                           -- of the file; a version
    sha256 TEXT,
    text   TEXT,                           -- the whole content, where it is text
    at     TEXT NOT NULL
);

CREATE INDEX configuration_change_subject ON configuration_change (station, subject, at);

-- Where a unit stands, each time that changed. Part of the record of the attempt or of the event that it came with.
CREATE TABLE disposition (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    unit        TEXT NOT NULL,
    disposition TEXT NOT NULL CHECK (disposition IN ('OPEN', 'GOOD', 'HOLD', 'REWORK', 'SCRAP', 'WITHDRAWN')),
    decided_by  TEXT NOT NULL,             -- 'rule', or the badge of a person
    reason      TEXT,
    attempt     TEXT REFERENCES attempt_end (attempt),
    event       TEXT REFERENCES event (id),
    at          TEXT NOT NULL,
    CHECK ((attempt IS NULL) <> (event IS NULL))
);

CREATE INDEX disposition_unit ON disposition (unit, seq);
CREATE INDEX disposition_attempt ON disposition (attempt) WHERE attempt IS NOT NULL;
CREATE INDEX disposition_event ON disposition (event) WHERE event IS NOT NULL;

-- One ended attempt as the numbers see it, decided once, when it ended, by the program's one place for numbers. Reports add these flags up.
CREATE TABLE attempt_fact (
    seq         INTEGER PRIMARY KEY REFERENCES attempt_start (seq),
    attempt     TEXT NOT NULL REFERENCES attempt_end (attempt),
    unit        TEXT NOT NULL,
    station     TEXT NOT NULL,
    slot        INTEGER NOT NULL,
    operator    TEXT NOT NULL,
    batch       TEXT,
    recipe      INTEGER NOT NULL REFERENCES recipe_revision (id),
    purpose     TEXT NOT NULL,
    started_at  TEXT NOT NULL,
    outcome     TEXT NOT NULL,
    verified    TEXT NOT NULL,
    code        TEXT NOT NULL,
    phase       TEXT,
    touched     INTEGER NOT NULL,
    counted     INTEGER NOT NULL,          -- 1: enters yields, and was judged or touched
    no_start    INTEGER NOT NULL,          -- 1: of a purpose that enters yields, neither judged nor touched
    ordinal     INTEGER,                   -- among the unit's counted attempts in its whole life, from 1; NULL if not counted
    duration_ms INTEGER
);

CREATE INDEX attempt_fact_unit ON attempt_fact (unit, seq);
CREATE INDEX attempt_fact_started_at ON attempt_fact (started_at);
CREATE INDEX attempt_fact_batch ON attempt_fact (batch, started_at) WHERE batch IS NOT NULL;
CREATE INDEX attempt_fact_code ON attempt_fact (code, started_at) WHERE code <> '';

-- A counted attempt that began earlier and was ended later (found after a crash): it moves the ordinal of "seq" up by one.
CREATE TABLE attempt_fact_shift (
    seq     INTEGER NOT NULL REFERENCES attempt_fact (seq),
    earlier INTEGER NOT NULL REFERENCES attempt_fact (seq),
    PRIMARY KEY (seq, earlier)
) WITHOUT ROWID;

CREATE INDEX attempt_fact_shift_earlier ON attempt_fact_shift (earlier);

-- The chain. How a hash is made is written in the README of this room, for whoever wants to check it with a program of their own.
CREATE TABLE ledger (
    seq      INTEGER PRIMARY KEY,          -- 1, 2, 3 … without a gap
    record   TEXT NOT NULL,                -- the table of the record's head
    key      TEXT NOT NULL,                -- the head's key
    at       TEXT NOT NULL,                -- when it was written here, by the station's clock
    content  BLOB NOT NULL CHECK (length(content) = 32),
    previous BLOB NOT NULL CHECK (length(previous) = 32),
    hash     BLOB NOT NULL CHECK (length(hash) = 32)
);

-- The head of the ledger, signed with the key of this record.
CREATE TABLE checkpoint (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    at          TEXT NOT NULL,
    ledger_seq  INTEGER NOT NULL,
    ledger_hash TEXT NOT NULL CHECK (length(ledger_hash) = 64),
    reason      TEXT NOT NULL,             -- count, batch, shutdown, …
    public_key  TEXT NOT NULL,             -- SubjectPublicKeyInfo, base64
    signature   TEXT NOT NULL              -- ECDSA P-256 over SHA-256, r and s, base64
);

CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: no update'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: no delete'); END;
CREATE TRIGGER record_identity_no_update BEFORE UPDATE ON record_identity BEGIN SELECT RAISE(ABORT, 'record_identity is append-only: no update'); END;
CREATE TRIGGER record_identity_no_delete BEFORE DELETE ON record_identity BEGIN SELECT RAISE(ABORT, 'record_identity is append-only: no delete'); END;
CREATE TRIGGER station_no_update BEFORE UPDATE ON station BEGIN SELECT RAISE(ABORT, 'station is append-only: no update'); END;
CREATE TRIGGER station_no_delete BEFORE DELETE ON station BEGIN SELECT RAISE(ABORT, 'station is append-only: no delete'); END;
CREATE TRIGGER operator_no_update BEFORE UPDATE ON operator BEGIN SELECT RAISE(ABORT, 'operator is append-only: no update'); END;
CREATE TRIGGER operator_no_delete BEFORE DELETE ON operator BEGIN SELECT RAISE(ABORT, 'operator is append-only: no delete'); END;
CREATE TRIGGER unit_no_update BEFORE UPDATE ON unit BEGIN SELECT RAISE(ABORT, 'unit is append-only: no update'); END;
CREATE TRIGGER unit_no_delete BEFORE DELETE ON unit BEGIN SELECT RAISE(ABORT, 'unit is append-only: no delete'); END;
CREATE TRIGGER operator_session_no_update BEFORE UPDATE ON operator_session BEGIN SELECT RAISE(ABORT, 'operator_session is append-only: no update'); END;
CREATE TRIGGER operator_session_no_delete BEFORE DELETE ON operator_session BEGIN SELECT RAISE(ABORT, 'operator_session is append-only: no delete'); END;
CREATE TRIGGER operator_session_end_no_update BEFORE UPDATE ON operator_session_end BEGIN SELECT RAISE(ABORT, 'operator_session_end is append-only: no update'); END;
CREATE TRIGGER operator_session_end_no_delete BEFORE DELETE ON operator_session_end BEGIN SELECT RAISE(ABORT, 'operator_session_end is append-only: no delete'); END;
CREATE TRIGGER batch_run_no_update BEFORE UPDATE ON batch_run BEGIN SELECT RAISE(ABORT, 'batch_run is append-only: no update'); END;
CREATE TRIGGER batch_run_no_delete BEFORE DELETE ON batch_run BEGIN SELECT RAISE(ABORT, 'batch_run is append-only: no delete'); END;
CREATE TRIGGER batch_run_end_no_update BEFORE UPDATE ON batch_run_end BEGIN SELECT RAISE(ABORT, 'batch_run_end is append-only: no update'); END;
CREATE TRIGGER batch_run_end_no_delete BEFORE DELETE ON batch_run_end BEGIN SELECT RAISE(ABORT, 'batch_run_end is append-only: no delete'); END;
CREATE TRIGGER scan_no_update BEFORE UPDATE ON scan BEGIN SELECT RAISE(ABORT, 'scan is append-only: no update'); END;
CREATE TRIGGER scan_no_delete BEFORE DELETE ON scan BEGIN SELECT RAISE(ABORT, 'scan is append-only: no delete'); END;
CREATE TRIGGER line_stop_no_update BEFORE UPDATE ON line_stop BEGIN SELECT RAISE(ABORT, 'line_stop is append-only: no update'); END;
CREATE TRIGGER line_stop_no_delete BEFORE DELETE ON line_stop BEGIN SELECT RAISE(ABORT, 'line_stop is append-only: no delete'); END;
CREATE TRIGGER line_release_no_update BEFORE UPDATE ON line_release BEGIN SELECT RAISE(ABORT, 'line_release is append-only: no update'); END;
CREATE TRIGGER line_release_no_delete BEFORE DELETE ON line_release BEGIN SELECT RAISE(ABORT, 'line_release is append-only: no delete'); END;
CREATE TRIGGER configuration_change_no_update BEFORE UPDATE ON configuration_change BEGIN SELECT RAISE(ABORT, 'configuration_change is append-only: no update'); END;
CREATE TRIGGER configuration_change_no_delete BEFORE DELETE ON configuration_change BEGIN SELECT RAISE(ABORT, 'configuration_change is append-only: no delete'); END;
CREATE TRIGGER disposition_no_update BEFORE UPDATE ON disposition BEGIN SELECT RAISE(ABORT, 'disposition is append-only: no update'); END;
CREATE TRIGGER disposition_no_delete BEFORE DELETE ON disposition BEGIN SELECT RAISE(ABORT, 'disposition is append-only: no delete'); END;
CREATE TRIGGER attempt_fact_no_update BEFORE UPDATE ON attempt_fact BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only: no update'); END;
CREATE TRIGGER attempt_fact_no_delete BEFORE DELETE ON attempt_fact BEGIN SELECT RAISE(ABORT, 'attempt_fact is append-only: no delete'); END;
CREATE TRIGGER attempt_fact_shift_no_update BEFORE UPDATE ON attempt_fact_shift BEGIN SELECT RAISE(ABORT, 'attempt_fact_shift is append-only: no update'); END;
CREATE TRIGGER attempt_fact_shift_no_delete BEFORE DELETE ON attempt_fact_shift BEGIN SELECT RAISE(ABORT, 'attempt_fact_shift is append-only: no delete'); END;
CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only: no update'); END;
CREATE TRIGGER ledger_no_delete BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'ledger is append-only: no delete'); END;
CREATE TRIGGER checkpoint_no_update BEFORE UPDATE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only: no update'); END;
CREATE TRIGGER checkpoint_no_delete BEFORE DELETE ON checkpoint BEGIN SELECT RAISE(ABORT, 'checkpoint is append-only: no delete'); END;

-- Views for authors of reports. Their names and columns stay; what is behind them may change.

-- Every attempt, also one that runs (outcome RUNNING, or nobody has looked yet since a crash).
CREATE VIEW v_attempt AS
SELECT s.seq, s.attempt, s.started_at, e.ended_at, s.station, s.slot, s.port_path, s.operator, s.operator_session, s.batch, s.purpose, s.software,
       COALESCE(f.unit, s.unit_serial) AS unit, s.unit_serial, s.usb_serial, s.usb_id, s.chip, s.attempt_number,
       s.recipe AS recipe_id, r.name AS recipe, r.revision, r.sha256 AS recipe_sha256,
       COALESCE(e.outcome, 'RUNNING') AS outcome, e.verified, e.code, e.phase, e.detail, e.instruction, e.touched,
       e.erased_sectors, e.written_bytes, e.verified_bytes, e.dropped_bytes, e.wire_retries, e.duration_ms,
       COALESCE(f.counted, 0) AS counted, COALESCE(f.no_start, 0) AS no_start,
       f.ordinal + (SELECT count(*) FROM attempt_fact_shift x WHERE x.seq = s.seq) AS ordinal
FROM attempt_start s
JOIN recipe_revision r ON r.id = s.recipe
LEFT JOIN attempt_end e ON e.attempt = s.attempt
LEFT JOIN attempt_fact f ON f.seq = s.seq;

-- Ended attempts with nothing but what is counted and grouped by: the fast one.
CREATE VIEW v_fact AS
SELECT f.seq, f.attempt, f.unit, f.station, f.slot, f.operator, f.batch, f.recipe AS recipe_id, f.purpose, f.started_at, f.outcome, f.verified, f.code, f.phase,
       f.touched, f.counted, f.no_start, f.duration_ms,
       f.ordinal + (SELECT count(*) FROM attempt_fact_shift x WHERE x.seq = f.seq) AS ordinal,
       f.ordinal = 1 AND NOT EXISTS (SELECT 1 FROM attempt_fact_shift x WHERE x.seq = f.seq) AS first_counted
FROM attempt_fact f;

-- Every unit with where it stands now. Without a decision it is OPEN.
CREATE VIEW v_unit AS
SELECT u.unit, u.serial, u.chip_identity, u.station AS first_station, u.first_seen,
       COALESCE(d.disposition, 'OPEN') AS disposition, d.decided_by, d.reason, d.at AS decided_at
FROM unit u
LEFT JOIN disposition d ON d.seq = (SELECT max(seq) FROM disposition WHERE unit = u.unit);

CREATE VIEW v_phase AS
SELECT s.seq, p.attempt, p.position, p.phase, p.start_ms, p.duration_ms, p.bytes, s.started_at, s.station, s.slot, s.batch, s.recipe AS recipe_id
FROM phase_timing p JOIN attempt_start s ON s.attempt = p.attempt;

CREATE VIEW v_verify_failure AS
SELECT s.seq, s.started_at, s.station, s.slot, s.batch, s.unit_serial, s.recipe AS recipe_id, v.*
FROM verify_failure v JOIN attempt_start s ON s.attempt = v.attempt;

CREATE VIEW v_attempt_image AS
SELECT a.attempt, a.position, i.name, i.format, i.sha256, i.size, i.segments
FROM attempt_image a JOIN image i ON i.id = a.image;

CREATE VIEW v_batch_run AS
SELECT b.*, e.how, e.good, e.hold, e.rework, e.scrap, e.withdrawn, e.missing, e.ended_by, e.ended_at
FROM batch_run b LEFT JOIN batch_run_end e ON e.run = b.run;

CREATE VIEW v_work_order AS
SELECT work_order, count(DISTINCT batch) AS batches, max(planned) AS planned, min(opened_at) AS opened_at
FROM batch_run WHERE work_order IS NOT NULL GROUP BY work_order;

CREATE VIEW v_session AS
SELECT o.session, o.station, o.operator, o.role, o.opened_at, e.ended_at, e.why
FROM operator_session o LEFT JOIN operator_session_end e ON e.session = o.session;

CREATE VIEW v_scan AS
SELECT e.seq, e.at, e.station, e.actor, e.session, e.batch, e.slot, e.unit, s.*
FROM scan s JOIN event e ON e.id = s.event;

CREATE VIEW v_line_stop AS
SELECT s.*, r.released_by, r.role AS released_role, r.reason, r.note, r.at AS released_at
FROM line_stop s LEFT JOIN line_release r ON r.stop = s.event;

-- What people and rules did, beside scans.
CREATE VIEW v_action AS
SELECT seq, id, at, station, actor, session, kind, batch, slot, unit, detail
FROM event WHERE kind NOT LIKE 'scan.%';
