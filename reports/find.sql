--@ title "Find a unit"
--@ question "Which unit is this: a serial, a chip identity, a USB serial, or the identifier of an attempt?"
--@ group "Units"
--@ param text text required "What was scanned, or how it begins."
--@ define disposition utc

--@ section "Exactly this"
--@ column unit code "Unit" -> unit(serial)
--@ column found_by text "Found by"
--@ column disposition text "Stands"
--@ column outcome outcome "Last outcome"
--@ column code code "Code"
--@ column at time "Last attempt"
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column batch text "Batch" -> batch(batch)
--@ rows 100
--@ empty "Nothing in the record is called exactly this."
-- Scanners and labels differ in capitals: what was typed, all of it large, all of it small. One USB serial may be on many boards: only the newest are looked at.
WITH asked(text) AS (SELECT @text UNION SELECT upper(@text) UNION SELECT lower(@text)),
seen AS (
    SELECT * FROM (SELECT seq FROM attempt_start WHERE usb_serial = @text ORDER BY seq DESC LIMIT 200)
    UNION SELECT * FROM (SELECT seq FROM attempt_start WHERE usb_serial = upper(@text) ORDER BY seq DESC LIMIT 200)
    UNION SELECT * FROM (SELECT seq FROM attempt_start WHERE usb_serial = lower(@text) ORDER BY seq DESC LIMIT 200)),
found AS (
    SELECT u.unit, 1 AS place FROM unit u WHERE u.unit IN (SELECT text FROM asked)
    UNION ALL SELECT u.unit, 2 FROM unit u WHERE u.chip_identity IN (SELECT text FROM asked)
    UNION ALL SELECT COALESCE(f.unit, s.unit_serial, s.attempt), 3 FROM attempt_start s LEFT JOIN attempt_fact f ON f.seq = s.seq WHERE s.attempt IN (SELECT text FROM asked)
    UNION ALL SELECT COALESCE(f.unit, s.unit_serial, s.attempt), 4 FROM seen JOIN attempt_start s ON s.seq = seen.seq LEFT JOIN attempt_fact f ON f.seq = s.seq),
hit AS MATERIALIZED (SELECT unit, min(place) AS place FROM found GROUP BY unit ORDER BY place, unit LIMIT 101)
SELECT h.unit, CASE h.place WHEN 1 THEN 'serial' WHEN 2 THEN 'chip identity' WHEN 3 THEN 'attempt' ELSE 'USB serial' END AS found_by, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = h.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition,
       CASE WHEN f.verified = 'unverified' THEN 'PASS (unverified)' ELSE f.outcome END AS outcome, f.code, f.started_at AS at, f.station, f.slot, f.batch
FROM hit h LEFT JOIN attempt_fact f ON f.seq = (SELECT max(x.seq) FROM attempt_fact x WHERE x.unit = h.unit)
ORDER BY h.place, h.unit;

--@ section "Beginning like this"
--@ column unit code "Unit" -> unit(serial)
--@ column found_by text "Found by"
--@ column disposition text "Stands"
--@ column outcome outcome "Last outcome"
--@ column code code "Code"
--@ column at time "Last attempt"
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column batch text "Batch" -> batch(batch)
--@ rows 50
--@ empty "No serial and no chip identity begins like this."
-- Ranges and no patterns: an index leads to them, and no sign of the text means anything else than itself.
WITH found AS (
    SELECT * FROM (SELECT unit, 1 AS place FROM unit WHERE unit > @text AND unit < @text || char(1114111) ORDER BY unit LIMIT 51)
    UNION ALL SELECT * FROM (SELECT unit, 1 FROM unit WHERE upper(@text) <> @text AND unit > upper(@text) AND unit < upper(@text) || char(1114111) ORDER BY unit LIMIT 51)
    UNION ALL SELECT * FROM (SELECT unit, 2 FROM unit WHERE chip_identity > @text AND chip_identity < @text || char(1114111) ORDER BY chip_identity LIMIT 51)
    UNION ALL SELECT * FROM (SELECT unit, 2 FROM unit WHERE upper(@text) <> @text AND chip_identity > upper(@text) AND chip_identity < upper(@text) || char(1114111) ORDER BY chip_identity LIMIT 51)),
hit AS MATERIALIZED (SELECT unit, min(place) AS place FROM found GROUP BY unit ORDER BY unit LIMIT 51)
SELECT h.unit, CASE h.place WHEN 1 THEN 'serial' ELSE 'chip identity' END AS found_by, COALESCE((SELECT d.disposition FROM disposition d WHERE d.unit = h.unit ORDER BY d.seq DESC LIMIT 1), 'OPEN') AS disposition,
       CASE WHEN f.verified = 'unverified' THEN 'PASS (unverified)' ELSE f.outcome END AS outcome, f.code, f.started_at AS at, f.station, f.slot, f.batch
FROM hit h LEFT JOIN attempt_fact f ON f.seq = (SELECT max(x.seq) FROM attempt_fact x WHERE x.unit = h.unit)
ORDER BY h.unit;
