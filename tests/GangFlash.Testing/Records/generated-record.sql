-- A record of @attempts attempts that never happened: two stations of eight slots, 4,000 attempts a day, batches of 500, ten recipe revisions, six operators,
-- a bad slot 5, one address that fails again and again, retests, no-starts, interrupted and unverified ones. Every value comes from the row's number,
-- so the same number of attempts gives the same rows. The ledger over them is written by GeneratedLedger.

CREATE TEMP TABLE drawn (i INTEGER PRIMARY KEY, h INTEGER NOT NULL, station TEXT NOT NULL, slot INTEGER NOT NULL, kind TEXT NOT NULL, t TEXT NOT NULL);

INSERT INTO drawn (i, h, station, slot, kind, t)
WITH RECURSIVE
count(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM count WHERE i < @attempts),
-- A multiplication and a square in a prime field: neighbours in number are no neighbours in chance.
mixed(i, m) AS (SELECT i, (i * 48271 + 11) % 2147483647 FROM count),
spread(i, h, r, slot) AS (SELECT i, (m * m + i * 69621) % 2147483647, (m * m + i * 69621) % 2147483647 % 10007 % 10000, 1 + i % 8 FROM mixed)
SELECT i, h, CASE WHEN i % 16 < 8 THEN 'LINE-1' ELSE 'LINE-2' END, slot,
       CASE WHEN slot = 5 AND i % 16 < 8 AND r < 450 THEN 'verify-slot'
            WHEN r < 60 THEN 'verify'
            WHEN r < 90 THEN 'nothing-written'
            WHEN r < 130 THEN 'erase'
            WHEN r < 190 THEN 'usb'
            WHEN r < 220 THEN 'wrong-chip'
            WHEN r < 300 THEN 'no-start'
            WHEN r < 320 THEN 'aborted'
            WHEN r < 323 THEN 'interrupted'
            WHEN r < 340 THEN 'unverified'
            ELSE 'pass' END,
       strftime('%Y-%m-%dT%H:%M:%f+00:00', 2461045.75 + (i / 4000) + (i % 4000) * 14.4 / 86400.0)
FROM spread;

INSERT INTO station (station, first_seen) VALUES ('LINE-1', '2026-01-05T06:00:00.000+00:00'), ('LINE-2', '2026-01-05T06:00:00.000+00:00');

INSERT INTO operator (operator, first_seen)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6) SELECT 'badge-' || i, '2026-01-05T06:00:00.000+00:00' FROM n;

INSERT INTO recipe_revision (id, sha256, name, revision, file, text, first_seen)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
SELECT i, printf('%064x', i), 'pump', char(64 + i), 'recipes/pump.yaml', 'recipe: pump' || char(10) || 'revision: ' || char(64 + i) || char(10), '2026-01-05T06:00:00.000+00:00' FROM n;

INSERT INTO image (id, sha256, name, format, size, segments, segments_sha256, first_seen)
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
SELECT i, printf('%064x', 256 + i), 'pump-' || i || '.elf', 'elf', 204800,
       '[{"address":"0x08000000","length":204800,"sha256":"' || printf('%064x', 512 + i) || '","origin":"program header 0"}]', printf('%064x', 1024 + i), '2026-01-05T06:00:00.000+00:00' FROM n;

INSERT INTO recipe_image (recipe, position, image) SELECT id, 0, id FROM recipe_revision;

-- One that comes nine after one that did not pass is its retest, in the neighbouring slot; a retest that does not pass is not tried again.
CREATE TEMP TABLE made (
    i INTEGER PRIMARY KEY, attempt TEXT NOT NULL, unit TEXT NOT NULL, retest INTEGER NOT NULL, before TEXT, h INTEGER NOT NULL, station TEXT NOT NULL, slot INTEGER NOT NULL,
    kind TEXT NOT NULL, t TEXT NOT NULL, operator TEXT NOT NULL, batch TEXT NOT NULL, recipe INTEGER NOT NULL, outcome TEXT NOT NULL, code TEXT NOT NULL,
    touched INTEGER NOT NULL, counted INTEGER NOT NULL, ms INTEGER);

INSERT INTO made
WITH chained AS (
    SELECT d.*, lag(kind, 9, 'pass') OVER (ORDER BY i) AS before, lag(kind, 18, 'pass') OVER (ORDER BY i) AS long_before FROM drawn d),
named AS (
    SELECT *, before NOT IN ('pass', 'unverified', 'wrong-chip') AND long_before IN ('pass', 'unverified', 'wrong-chip') AND i > 18 AS retest FROM chained)
SELECT i, printf('%08x-%04x-7%03x-8000-%012x', i, i % 65536, i % 4096, i), printf('SN-%08d', CASE WHEN retest THEN i - 9 ELSE i END), retest, CASE WHEN retest THEN before END, h, station, slot, kind, t,
       'badge-' || (1 + (i / 2000) % 6), printf('WO-%05d', i / 500), 1 + (i * 10 / (@attempts + 1)),
       CASE kind WHEN 'pass' THEN 'PASS' WHEN 'unverified' THEN 'PASS' WHEN 'usb' THEN 'ERROR' WHEN 'no-start' THEN 'ERROR' WHEN 'aborted' THEN 'ABORTED' WHEN 'interrupted' THEN 'INTERRUPTED' ELSE 'FAIL' END,
       CASE kind WHEN 'pass' THEN '' WHEN 'unverified' THEN 'pass.unverified' WHEN 'usb' THEN 'usb.disconnected' WHEN 'no-start' THEN 'usb.open-denied' WHEN 'aborted' THEN 'operator.aborted'
                 WHEN 'interrupted' THEN 'station.interrupted' WHEN 'wrong-chip' THEN 'identify.wrong-chip' WHEN 'erase' THEN 'erase.not-blank' WHEN 'nothing-written' THEN 'verify.nothing-written'
                 ELSE 'verify.mismatch' END,
       kind NOT IN ('no-start', 'wrong-chip', 'aborted'),
       kind NOT IN ('no-start', 'aborted'),
       CASE WHEN kind <> 'interrupted' THEN CASE WHEN kind IN ('no-start', 'wrong-chip', 'aborted') THEN 200 + h % 300 ELSE 13000 + h % 900 + slot * 20 END END
