--@ title "Failure Pareto"
--@ question "Why do units and attempts not pass, most frequent first, and is it one slot?"
--@ group "Failures"
--@ param from time = last-30d "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ param station text "Only this station."
--@ param slot integer "Only this slot."
--@ param batch text "Only this batch."
--@ define unit-pareto attempt-pareto counted utc

--@ section "Units, by the code of their first counted attempt that was no pass"
--@ column code code "Code"
--@ column units integer "Units"
--@ column of_begun share(units_again/begun) "Of the begun units"
--@ chart pareto x=code y=units "Units"
--@ empty "Every unit of this window passed at once."
WITH begun AS (
    SELECT failure FROM v_begun
    WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch))
SELECT failure AS code, count(*) AS units, count(*) AS units_again, (SELECT count(*) FROM begun) AS begun
FROM begun
WHERE failure IS NOT NULL
GROUP BY failure
ORDER BY units DESC, code;

--@ section "Attempts that ended as FAIL"
--@ column code code "Code"
--@ column attempts integer "Attempts"
--@ column units integer "Units"
--@ column slots integer "Slots"
--@ column first_at time "First"
--@ column last_at time "Last"
--@ chart pareto x=code y=attempts "Attempts"
--@ empty "No attempt of this window failed."
SELECT code, count(*) AS attempts, count(DISTINCT unit) AS units, count(DISTINCT station || '/' || slot) AS slots, min(started_at) AS first_at, max(started_at) AS last_at
FROM attempt_fact
WHERE outcome <> 'PASS' AND outcome = 'FAIL' AND purpose IN ('production', 'first_article') AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch)
GROUP BY code
ORDER BY attempts DESC, code;

--@ section "Code by slot: one code on one slot is a slot problem"
--@ column slot text "Slot"
--@ column code code "Code"
--@ column attempts integer "Attempts"
--@ chart heat x=slot lane=code y=attempts "Attempts that did not pass"
--@ empty "Every attempt of this window passed."
SELECT station || ' ' || printf('%2d', slot) AS slot, code, count(*) AS attempts
FROM attempt_fact
WHERE outcome <> 'PASS' AND purpose IN ('production', 'first_article') AND started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@batch IS NULL OR batch = @batch)
GROUP BY station, attempt_fact.slot, code
ORDER BY station, attempt_fact.slot, attempts DESC, code;
