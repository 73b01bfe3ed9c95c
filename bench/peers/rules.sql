-- The shipped rules in DuckDB's SQL, one query a rule: how many subjects are hits, and their money in fen. Tables: person,
-- visit, line (rows numbered in the order of the tape, and laid down in it), diagnosis, provider, k (a row for each point in use
-- and each of its items), icd (a row for each point and each diagnosis code in use that lies in its ranges; codes are numbers).
-- `met` is what most rules about lines begin with. What a rule leaves undecided is NULL here, so no hit.
-- setup
CREATE MACRO months_old(born, d) AS
  (year(d) - year(born)) * 12 + month(d) - month(born) - CASE WHEN day(d) < day(born) THEN 1 ELSE 0 END;
CREATE MACRO years_old(born, d) AS months_old(born, d) // 12;
CREATE MACRO outside_age(least, most, unit, child, born, d) AS CASE
  WHEN least IS NULL AND most IS NULL THEN child AND years_old(born, d) >= 18
  WHEN unit = 'days' THEN d - born < coalesce(least, 0) OR d - born > coalesce(most, 999999)
  WHEN unit = 'months' THEN months_old(born, d) < coalesce(least, 0) OR months_old(born, d) > coalesce(most, 9999)
  ELSE years_old(born, d) < coalesce(least, 0) OR years_old(born, d) > coalesce(most, 999) END;
CREATE MACRO fen(amount) AS CAST(greatest(amount, 0) * 100 AS BIGINT);
CREATE MACRO in_force(since, until, d) AS (since IS NULL OR d >= since) AND (until IS NULL OR d <= until);
-- R0101
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'drug_sex' AND in_force(k.since, k.until, l.day) AND p.sex IN ('1', '2') AND p.sex <> k.sex AND l.in_scope IS NOT NULL
-- R0102
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'service_sex' AND in_force(k.since, k.until, l.day) AND p.sex IN ('1', '2') AND p.sex <> k.sex AND l.in_scope IS NOT NULL
-- R0103
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'drug_child_only' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope IS NOT NULL AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0104
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'service_child_only' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope IS NOT NULL AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0105
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'drug_child_payment' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0106
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'drug_provider_level' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND v.level < k.level_min
-- R0107
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'drug_visit_mode' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND NOT contains(' ' || k.modes || ' ', ' ' || v.kind || ' ')
-- R0108
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'drug_work_injury' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND v.insurance_kind <> 'work_injury'
-- R0109
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'drug_maternity' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND v.insurance <> '510'
  AND left(v.medical_type, 2) NOT IN ('51', '52')
-- R0110
SELECT count(*), sum(fen(in_scope)) FROM (
  SELECT l.in_scope, k.max_days, dense_rank() OVER (PARTITION BY l.visit, k.point ORDER BY l.day) AS nth
  FROM line l JOIN k ON k.item = l.item WHERE k.tab = 'drug_course' AND in_force(k.since, k.until, l.day) AND l.quantity > 0)
WHERE nth > max_days AND in_scope > 0
-- R0111
SELECT count(*), sum(fen(b.in_scope)) FROM line b JOIN k ON k.item = b.item
WHERE k.tab = 'service_pair' AND k.pos = 2 AND in_force(k.since, k.until, b.day) AND b.quantity > 0 AND b.in_scope > 0
  AND EXISTS (SELECT 1 FROM (SELECT visit, day, item FROM line WHERE quantity > 0 AND item IN (SELECT main_item FROM k WHERE tab = 'service_pair')) a
              WHERE a.visit = b.visit AND a.day = b.day AND a.item = k.main_item)
-- R0112
WITH met AS (
  SELECT l.visit, l.day, l.line, l.in_scope, l.quantity, k.point, k.max_count FROM line l JOIN k ON k.item = l.item
  WHERE k.tab = 'service_frequency' AND in_force(k.since, k.until, l.day) AND l.quantity > 0),
