--@ title "Units still open"
--@ question "Which units were begun and are not good, scrapped or withdrawn: what has to be decided?"
--@ group "Units"
--@ param from time = last-30d "Units whose first counted attempt began then or later."
--@ param to time "Units whose first counted attempt began before."
--@ param batch text "Only this batch."
--@ define disposition touched utc

--@ section "By batch"
--@ column batch text "Batch" -> batch(batch)
--@ column open integer "Open"
--@ column hold integer "On hold"
--@ column rework integer "In rework"
--@ empty "No unit is open."
SELECT COALESCE(batch, 'no batch') AS batch, sum(disposition = 'OPEN') AS open, sum(disposition = 'HOLD') AS hold, sum(disposition = 'REWORK') AS rework
FROM v_begun
WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@batch IS NULL OR batch = @batch) AND disposition IN ('OPEN', 'HOLD', 'REWORK')
GROUP BY batch
ORDER BY batch;

--@ section "Units"
--@ column unit code "Unit" -> unit(serial)
--@ column disposition text "Stands"
--@ column batch text "Batch" -> batch(batch)
--@ column attempts integer "Counted attempts"
--@ column outcome outcome "Last outcome"
--@ column code code "Code"
--@ column touched flag "Touched"
--@ column at time "Last attempt"
--@ column station text "Station"
--@ column slot integer "Slot"
--@ rows 2000
--@ empty "No unit is open."
SELECT b.unit, b.disposition, b.batch, (SELECT count(*) FROM attempt_fact x WHERE x.unit = b.unit AND x.counted) AS attempts, f.outcome, f.code, f.touched, f.started_at AS at, f.station, f.slot
FROM v_begun b JOIN attempt_fact f ON f.seq = (SELECT max(x.seq) FROM attempt_fact x WHERE x.unit = b.unit)
WHERE b.started_at >= COALESCE(@from, '') AND b.started_at < COALESCE(@to, 'z') AND (@batch IS NULL OR b.batch = @batch) AND b.disposition IN ('OPEN', 'HOLD', 'REWORK')
ORDER BY b.started_at DESC, b.seq DESC;

--@ section "Attempts without an end"
--@ column at time "Began"
--@ column unit code "Unit"
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column operator text "Operator"
--@ empty "Every attempt has its end."
--@ rows 200
SELECT s.started_at AS at, s.unit_serial AS unit, s.station, s.slot, s.operator
FROM attempt_start s
WHERE s.seq > (SELECT COALESCE(max(seq), 0) - 10000 FROM attempt_start) AND NOT EXISTS (SELECT 1 FROM attempt_end e WHERE e.attempt = s.attempt) AND (@batch IS NULL OR s.batch = @batch)
ORDER BY s.seq DESC;
