-- The medical kinds in SQL, after oracle.sql: pairs, orders, companions, numbers and operations, by joins instead of windows.
-- What a rule leaves undecided is not here.
-- So much of an amount as the part is of the whole, half a 分 rounded up; no part is below 0 here.
CREATE TEMP MACRO share_of(amount, part, whole) AS
  CAST((2 * CAST(amount * 100 AS HUGEINT) * CAST(part * 10000 AS HUGEINT) + CAST(whole * 10000 AS HUGEINT))
       // (2 * CAST(whole * 10000 AS HUGEINT)) AS DECIMAL(18,2)) * 0.01;

CREATE TEMP TABLE ordered AS
  SELECT bkkp_sn, nullif(hilist_name, '') AS name, nullif(spec, '') AS spec, nullif(sin_dos_dscr, '') AS dose,
         nullif(used_frqu_dscr, '') AS freq, nullif(medc_way_dscr, '') AS route, TRY_CAST(prd_days AS INTEGER) AS days,
         nullif(bilg_dept_codg, '') AS dept, nullif(bilg_dept_name, '') AS dept_name
  FROM raw_fee WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY bkkp_sn ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

CREATE TEMP TABLE full_line AS
  SELECT l.bkkp_sn, l.mdtrt_id, l.happened, l.day, l.cnt, l.inscp, l.item, l.list_type, l.rx, l.stay_days, l.kind, v.psn_no, o.spec, o.dose, o.freq, o.route, o.days, o.dept, o.dept_name, coalesce(o.name, l.item) AS name,
         l.day + (coalesce(o.days, 1) - 1) AS last_day,
         row_number() OVER (PARTITION BY v.psn_no ORDER BY l.happened, l.bkkp_sn) AS nth
  FROM line l JOIN visit v USING (mdtrt_id) JOIN ordered o USING (bkkp_sn);

CREATE TEMP TABLE full_met AS
  SELECT f.*, k.tab, k.point, k.pos, k.first_item, k.quantity_max, k.per, k.hours_max,
         string_split(coalesce(k.needs, ''), ' ') AS needs, string_split(coalesce(k.departments, ''), ' ') AS departments,
         string_split(coalesce(k.operations, ''), ' ') AS operations
  FROM full_line f JOIN k ON k.item = f.item
   AND (k.effective_from IS NULL OR f.day >= k.effective_from) AND (k.effective_to IS NULL OR f.day <= k.effective_to);

CREATE TEMP TABLE oprn AS
  SELECT mdtrt_id, oprn_oprt_code AS code, TRY_CAST(oprn_oprt_date AS DATE) AS day, TRY_CAST(oprn_oprt_endtime AS TIMESTAMP) AS ends
  FROM raw_operation WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY setl_list_oprn_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

-- Of each visit and item, from when to when it was used.
CREATE TEMP TABLE used AS
  SELECT mdtrt_id, item, min(day) AS first_day, max(day) AS final_day, max(last_day) AS end_day
  FROM full_line WHERE cnt > 0 GROUP BY mdtrt_id, item;

-- 药品相互作用: used on a common day, or on one sheet outside a ward; a change from one to the other in a ward is none.
INSERT INTO found
  SELECT b.tab, b.bkkp_sn, b.point, b.inscp
  FROM full_met b JOIN used a ON a.mdtrt_id = b.mdtrt_id AND a.item = b.first_item
                  JOIN used own ON own.mdtrt_id = b.mdtrt_id AND own.item = b.item
  WHERE b.tab = 'drug_interaction' AND b.pos = 2 AND b.cnt > 0 AND b.inscp > 0
    AND EXISTS (SELECT 1 FROM full_line x WHERE x.mdtrt_id = b.mdtrt_id AND x.item = b.first_item AND x.cnt > 0
                AND ((x.day <= b.last_day AND b.day <= x.last_day) OR (coalesce(b.kind, '') <> 'inpatient' AND x.rx = b.rx)))
    AND NOT (coalesce(b.kind, 'inpatient') = 'inpatient' AND
      ((a.end_day <= b.day AND own.first_day >= b.day AND (a.first_day < b.day OR own.final_day > b.day))
       OR (a.first_day >= b.last_day AND own.end_day <= b.last_day AND (a.final_day > b.last_day OR own.first_day < b.day))));

INSERT INTO found
  SELECT b.tab, b.bkkp_sn, b.point, b.inscp FROM full_met b
  WHERE b.tab = 'herb_incompatibility' AND b.pos = 2 AND b.cnt > 0 AND b.inscp > 0 AND b.rx IS NOT NULL
    AND EXISTS (SELECT 1 FROM full_line a WHERE a.mdtrt_id = b.mdtrt_id AND a.rx = b.rx AND a.item = b.first_item AND a.cnt > 0);

-- 重复开药: an earlier line of the group under another name; of those names and of one's own the days of use.
CREATE TEMP TABLE twin AS SELECT * FROM full_met WHERE tab = 'drug_duplicate' AND cnt > 0;
CREATE TEMP TABLE doubled AS
  SELECT DISTINCT b.bkkp_sn, b.point, a.name AS other
  FROM twin b JOIN twin a ON a.mdtrt_id = b.mdtrt_id AND a.point = b.point AND a.nth < b.nth AND a.name <> b.name
   AND ((a.day <= b.last_day AND b.day <= a.last_day) OR (b.kind <> 'inpatient' AND a.rx = b.rx))
  WHERE b.inscp > 0 AND b.kind IS NOT NULL AND b.kind <> 'emergency';
INSERT INTO found
  WITH others AS (
    SELECT b.bkkp_sn, b.point, min(a.day) AS first_day, max(a.day) AS final_day, max(a.last_day) AS end_day
    FROM twin b JOIN doubled d USING (bkkp_sn, point)
    JOIN twin a ON a.mdtrt_id = b.mdtrt_id AND a.point = b.point AND a.name = d.other GROUP BY b.bkkp_sn, b.point),
  own AS (
    SELECT mdtrt_id, point, name, min(day) AS first_day, max(day) AS final_day, max(last_day) AS end_day
    FROM twin GROUP BY mdtrt_id, point, name)
  SELECT b.tab, b.bkkp_sn, b.point, b.inscp FROM twin b JOIN others a USING (bkkp_sn, point)
  JOIN own ON own.mdtrt_id = b.mdtrt_id AND own.point = b.point AND own.name = b.name
  WHERE NOT (b.kind = 'inpatient' AND
      ((a.end_day <= b.day AND own.first_day >= b.day AND (a.first_day < b.day OR own.final_day > b.day))
       OR (a.first_day >= b.last_day AND own.end_day <= b.last_day AND (a.final_day > b.last_day OR own.first_day < b.day))));

-- 中药饮片超量上传
INSERT INTO found
  SELECT tab, bkkp_sn, point, share_of(inscp, grams - quantity_max * days, grams) FROM (
    SELECT *, cnt * CASE WHEN spec IN ('g', '克') THEN 1 WHEN spec = '10g' THEN 10 WHEN spec = '1kg' THEN 1000 END AS grams
    FROM full_met WHERE tab = 'herb_amount' AND cnt > 0 AND inscp > 0)
  WHERE grams > quantity_max * days AND NOT regexp_matches(coalesce(route, ''), '外|洗|敷|浴|熏|灌肠');

-- 药品、耗材与医疗服务项目不符
INSERT INTO found
  SELECT m.tab, m.bkkp_sn, m.point, m.inscp FROM full_met m
  WHERE m.tab IN ('drug_service', 'material_service') AND m.cnt > 0 AND m.inscp > 0 AND m.kind <> 'pharmacy'
    AND NOT EXISTS (SELECT 1 FROM full_line x WHERE x.psn_no = m.psn_no AND x.cnt > 0 AND list_contains(m.needs, x.item)
                    AND (x.mdtrt_id = m.mdtrt_id OR x.day BETWEEN m.day - 1 AND m.day + 1));

-- 医用耗材与科室不符
INSERT INTO found
  SELECT tab, bkkp_sn, point, inscp FROM (
    SELECT *, coalesce(regexp_full_match(dept, 'A[0-9]{2}([.][0-9]{2})*'), false) AS standard FROM full_met
    WHERE tab = 'material_department' AND cnt > 0 AND inscp > 0 AND kind <> 'emergency')
  WHERE (standard OR dept_name IS NOT NULL)
    AND NOT (standard AND len(list_filter(departments, d -> starts_with(dept, d))) > 0)
    AND NOT coalesce(len(list_filter(departments, d -> contains(dept_name, d))) > 0, false);

-- 医用耗材数量超标
INSERT INTO found
  SELECT tab, bkkp_sn, point, share_of(inscp, least(cnt, earlier + cnt - most), cnt) FROM (
    SELECT m.*, m.quantity_max * CASE WHEN m.per = 'operation' THEN greatest(1, (SELECT count(*) FROM oprn o WHERE o.mdtrt_id = m.mdtrt_id)) ELSE 1 END AS most,
           coalesce(CASE WHEN m.per = 'day'
             THEN sum(cnt) OVER (PARTITION BY m.mdtrt_id, m.day, m.point ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
             ELSE sum(cnt) OVER (PARTITION BY m.mdtrt_id, m.point ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) END, 0) AS earlier,
           sum(cnt) OVER (PARTITION BY m.mdtrt_id, m.point) AS in_visit
    FROM full_met m WHERE m.tab = 'material_quantity' AND m.cnt > 0)
  WHERE inscp > 0 AND earlier + cnt > most AND (per <> 'day' OR in_visit > quantity_max * stay_days);

-- 超说明书用量开药: in milligrams; the words are those that the tables hold.
INSERT INTO found
  SELECT tab, bkkp_sn, point, share_of(inscp, daily - quantity_max, daily) FROM (
    SELECT *, times * CASE
        WHEN regexp_full_match(dose, '[0-9.]+mg') THEN CAST(replace(dose, 'mg', '') AS DECIMAL(18,4))
        WHEN regexp_full_match(dose, '[0-9.]+g') THEN CAST(replace(dose, 'g', '') AS DECIMAL(18,4)) * 1000
        WHEN regexp_full_match(dose, '[0-9]+(片|粒)') AND regexp_extract(spec, '[*][0-9]+(.+)$', 1) = right(dose, 1)
          THEN CAST(left(dose, length(dose) - 1) AS DECIMAL(18,4)) * coalesce(
            TRY_CAST(regexp_extract(spec, '^([0-9.]+)mg[*]', 1) AS DECIMAL(18,4)),
            1000 * TRY_CAST(regexp_extract(spec, '^([0-9.]+)g[*]', 1) AS DECIMAL(18,4))) END AS daily
    FROM (SELECT *, CASE WHEN freq IN ('qd', 'st') THEN 1 WHEN freq IN ('bid', 'q12h', '一日两次', '2次/日') THEN 2
                         WHEN freq IN ('tid', 'q8h', '一日三次', '每日3次') THEN 3 END AS times
          FROM full_met WHERE tab = 'drug_dose' AND cnt > 0 AND inscp > 0))
  WHERE daily > quantity_max AND NOT (freq = 'st' AND coalesce(kind, 'emergency') = 'emergency');

-- 围手术期预防用药: an operation without day and end leaves all undecided.
CREATE TEMP TABLE infected AS
  SELECT DISTINCT d.mdtrt_id
  FROM (SELECT mdtrt_id, upper(replace(diag_code, '.', '')) AS code FROM diagnosis
        UNION SELECT mdtrt_id, upper(replace(main_code, '.', '')) FROM visit WHERE main_code IS NOT NULL) d
  JOIN (SELECT split_part(r, '-', 1) AS low, CASE WHEN contains(r, '-') THEN split_part(r, '-', 2) ELSE r END AS high
        FROM (SELECT unnest(string_split('A00-B99 G00-G09 H66 I301 I33 J00-J22 J36 J390-J391 J69 J85-J86 K35 K570 K61 K630 K631 K65 '
          || 'K750 K800 K803 K810 K83 L00-L08 M00-M01 M462-M465 M86 N10 N12 N151 N30 N390 N41 N45 N49 N61 N70-N73 O23 O411 O753 '
          || 'O85-O86 O91 P36 R50 R65 T814 T826-T827 T835-T836 T845-T847 T857', ' ')) AS r)) i
    ON length(d.code) >= length(i.low) AND left(d.code, length(i.low)) BETWEEN i.low AND i.high;
INSERT INTO found
  SELECT m.tab, m.bkkp_sn, m.point, m.inscp
  FROM full_met m JOIN (
    SELECT mdtrt_id, list(code) AS codes, max(coalesce(ends, CAST(day + 1 AS TIMESTAMP))) AS ended,
           min(coalesce(day, CAST(ends AS DATE))) AS first_day, bool_and(ends IS NOT NULL OR day IS NOT NULL) AS is_dated
    FROM oprn GROUP BY mdtrt_id) o USING (mdtrt_id)
  WHERE m.tab = 'prophylaxis' AND m.kind = 'inpatient' AND m.cnt > 0 AND m.inscp > 0 AND o.is_dated
    AND len(list_filter(o.codes, c -> len(list_filter(m.operations, b -> starts_with(c, b))) > 0)) > 0
    AND CASE WHEN m.hours_max = 0
        THEN m.day >= o.first_day AND len(list_filter(o.codes, c -> len(list_filter(m.operations, b -> starts_with(c, b))) > 0)) = len(o.codes)
        ELSE m.happened > o.ended + to_hours(m.hours_max) END
    AND NOT EXISTS (SELECT 1 FROM infected i WHERE i.mdtrt_id = m.mdtrt_id);

-- 中药饮片超大处方: by number of kinds, else by the weight of a dose; `most` are the parameters' values for everywhere.
CREATE TEMP TABLE herb AS
  SELECT *, cnt * CASE WHEN spec IN ('g', '克') THEN 1 WHEN spec = '10g' THEN 10 WHEN spec = '1kg' THEN 1000 END AS grams
  FROM full_line WHERE list_type = '102' AND cnt > 0 AND rx IS NOT NULL;
INSERT INTO found
  SELECT 'R0154', bkkp_sn, '', CASE WHEN is_one_more THEN inscp ELSE share_of(inscp, least(grams, earlier + grams - 300 * days), grams) END
  FROM (
    SELECT h.*, b.kinds >= 20 AND NOT b.has_it AS is_one_more, b.earlier FROM herb h, LATERAL (
      SELECT count(DISTINCT o.item) AS kinds, coalesce(bool_or(o.item = h.item), false) AS has_it,
             CASE WHEN count(*) = count(o.grams) THEN coalesce(sum(o.grams), 0) END AS earlier
      FROM herb o WHERE o.mdtrt_id = h.mdtrt_id AND o.rx = h.rx AND o.nth < h.nth) b
    WHERE h.inscp > 0)
  WHERE (is_one_more OR earlier + grams > 300 * days) AND NOT regexp_matches(coalesce(route, ''), '外|洗|敷|浴|熏|灌肠|膏');

-- 药品种类超标: solvents are no kind.
CREATE TEMP TABLE counted AS
  SELECT * FROM full_line WHERE list_type = '101' AND cnt > 0 AND rx IS NOT NULL AND kind IN ('outpatient', 'emergency')
   AND NOT regexp_matches(name, '氯化钠注射液|葡萄糖注射液|葡萄糖氯化钠注射液|注射用水');
INSERT INTO found
  SELECT 'R0162', c.bkkp_sn, '', c.inscp FROM counted c, LATERAL (
    SELECT count(DISTINCT o.name) AS kinds, coalesce(bool_or(o.name = c.name), false) AS has_it
    FROM counted o WHERE o.mdtrt_id = c.mdtrt_id AND o.rx = c.rx AND o.nth < c.nth) b
  WHERE c.inscp > 0 AND b.kinds >= 5 AND NOT b.has_it;
