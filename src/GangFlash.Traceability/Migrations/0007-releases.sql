-- Version 7: the release that a recipe came from: one signed file with its images.

-- A release, once for each manifest. The manifest holds the SHA-256 of every file in it, so its own names all of them.
CREATE TABLE recipe_release (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256     TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    recipe     INTEGER NOT NULL REFERENCES recipe_revision (id),
    manifest   TEXT NOT NULL,              -- byte by byte what was signed
    first_seen TEXT NOT NULL
);

-- Written with the beginning of an attempt; none where its recipe was a file of its own.
CREATE TABLE attempt_release (
    attempt TEXT NOT NULL PRIMARY KEY REFERENCES attempt_start (attempt),
    release INTEGER NOT NULL REFERENCES recipe_release (id),
    signers TEXT NOT NULL                  -- [{key, trusted, name}]: who had signed it by then, as far as the station knew
);

CREATE INDEX attempt_release_release ON attempt_release (release);

CREATE TRIGGER recipe_release_no_update BEFORE UPDATE ON recipe_release BEGIN SELECT RAISE(ABORT, 'recipe_release is append-only: no update'); END;
CREATE TRIGGER recipe_release_no_delete BEFORE DELETE ON recipe_release BEGIN SELECT RAISE(ABORT, 'recipe_release is append-only: no delete'); END;
CREATE TRIGGER attempt_release_no_update BEFORE UPDATE ON attempt_release BEGIN SELECT RAISE(ABORT, 'attempt_release is append-only: no update'); END;
CREATE TRIGGER attempt_release_no_delete BEFORE DELETE ON attempt_release BEGIN SELECT RAISE(ABORT, 'attempt_release is append-only: no delete'); END;

CREATE VIEW v_attempt_release AS
SELECT a.attempt, r.sha256, n.name AS recipe, n.revision, r.manifest, a.signers
FROM attempt_release a JOIN recipe_release r ON r.id = a.release JOIN recipe_revision n ON n.id = r.recipe;
