--@ title "Retests"
--@ question "Which units needed more than one attempt, and did a retest find no fault?"
--@ group "Failures"
--@ param from time = last-30d "Units whose first counted attempt began then or later."
--@ param to time "Units whose first counted attempt began before."
--@ param station text "Only this station."
--@ param batch text "Only this batch."
--@ define retested recovered no-fault-found counted utc

--@ section "Together"
--@ show facts
--@ column retested share(again/units) "Retested"
--@ column recovered share(recovered_units/missed) "Recovered"
--@ column no_fault_found share(passed_again/failed) "No fault found"
SELECT count(*) AS units, sum(retested) AS again, sum(NOT first_pass) AS missed, sum(NOT first_pass AND disposition = 'GOOD') AS recovered_units, sum(failed) AS failed,
       sum(failed AND passed_again) AS passed_again
FROM v_begun
WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch);

--@ section "No fault found, by the code and slot that failed"
--@ column code code "Code"
--@ column place text "Slot that failed"
--@ column units integer "Units"
--@ chart bars x=place y=units "Units that failed here and passed elsewhere or later"
--@ empty "No unit failed and then passed without repair."
WITH again AS (
    SELECT unit FROM v_begun
    WHERE outcome <> 'PASS' AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
      AND failed AND passed_again),
first AS (SELECT (SELECT x.seq FROM attempt_fact x WHERE x.unit = again.unit AND x.counted AND x.outcome = 'FAIL' ORDER BY x.seq LIMIT 1) AS seq FROM again)
SELECT f.code, f.station || ' slot ' || f.slot AS place, count(*) AS units
FROM first JOIN attempt_fact f ON f.seq = first.seq
GROUP BY f.code, f.station, f.slot
ORDER BY units DESC, f.code, f.station, f.slot;

--@ section "Units and their whole sequence"
--@ column unit code "Unit" -> unit(serial)
--@ column batch text "Batch" -> batch(batch)
--@ column attempts integer "Counted"
--@ column sequence text "Attempts in order"
--@ column disposition text "Stands"
--@ column last_at time "Last attempt"
--@ rows 1000
--@ empty "No unit needed a second counted attempt."
SELECT b.unit, b.batch, (SELECT count(*) FROM attempt_fact x WHERE x.unit = b.unit AND x.counted) AS attempts,
       (SELECT group_concat(word, ' · ') FROM (SELECT CASE WHEN x.code = '' THEN x.outcome ELSE x.outcome || ' ' || x.code END || ' (slot ' || x.slot || ')' AS word
                                               FROM attempt_fact x WHERE x.unit = b.unit ORDER BY x.seq)) AS sequence,
       b.disposition, (SELECT max(x.started_at) FROM attempt_fact x WHERE x.unit = b.unit) AS last_at
FROM v_begun b
WHERE b.started_at >= COALESCE(@from, '') AND b.started_at < COALESCE(@to, 'z') AND (@station IS NULL OR b.station = @station) AND (@batch IS NULL OR b.batch = @batch) AND b.retested
ORDER BY b.started_at DESC, b.seq DESC;
