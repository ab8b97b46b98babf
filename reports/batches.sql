--@ title "Batches"
--@ question "Which batches were run, and how did they go?"
--@ group "Yield"
--@ param search text "Only batches with this in their name, work order or product."
--@ param from time "Batches whose newest attempt began then or later."
--@ param to time "Batches whose newest attempt began before."
--@ param limit integer = 25 "So many of them, the newest first; 200 are the most."
--@ param skip integer = 0 "Without so many of the newest."
--@ note "A batch that nobody opened by scanning a work order has no status."
--@ define first-pass final disposition interval utc

--@ section "Batches, the newest first"
--@ column batch text "Batch" -> batch(batch)
--@ column status text "Status"
--@ column recipe text "Recipe"
--@ column last_at time "Last attempt"
--@ column first_pass share(passed/units) "First pass yield"
--@ column final share(good/standing) "Final yield"
--@ column hold integer "On hold"
--@ column open integer "Open"
--@ column planned integer "Planned"
--@ column work_order text "Work order"
--@ column station text "Station"
--@ rows 200
--@ empty "No batch yet."
-- From one name to the next by the index: as many steps as there are batches, however many attempts they have.
WITH RECURSIVE named(batch) AS (
    SELECT min(batch) FROM attempt_start WHERE batch IS NOT NULL
    UNION ALL SELECT (SELECT min(s.batch) FROM attempt_start s WHERE s.batch > named.batch) FROM named WHERE named.batch IS NOT NULL),
known AS (SELECT batch FROM named WHERE batch IS NOT NULL UNION SELECT batch FROM batch_run),
dated AS (
    SELECT k.batch, COALESCE((SELECT s.started_at FROM attempt_start s WHERE s.seq = (SELECT max(n.seq) FROM attempt_start n WHERE n.batch = k.batch)),
                             (SELECT max(b.opened_at) FROM batch_run b WHERE b.batch = k.batch)) AS last_at
    FROM known k
    WHERE @search IS NULL OR instr(lower(k.batch), lower(@search)) > 0
       OR EXISTS (SELECT 1 FROM batch_run b WHERE b.batch = k.batch AND (instr(lower(b.work_order), lower(@search)) > 0 OR instr(lower(b.product), lower(@search)) > 0))),
page AS MATERIALIZED (
    SELECT batch, last_at FROM dated WHERE last_at >= COALESCE(@from, '') AND last_at < COALESCE(@to, 'z')
    ORDER BY last_at DESC, batch DESC LIMIT max(1, min(200, COALESCE(@limit, 25))) OFFSET max(0, COALESCE(@skip, 0))),
counted AS MATERIALIZED (
    SELECT p.batch, count(*) AS units, sum(b.first_pass) AS passed, sum(b.disposition = 'GOOD') AS good, sum(b.disposition <> 'WITHDRAWN') AS standing,
           sum(b.disposition = 'HOLD') AS hold, sum(b.disposition = 'OPEN') AS open
    FROM page p CROSS JOIN v_begun b ON b.batch = p.batch
    GROUP BY p.batch)
SELECT p.batch,
       (SELECT CASE r.how WHEN 'closed' THEN 'CLOSED' WHEN 'left' THEN 'LEFT OPEN' ELSE 'RUNNING' END FROM v_batch_run r WHERE r.batch = p.batch ORDER BY r.opened_at DESC LIMIT 1) AS status,
       (SELECT max(work_order) FROM batch_run WHERE batch = p.batch) AS work_order,
       COALESCE((SELECT r.name || ' ' || r.revision FROM attempt_start s JOIN recipe_revision r ON r.id = s.recipe WHERE s.seq = (SELECT max(n.seq) FROM attempt_start n WHERE n.batch = p.batch)),
                (SELECT max(recipe || ' ' || revision) FROM batch_run WHERE batch = p.batch)) AS recipe,
       COALESCE((SELECT s.station FROM attempt_start s WHERE s.seq = (SELECT max(n.seq) FROM attempt_start n WHERE n.batch = p.batch)), (SELECT max(station) FROM batch_run WHERE batch = p.batch)) AS station,
       (SELECT max(planned) FROM batch_run WHERE batch = p.batch) AS planned,
       c.units, c.passed, c.good, c.standing, COALESCE(c.hold, 0) AS hold, COALESCE(c.open, 0) AS open, p.last_at
FROM page p LEFT JOIN counted c ON c.batch = p.batch
ORDER BY p.last_at DESC, p.batch DESC;
