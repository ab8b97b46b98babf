--@ title "Verify failures by address"
--@ question "Where in the flash does read-back differ: the image, the slot, or the board?"
--@ group "Failures"
--@ param from time = last-30d "Attempts that began then or later."
--@ param to time "Attempts that began before."
--@ param station text "Only this station."
--@ param slot integer "Only this slot."
--@ param batch text "Only this batch."
--@ define verify-address utc

--@ section "By erase sector and pattern"
--@ column sector address "Sector"
--@ column size bytes "Size, bytes"
--@ column pattern code "Pattern"
--@ column attempts integer "Attempts"
--@ column units integer "Units"
--@ column slots integer "Slots"
--@ column addresses integer "Addresses"
--@ column name text "Sector"
--@ chart pareto x=name y=attempts "Failed compares by sector"
--@ empty "No read-back of this window differed."
WITH differed AS (
    SELECT v.*, f.unit, f.station, f.slot FROM attempt_fact f JOIN verify_failure v ON v.attempt = f.attempt
    WHERE f.outcome <> 'PASS' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
      AND (@station IS NULL OR f.station = @station) AND (@slot IS NULL OR f.slot = @slot) AND (@batch IS NULL OR f.batch = @batch))
SELECT sector_address AS sector, sector_size AS size, pattern, count(*) AS attempts, count(DISTINCT unit) AS units, count(DISTINCT station || '/' || slot) AS slots,
       count(DISTINCT first_address) AS addresses, printf('0x%08X', sector_address) AS name
FROM differed
GROUP BY sector_address, sector_size, pattern
ORDER BY attempts DESC, sector, pattern;

--@ section "Addresses that came more than once"
--@ column address address "First address"
--@ column attempts integer "Attempts"
--@ column units integer "Units"
--@ column slots integer "Slots"
--@ column expected text "Expected"
--@ column actual text "Read"
--@ column first_at time "First"
--@ column last_at time "Last"
--@ rows 200
--@ empty "No address came twice."
WITH differed AS (
    SELECT v.first_address, v.expected, v.actual, f.unit, f.station, f.slot, f.started_at FROM attempt_fact f JOIN verify_failure v ON v.attempt = f.attempt
    WHERE f.outcome <> 'PASS' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
      AND (@station IS NULL OR f.station = @station) AND (@slot IS NULL OR f.slot = @slot) AND (@batch IS NULL OR f.batch = @batch))
SELECT first_address AS address, count(*) AS attempts, count(DISTINCT unit) AS units, count(DISTINCT station || '/' || slot) AS slots,
       CASE WHEN min(expected) = max(expected) THEN printf('0x%02X', min(expected)) ELSE 'differs' END AS expected,
       CASE WHEN min(actual) = max(actual) THEN printf('0x%02X', min(actual)) ELSE 'differs' END AS actual, min(started_at) AS first_at, max(started_at) AS last_at
FROM differed
GROUP BY first_address
HAVING count(*) > 1
ORDER BY attempts DESC, address;

--@ section "Each of them"
--@ column at time "Began"
--@ column unit code "Unit" -> unit(serial)
--@ column station text "Station"
--@ column slot integer "Slot"
--@ column address address "First address"
--@ column differing bytes "Bytes that differ"
--@ column pattern code "Pattern"
--@ column stable flag "Same when read again"
--@ column finding text "Finding"
--@ rows 1000
--@ empty "No read-back of this window differed."
SELECT f.started_at AS at, f.unit, f.station, f.slot, v.first_address AS address, v.differing, v.pattern, v.stable, v.finding
FROM attempt_fact f JOIN verify_failure v ON v.attempt = f.attempt
WHERE f.outcome <> 'PASS' AND f.started_at >= COALESCE(@from, '') AND f.started_at < COALESCE(@to, 'z')
  AND (@station IS NULL OR f.station = @station) AND (@slot IS NULL OR f.slot = @slot) AND (@batch IS NULL OR f.batch = @batch)
ORDER BY f.started_at DESC, f.seq DESC;
