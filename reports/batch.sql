--@ title "Batch"
--@ question "How did this batch run, and what happened to every unit of it?"
--@ group "Units"
--@ param batch text required "The batch."
--@ define first-pass final attempt-yield retested recovered no-fault-found no-start scrapped unit-pareto attempt-pareto counted interval p-chart process-time units-per-hour unverified images disposition utc
--@ note "To prove that nothing was changed: gangflash db verify."

--@ section "Head"
--@ show facts
--@ column batch text "Batch"
--@ column status text "Status"
--@ column work_order text "Work order"
--@ column product text "Product"
--@ column planned integer "Planned"
--@ column recipes text "Recipe and revision"
--@ column images code "Images, SHA-256"
--@ column stations text "Stations"
--@ column first_at time "First attempt"
--@ column last_at time "Last attempt"
--@ column opened_at time "Opened"
--@ column opened_by text "By"
--@ column ended_at time "Ended"
--@ column ended_by text "By "
SELECT @batch AS batch,
       COALESCE((SELECT CASE how WHEN 'closed' THEN 'CLOSED' WHEN 'left' THEN 'LEFT OPEN' ELSE 'RUNNING' END FROM v_batch_run WHERE batch = @batch ORDER BY opened_at DESC LIMIT 1), 'NOT OPENED BY SCAN') AS status,
       (SELECT max(work_order) FROM batch_run WHERE batch = @batch) AS work_order, (SELECT max(product) FROM batch_run WHERE batch = @batch) AS product,
       (SELECT max(planned) FROM batch_run WHERE batch = @batch) AS planned,
       (SELECT group_concat(word, ', ') FROM (SELECT DISTINCT name || ' ' || revision AS word FROM recipe_revision WHERE id IN (SELECT recipe FROM attempt_start WHERE batch = @batch) ORDER BY 1)) AS recipes,
       (SELECT group_concat(word, ', ') FROM (SELECT DISTINCT i.name || ' ' || i.sha256 AS word FROM attempt_start s JOIN attempt_image a ON a.attempt = s.attempt JOIN image i ON i.id = a.image
                                              WHERE s.batch = @batch ORDER BY 1)) AS images,
       (SELECT group_concat(station, ', ') FROM (SELECT DISTINCT station FROM attempt_start WHERE batch = @batch ORDER BY 1)) AS stations,
       (SELECT min(started_at) FROM attempt_start WHERE batch = @batch) AS first_at, (SELECT max(started_at) FROM attempt_start WHERE batch = @batch) AS last_at,
       (SELECT min(opened_at) FROM batch_run WHERE batch = @batch) AS opened_at, (SELECT opened_by FROM batch_run WHERE batch = @batch ORDER BY opened_at LIMIT 1) AS opened_by,
       (SELECT ended_at FROM v_batch_run WHERE batch = @batch ORDER BY opened_at DESC LIMIT 1) AS ended_at,
       (SELECT ended_by FROM v_batch_run WHERE batch = @batch ORDER BY opened_at DESC LIMIT 1) AS ended_by
WHERE EXISTS (SELECT 1 FROM attempt_start WHERE batch = @batch) OR EXISTS (SELECT 1 FROM batch_run WHERE batch = @batch);

--@ section "In one sentence"
--@ show facts
--@ column sentence text "The batch"
WITH units AS (
    SELECT u.unit, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = u.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition
    FROM (SELECT DISTINCT unit FROM attempt_fact WHERE batch = @batch AND purpose IN ('production', 'first_article', 'rework')) u),
stands AS (
    SELECT sum(disposition = 'GOOD') AS good, sum(disposition = 'HOLD') AS hold, sum(disposition = 'SCRAP') AS scrap, sum(disposition = 'REWORK') AS rework, sum(disposition = 'OPEN') AS open FROM units),
