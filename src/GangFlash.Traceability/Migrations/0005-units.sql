-- Version 5: numbers that units take, and what was written into a unit that is its own.

-- Taken in the transaction that begins the attempt, so that no crash gives a number twice. What became of it, the attempt says: see v_number.
CREATE TABLE number_lease (
    attempt TEXT NOT NULL REFERENCES attempt_start (attempt),
    series  TEXT NOT NULL,
    number  INTEGER NOT NULL,
    PRIMARY KEY (attempt, series)
);

CREATE INDEX number_lease_series ON number_lease (series, number);

-- Fields of unit data. A secret has no value, only its hash.
CREATE TABLE unit_datum (
    attempt   TEXT NOT NULL REFERENCES attempt_end (attempt),
    position  INTEGER NOT NULL,
    name      TEXT NOT NULL,
    address   INTEGER NOT NULL,
    length    INTEGER NOT NULL,
    value     TEXT,
    sha256    TEXT NOT NULL CHECK (length(sha256) = 64),
    read_back INTEGER NOT NULL,            -- 1: these bytes were read back from the unit and equal
    PRIMARY KEY (attempt, position)
);

CREATE INDEX unit_datum_value ON unit_datum (value) WHERE value IS NOT NULL;

CREATE TRIGGER number_lease_no_update BEFORE UPDATE ON number_lease BEGIN SELECT RAISE(ABORT, 'number_lease is append-only: no update'); END;
CREATE TRIGGER number_lease_no_delete BEFORE DELETE ON number_lease BEGIN SELECT RAISE(ABORT, 'number_lease is append-only: no delete'); END;
CREATE TRIGGER unit_datum_no_update BEFORE UPDATE ON unit_datum BEGIN SELECT RAISE(ABORT, 'unit_datum is append-only: no update'); END;
CREATE TRIGGER unit_datum_no_delete BEFORE DELETE ON unit_datum BEGIN SELECT RAISE(ABORT, 'unit_datum is append-only: no delete'); END;

-- Every number that was ever taken, once, with its last attempt: 'used' on a unit that passed with it, 'running', or 'void' on one that did not.
CREATE VIEW v_number AS
SELECT l.series, l.number, l.attempt, s.unit_serial AS unit, s.station, s.slot, s.batch, s.started_at, e.code,
       CASE WHEN EXISTS (SELECT 1 FROM number_lease p JOIN attempt_end q ON q.attempt = p.attempt WHERE p.series = l.series AND p.number = l.number AND q.outcome = 'PASS') THEN 'used'
            WHEN e.attempt IS NULL THEN 'running' ELSE 'void' END AS state
FROM number_lease l
JOIN attempt_start s ON s.attempt = l.attempt
LEFT JOIN attempt_end e ON e.attempt = l.attempt
WHERE NOT EXISTS (SELECT 1 FROM number_lease later JOIN attempt_start t ON t.attempt = later.attempt WHERE later.series = l.series AND later.number = l.number AND t.seq > s.seq);

CREATE VIEW v_unit_datum AS
SELECT s.seq, s.unit_serial, s.started_at, d.*
FROM unit_datum d JOIN attempt_start s ON s.attempt = d.attempt;
