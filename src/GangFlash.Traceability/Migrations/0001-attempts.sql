-- Version 1: attempts, what they used, how they ended; events.
--
-- Every table is append-only. A correction is a row of its own, never a change.
-- Times are UTC as ISO 8601 text with offset and three decimals, so that the order of the text is the order of time.
-- Addresses, lengths and counts are integers; a NULL count is one that nobody knows.

-- 'GFla': tells this file from any other SQLite database.
PRAGMA application_id = 0x47466C61;

-- The whole text of a recipe, once for each content.
CREATE TABLE recipe_revision (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256     TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    name       TEXT NOT NULL,
    revision   TEXT NOT NULL,
    file       TEXT NOT NULL,
    text       TEXT NOT NULL,
    first_seen TEXT NOT NULL
);

-- An image file as data at addresses. The same bytes at another address (a raw binary) or under another name are another row.
CREATE TABLE image (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256          TEXT NOT NULL CHECK (length(sha256) = 64),
    name            TEXT NOT NULL,
    format          TEXT NOT NULL CHECK (format IN ('elf', 'intel-hex', 's-record', 'dfuse', 'raw')),
    size            INTEGER NOT NULL,       -- bytes of data in all segments
    segments        TEXT NOT NULL,          -- [{address, length, sha256, origin}]
    segments_sha256 TEXT NOT NULL CHECK (length(segments_sha256) = 64),
    first_seen      TEXT NOT NULL,
    UNIQUE (sha256, name, format, segments_sha256)
);

-- The images that a recipe was run with. Two at one position: the file was changed under the recipe.
CREATE TABLE recipe_image (
    recipe   INTEGER NOT NULL REFERENCES recipe_revision (id),
    position INTEGER NOT NULL,
    image    INTEGER NOT NULL REFERENCES image (id),
    PRIMARY KEY (recipe, position, image)
);

-- Committed before the first command that could change the device.
CREATE TABLE attempt_start (
    seq            INTEGER PRIMARY KEY AUTOINCREMENT,
    attempt        TEXT NOT NULL UNIQUE,
    session        TEXT NOT NULL,           -- one opening of this file by one program
    station        TEXT NOT NULL,
    operator       TEXT NOT NULL,
    batch          TEXT,
    purpose        TEXT NOT NULL,
    software       TEXT NOT NULL,
    slot           INTEGER NOT NULL,
    port_path      TEXT NOT NULL,
    attempt_number INTEGER NOT NULL,        -- on this unit in this run, from 1
    unit_serial    TEXT,
    serial_source  TEXT NOT NULL CHECK (serial_source IN ('none', 'usb', 'given')),
    recipe         INTEGER NOT NULL REFERENCES recipe_revision (id),
    chip           TEXT,                    -- as the recipe names it
    usb_id         TEXT,                    -- this and the rest: NULL where the device could not be opened
    bcd_device     TEXT,
    manufacturer   TEXT,
    product        TEXT,
    usb_serial     TEXT,
    layouts        TEXT,                    -- [{alternate, text, raw}], raw as hex of the string descriptor
    transfer_size  INTEGER,
    started_at     TEXT NOT NULL
);

CREATE INDEX attempt_start_unit_serial ON attempt_start (unit_serial);
CREATE INDEX attempt_start_started_at ON attempt_start (started_at);
CREATE INDEX attempt_start_batch ON attempt_start (batch);

-- Exactly the images of this attempt.
CREATE TABLE attempt_image (
    attempt  TEXT NOT NULL REFERENCES attempt_start (attempt),
    position INTEGER NOT NULL,
    image    INTEGER NOT NULL REFERENCES image (id),
    PRIMARY KEY (attempt, position)
);

CREATE INDEX attempt_image_image ON attempt_image (image);

-- Written once. An attempt without one is running, or was cut off.
CREATE TABLE attempt_end (
    attempt        TEXT NOT NULL PRIMARY KEY REFERENCES attempt_start (attempt),
    outcome        TEXT NOT NULL CHECK (outcome IN ('PASS', 'FAIL', 'ERROR', 'ABORTED', 'INTERRUPTED')),
    verified       TEXT NOT NULL CHECK (verified IN ('full', 'unverified', 'none')),
    code           TEXT NOT NULL,           -- empty for a verified pass
    phase          TEXT,                    -- the last one that was entered
    detail         TEXT NOT NULL,
    instruction    TEXT NOT NULL,           -- as the operator was shown
    touched        INTEGER NOT NULL CHECK (touched IN (0, 1)),
    erased_sectors INTEGER,
    written_bytes  INTEGER,
    verified_bytes INTEGER,
    dropped_bytes  INTEGER,
    requests       INTEGER,
    wire_retries   INTEGER,
    recoveries     INTEGER,
    leave          TEXT,
    notes          TEXT NOT NULL,           -- [text]
    device         TEXT,                    -- what the job itself identified: {port_path, usb_id, bcd_device, …}
    ended_at       TEXT NOT NULL,           -- of an INTERRUPTED one: when it was found
    duration_ms    INTEGER,
    CHECK ((outcome = 'PASS') = (verified <> 'none')),
    CHECK ((verified = 'full') = (code = ''))
);

