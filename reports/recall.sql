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
--@ empty "The record knows no image with this hash."
SELECT sha256, name, format, size, first_seen FROM image WHERE length(@image) >= 8 AND sha256 >= lower(@image) AND sha256 < lower(@image) || 'g' ORDER BY sha256, name;

--@ section "Units by where they stand"
--@ column disposition text "Stands"
--@ column units integer "Units"
--@ empty "No unit carries it."
WITH written AS (
    SELECT f.unit, max(f.seq) AS seq FROM image i JOIN attempt_image a ON a.image = i.id JOIN attempt_fact f ON f.attempt = a.attempt
    WHERE length(@image) >= 8 AND i.sha256 >= lower(@image) AND i.sha256 < lower(@image) || 'g' AND f.touched AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
    GROUP BY f.unit)
SELECT COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = w.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition, count(*) AS units
FROM written w
WHERE NOT EXISTS (SELECT 1 FROM attempt_fact x WHERE x.unit = w.unit AND x.seq > w.seq AND x.touched)
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
--@ rows 200000
--@ empty "No unit carries it."
WITH written AS (
    SELECT f.unit, max(f.seq) AS seq FROM image i JOIN attempt_image a ON a.image = i.id JOIN attempt_fact f ON f.attempt = a.attempt
    WHERE length(@image) >= 8 AND i.sha256 >= lower(@image) AND i.sha256 < lower(@image) || 'g' AND f.touched AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
    GROUP BY f.unit)
SELECT w.unit, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = w.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition,
       CASE WHEN f.verified = 'unverified' THEN 'PASS (unverified)' ELSE f.outcome END AS outcome, f.batch, f.station, f.slot, f.operator, f.started_at AS at
FROM written w JOIN attempt_fact f ON f.seq = w.seq
WHERE NOT EXISTS (SELECT 1 FROM attempt_fact x WHERE x.unit = w.unit AND x.seq > w.seq AND x.touched)
ORDER BY f.seq;