per_day AS MATERIALIZED (SELECT visit, point, day, sum(quantity) AS units, any_value(max_count) AS most FROM met GROUP BY visit, point, day),
busy AS (SELECT visit, point, day FROM per_day WHERE units > most),
stay AS (SELECT d.visit, d.point FROM per_day d SEMI JOIN busy b ON b.visit = d.visit AND b.point = d.point JOIN visit v ON v.visit = d.visit
         GROUP BY d.visit, d.point HAVING sum(d.units) > any_value(d.most) * any_value(v.days))
SELECT count(*), CAST(sum((2 * cents * beyond + units) // (2 * units)) AS BIGINT) FROM (
  SELECT CAST(in_scope * 100 AS HUGEINT) AS cents, CAST(quantity * 10000 AS HUGEINT) AS units,
         CAST(least(quantity, earlier + quantity - max_count) * 10000 AS HUGEINT) AS beyond
  FROM (
    SELECT m.*, coalesce(sum(m.quantity) OVER (PARTITION BY m.visit, m.day, m.point ORDER BY m.line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
    FROM met m SEMI JOIN busy b ON b.visit = m.visit AND b.day = m.day AND b.point = m.point SEMI JOIN stay s ON s.visit = m.visit AND s.point = m.point)
  WHERE earlier + quantity > max_count AND in_scope IS NOT NULL)
-- R0113
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item
WHERE k.tab = 'herb_never' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0
-- R0114
SELECT count(*), sum(fen(m.in_scope)) FROM line m JOIN k ON k.item = m.item
WHERE k.tab = 'herb_single' AND in_force(k.since, k.until, m.day) AND m.in_scope > 0 AND m.quantity > 0 AND m.item_class = '102'
  AND m.prescription IS NOT NULL AND (m.visit, m.prescription) NOT IN (
    SELECT (o.visit, o.prescription) FROM line o WHERE o.item_class = '102' AND o.quantity > 0 AND o.prescription IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM k s WHERE s.tab = 'herb_single' AND s.item = o.item AND in_force(s.since, s.until, o.day)))
-- R0115
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'drug_indication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0116
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'drug_newborn' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0117
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'service_work_injury' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND v.insurance_kind <> 'work_injury'
-- R0118
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'service_maternity' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND v.insurance <> '510'
  AND left(v.medical_type, 2) NOT IN ('51', '52')
-- R0119
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'service_newborn' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0120
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'service_child_payment' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0121
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'service_visit_mode' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND NOT contains(' ' || k.modes || ' ', ' ' || v.kind || ' ')
-- R0122
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
WHERE k.tab = 'service_provider_level' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND v.level < k.level_min
-- R0123
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'service_age' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0124
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'material_newborn' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0125
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'material_child' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0126
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'material_sex' AND in_force(k.since, k.until, l.day) AND p.sex IN ('1', '2') AND p.sex <> k.sex AND l.in_scope > 0
-- R0127
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'service_indication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0128
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'drug_label_indication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0129
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'exam_indication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0130
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'treatment_indication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0131
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'service_beyond_indication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0132
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'material_disease' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0 AND k.has_icd AND v.main_code IS NOT NULL)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE (m.point, m.main_code) NOT IN (SELECT (point, code) FROM icd)
  AND NOT EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0133
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'drug_contraindication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE EXISTS (SELECT 1 FROM icd i WHERE i.point = m.point AND i.code = m.main_code)
  OR EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0134
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'service_contraindication' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE EXISTS (SELECT 1 FROM icd i WHERE i.point = m.point AND i.code = m.main_code)
  OR EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0135
WITH met AS MATERIALIZED (
  SELECT l.line, l.visit, l.in_scope, k.point, v.main_code FROM line l JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'drug_pregnancy' AND in_force(k.since, k.until, l.day) AND l.in_scope > 0)
SELECT count(*), sum(fen(m.in_scope)) FROM met m WHERE EXISTS (SELECT 1 FROM icd i WHERE i.point = m.point AND i.code = m.main_code)
  OR EXISTS (SELECT 1 FROM diagnosis d JOIN icd i ON i.code = d.code WHERE d.visit = m.visit AND i.point = m.point)
-- R0136
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'drug_elderly' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0137
SELECT count(*), sum(fen(l.in_scope)) FROM line l JOIN k ON k.item = l.item JOIN person p ON p.person = l.person
WHERE k.tab = 'drug_child_forbidden' AND in_force(k.since, k.until, l.day) AND p.born <= l.day AND l.in_scope > 0 AND outside_age(k.age_min, k.age_max, k.age_unit, k.child, p.born, l.day)
-- R0201
WITH again AS (
  SELECT visit FROM (
    SELECT visit, start_day, diagnosis, lag(end_day) OVER w AS last_end, lag(diagnosis) OVER w AS last_diagnosis, lag(way) OVER w AS last_way
    FROM visit WHERE kind = 'inpatient' AND provider IS NOT NULL AND start_time IS NOT NULL
    WINDOW w AS (PARTITION BY person, provider ORDER BY start_time, visit))
  WHERE start_day - last_end BETWEEN 0 AND 15 AND left(last_diagnosis, 3) = left(diagnosis, 3)
    AND left(diagnosis, 3) NOT IN ('Z51', 'Z49') AND coalesce(last_way, '') <> '2'),
paid AS (SELECT l.visit, sum(fen(l.in_scope)) AS cents, count(*) - count(l.in_scope) AS unknown FROM line l SEMI JOIN again a ON a.visit = l.visit GROUP BY l.visit)
SELECT count(*), sum(coalesce(cents, 0)) FROM again LEFT JOIN paid USING (visit) WHERE coalesce(unknown, 0) = 0
-- R0202
WITH stay AS MATERIALIZED (SELECT * FROM visit WHERE kind = 'inpatient' AND start_time IS NOT NULL),
open AS MATERIALIZED (
  SELECT visit, open_end, open_day FROM (
    SELECT b.visit, b.provider, b.start_day, a.provider AS open_provider, a.end_time AS open_end, a.end_day AS open_day, a.way AS open_way
    FROM stay b JOIN stay a ON a.person = b.person
    WHERE (a.start_time < b.start_time OR (a.start_time = b.start_time AND a.visit < b.visit)) AND (a.end_time IS NULL OR a.end_time > b.start_time)
    QUALIFY row_number() OVER (PARTITION BY b.visit ORDER BY coalesce(a.end_time, 99999999999) DESC, a.start_time, a.visit) = 1)
  WHERE (open_end IS NULL OR open_day > start_day) AND open_provider <> provider AND coalesce(open_way, '') <> '2'),
paid AS (SELECT l.visit, sum(fen(l.in_scope)) AS cents, count(*) - count(l.in_scope) AS unknown FROM line l JOIN open o ON o.visit = l.visit
         WHERE o.open_end IS NULL OR l.day <= o.open_day GROUP BY l.visit)
SELECT count(*), sum(coalesce(cents, 0)) FROM open LEFT JOIN paid USING (visit) WHERE coalesce(unknown, 0) = 0
-- R0203
WITH many AS (SELECT person, start_day FROM visit WHERE kind IN ('outpatient', 'pharmacy') GROUP BY person, start_day HAVING count(*) >= 3),
busy AS (SELECT v.person, v.start_day FROM visit v JOIN many USING (person, start_day) WHERE v.kind IN ('outpatient', 'pharmacy')
         GROUP BY v.person, v.start_day HAVING count(DISTINCT v.provider) >= 3 AND count(v.provider) = count(*))
SELECT count(*), sum(cents) FROM (
  SELECT b.person, b.start_day, sum(fen(l.in_scope)) AS cents FROM busy b
  JOIN line l ON l.person = b.person AND l.day = b.start_day JOIN visit v ON v.visit = l.visit
  WHERE l.quantity > 0 AND v.kind IN ('outpatient', 'pharmacy') AND l.item_class IN ('101', '102', '103', '104', '106')
  GROUP BY b.person, b.start_day)
-- R0204
SELECT count(*), 0 FROM (
  SELECT person FROM (
    SELECT person, diagnosis, count(*) OVER (PARTITION BY person ORDER BY start_day RANGE BETWEEN CURRENT ROW AND INTERVAL 364 DAYS FOLLOWING) AS near
    FROM visit WHERE kind = 'inpatient')
  GROUP BY person HAVING max(near) >= 12
    AND 2 * count(*) FILTER (left(diagnosis, 1) = 'F' OR left(diagnosis, 3) IN ('Z51', 'Z49')) <= count(*))
-- R0205
WITH fill AS (
  SELECT l.line, l.person, l.visit, l.day, l.in_scope, l.days_supply, k.point, k.max_days, v.provider FROM line l
  JOIN k ON k.item = l.item JOIN visit v ON v.visit = l.visit
  WHERE k.tab = 'drug_course' AND in_force(k.since, k.until, l.day) AND l.quantity > 0),
carried AS (
  SELECT *, date_diff('day', DATE '1970-01-01', day) AS d,
         coalesce(sum(days_supply) OVER (PARTITION BY person, point ORDER BY day, line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
  FROM fill),
held AS (
  SELECT *, before + max(CASE WHEN days_supply IS NOT NULL THEN d - before END)
              OVER (PARTITION BY person, point ORDER BY day, line ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) - d AS on_hand
  FROM carried)
SELECT count(*), sum(fen(in_scope)) FROM held h WHERE greatest(coalesce(on_hand, 0), 0) >= max_days AND in_scope IS NOT NULL
  AND EXISTS (SELECT 1 FROM fill x WHERE x.person = h.person AND x.point = h.point AND x.day BETWEEN h.day - 90 AND h.day AND x.provider <> h.provider)
-- R0206
WITH included AS (
  SELECT l.line, l.person, l.visit, l.day, l.item, l.in_scope, k.main_item FROM line l JOIN k ON k.item = l.item
  WHERE k.tab = 'service_pair' AND k.pos = 2 AND in_force(k.since, k.until, l.day) AND l.quantity > 0 AND l.in_scope > 0),
main AS (SELECT line, person, visit, day, item FROM line WHERE quantity > 0 AND item IN (SELECT main_item FROM k WHERE tab = 'service_pair')),
pair AS (SELECT b.visit, a.visit AS main_visit, b.in_scope FROM included b
         JOIN main a ON a.person = b.person AND a.day = b.day AND a.item = b.main_item AND a.visit <> b.visit AND (a.item <> b.item OR a.line < b.line))
SELECT count(*), sum(fen(p.in_scope)) FROM pair p JOIN visit v ON v.visit = p.visit JOIN visit w ON w.visit = p.main_visit AND w.provider = v.provider
-- R0207
WITH cell AS (
  SELECT p.kind, v.level, v.provider, any_value(p.name) AS name, date_trunc('month', v.start_day) AS month, sum(v.days)::DOUBLE / count(v.days) AS value
  FROM visit v JOIN provider p ON p.provider = v.provider WHERE v.kind = 'inpatient' AND p.kind IS NOT NULL AND v.level IS NOT NULL
  GROUP BY p.kind, v.level, v.provider, date_trunc('month', v.start_day) HAVING count(v.days) >= 30),
compared AS (SELECT *, count(*) OVER g AS peers, median(value) OVER g AS middle FROM cell WINDOW g AS (PARTITION BY kind, level, month)),
spread AS (SELECT *, median(abs(value - middle)) OVER (PARTITION BY kind, level, month) AS mad FROM compared)
SELECT count(*), 0 FROM spread WHERE peers >= 8 AND value > middle + 3.0 * 1.4826 * mad AND value > middle * 1.3
  AND NOT (contains(name, '精神') OR contains(name, '康复') OR contains(name, '护理') OR contains(name, '安宁'))
