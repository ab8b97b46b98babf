--@ title "No-starts"
--@ question "Where do attempts come to an end before they judge or touch a board: cables, drivers, people?"
--@ group "Station"
--@ param from time = last-30d "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ param station text "Only this station."
--@ param batch text "Only this batch."
--@ define no-start interval utc

--@ section "By slot"
--@ column place text "Slot"
--@ column rate share(not_started/attempts) "No-starts"
--@ chart bars x=place y=rate "No-starts of all attempts"
--@ empty "No attempt in this window."
SELECT station || ' slot ' || printf('%2d', slot) AS place, sum(no_start) AS not_started, count(*) AS attempts
FROM attempt_fact
WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
  AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
GROUP BY station, slot
ORDER BY station, slot;

--@ section "By code"
--@ column code code "Code"
--@ column attempts integer "Attempts"
--@ column slots integer "Slots"
--@ column operators integer "Operators"
--@ chart pareto x=code y=attempts "No-starts"
--@ empty "Every attempt of this window judged or touched its board."
SELECT code, count(*) AS attempts, count(DISTINCT station || '/' || slot) AS slots, count(DISTINCT operator) AS operators
FROM attempt_fact
WHERE no_start = 1 AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
GROUP BY code
ORDER BY attempts DESC, code;

--@ section "Each of them"
--@ column at time "Began"
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column unit code "Unit" -> unit(serial)
--@ column outcome outcome "Outcome"
--@ column code code "Code"
--@ column operator text "Operator"
--@ rows 1000
--@ empty "Every attempt of this window judged or touched its board."
SELECT started_at AS at, station, slot, unit, outcome, code, operator
FROM attempt_fact
WHERE no_start = 1 AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@batch IS NULL OR batch = @batch)
ORDER BY started_at DESC, seq DESC;
