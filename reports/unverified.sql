--@ title "Passed without read-back"
--@ question "Which units left as good although nobody read back what was written?"
--@ group "Units"
--@ param from time "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ param batch text "Only this batch."
--@ define unverified disposition utc

--@ section "By recipe"
--@ column recipe text "Recipe"
--@ column revision text "Revision"
--@ column attempts integer "Attempts"
--@ column units integer "Units"
--@ column first_at time "First"
--@ column last_at time "Last"
--@ empty "Every pass was read back."
SELECT r.name AS recipe, r.revision, count(*) AS attempts, count(DISTINCT f.unit) AS units, min(f.started_at) AS first_at, max(f.started_at) AS last_at
FROM attempt_fact f JOIN recipe_revision r ON r.id = f.recipe
WHERE f.verified = 'unverified' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z') AND (@batch IS NULL OR f.batch = @batch)
GROUP BY f.recipe
ORDER BY r.name, r.revision;

--@ section "Units"
--@ column at time "Began"
--@ column unit code "Unit" -> unit(serial)
--@ column outcome outcome "Outcome"
--@ column batch text "Batch" -> batch(batch)
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column operator text "Operator"
--@ column disposition text "Stands"
--@ column proven flag "Read back in a later attempt"
--@ rows 5000
--@ empty "Every pass was read back."
SELECT f.started_at AS at, f.unit, 'PASS (unverified)' AS outcome, f.batch, f.station, f.slot, f.operator,
       COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = f.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition,
       EXISTS (SELECT 1 FROM attempt_fact x WHERE x.unit = f.unit AND x.seq > f.seq AND x.verified = 'full') AS proven
FROM attempt_fact f
WHERE f.verified = 'unverified' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z') AND (@batch IS NULL OR f.batch = @batch)
ORDER BY f.started_at DESC, f.seq DESC;