FROM named;

INSERT INTO attempt_start (seq, attempt, session, station, operator, batch, purpose, software, slot, port_path, attempt_number, unit_serial, serial_source, recipe, chip, usb_id, bcd_device,
                           manufacturer, product, usb_serial, layouts, transfer_size, started_at)
SELECT i, attempt, 'generated', station, operator, batch, 'production', '0.1.0', slot, '1-' || slot, 1 + retest, unit, 'given', recipe, 'STM32F746', '0483:df11', '2200',
       'STMicroelectronics', 'STM32  BOOTLOADER', '00000008FFFF', '[]', 2048, t FROM made ORDER BY i;

INSERT INTO attempt_image (attempt, position, image) SELECT attempt, 0, recipe FROM made ORDER BY i;

INSERT INTO attempt_end (attempt, outcome, verified, code, phase, detail, instruction, touched, erased_sectors, written_bytes, verified_bytes, dropped_bytes, requests, wire_retries, recoveries, leave, notes,
                         ended_at, duration_ms)
SELECT attempt, outcome, CASE kind WHEN 'pass' THEN 'full' WHEN 'unverified' THEN 'unverified' ELSE 'none' END, code, CASE WHEN touched THEN 'verify' ELSE 'connect' END,
       CASE WHEN code = '' THEN '' ELSE 'Generated.' END, CASE WHEN outcome = 'PASS' THEN 'Slot ' || slot || ': good tray.' ELSE 'Slot ' || slot || ': remove the board, red tray.' END, touched,
       CASE WHEN touched THEN 4 ELSE 0 END, CASE WHEN touched THEN 204800 ELSE 0 END, CASE WHEN kind = 'pass' THEN 204800 ELSE 0 END, 0, 411, h % 50 = 0, 0, NULL, '[]',
       strftime('%Y-%m-%dT%H:%M:%f+00:00', substr(t, 1, 23), '+' || (COALESCE(ms, 0) / 1000.0) || ' seconds'), ms FROM made ORDER BY i;

INSERT INTO phase_timing (attempt, position, phase, start_ms, duration_ms, bytes)
WITH phase(position, phase, start_ms, duration_ms, bytes, spread) AS (
    VALUES (0, 'connect', 0, 40, 0, 20), (1, 'erase', 100, 2200, 0, 300), (2, 'write', 2600, 8800, 204800, 400), (3, 'verify', 11500, 1500, 204800, 200))
SELECT m.attempt, p.position, p.phase, p.start_ms, p.duration_ms + (m.h >> (p.position * 3)) % p.spread + m.slot * 10, p.bytes FROM made m JOIN phase p WHERE m.touched AND m.ms IS NOT NULL ORDER BY m.i, p.position;

INSERT INTO verify_failure (attempt, first_address, expected, actual, around_start, expected_around, actual_around, sector_address, sector_size, block_number, compared, differing, range_count, ranges,
                            bits_cleared, bits_set, stable, pattern, finding)
SELECT attempt, address, 85, 255, address - 2, x'010255', x'0102FF', address / 32768 * 32768, 32768, 2 + (address - 134217728) / 2048, 204800, 3, 1, '[{"address":"' || printf('0x%08X', address) || '","length":3}]',
       1, 0, kind <> 'verify-slot', CASE kind WHEN 'nothing-written' THEN 'still-blank' WHEN 'verify-slot' THEN 'unstable' ELSE 'isolated-bits' END, 'Generated.'
FROM (SELECT *, CASE WHEN kind = 'nothing-written' THEN 134217728 WHEN h % 4 = 0 THEN 134218212 ELSE 134217728 + h % 204800 END AS address FROM made WHERE kind IN ('verify', 'verify-slot', 'nothing-written'))
ORDER BY i;

INSERT INTO unit (unit, serial, station, first_seen) SELECT unit, unit, station, t FROM made WHERE NOT retest ORDER BY i;

-- Whether a retest is the unit's second counted attempt depends on whether the first one was counted.
INSERT INTO attempt_fact (seq, attempt, unit, station, slot, operator, batch, recipe, purpose, started_at, outcome, verified, code, phase, touched, counted, no_start, ordinal, duration_ms)
SELECT i, attempt, unit, station, slot, operator, batch, recipe, 'production', t, outcome, CASE kind WHEN 'pass' THEN 'full' WHEN 'unverified' THEN 'unverified' ELSE 'none' END, code,
       CASE WHEN touched THEN 'verify' ELSE 'connect' END, touched, counted, NOT counted, CASE WHEN counted THEN CASE WHEN retest AND before NOT IN ('no-start', 'aborted') THEN 2 ELSE 1 END END, ms
FROM made ORDER BY i;

INSERT INTO disposition (unit, disposition, decided_by, reason, attempt, at)
SELECT m.unit, CASE WHEN m.outcome = 'PASS' THEN 'GOOD' WHEN m.retest AND m.before NOT IN ('no-start', 'aborted') THEN 'HOLD' ELSE 'OPEN' END, 'rule', NULL, m.attempt, m.t
FROM made m WHERE m.counted ORDER BY m.i;

DROP TABLE made;
DROP TABLE drawn;