begun AS (SELECT count(*) AS n, sum(first_pass) AS passed FROM v_begun WHERE batch = @batch),
run AS (SELECT max(planned) AS planned, max(how IS NULL) AS running, count(*) AS n FROM v_batch_run WHERE batch = @batch),
stop AS (SELECT count(*) AS n FROM event e JOIN line_stop l ON l.event = e.id WHERE e.batch = @batch)
SELECT CASE WHEN run.n = 0 THEN 'NOT OPENED BY SCAN' WHEN running THEN 'Running' ELSE 'Ended' END || '. ' || good || COALESCE(' of ' || planned, ' units') || ' good'
       || CASE WHEN hold THEN ', ' || hold || ' on hold' ELSE '' END || CASE WHEN scrap THEN ', ' || scrap || ' scrapped' ELSE '' END || CASE WHEN rework THEN ', ' || rework || ' in rework' ELSE '' END
       || CASE WHEN open THEN ', ' || open || ' open' ELSE '' END
       || '; first pass yield ' || CASE WHEN begun.n THEN printf('%.1f %% of %,d', passed * 100.0 / begun.n, begun.n) ELSE '–' END
       || '; ' || CASE stop.n WHEN 0 THEN 'no line stop' WHEN 1 THEN '1 line stop' ELSE stop.n || ' line stops' END || '.' AS sentence
FROM stands, begun, run, stop
WHERE good IS NOT NULL;

--@ section "Answer"
--@ numbers yields
--@ empty "No unit was begun."
SELECT f.attempt, f.unit, f.station, f.seq, f.started_at, f.outcome, f.touched, f.code, f.slot, f.purpose, 0 AS after_repair, COALESCE(f.batch = @batch, 0) AS in_window,
       (SELECT d.disposition FROM disposition d WHERE d.unit = f.unit ORDER BY d.seq DESC LIMIT 1) AS disposition
FROM attempt_fact f
WHERE f.unit IN (SELECT unit FROM attempt_fact WHERE batch = @batch)
ORDER BY f.seq;

--@ section "Reconciliation"
--@ column what text "Units"
--@ column units integer "Number"
--@ empty "No unit belongs to this batch."
WITH units AS (
    SELECT u.unit, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = u.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition
    FROM (SELECT DISTINCT unit FROM attempt_fact WHERE batch = @batch AND purpose IN ('production', 'first_article', 'rework')) u),
planned AS (SELECT max(planned) AS n, max(missing) AS missing FROM v_batch_run WHERE batch = @batch)
SELECT what, units FROM (
    SELECT 1 AS place, 'planned' AS what, n AS units FROM planned
    UNION ALL SELECT 2, 'good', count(*) FROM units WHERE disposition = 'GOOD'
    UNION ALL SELECT 3, 'on hold', count(*) FROM units WHERE disposition = 'HOLD'
    UNION ALL SELECT 4, 'scrapped', count(*) FROM units WHERE disposition = 'SCRAP'
    UNION ALL SELECT 5, 'in rework', count(*) FROM units WHERE disposition = 'REWORK'
    UNION ALL SELECT 6, 'withdrawn', count(*) FROM units WHERE disposition = 'WITHDRAWN'
    UNION ALL SELECT 7, 'open', count(*) FROM units WHERE disposition = 'OPEN'
    UNION ALL SELECT 8, 'named as missing', missing FROM planned
    UNION ALL SELECT 9, 'not accounted for', n - COALESCE(missing, 0) - (SELECT count(*) FROM units) FROM planned)
ORDER BY place;

--@ section "Timeline"
--@ show chart
--@ column at time "Began"
--@ column place text "Slot"
--@ column outcome outcome "Outcome"
--@ chart strip x=at lane=place mark=outcome "Attempts by slot"
SELECT started_at AS at, station || ' ' || slot AS place, CASE WHEN verified = 'unverified' THEN 'PASS (unverified)' ELSE outcome END AS outcome
FROM attempt_fact
WHERE batch = @batch
ORDER BY started_at, seq;

