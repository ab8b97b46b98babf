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
SELECT series, printf('%d = 0x%X', min(number), min(number)) AS first_number, printf('%d = 0x%X', max(number), max(number)) AS last_number, count(*) AS given,
       sum(state = 'used') AS used, sum(state = 'running') AS running, sum(state = 'void') AS void
FROM v_number
WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@series IS NULL OR series = @series) AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
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
SELECT series, printf('%d', number) AS number, printf('%012X', number) AS hex, unit, station, slot, started_at, code
FROM v_number
WHERE state = 'void' AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@series IS NULL OR series = @series) AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
ORDER BY series, v_number.number;

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
SELECT series, printf('%d', number) AS number, printf('%012X', number) AS hex, unit, batch, station, started_at, state
FROM v_number
WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@series IS NULL OR series = @series) AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
ORDER BY series, v_number.number DESC;
