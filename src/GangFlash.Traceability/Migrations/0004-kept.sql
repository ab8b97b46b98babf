-- Version 4: protected bytes that share a sector with an image. They are here before their sector is erased, so that no power cut loses them.

CREATE TABLE kept (
    attempt TEXT NOT NULL PRIMARY KEY REFERENCES attempt_start (attempt),
    at      TEXT NOT NULL
);

CREATE TABLE kept_bytes (
    attempt  TEXT NOT NULL REFERENCES kept (attempt),
    position INTEGER NOT NULL,
    address  INTEGER NOT NULL,
    bytes    BLOB NOT NULL,
    PRIMARY KEY (attempt, position)
);

CREATE TRIGGER kept_no_update BEFORE UPDATE ON kept BEGIN SELECT RAISE(ABORT, 'kept is append-only: no update'); END;
CREATE TRIGGER kept_no_delete BEFORE DELETE ON kept BEGIN SELECT RAISE(ABORT, 'kept is append-only: no delete'); END;
CREATE TRIGGER kept_bytes_no_update BEFORE UPDATE ON kept_bytes BEGIN SELECT RAISE(ABORT, 'kept_bytes is append-only: no update'); END;
CREATE TRIGGER kept_bytes_no_delete BEFORE DELETE ON kept_bytes BEGIN SELECT RAISE(ABORT, 'kept_bytes is append-only: no delete'); END;
