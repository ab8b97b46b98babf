--@ title "First pass and final yield"
--@ question "How good are product and process, honestly: by day, recipe, slot, station, operator or batch?"
--@ group "Yield"
--@ param by choice(day|recipe|slot|station|operator|batch) = day "What one row stands for."
--@ param from time = last-30d "Units whose first counted attempt began then or later."
--@ param to time "Units whose first counted attempt began before."
--@ param station text "Only this station."
--@ param slot integer "Only this slot."
--@ param operator text "Only this badge."
--@ param batch text "Only this batch."
--@ param recipe text "Only this recipe: its name, or name and revision such as ""pump C""."
--@ define first-pass final attempt-yield retested recovered no-fault-found counted no-start interval p-chart utc

--@ section "Together"
--@ show facts
--@ column first_pass share(passed/units) "First pass yield"
--@ column final share(good/standing) "Final yield"
--@ column interim flag "Final yield is interim"
--@ column retested share(again/units) "Retested"
--@ column recovered share(recovered_units/missed) "Recovered"
--@ column no_fault_found share(passed_again/failed) "No fault found"
--@ column scrapped share(scrap/units) "Scrapped"
-- MATERIALIZED: where a unit stands is looked up once, and not once for each number.
WITH begun AS MATERIALIZED (
    SELECT first_pass, disposition, retested, failed, failed AND passed_again AS passed_again
    FROM v_begun
    WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z')
      AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@operator IS NULL OR operator = @operator) AND (@batch IS NULL OR batch = @batch)
      AND (@recipe IS NULL OR recipe_id IN (SELECT id FROM recipe_revision WHERE @recipe IN (name, name || ' ' || revision))))
SELECT count(*) AS units, sum(first_pass) AS passed, sum(disposition = 'GOOD') AS good, sum(disposition <> 'WITHDRAWN') AS standing,
       COALESCE(max(disposition IN ('OPEN', 'HOLD', 'REWORK')), 0) AS interim,
       sum(NOT first_pass) AS missed, sum(NOT first_pass AND disposition = 'GOOD') AS recovered_units,
       sum(retested) AS again, sum(failed) AS failed, sum(passed_again) AS passed_again, sum(disposition = 'SCRAP') AS scrap
FROM begun;

--@ section "Yield by {by}"
--@ column key text "Of"
--@ column first_pass share(passed/units) "First pass yield"
--@ column final share(good/standing) "Final yield"
--@ column attempt_yield share(attempts_passed/judged) "Attempt yield"
--@ column no_starts share(not_started/attempts) "No-starts"
--@ chart intervals x=key y=first_pass "First pass yield"
--@ empty "No unit was begun in this window."
WITH standing AS MATERIALIZED (
    SELECT CASE @by WHEN 'day' THEN substr(started_at, 1, 10) WHEN 'slot' THEN station || ' slot ' || printf('%2d', slot) WHEN 'station' THEN station
                    WHEN 'operator' THEN operator WHEN 'batch' THEN COALESCE(batch, 'no batch') ELSE recipe_id END AS key,
           first_pass, disposition
    FROM v_begun
    WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z')
      AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@operator IS NULL OR operator = @operator) AND (@batch IS NULL OR batch = @batch)
      AND (@recipe IS NULL OR recipe_id IN (SELECT id FROM recipe_revision WHERE @recipe IN (name, name || ' ' || revision)))),
begun AS (
    SELECT key, count(*) AS units, sum(first_pass) AS passed, sum(disposition = 'GOOD') AS good, sum(disposition <> 'WITHDRAWN') AS standing FROM standing GROUP BY key),
tried AS (
    SELECT CASE @by WHEN 'day' THEN substr(started_at, 1, 10) WHEN 'slot' THEN station || ' slot ' || printf('%2d', slot) WHEN 'station' THEN station
                    WHEN 'operator' THEN operator WHEN 'batch' THEN COALESCE(batch, 'no batch') ELSE recipe END AS key,
           count(*) AS attempts, sum(outcome = 'PASS') AS attempts_passed, sum(outcome IN ('PASS', 'FAIL')) AS judged, sum(no_start) AS not_started
    FROM attempt_fact
    WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z') AND purpose IN ('production', 'first_article')
      AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@operator IS NULL OR operator = @operator) AND (@batch IS NULL OR batch = @batch)
      AND (@recipe IS NULL OR recipe IN (SELECT id FROM recipe_revision WHERE @recipe IN (name, name || ' ' || revision)))
    GROUP BY 1)
SELECT CASE WHEN @by = 'recipe' THEN (SELECT name || ' ' || revision || ' (' || substr(sha256, 1, 8) || ')' FROM recipe_revision WHERE id = tried.key) ELSE tried.key END AS key,
       units, passed, good, standing, attempts, attempts_passed, judged, not_started
FROM tried LEFT JOIN begun ON begun.key = tried.key
ORDER BY tried.key;

--@ section "First pass yield over time"
--@ show chart
--@ column day date "Day"
--@ column first_pass share(passed/units) "First pass yield"
--@ chart p-chart x=day y=first_pass "First pass yield by day"
SELECT substr(started_at, 1, 10) AS day, count(*) AS units, sum(first_pass) AS passed
FROM v_begun
WHERE started_at >= COALESCE(@from, '') AND started_at < COALESCE(@to, 'z')
  AND (@station IS NULL OR station = @station) AND (@slot IS NULL OR slot = @slot) AND (@operator IS NULL OR operator = @operator) AND (@batch IS NULL OR batch = @batch)
  AND (@recipe IS NULL OR recipe_id IN (SELECT id FROM recipe_revision WHERE @recipe IN (name, name || ' ' || revision)))
GROUP BY 1
ORDER BY 1;