--@ section "What each slot did"
--@ show chart
--@ column at time "From"
--@ column till time "To"
--@ column lane text "Where"
--@ column what text "What"
--@ chart bands x=at to=till lane=lane mark=what "Phases of each slot, with line stops and sign-ons"
--@ rows 20000
WITH range AS (
    SELECT min(f.started_at) AS first, max(max(f.started_at, COALESCE(e.ended_at, ''))) AS last FROM attempt_fact f LEFT JOIN attempt_end e ON e.attempt = f.attempt WHERE f.batch = @batch),
phases AS (
    SELECT f.started_at AS began, f.station || ' ' || f.slot AS lane, f.station, f.slot, min(p.start_ms) AS since, max(p.start_ms + p.duration_ms) AS until,
           CASE WHEN p.phase IN ('erase', 'blank-check') THEN 'erase' WHEN p.phase IN ('write', 'verify', 'leave') THEN p.phase ELSE 'prepare' END AS what
    FROM attempt_fact f JOIN phase_timing p ON p.attempt = f.attempt
    WHERE f.batch = @batch
    GROUP BY f.seq, CASE WHEN p.phase IN ('erase', 'blank-check') THEN 'erase' WHEN p.phase IN ('write', 'verify', 'leave') THEN p.phase ELSE 'prepare' END),
bands AS (
    SELECT 1 AS place, station, 0 AS slot, max(opened_at, range.first) AS at, min(COALESCE(ended_at, 'z'), range.last) AS till, operator AS lane, 'signed on' AS what
    FROM v_session JOIN range
    WHERE session IN (SELECT operator_session FROM attempt_start WHERE batch = @batch AND operator_session IS NOT NULL)
    UNION ALL
    SELECT 2, l.station, COALESCE(l.alarm, 0), l.since, min(COALESCE(l.released_at, 'z'), max(range.last, l.since)), 'line ' || l.station, 'line stop'
    FROM v_line_stop l JOIN event e ON e.id = l.event JOIN range
    WHERE e.batch = @batch
    UNION ALL
    SELECT 3, station, slot, strftime('%Y-%m-%dT%H:%M:%f+00:00', began, printf('+%.3f seconds', since / 1000.0)),
           strftime('%Y-%m-%dT%H:%M:%f+00:00', began, printf('+%.3f seconds', until / 1000.0)), lane, what
    FROM phases)
SELECT at, till, lane, what FROM bands WHERE till >= at ORDER BY place, station, slot, at, what;

--@ section "First pass yield over time"
--@ show chart
--@ column units_of text "Units"
--@ column first_pass share(passed/units) "First pass yield"
--@ chart p-chart x=units_of y=first_pass "First pass yield by 50 units"
SELECT ((place - 1) / 50 * 50 + 1) || '–' || ((place - 1) / 50 * 50 + 50) AS units_of, count(*) AS units, sum(first_pass) AS passed
FROM (SELECT first_pass, row_number() OVER (ORDER BY started_at, seq) AS place FROM v_begun WHERE batch = @batch)
GROUP BY (place - 1) / 50
ORDER BY (place - 1) / 50;

--@ section "Pareto of units"
--@ column code code "Code"
--@ column units integer "Units"
--@ chart pareto x=code y=units "Units, by the code of their first counted attempt that was no pass"
--@ empty "Every unit passed at once."
SELECT failure AS code, count(*) AS units FROM v_begun WHERE batch = @batch AND failure IS NOT NULL GROUP BY failure ORDER BY units DESC, code;

--@ section "Pareto of attempts"
--@ column code code "Code"
--@ column attempts integer "Attempts"
--@ column slots text "Slots"
--@ chart pareto x=code y=attempts "Attempts that ended as FAIL"
--@ empty "No attempt failed."
SELECT code, sum(n) AS attempts, group_concat(place || ': ' || n, ', ') AS slots
FROM (SELECT code, station || ' ' || slot AS place, count(*) AS n FROM attempt_fact
      WHERE batch = @batch AND outcome = 'FAIL' AND purpose IN ('production', 'first_article') GROUP BY code, station, slot ORDER BY code, station, slot)
