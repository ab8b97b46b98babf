--@ title "Cycle time and units per hour"
--@ question "How fast is the line, and where does the time go?"
--@ group "Station"
--@ param from time = last-7d "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ param station text "Only this station."
--@ param slot integer "Only this slot."
--@ param batch text "Only this batch."
--@ define units-per-hour process-time utc

--@ section "Together"
--@ show facts
--@ column passed integer "Attempts that passed"
--@ column hours integer "Hours with a pass"
--@ column per_hour number "Units per hour"
--@ column median_ms duration "Median process time"
--@ column p95_ms duration "p95"
--@ column fastest_ms duration "Fastest"
--@ column slowest_ms duration "Slowest"
WITH passed AS (
    SELECT started_at, duration_ms AS ms FROM attempt_fact
    WHERE outcome = 'PASS' AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
      AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch)),
ranked AS (SELECT ms, row_number() OVER (ORDER BY ms) AS place, count(*) OVER () AS n FROM passed WHERE ms IS NOT NULL)
SELECT (SELECT count(*) FROM passed) AS passed, (SELECT count(DISTINCT substr(started_at, 1, 13)) FROM passed) AS hours,
       (SELECT count(*) * 1.0 / NULLIF(count(DISTINCT substr(started_at, 1, 13)), 0) FROM passed) AS per_hour,
       max(CASE WHEN place = (n + 1) / 2 THEN ms END) AS median_ms, max(CASE WHEN place = (n * 95 + 99) / 100 THEN ms END) AS p95_ms, min(ms) AS fastest_ms, max(ms) AS slowest_ms
FROM ranked;

--@ section "By day and station"
--@ column day date "Day"
--@ column station text "Station"
--@ column passed integer "Passed"
--@ column hours integer "Hours"
--@ column per_hour number "Units per hour"
--@ column mean_ms duration "Mean process time"
--@ empty "No attempt passed in this window."
SELECT substr(started_at, 1, 10) AS day, station, count(*) AS passed, count(DISTINCT substr(started_at, 1, 13)) AS hours,
       count(*) * 1.0 / count(DISTINCT substr(started_at, 1, 13)) AS per_hour, avg(duration_ms) AS mean_ms
FROM attempt_fact
WHERE outcome = 'PASS' AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
  AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch)
GROUP BY 1, 2
ORDER BY 1, 2;

--@ section "Units per hour of the day"
--@ show chart
--@ column hour text "Hour, UTC"
--@ column per_day number "Units per hour"
--@ chart columns x=hour y=per_day "Passed units by hour of the day, mean of the days"
SELECT substr(started_at, 12, 2) || 'h' AS hour, count(*) * 1.0 / count(DISTINCT substr(started_at, 1, 10)) AS per_day
FROM attempt_fact
WHERE outcome = 'PASS' AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
  AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch)
GROUP BY 1
ORDER BY 1;

--@ section "How long a pass takes"
--@ show chart
--@ column seconds text "Process time"
--@ column attempts integer "Attempts"
--@ chart columns x=seconds y=attempts "Attempts that passed, by process time"
WITH passed AS (
    SELECT duration_ms AS ms FROM attempt_fact
    WHERE outcome = 'PASS' AND duration_ms IS NOT NULL AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
      AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch)),
class AS (SELECT max((max(ms) - min(ms)) / 24, 1) AS wide, min(ms) AS least FROM passed)
SELECT printf('%.1f s', (least + (ms - least) / wide * wide) / 1000.0) AS seconds, count(*) AS attempts
FROM passed JOIN class
GROUP BY (ms - least) / wide
ORDER BY (ms - least) / wide;

--@ section "Where the time goes"
--@ column phase text "Phase"
--@ column n integer "n"
--@ column mean_ms duration "Mean"
--@ column kib_per_s number "KiB/s"
--@ chart bars x=phase y=mean_ms "Mean time of a phase"
--@ empty "No phase was timed in this window."
SELECT p.phase, count(*) AS n, avg(p.duration_ms) AS mean_ms, CASE WHEN sum(p.bytes) > 0 THEN sum(p.bytes) / 1024.0 / NULLIF(sum(p.duration_ms) / 1000.0, 0) END AS kib_per_s
FROM attempt_fact f JOIN phase_timing p ON p.attempt = f.attempt
WHERE f.outcome = 'PASS' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z') AND f.purpose IN ('production', 'first_article')
  AND (@station IS NULL OR f.station = @station) AND (@slot IS NULL OR f.slot = @slot) AND (@batch IS NULL OR f.batch = @batch)
GROUP BY p.phase
ORDER BY min(p.position), p.phase;