CREATE TABLE phase_timing (
    attempt     TEXT NOT NULL REFERENCES attempt_end (attempt),
    position    INTEGER NOT NULL,
    phase       TEXT NOT NULL,
    start_ms    INTEGER NOT NULL,           -- since the attempt began
    duration_ms INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    PRIMARY KEY (attempt, position)
);

-- Image data that the recipe leaves out.
CREATE TABLE dropped_data (
    attempt  TEXT NOT NULL REFERENCES attempt_end (attempt),
    position INTEGER NOT NULL,
    file     TEXT NOT NULL,
    place    TEXT NOT NULL,
    start    INTEGER NOT NULL,
    length   INTEGER NOT NULL,
    PRIMARY KEY (attempt, position)
);

CREATE TABLE verify_failure (
    attempt         TEXT NOT NULL PRIMARY KEY REFERENCES attempt_end (attempt),
    first_address   INTEGER NOT NULL,
    expected        INTEGER NOT NULL,
    actual          INTEGER NOT NULL,
    around_start    INTEGER NOT NULL,
    expected_around BLOB NOT NULL,
    actual_around   BLOB NOT NULL,
    sector_address  INTEGER NOT NULL,
    sector_size     INTEGER NOT NULL,
    block_number    INTEGER NOT NULL,
    compared        INTEGER NOT NULL,
    differing       INTEGER NOT NULL,
    range_count     INTEGER NOT NULL,
    ranges          TEXT NOT NULL,          -- [{address, length}], cut where there are more than range_count says
    bits_cleared    INTEGER NOT NULL,
    bits_set        INTEGER NOT NULL,
    stable          INTEGER CHECK (stable IN (0, 1)),
    pattern         TEXT NOT NULL,
    finding         TEXT NOT NULL
);

-- What is no attempt: a refused preflight, a stop, a release.
CREATE TABLE event (
    seq     INTEGER PRIMARY KEY AUTOINCREMENT,
    at      TEXT NOT NULL,
    station TEXT NOT NULL,
    actor   TEXT NOT NULL,
    kind    TEXT NOT NULL,
    detail  TEXT NOT NULL                   -- an object
);

CREATE TRIGGER recipe_revision_no_update BEFORE UPDATE ON recipe_revision BEGIN SELECT RAISE(ABORT, 'recipe_revision is append-only: no update'); END;
CREATE TRIGGER recipe_revision_no_delete BEFORE DELETE ON recipe_revision BEGIN SELECT RAISE(ABORT, 'recipe_revision is append-only: no delete'); END;
CREATE TRIGGER image_no_update BEFORE UPDATE ON image BEGIN SELECT RAISE(ABORT, 'image is append-only: no update'); END;
CREATE TRIGGER image_no_delete BEFORE DELETE ON image BEGIN SELECT RAISE(ABORT, 'image is append-only: no delete'); END;
CREATE TRIGGER recipe_image_no_update BEFORE UPDATE ON recipe_image BEGIN SELECT RAISE(ABORT, 'recipe_image is append-only: no update'); END;
CREATE TRIGGER recipe_image_no_delete BEFORE DELETE ON recipe_image BEGIN SELECT RAISE(ABORT, 'recipe_image is append-only: no delete'); END;
CREATE TRIGGER attempt_start_no_update BEFORE UPDATE ON attempt_start BEGIN SELECT RAISE(ABORT, 'attempt_start is append-only: no update'); END;
CREATE TRIGGER attempt_start_no_delete BEFORE DELETE ON attempt_start BEGIN SELECT RAISE(ABORT, 'attempt_start is append-only: no delete'); END;
CREATE TRIGGER attempt_image_no_update BEFORE UPDATE ON attempt_image BEGIN SELECT RAISE(ABORT, 'attempt_image is append-only: no update'); END;
CREATE TRIGGER attempt_image_no_delete BEFORE DELETE ON attempt_image BEGIN SELECT RAISE(ABORT, 'attempt_image is append-only: no delete'); END;
CREATE TRIGGER attempt_end_no_update BEFORE UPDATE ON attempt_end BEGIN SELECT RAISE(ABORT, 'attempt_end is append-only: no update'); END;
CREATE TRIGGER attempt_end_no_delete BEFORE DELETE ON attempt_end BEGIN SELECT RAISE(ABORT, 'attempt_end is append-only: no delete'); END;
CREATE TRIGGER phase_timing_no_update BEFORE UPDATE ON phase_timing BEGIN SELECT RAISE(ABORT, 'phase_timing is append-only: no update'); END;
CREATE TRIGGER phase_timing_no_delete BEFORE DELETE ON phase_timing BEGIN SELECT RAISE(ABORT, 'phase_timing is append-only: no delete'); END;
CREATE TRIGGER dropped_data_no_update BEFORE UPDATE ON dropped_data BEGIN SELECT RAISE(ABORT, 'dropped_data is append-only: no update'); END;
CREATE TRIGGER dropped_data_no_delete BEFORE DELETE ON dropped_data BEGIN SELECT RAISE(ABORT, 'dropped_data is append-only: no delete'); END;
CREATE TRIGGER verify_failure_no_update BEFORE UPDATE ON verify_failure BEGIN SELECT RAISE(ABORT, 'verify_failure is append-only: no update'); END;
CREATE TRIGGER verify_failure_no_delete BEFORE DELETE ON verify_failure BEGIN SELECT RAISE(ABORT, 'verify_failure is append-only: no delete'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: no update'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only: no delete'); END;