GROUP BY code
ORDER BY attempts DESC, code;

--@ section "Slots"
--@ column place text "Slot"
--@ column units integer "Units"
--@ column attempt_yield share(passed/judged) "Attempt yield"
--@ column no_starts share(not_started/attempts) "No-starts"
--@ column retries integer "Transport retries"
--@ column median_ms duration "Median process time"
--@ column p95_ms duration "p95"
--@ chart intervals x=place y=attempt_yield "Attempt yield by slot"
--@ empty "No attempt belongs to this batch."
WITH tried AS (
    SELECT f.station, f.slot, f.unit, f.outcome, f.no_start, e.wire_retries, CASE WHEN f.touched THEN f.duration_ms END AS ms
    FROM attempt_fact f JOIN attempt_end e ON e.attempt = f.attempt WHERE f.batch = @batch AND f.purpose IN ('production', 'first_article')),
ranked AS (
    SELECT station, slot, ms, row_number() OVER (PARTITION BY station, slot ORDER BY ms) AS place, count(*) OVER (PARTITION BY station, slot) AS n FROM tried WHERE ms IS NOT NULL),
timed AS (
    SELECT station, slot, max(CASE WHEN place = (n + 1) / 2 THEN ms END) AS median_ms, max(CASE WHEN place = (n * 95 + 99) / 100 THEN ms END) AS p95_ms FROM ranked GROUP BY station, slot)
SELECT t.station || ' slot ' || t.slot AS place, count(DISTINCT unit) AS units, sum(outcome = 'PASS') AS passed, sum(outcome IN ('PASS', 'FAIL')) AS judged, sum(no_start) AS not_started, count(*) AS attempts,
       sum(wire_retries) AS retries, max(m.median_ms) AS median_ms, max(m.p95_ms) AS p95_ms
FROM tried t LEFT JOIN timed m ON m.station = t.station AND m.slot = t.slot
GROUP BY t.station, t.slot
ORDER BY t.station, t.slot;

--@ section "Slots by hour"
--@ show chart
--@ column hour text "Hour, UTC"
--@ column place text "Slot"
--@ column missed integer "Did not pass"
--@ chart heat x=hour lane=place y=missed "Attempts that did not pass, by slot and hour"
SELECT substr(started_at, 6, 5) || ' ' || substr(started_at, 12, 2) || 'h' AS hour, station || ' ' || slot AS place, sum(outcome <> 'PASS') AS missed
FROM attempt_fact
WHERE batch = @batch
GROUP BY substr(started_at, 1, 13), station, slot
ORDER BY substr(started_at, 1, 13), station, slot;

--@ section "Times"
--@ show facts
--@ column median_ms duration "Median process time"
--@ column p95_ms duration "p95"
--@ column hours integer "Hours with a pass"
--@ column per_hour number "Units per hour"
--@ column busy number "Slots busy, mean"
WITH passed AS (SELECT started_at, duration_ms AS ms FROM attempt_fact WHERE batch = @batch AND outcome = 'PASS' AND purpose IN ('production', 'first_article')),
ranked AS (SELECT ms, row_number() OVER (ORDER BY ms) AS place, count(*) OVER () AS n FROM passed WHERE ms IS NOT NULL)
SELECT max(CASE WHEN place = (n + 1) / 2 THEN ms END) AS median_ms, max(CASE WHEN place = (n * 95 + 99) / 100 THEN ms END) AS p95_ms,
       (SELECT count(DISTINCT substr(started_at, 1, 13)) FROM passed) AS hours, (SELECT count(*) * 1.0 / NULLIF(count(DISTINCT substr(started_at, 1, 13)), 0) FROM passed) AS per_hour,
       (SELECT sum(duration_ms) / 1000.0 / NULLIF((julianday(max(started_at)) - julianday(min(started_at))) * 86400.0, 0) FROM attempt_fact WHERE batch = @batch) AS busy
FROM ranked;

