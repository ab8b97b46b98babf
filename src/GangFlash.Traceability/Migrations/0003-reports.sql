-- Version 3: what reports need to answer at once from a million attempts. Indexes and a view; no table, and nothing that was written changes.

-- A unit's whole life, without a look at the rows themselves.
DROP INDEX attempt_fact_unit;
CREATE INDEX attempt_fact_unit ON attempt_fact (unit, seq, counted, outcome, touched, purpose);

-- Where a unit stands, the same way.
DROP INDEX disposition_unit;
CREATE INDEX disposition_unit ON disposition (unit, seq, disposition);

-- What was made by a recipe, and with that by an image.
CREATE INDEX attempt_fact_recipe ON attempt_fact (recipe, touched, started_at, unit);

-- First counted attempts of a window, with what yields are grouped by.
CREATE INDEX attempt_fact_begun ON attempt_fact (started_at, station, slot, operator, batch, recipe, unit, outcome) WHERE ordinal = 1;

-- The few that are looked for among the many that are well.
CREATE INDEX attempt_fact_no_start ON attempt_fact (started_at) WHERE no_start = 1;
CREATE INDEX attempt_fact_unverified ON attempt_fact (started_at) WHERE verified = 'unverified';
CREATE INDEX attempt_fact_not_passed ON attempt_fact (started_at) WHERE outcome <> 'PASS';
CREATE INDEX attempt_fact_again ON attempt_fact (started_at, unit) WHERE ordinal > 1;

-- From a record to its link in the chain.
CREATE INDEX ledger_key ON ledger (key);

-- Every begun unit with its first counted attempt, and what its whole life says. Reports add these up; the rules are those of the program's one place
-- for numbers, and a test holds both against each other.
CREATE VIEW v_begun AS
SELECT f.seq, f.attempt, f.unit, f.started_at, f.station, f.slot, f.operator, f.batch, f.recipe AS recipe_id, f.outcome, f.outcome = 'PASS' AS first_pass,
       (SELECT count(*) FROM attempt_fact x WHERE x.unit = f.unit AND x.counted) >= 2 AS retested,
       EXISTS (SELECT 1 FROM attempt_fact x WHERE x.unit = f.unit AND x.counted AND x.outcome = 'FAIL') AS failed,
       -- A FAIL, and later a PASS that is no rework, with no rework between them.
       EXISTS (SELECT 1 FROM attempt_fact b JOIN attempt_fact p ON p.unit = b.unit AND p.seq > b.seq
               WHERE b.unit = f.unit AND b.outcome = 'FAIL' AND b.purpose IN ('production', 'first_article', 'rework')
                 AND p.outcome = 'PASS' AND p.purpose IN ('production', 'first_article')
                 AND NOT EXISTS (SELECT 1 FROM attempt_fact r WHERE r.unit = b.unit AND r.purpose = 'rework' AND r.seq > b.seq AND r.seq <= p.seq)) AS passed_again,
       (SELECT x.code FROM attempt_fact x WHERE x.unit = f.unit AND x.counted AND x.outcome <> 'PASS' ORDER BY x.seq LIMIT 1) AS failure,
       COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = f.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition
FROM attempt_fact f
WHERE f.ordinal = 1 AND NOT EXISTS (SELECT 1 FROM attempt_fact_shift x WHERE x.seq = f.seq);
