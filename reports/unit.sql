--@ title "Unit"
--@ question "Who made this unit, when, where, with which bytes, how did it go, and who decided?"
--@ group "Units"
--@ param serial text required "The unit's serial, its chip identity, its USB serial, or the identifier of one of its attempts."
--@ define unverified images touched disposition utc
--@ note "SHA-256 of an image is over the file. The file itself is in the record: 'gangflash db image' writes it out and proves it by this hash."

--@ section "Unit"
--@ show facts
--@ column unit code "Unit"
--@ column disposition text "Stands"
--@ column decided_by text "Decided by"
--@ column reason text "Because"
--@ column decided_at time "Decided"
--@ column chip_identity code "Chip identity"
--@ column first_seen time "First seen"
--@ column first_station text "At station"
--@ empty "The record knows no unit of this serial."
SELECT unit, disposition, decided_by, reason, decided_at, chip_identity, first_seen, first_station
FROM v_unit
WHERE unit IN (SELECT @serial UNION SELECT unit FROM unit WHERE chip_identity = @serial
               UNION SELECT f.unit FROM attempt_start s JOIN attempt_fact f ON f.seq = s.seq WHERE s.unit_serial = @serial OR s.attempt = @serial)
ORDER BY unit;

--@ section "Attempts"
--@ show facts
--@ column seq integer "Attempt"
--@ column outcome outcome "Outcome"
--@ column code code "Code"
--@ column verify text "Read-back"
--@ column started_at time "Began"
--@ column ended_at time "Ended"
--@ column duration_ms duration "Process time"
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column port_path code "USB port"
--@ column operator text "Operator"
--@ column batch text "Batch" -> batch(batch)
--@ column recipe text "Recipe and revision"
--@ column recipe_sha256 code "Recipe SHA-256"
--@ column release code "Release, SHA-256 of its manifest"
--@ column signers text "Release signed by"
--@ column images code "Images flashed, SHA-256"
--@ column purpose text "Purpose"
--@ column ordinal integer "Counted attempt of this unit"
--@ column touched flag "Touched"
--@ column phase text "Last phase"
--@ column written_bytes bytes "Bytes written"
--@ column verified_bytes bytes "Bytes read back"
--@ column dropped_bytes bytes "Bytes left out by the recipe"
--@ column wire_retries integer "Transport retries"
--@ column chip text "Chip"
--@ column usb_id code "USB ID"
--@ column usb_serial code "USB serial"
--@ column software text "Program"
--@ column attempt code "Identifier"
--@ column instruction text "What the operator was told"
--@ column detail text "Detail"
--@ rows 200
--@ empty "The record knows no attempt on it."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial
    UNION SELECT seq FROM attempt_start WHERE usb_serial = @serial AND unit_serial IS NULL)
SELECT a.seq, CASE WHEN a.verified = 'unverified' THEN 'PASS (unverified)' WHEN a.only_images THEN 'PASS (images)' ELSE a.outcome END AS outcome, a.code,
       -- Read back is more than was written where the board held some of it already, and where it is blank after the erase.
       CASE WHEN a.only_images THEN 'images only, every byte of them equal: ' || printf('%,d', a.verified_bytes) || ' bytes; padding was not looked at'
            WHEN a.verified = 'full' THEN 'every byte equal: ' || printf('%,d', a.verified_bytes) || ' bytes' || CASE WHEN a.written_bytes < a.verified_bytes THEN ', ' || printf('%,d', a.verified_bytes - a.written_bytes) || ' of which needed no writing' ELSE '' END
            WHEN a.verified = 'unverified' THEN 'not read back; the recipe allows it' ELSE 'no proof' END AS verify,
       a.started_at, a.ended_at, a.duration_ms, a.station, a.slot, a.port_path, a.operator, a.batch, a.recipe || ' ' || a.revision AS recipe, a.recipe_sha256,
       (SELECT sha256 FROM v_attempt_release r WHERE r.attempt = a.attempt) AS release,
       (SELECT group_concat(COALESCE(json_extract(s.value, '$.name'), json_extract(s.value, '$.key')) || CASE WHEN json_extract(s.value, '$.trusted') THEN '' ELSE ' (not known here)' END, ', ')
        FROM v_attempt_release r, json_each(r.signers) s WHERE r.attempt = a.attempt) AS signers,
       (SELECT group_concat(word, ', ') FROM (SELECT name || ' ' || sha256 AS word FROM v_attempt_image i WHERE i.attempt = a.attempt ORDER BY position)) AS images,
       a.purpose, a.ordinal, a.touched, a.phase, a.written_bytes, a.verified_bytes, a.dropped_bytes, a.wire_retries, a.chip, a.usb_id, a.usb_serial, a.software, a.attempt, a.instruction, a.detail
FROM (SELECT v.*, v.verified = 'full' AND v.detail LIKE 'Every byte of the images was read back and equal;%' AS only_images FROM found JOIN v_attempt v ON v.seq = found.seq) a
ORDER BY a.seq;

--@ section "Phases"
--@ column seq integer "Attempt"
--@ column phase text "Phase"
--@ column start_ms duration "Began after"
--@ column duration_ms duration "Took"
--@ column bytes bytes "Bytes"
--@ empty "No phase was timed."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial)
SELECT s.seq, p.phase, p.start_ms, p.duration_ms, p.bytes
FROM found JOIN attempt_start s ON s.seq = found.seq JOIN phase_timing p ON p.attempt = s.attempt
ORDER BY s.seq, p.position;

