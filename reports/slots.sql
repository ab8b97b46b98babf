--@ title "Slot health"
--@ question "Is a slot bad, or are the boards?"
--@ group "Station"
--@ param from time = last-7d "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ param station text "Only this station."
--@ param batch text "Only this batch."
--@ define attempt-yield no-start process-time interval utc
--@ note "A slot whose interval lies below those of the others is worse than chance; a slot that is slower than its neighbours in one phase has a worn cable, or a board of another kind."

--@ section "Slots"
--@ column name text "Place"
--@ column attempt_yield share(passed/judged) "Attempt yield"
--@ column no_starts share(not_started/attempts) "No-starts"
--@ column errors integer "ERROR, ABORTED, INTERRUPTED"
--@ column median_ms duration "Median process time"
--@ column p95_ms duration "p95"
--@ column worst code "Most frequent code"
--@ chart intervals x=name y=attempt_yield "Attempt yield"
--@ empty "No attempt in this window."
WITH tried AS (
    SELECT station, slot, outcome, code, no_start, CASE WHEN touched THEN duration_ms END AS ms
    FROM attempt_fact
    WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
      AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)),
ranked AS (
    SELECT station, slot, ms, row_number() OVER (PARTITION BY station, slot ORDER BY ms) AS place, count(*) OVER (PARTITION BY station, slot) AS n FROM tried WHERE ms IS NOT NULL),
timed AS (
    SELECT station, slot, max(CASE WHEN place = (n + 1) / 2 THEN ms END) AS median_ms, max(CASE WHEN place = (n * 95 + 99) / 100 THEN ms END) AS p95_ms FROM ranked GROUP BY station, slot),
worst AS (
    SELECT station, slot, code, row_number() OVER (PARTITION BY station, slot ORDER BY count(*) DESC, code) AS place FROM tried WHERE outcome <> 'PASS' GROUP BY station, slot, code),
summed AS (
    SELECT station, slot, count(*) AS attempts, sum(outcome = 'PASS') AS passed, sum(outcome IN ('PASS', 'FAIL')) AS judged, sum(no_start) AS not_started,
           sum(outcome NOT IN ('PASS', 'FAIL')) AS errors
    FROM tried GROUP BY station, slot)
SELECT s.station || ' slot ' || s.slot AS name, s.attempts, s.passed, s.judged, s.not_started, s.errors, t.median_ms, t.p95_ms, w.code AS worst
FROM summed s LEFT JOIN timed t ON t.station = s.station AND t.slot = s.slot LEFT JOIN worst w ON w.station = s.station AND w.slot = s.slot AND w.place = 1
ORDER BY s.station, s.slot;

--@ section "Phases by slot"
--@ column place text "Place"
--@ column phase text "Phase"
--@ column n integer "n"
--@ column median_ms duration "Median"
--@ column p95_ms duration "p95"
--@ chart heat x=place lane=phase y=median_ms "Median time"
--@ empty "No phase was timed in this window."
WITH timed AS (
    SELECT f.station, f.slot, p.phase, p.duration_ms AS ms
    FROM attempt_fact f JOIN phase_timing p ON p.attempt = f.attempt
    WHERE f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z') AND f.outcome = 'PASS'
      AND (@station IS NULL OR f.station = @station) AND (@batch IS NULL OR f.batch = @batch)),
ranked AS (
    SELECT station, slot, phase, ms, row_number() OVER (PARTITION BY station, slot, phase ORDER BY ms) AS place, count(*) OVER (PARTITION BY station, slot, phase) AS n FROM timed)
SELECT station || ' ' || slot AS place, phase, max(n) AS n, max(CASE WHEN ranked.place = (n + 1) / 2 THEN ms END) AS median_ms, max(CASE WHEN ranked.place = (n * 95 + 99) / 100 THEN ms END) AS p95_ms
FROM ranked
GROUP BY station, slot, phase
ORDER BY station, slot, phase;

--@ section "Codes by slot"
--@ column place text "Place"
--@ column code code "Code"
--@ column attempts integer "Attempts"
--@ chart heat x=place lane=code y=attempts "Attempts that did not pass"
--@ empty "Every attempt of this window passed."
SELECT station || ' ' || slot AS place, code, count(*) AS attempts
FROM attempt_fact
WHERE outcome <> 'PASS' AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
  AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
GROUP BY station, slot, code
ORDER BY station, slot, attempts DESC, code;
