-- Version 6: the bytes that were flashed. A hash without them proves little.

-- An image file, once for each content. Of files from before this version there is no row: only the hash is known.
CREATE TABLE image_file (
    sha256     TEXT NOT NULL PRIMARY KEY CHECK (length(sha256) = 64),
    size       INTEGER NOT NULL,            -- bytes of the file
    first_seen TEXT NOT NULL,
    left_out   TEXT,                        -- why the bytes are not here; NULL: they are
    bytes      BLOB,                        -- the file as gzip (RFC 1952); what proves them is sha256, so the ledger does not hash them again
    CHECK ((bytes IS NULL) = (left_out IS NOT NULL))
);

CREATE TRIGGER image_file_no_update BEFORE UPDATE ON image_file BEGIN SELECT RAISE(ABORT, 'image_file is append-only: no update'); END;
CREATE TRIGGER image_file_no_delete BEFORE DELETE ON image_file BEGIN SELECT RAISE(ABORT, 'image_file is append-only: no delete'); END;

-- Every image with what the record has of its file.
CREATE VIEW v_image AS
SELECT i.id, i.sha256, i.name, i.format, i.size, i.segments, i.first_seen, f.size AS file_size, length(f.bytes) AS stored_size,
       CASE WHEN f.sha256 IS NULL THEN 'recorded before images were kept' ELSE f.left_out END AS left_out
FROM image i LEFT JOIN image_file f ON f.sha256 = i.sha256;

DROP VIEW v_attempt_image;
CREATE VIEW v_attempt_image AS
SELECT a.attempt, a.position, i.name, i.format, i.sha256, i.size, i.segments, i.file_size, i.stored_size, i.left_out
FROM attempt_image a JOIN v_image i ON i.id = a.image;
