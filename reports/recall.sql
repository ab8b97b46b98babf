--@ title "Recall by image"
--@ question "Which units carry this image, and where do they stand?"
--@ group "Units"
--@ param image text required "SHA-256 of the image file, or at least its first eight digits."
--@ param from time "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ define disposition touched utc
--@ note "Carries: the last attempt that touched the board wrote this image; a unit that was flashed with another image later is not listed."

--@ section "Images"
--@ column sha256 code "SHA-256"
--@ column name text "File"
--@ column format text "Format"
--@ column size bytes "Bytes"
--@ column first_seen time "First seen"
--@ column file code "The file, byte for byte"
--@ empty "The record knows no image with this hash."
SELECT sha256, name, format, size, first_seen, CASE WHEN left_out IS NULL THEN 'gangflash db image ' || substr(sha256, 1, 12) || ' -o FILE' ELSE 'only its hash is known: ' || left_out END AS file
FROM v_image
WHERE length(@image) >= 8 AND sha256 >= lower(@image) AND sha256 < lower(@image) || 'g' ORDER BY sha256, name;

--@ section "Units by where they stand"
--@ column disposition text "Stands"
--@ column units integer "Units"
--@ empty "No unit carries it."
WITH made AS (
    -- A recipe that never had another file at the image's place needs no look at each attempt; one with variants does: a board gets the images of its own.
    -- A backslash can spell a key in another way.
    SELECT r.recipe, i.id AS image, instr(t.text, 'variants') = 0 AND instr(t.text, char(92)) = 0
           AND NOT EXISTS (SELECT 1 FROM recipe_image o WHERE o.recipe = r.recipe AND o.position = r.position AND o.image <> r.image) AS sure
    FROM image i JOIN recipe_image r ON r.image = i.id JOIN recipe_revision t ON t.id = r.recipe
    WHERE length(@image) >= 8 AND i.sha256 >= lower(@image) AND i.sha256 < lower(@image) || 'g'),
carried AS (
    SELECT DISTINCT f.seq FROM made JOIN attempt_fact f ON f.recipe = made.recipe
    WHERE f.touched = 1 AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
      AND (made.sure OR EXISTS (SELECT 1 FROM attempt_image a WHERE a.attempt = f.attempt AND a.image = made.image))
      AND NOT EXISTS (SELECT 1 FROM attempt_fact x WHERE x.unit = f.unit AND x.seq > f.seq AND x.touched))
SELECT COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = f.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition, count(*) AS units
FROM carried JOIN attempt_fact f ON f.seq = carried.seq
GROUP BY 1
ORDER BY 1;

--@ section "Units"
--@ column unit code "Unit" -> unit(serial)
--@ column disposition text "Stands"
--@ column outcome outcome "Outcome"
--@ column batch text "Batch" -> batch(batch)
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column operator text "Operator"
--@ column at time "Began"
--@ rows 500000
--@ empty "No unit carries it."
WITH made AS (
    -- A recipe that never had another file at the image's place needs no look at each attempt; one with variants does: a board gets the images of its own.
    -- A backslash can spell a key in another way.
    SELECT r.recipe, i.id AS image, instr(t.text, 'variants') = 0 AND instr(t.text, char(92)) = 0
           AND NOT EXISTS (SELECT 1 FROM recipe_image o WHERE o.recipe = r.recipe AND o.position = r.position AND o.image <> r.image) AS sure
    FROM image i JOIN recipe_image r ON r.image = i.id JOIN recipe_revision t ON t.id = r.recipe
    WHERE length(@image) >= 8 AND i.sha256 >= lower(@image) AND i.sha256 < lower(@image) || 'g'),
carried AS (
    SELECT DISTINCT f.seq FROM made JOIN attempt_fact f ON f.recipe = made.recipe
    WHERE f.touched = 1 AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
      AND (made.sure OR EXISTS (SELECT 1 FROM attempt_image a WHERE a.attempt = f.attempt AND a.image = made.image))
      AND NOT EXISTS (SELECT 1 FROM attempt_fact x WHERE x.unit = f.unit AND x.seq > f.seq AND x.touched))
SELECT f.unit, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = f.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition,
       CASE WHEN f.verified = 'unverified' THEN 'PASS (unverified)' ELSE f.outcome END AS outcome, f.batch, f.station, f.slot, f.operator, f.started_at AS at
FROM carried JOIN attempt_fact f ON f.seq = carried.seq
ORDER BY f.seq;
