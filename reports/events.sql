--@ title "Events"
--@ question "What did people and rules do: stops, releases, settings, batches, decisions?"
--@ group "Station"
--@ param from time = last-7d "Then or later."
--@ param to time "Before."
--@ param station text "Only this station."
--@ param actor text "Only this badge, or system."
--@ param kind text "Only this kind, such as line.stop."
--@ define utc

--@ section "Line stops"
--@ column since time "Since"
--@ column station text "Station"
--@ column class text "Class"
--@ column rule text "Rule"
--@ column code code "Code"
--@ column what text "What was shown"
--@ column released_at time "Released"
--@ column released_by text "By"
--@ column reason text "Reason"
--@ column note text "In their words"
--@ empty "No line stop in this window."
SELECT since, station, class, rule, code, what, released_at, released_by, reason, note
FROM v_line_stop
WHERE since >= COALESCE(@from, '') AND since < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station)
ORDER BY since;

--@ section "Settings"
--@ column at time "When"
--@ column station text "Station"
--@ column subject text "What"
--@ column name text "Name"
--@ column sha256 code "SHA-256"
--@ empty "No setting changed in this window."
SELECT at, station, subject, name, sha256
FROM configuration_change
WHERE at >= COALESCE(@from, '') AND at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station)
ORDER BY at;

--@ section "Actions"
--@ column at time "When"
--@ column station text "Station"
--@ column actor text "Who"
--@ column kind code "Kind"
--@ column batch text "Batch" -> batch(batch)
--@ column slot integer "Slot"
--@ column unit code "Unit" -> unit(serial)
--@ column detail text "Detail"
--@ rows 5000
--@ empty "Nothing was done in this window."
SELECT at, station, actor, kind, batch, slot, unit, detail
FROM v_action
WHERE at >= COALESCE(@from, '') AND at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@actor IS NULL OR actor = @actor) AND (@kind IS NULL OR kind = @kind)
ORDER BY at, seq;

--@ section "Refused scans"
--@ column at time "When"
--@ column station text "Station"
--@ column actor text "Who"
--@ column kind text "Kind"
--@ column raw code "As it came"
--@ column entry text "Entry"
--@ column shown text "What was shown"
--@ rows 1000
--@ empty "No scan was refused in this window."
SELECT at, station, actor, kind, raw, entry, shown
FROM v_scan
WHERE accepted = 0 AND at >= COALESCE(@from, '') AND at < COALESCE(@to, 'z') AND (@station IS NULL OR station = @station) AND (@actor IS NULL OR actor = @actor)
ORDER BY at, seq;