--@ section "How long a pass takes"
--@ show chart
--@ column seconds text "Process time"
--@ column attempts integer "Attempts"
--@ chart columns x=seconds y=attempts "Attempts that passed, by process time"
WITH passed AS (SELECT duration_ms AS ms FROM attempt_fact WHERE batch = @batch AND outcome = 'PASS' AND duration_ms IS NOT NULL AND purpose IN ('production', 'first_article')),
class AS (SELECT max((max(ms) - min(ms)) / 24, 1) AS wide, min(ms) AS least FROM passed)
SELECT printf('%.1f s', (least + (ms - least) / wide * wide) / 1000.0) AS seconds, count(*) AS attempts
FROM passed JOIN class
GROUP BY (ms - least) / wide
ORDER BY (ms - least) / wide;

--@ section "Serials"
--@ show facts
--@ column first code "First"
--@ column last code "Last"
--@ column serials integer "Serials"
--@ column without integer "Attempts without a serial"
--@ column scanned integer "Scanned"
--@ column typed integer "Typed or pasted"
--@ column refused integer "Refused scans"
SELECT min(unit_serial) AS first, max(unit_serial) AS last, count(DISTINCT unit_serial) AS serials, sum(unit_serial IS NULL) AS without,
       (SELECT count(*) FROM v_scan WHERE batch = @batch AND kind = 'unit' AND accepted AND entry = 'scanned') AS scanned,
       (SELECT count(*) FROM v_scan WHERE batch = @batch AND kind = 'unit' AND accepted AND entry IN ('typed', 'pasted')) AS typed,
       (SELECT count(*) FROM v_scan WHERE batch = @batch AND NOT accepted) AS refused
FROM attempt_start
WHERE batch = @batch;

--@ section "Failures: every attempt that did not pass"
--@ column at time "Began"
--@ column unit code "Unit" -> unit(serial)
--@ column place text "Slot"
--@ column outcome outcome "Outcome"
--@ column code code "Code"
--@ column touched flag "Touched"
--@ column address address "First bad address"
--@ column pattern code "Pattern"
--@ column next text "Next on this unit"
--@ column disposition text "Stands"
--@ empty "Every attempt passed."
SELECT f.started_at AS at, f.unit, f.station || ' ' || f.slot AS place, f.outcome, f.code, f.touched, v.first_address AS address, v.pattern,
       COALESCE((SELECT x.outcome || CASE WHEN x.code = '' THEN '' ELSE ' ' || x.code END || ' (slot ' || x.slot || ')' FROM attempt_fact x WHERE x.unit = f.unit AND x.seq > f.seq ORDER BY x.seq LIMIT 1), 'nothing') AS next,
       COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = f.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition
FROM attempt_fact f LEFT JOIN verify_failure v ON v.attempt = f.attempt
WHERE f.batch = @batch AND f.outcome <> 'PASS'
ORDER BY f.started_at, f.seq;

--@ section "Retests"
--@ column unit code "Unit" -> unit(serial)
--@ column sequence text "Attempts in order"
--@ column no_fault_found flag "No fault found"
--@ column disposition text "Stands"
--@ empty "No unit needed a second counted attempt."
SELECT b.unit, (SELECT group_concat(word, ' · ') FROM (SELECT CASE WHEN x.code = '' THEN x.outcome ELSE x.outcome || ' ' || x.code END || ' (slot ' || x.slot || ')' AS word
                                                       FROM attempt_fact x WHERE x.unit = b.unit ORDER BY x.seq)) AS sequence, b.failed AND b.passed_again AS no_fault_found, b.disposition
FROM v_begun b
WHERE b.batch = @batch AND b.retested
ORDER BY b.started_at, b.seq;

