--@ title "Numbers given"
--@ question "Which serial numbers and addresses were given, to which units, and which are void?"
--@ group "Units"
--@ param series text "Only the numbers of this name."
--@ param from time = last-30d "Numbers given then or later."
--@ param to time "Numbers given before."
--@ param station text "Only numbers that this station gave."
--@ param batch text "Only numbers that this batch took."
--@ define utc
--@ note "A number is taken when an attempt begins, and never given twice. Void: no attempt that took it has passed. Void numbers that a board may hold are no gap to fill."

--@ section "Ranges"
--@ column series text "Numbers"
--@ column first_number code "Lowest given"
--@ column last_number code "Highest given"
--@ column given integer "Given"
--@ column used integer "On good units"
--@ column running integer "At work"
--@ column void integer "Void"
--@ empty "No number was given yet."
SELECT series, printf('%d = 0x%X', min(number), min(number)) AS first_number, printf('%d = 0x%X', max(number), max(number)) AS last_number, count(DISTINCT number) AS given,
       count(DISTINCT CASE WHEN passed THEN number END) AS used, count(DISTINCT CASE WHEN runs AND NOT passed THEN number END) AS running,
       count(DISTINCT CASE WHEN NOT passed AND NOT runs THEN number END) AS void
FROM (SELECT l.series, l.number, f.seq IS NULL AS runs,
             COALESCE(f.outcome, '') = 'PASS' OR EXISTS (SELECT 1 FROM number_lease p JOIN attempt_end e ON e.attempt = p.attempt WHERE p.series = l.series AND p.number = l.number AND e.outcome = 'PASS') AS passed
      FROM attempt_start s JOIN number_lease l ON l.attempt = s.attempt LEFT JOIN attempt_fact f ON f.seq = s.seq
      WHERE s.started_at >= COALESCE(@from, '') AND s.started_at < COALESCE(@to, 'z')
        AND (@series IS NULL OR l.series = @series) AND (@station IS NULL OR s.station = @station) AND (@batch IS NULL OR s.batch = @batch))
GROUP BY series
ORDER BY series;

--@ section "Void numbers: given, and on no good unit"
--@ column series text "Numbers"
--@ column number code "Number"
--@ column hex code "Hex"
--@ column unit code "Unit" -> unit(serial)
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column started_at time "Given"
--@ column code code "Why"
--@ rows 1000
--@ empty "Every number that was given is on a good unit."
SELECT l.series, printf('%d', l.number) AS number, printf('%012X', l.number) AS hex, f.unit, f.station, f.slot, f.started_at, f.code
FROM attempt_fact f JOIN number_lease l ON l.attempt = f.attempt
WHERE f.outcome <> 'PASS' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
  AND (@series IS NULL OR l.series = @series) AND (@station IS NULL OR f.station = @station) AND (@batch IS NULL OR f.batch = @batch)
  AND NOT EXISTS (SELECT 1 FROM number_lease p JOIN attempt_start s ON s.attempt = p.attempt LEFT JOIN attempt_end e ON e.attempt = p.attempt
                  WHERE p.series = l.series AND p.number = l.number AND (e.outcome = 'PASS' OR s.seq > f.seq))
ORDER BY l.series, l.number;

--@ section "Units and their numbers"
--@ column series text "Numbers"
--@ column number code "Number"
--@ column hex code "Hex"
--@ column unit code "Unit" -> unit(serial)
--@ column batch text "Batch" -> batch(batch)
--@ column station text "Station"
--@ column started_at time "Given"
--@ column state text "State"
--@ rows 1000
--@ empty "No number was given yet."
SELECT l.series, printf('%d', l.number) AS number, printf('%012X', l.number) AS hex, s.unit_serial AS unit, s.batch, s.station, s.started_at,
       CASE WHEN COALESCE(f.outcome, '') = 'PASS' OR EXISTS (SELECT 1 FROM number_lease p JOIN attempt_end e ON e.attempt = p.attempt WHERE p.series = l.series AND p.number = l.number AND e.outcome = 'PASS') THEN 'used'
            WHEN f.seq IS NULL THEN 'running' ELSE 'void' END AS state
FROM attempt_start s JOIN number_lease l ON l.attempt = s.attempt LEFT JOIN attempt_fact f ON f.seq = s.seq
WHERE s.started_at >= COALESCE(@from, '') AND s.started_at < COALESCE(@to, 'z')
  AND (@series IS NULL OR l.series = @series) AND (@station IS NULL OR s.station = @station) AND (@batch IS NULL OR s.batch = @batch)
  AND NOT EXISTS (SELECT 1 FROM number_lease p JOIN attempt_start t ON t.attempt = p.attempt WHERE p.series = l.series AND p.number = l.number AND t.seq > s.seq)
ORDER BY s.started_at DESC, s.seq DESC, l.series;