--@ section "Images"
--@ column seq integer "Attempt"
--@ column name text "File"
--@ column format text "Format"
--@ column size bytes "Bytes"
--@ column sha256 code "SHA-256 of the file"
--@ column file code "The file, byte for byte"
--@ column segments text "Segments: address, length, SHA-256, origin"
--@ empty "No image belongs to these attempts."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial)
SELECT s.seq, i.name, i.format, i.size, i.sha256,
       CASE WHEN i.left_out IS NULL THEN 'gangflash db image ' || substr(i.sha256, 1, 12) || ' -o FILE' ELSE 'only its hash is known: ' || i.left_out END AS file, i.segments
FROM found JOIN attempt_start s ON s.seq = found.seq JOIN v_attempt_image i ON i.attempt = s.attempt
ORDER BY s.seq, i.position;

--@ section "Data of the unit's own"
--@ column seq integer "Attempt"
--@ column name text "Field"
--@ column address address "Address"
--@ column length bytes "Bytes"
--@ column value code "Value"
--@ column sha256 code "SHA-256"
--@ column read_back flag "Read back"
--@ empty "The recipe writes the same into all units."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial)
SELECT s.seq, d.name, d.address, d.length, COALESCE(d.value, 'secret') AS value, d.sha256, d.read_back
FROM found JOIN attempt_start s ON s.seq = found.seq JOIN unit_datum d ON d.attempt = s.attempt
ORDER BY s.seq, d.position;

--@ section "Failed compares"
--@ show facts
--@ column seq integer "Attempt"
--@ column first_address address "First address that differs"
--@ column expected code "Expected"
--@ column actual code "Read"
--@ column differing bytes "Bytes that differ"
--@ column compared bytes "Bytes compared"
--@ column range_count integer "Ranges"
--@ column sector_address address "Sector"
--@ column block_number integer "Transfer block"
--@ column pattern code "Pattern"
--@ column stable flag "Same when read again"
--@ column around_start address "Bytes from"
--@ column expected_around code "Expected bytes"
--@ column actual_around code "Read bytes"
--@ column finding text "Finding"
--@ empty "No read-back differed."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial)
SELECT s.seq, v.first_address, printf('0x%02X', v.expected) AS expected, printf('0x%02X', v.actual) AS actual, v.differing, v.compared, v.range_count, v.sector_address, v.block_number, v.pattern, v.stable,
       v.around_start, hex(v.expected_around) AS expected_around, hex(v.actual_around) AS actual_around, v.finding
FROM found JOIN attempt_start s ON s.seq = found.seq JOIN verify_failure v ON v.attempt = s.attempt
ORDER BY s.seq;

--@ section "Decisions"
--@ column at time "When"
--@ column disposition text "Stands"
--@ column decided_by text "Decided by"
--@ column reason text "Because"
--@ empty "Nothing was decided yet."
WITH found AS (
    SELECT @serial AS unit UNION SELECT unit FROM unit WHERE chip_identity = @serial
    UNION SELECT f.unit FROM attempt_start s JOIN attempt_fact f ON f.seq = s.seq WHERE s.unit_serial = @serial OR s.attempt = @serial)
SELECT d.at, d.disposition, d.decided_by, d.reason
FROM found JOIN disposition d ON d.unit = found.unit
ORDER BY d.seq;

--@ section "Scans and actions"
--@ column at time "When"
--@ column station text "Station"
--@ column actor text "Who"
--@ column kind code "Kind"
--@ column slot integer "Slot"
--@ column detail text "Detail"
--@ rows 1000
--@ empty "Nothing else was recorded about it."
WITH found AS (
    SELECT @serial AS unit UNION SELECT unit FROM unit WHERE chip_identity = @serial
    UNION SELECT f.unit FROM attempt_start s JOIN attempt_fact f ON f.seq = s.seq WHERE s.unit_serial = @serial OR s.attempt = @serial)
SELECT e.at, e.station, e.actor, e.kind, e.slot, e.detail
FROM found JOIN event e ON e.unit = found.unit
ORDER BY e.seq;

--@ section "Recipe, as it was run"
--@ show facts
--@ column recipe text "Recipe"
--@ column revision text "Revision"
--@ column file text "File"
--@ column sha256 code "SHA-256"
--@ column text block "Text"
--@ empty "No recipe belongs to these attempts."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial)
SELECT r.name AS recipe, r.revision, r.file, r.sha256, r.text
FROM recipe_revision r
WHERE r.id IN (SELECT s.recipe FROM found JOIN attempt_start s ON s.seq = found.seq)
ORDER BY r.id;

--@ section "Proof"
--@ column seq integer "Ledger number"
--@ column record text "Record"
--@ column key code "Key"
--@ column at time "Written"
--@ column hash code "Hash"
--@ empty "These attempts are in no ledger."
WITH found AS (
    SELECT seq FROM attempt_start WHERE unit_serial = @serial OR attempt = @serial
    UNION SELECT seq FROM attempt_fact WHERE unit = @serial
    UNION SELECT f.seq FROM unit u JOIN attempt_fact f ON f.unit = u.unit WHERE u.chip_identity = @serial)
SELECT l.seq, l.record, l.key, l.at, lower(hex(l.hash)) AS hash
FROM found JOIN attempt_start s ON s.seq = found.seq JOIN ledger l ON l.key = s.attempt
ORDER BY l.seq;