--@ section "Checks: boards that must pass or must fail"
--@ column at time "Began"
--@ column purpose text "Purpose"
--@ column unit code "Board"
--@ column place text "Slot"
--@ column outcome outcome "Outcome"
--@ column code code "Code"
--@ column operator text "Operator"
--@ empty "No golden, challenge or first article board was run in this batch."
SELECT started_at AS at, purpose, unit, station || ' ' || slot AS place, outcome, code, operator
FROM attempt_fact
WHERE batch = @batch AND purpose IN ('golden', 'challenge', 'first_article')
ORDER BY started_at, seq;

--@ section "Events"
--@ column at time "When"
--@ column station text "Station"
--@ column actor text "Who"
--@ column kind code "Kind"
--@ column slot integer "Slot"
--@ column unit code "Unit" -> unit(serial)
--@ column detail text "Detail"
--@ empty "No event was recorded for this batch."
SELECT at, station, actor, kind, slot, unit, detail
FROM event
WHERE batch = @batch AND kind NOT LIKE 'scan.%'
ORDER BY seq;

--@ section "People"
--@ column operator text "Operator"
--@ column station text "Station"
--@ column attempts integer "Attempts"
--@ column first_at time "First"
--@ column last_at time "Last"
--@ empty "No attempt belongs to this batch."
SELECT operator, station, count(*) AS attempts, min(started_at) AS first_at, max(started_at) AS last_at
FROM attempt_start
WHERE batch = @batch
GROUP BY operator, station
ORDER BY first_at, operator;

--@ section "Units: the history of each"
--@ column unit code "Unit" -> unit(serial)
--@ column disposition text "Stands"
--@ column outcome outcome "Last outcome"
--@ column code code "Code"
--@ column attempts integer "Attempts"
--@ column at time "Last attempt"
--@ column place text "Slot"
--@ column operator text "Operator"
--@ column recipe text "Recipe"
--@ column verified_bytes bytes "Bytes read back"
--@ empty "No unit belongs to this batch."
WITH units AS (SELECT unit, max(seq) AS seq, count(*) AS attempts FROM attempt_fact WHERE batch = @batch GROUP BY unit)
SELECT u.unit, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = u.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition,
       CASE WHEN f.verified = 'unverified' THEN 'PASS (unverified)' WHEN f.verified = 'full' AND e.detail LIKE 'Every byte of the images was read back and equal;%' THEN 'PASS (images)' ELSE f.outcome END AS outcome,
       f.code, u.attempts, f.started_at AS at, f.station || ' ' || f.slot AS place, f.operator,
       r.name || ' ' || r.revision AS recipe, e.verified_bytes
FROM units u JOIN attempt_fact f ON f.seq = u.seq JOIN attempt_end e ON e.attempt = f.attempt JOIN recipe_revision r ON r.id = f.recipe
ORDER BY u.unit;

--@ section "Proof"
--@ show facts
--@ column first_seq integer "First attempt of the record"
--@ column last_seq integer "Last attempt of the record"
--@ column ledger_seq integer "Ledger number at the last attempt"
--@ column ledger_hash code "Ledger hash there"
--@ column checkpoint_at time "Signed checkpoint behind it"
--@ column checkpoint_hash code "Signed ledger hash"
--@ column schema integer "Schema version"
WITH range AS (SELECT min(seq) AS first_seq, max(seq) AS last_seq FROM attempt_start WHERE batch = @batch),
link AS (SELECT max(l.seq) AS seq FROM range JOIN attempt_start s ON s.seq = range.last_seq JOIN ledger l ON l.key = s.attempt),
signed AS (SELECT min(c.seq) AS seq FROM link JOIN checkpoint c ON c.ledger_seq >= link.seq)
SELECT range.first_seq, range.last_seq, link.seq AS ledger_seq, (SELECT lower(hex(hash)) FROM ledger WHERE seq = link.seq) AS ledger_hash,
       (SELECT at FROM checkpoint WHERE seq = signed.seq) AS checkpoint_at, (SELECT ledger_hash FROM checkpoint WHERE seq = signed.seq) AS checkpoint_hash,
       (SELECT user_version FROM pragma_user_version) AS schema
FROM range, link, signed
WHERE range.first_seq IS NOT NULL;
