--@ title "Own report"
--@ question "What came of it?"
--@ group "Yield"
--@ param by choice(day|recipe) = day "What one row stands for."
--@ param from time = last-30d "Begun then or later."
--@ param slot integer "Only this slot."
--@ define first-pass counted
--@ note "A note."

--@ section "Rows"
--@ show table
--@ rows 100
--@ empty "Nothing happened."
--@ column day date "Day"
--@ column good share(passed/units) "Good"
--@ column units integer "Units"
SELECT substr(started_at, 1, 10) AS day, count(*) AS units, sum(first_pass) AS passed
FROM v_begun
WHERE started_at >= COALESCE(@from, '') AND (@slot IS NULL OR slot = @slot) -- a comment
GROUP BY 1;

--@ section "Drawn"
--@ show chart
--@ column day date "Day"
--@ column good share(passed/units) "Good"
--@ chart p-chart x=day y=good "Good by day"
SELECT 'it''s' AS day, 1 AS units, 1 AS passed, @by AS by /* never */;
