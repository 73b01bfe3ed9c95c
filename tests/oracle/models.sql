-- Screening models R0501 to R0541 in SQL, after oracle.sql: joins and window functions where the rules have windows and lists, with the shipped
-- parameters as plain numbers. For a city of which no field is absent: there an undecided subject does not occur.
CREATE TEMP TABLE v AS
  SELECT x.mdtrt_id, x.psn_no, x.begins, x.ends, CAST(x.begins AS DATE) AS in_day, CAST(x.ends AS DATE) AS out_day, x.main_code AS main,
         x.med_type, x.disease, r.fixmedins_code AS provider, nullif(r.dscg_way, '') AS way,
         CASE WHEN x.med_type LIKE '13%' THEN 'emergency' WHEN x.med_type LIKE '41%' THEN 'pharmacy'
              WHEN left(x.med_type, 2) IN ('21','22','23','24','25','26','27','28','52') THEN 'inpatient'
              WHEN left(x.med_type, 2) IN ('11','12','14','15','16','51','53','81') THEN 'outpatient' END AS kind,
         CASE WHEN x.insutype IN ('310','320','330','370') THEN 'employee' WHEN x.insutype IN ('380','390','391','392') THEN 'resident' END AS pays
  FROM visit x JOIN (SELECT * FROM raw_visit QUALIFY row_number() OVER
    (PARTITION BY mdtrt_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) r USING (mdtrt_id);
CREATE TEMP TABLE f AS
  SELECT l.bkkp_sn, l.mdtrt_id, l.happened, l.day, l.cnt, l.inscp, l.amount, l.price, l.item, l.item_name, l.list_type, l.days_supply, l.rx, l.born,
         r.med_chrgitm_type AS charge, r.bilg_dr_code AS doctor, v.psn_no, v.provider, v.kind, v.main, v.in_day, v.out_day, v.way
  FROM line l JOIN v USING (mdtrt_id) JOIN (SELECT * FROM raw_fee QUALIFY row_number() OVER
    (PARTITION BY bkkp_sn ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) r ON r.bkkp_sn = l.bkkp_sn;
CREATE TEMP TABLE o AS SELECT mdtrt_id, oprn_oprt_code AS code, main_oprn_flag AS is_main FROM raw_operation WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY setl_list_oprn_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;
CREATE TEMP TABLE g AS SELECT mdtrt_id, diag_code AS code, maindiag_flag AS is_main FROM raw_diagnosis WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY setl_list_diag_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;
CREATE TEMP TABLE s AS SELECT setl_id, mdtrt_id, CAST(acct_pay AS DECIMAL(18,2)) AS account FROM raw_settlement WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY setl_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;
CREATE TEMP TABLE bill AS SELECT mdtrt_id, sum(inscp) AS inscp, sum(amount) AS amount, count(*) AS lines FROM f GROUP BY mdtrt_id;
CREATE TEMP TABLE model (rule VARCHAR, subject VARCHAR, cents BIGINT);
CREATE TEMP MACRO three(code) AS left(code, 3);

-- 挂床
INSERT INTO model
  WITH active AS (
    SELECT *, lead(day) OVER (PARTITION BY mdtrt_id ORDER BY happened, bkkp_sn) AS next_day
    FROM f WHERE kind = 'inpatient' AND cnt > 0 AND charge NOT IN ('01','02','07','12','13')),
  gap AS (SELECT *, CASE WHEN next_day <= out_day THEN next_day ELSE out_day END AS until FROM active)
  SELECT 'R0501', g.bkkp_sn, CAST(sum(e.inscp) * 100 AS BIGINT) FROM gap g
  JOIN f e ON e.mdtrt_id = g.mdtrt_id AND e.day > g.day AND e.day < g.until AND e.cnt > 0
  WHERE date_diff('day', g.day, g.until) > 3 AND NOT (three(g.main) BETWEEN 'F00' AND 'F99' OR three(g.main) = 'Z50' OR g.main LIKE 'Z51.5%')
    AND NOT EXISTS (SELECT 1 FROM f x WHERE x.mdtrt_id = g.mdtrt_id AND x.cnt > 0 AND x.day <= g.day AND date_diff('day', x.day, g.until) <= x.days_supply)
  GROUP BY g.bkkp_sn;
INSERT INTO model
  SELECT 'R0502', v.mdtrt_id, CAST(sum(f.inscp) FILTER (f.cnt > 0) * 100 AS BIGINT) FROM v JOIN f USING (mdtrt_id)
  WHERE v.kind = 'inpatient' AND date_diff('day', v.in_day, v.out_day) >= 2 AND v.mdtrt_id NOT IN (SELECT mdtrt_id FROM o)
    AND coalesce(v.way, '') NOT IN ('2', '5') AND NOT (left(v.main, 1) = 'O' OR three(v.main) IN ('Z34', 'Z35'))
  GROUP BY v.mdtrt_id
  HAVING count(*) FILTER (f.cnt > 0 AND f.charge IN ('05','06','08','09','10','11','14')) = 0 AND count(*) FILTER (f.cnt > 0 AND f.charge = '01') > 0;
INSERT INTO model
  SELECT 'R0503', v.mdtrt_id, CAST(sum(f.inscp) FILTER (f.charge IN ('01', '07')) * 100 AS BIGINT) FROM v JOIN f USING (mdtrt_id)
  WHERE v.kind = 'inpatient' AND date_diff('day', v.in_day, v.out_day) >= 2
    AND NOT (three(v.main) BETWEEN 'F00' AND 'F99' OR three(v.main) = 'Z50' OR v.main LIKE 'Z51.5%')
    AND v.mdtrt_id NOT IN (SELECT mdtrt_id FROM f WHERE cnt > 0 AND (contains(item_name, '重症监护') OR contains(item_name, '特级护理')))
  GROUP BY v.mdtrt_id, v.in_day, v.out_day
  HAVING sum(f.amount) > 0 AND sum(f.amount) FILTER (f.charge IN ('01', '07')) * 100 >= sum(f.amount) * 60
     AND count(*) FILTER (f.amount > 0 AND f.charge IN ('05','06','08','09','10','11','14')) < date_diff('day', v.in_day, v.out_day) + 1;

-- 住院期间别处、本院的门诊
CREATE TEMP TABLE within AS
  SELECT b.mdtrt_id, a.mdtrt_id AS stay, a.provider <> b.provider AS is_elsewhere, a.way,
         row_number() OVER (PARTITION BY b.mdtrt_id, a.provider <> b.provider ORDER BY a.begins, a.mdtrt_id) AS nth
  FROM v b JOIN v a ON a.psn_no = b.psn_no AND a.kind = 'inpatient' AND b.in_day > a.in_day AND b.in_day < a.out_day
  WHERE b.kind IN ('outpatient', 'emergency', 'pharmacy');
INSERT INTO model
  SELECT 'R0504', v.mdtrt_id, CAST(bill.inscp * 100 AS BIGINT) FROM v JOIN within w USING (mdtrt_id) JOIN bill USING (mdtrt_id)
  WHERE w.is_elsewhere AND w.nth = 1 AND v.med_type <> '14' AND coalesce(w.way, '') <> '2' AND coalesce(v.disease, '') NOT LIKE 'M078%'
    AND NOT coalesce(three(v.main) BETWEEN 'N17' AND 'N19' OR three(v.main) = 'Z49', false)
  UNION ALL
  SELECT 'R0505', v.mdtrt_id, CAST(bill.inscp * 100 AS BIGINT) FROM v JOIN within w USING (mdtrt_id) JOIN bill USING (mdtrt_id)
  WHERE NOT w.is_elsewhere AND w.nth = 1 AND v.kind <> 'pharmacy' AND v.med_type NOT IN ('14', '15');

-- 死亡后就医: of a person the first visit of the tape stands for the subject
CREATE TEMP TABLE first_visit AS SELECT psn_no, arg_min(mdtrt_id, (begins, mdtrt_id)) AS subject FROM v GROUP BY psn_no;
INSERT INTO model
  SELECT 'R0507', p.subject, CAST(sum(bill.inscp) * 100 AS BIGINT) FROM v JOIN first_visit p USING (psn_no) JOIN bill USING (mdtrt_id)
  WHERE EXISTS (SELECT 1 FROM v d WHERE d.psn_no = v.psn_no AND d.way = '5' AND d.mdtrt_id <> v.mdtrt_id AND date_diff('day', d.out_day, v.in_day) > 1)
  GROUP BY p.subject;
-- 轮流住院
INSERT INTO model
  WITH stay AS (SELECT * FROM v WHERE kind = 'inpatient'),
  moved AS (SELECT DISTINCT b.* FROM stay b JOIN stay a ON a.psn_no = b.psn_no AND a.provider <> b.provider
    AND date_diff('day', a.out_day, b.in_day) BETWEEN 0 AND 3 AND a.mdtrt_id <> b.mdtrt_id),
  year AS (SELECT a.psn_no, a.mdtrt_id, count(*) AS stays, count(DISTINCT b.provider) AS places,
             sum(date_diff('day', b.in_day, b.out_day) + 1) AS days, count(*) FILTER (b.mdtrt_id IN (SELECT mdtrt_id FROM moved)) AS moves
    FROM stay a JOIN stay b ON b.psn_no = a.psn_no AND date_diff('day', a.in_day, b.in_day) BETWEEN 0 AND 364 GROUP BY a.psn_no, a.mdtrt_id)
  SELECT DISTINCT 'R0506', p.subject, 0 FROM year y JOIN first_visit p USING (psn_no)
  WHERE stays >= 6 AND places >= 3 AND days >= 100 AND moves + 1 >= 6
    AND (SELECT 2 * count(*) FILTER (left(main, 1) IN ('C', 'F') OR three(main) BETWEEN 'D00' AND 'D09' OR three(main) IN ('Z49', 'Z51')) <= count(*)
         FROM stay t WHERE t.psn_no = y.psn_no);

-- 手术与手术费
INSERT INTO model
  SELECT 'R0508', v.mdtrt_id, CAST(sum(f.inscp) * 100 AS BIGINT) FROM v JOIN f USING (mdtrt_id)
  WHERE v.kind = 'inpatient' AND f.charge = '06' AND f.cnt > 0
    AND NOT coalesce(contains(f.item_name, '麻醉'), false) AND v.mdtrt_id NOT IN (SELECT mdtrt_id FROM o) AND v.mdtrt_id IN (SELECT mdtrt_id FROM g)
    AND coalesce(v.way, '') NOT IN ('2', '5') GROUP BY v.mdtrt_id HAVING sum(f.amount) >= 500;
CREATE TEMP TABLE major AS SELECT unnest(string_split('06.2 06.3 06.4 06.5 13.1 13.2 13.3 13.4 13.5 13.6 13.7 32.2 32.3 32.4 32.5 32.6 35.1 35.2 36.1 43.5 43.6 43.7 43.8
 43.9 45.7 45.8 47.0 48.5 48.6 50.2 50.3 50.4 50.5 51.2 53.0 53.1 53.2 53.3 53.4 53.5 53.6 55.4 55.5 60.2 60.3 60.4 60.5 60.6 65.3 65.4 65.5 65.6 68.3
 68.4 68.5 68.6 68.7 74 79.1 79.2 79.3 81.0 81.5 84.1 85.4', ' ')) AS code;
INSERT INTO model
  SELECT DISTINCT 'R0509', v.mdtrt_id, 0 FROM v JOIN o USING (mdtrt_id) JOIN bill USING (mdtrt_id)
  WHERE v.kind = 'inpatient' AND o.is_main = '1' AND EXISTS (SELECT 1 FROM major m WHERE starts_with(o.code, trim(m.code, E' \n')))
    AND v.mdtrt_id NOT IN (SELECT mdtrt_id FROM f WHERE charge = '06' AND cnt > 0) AND coalesce(v.way, '') <> '2';

-- 囤药、一月多次
INSERT INTO model
  SELECT 'R0510', l.bkkp_sn, CAST(any_value(l.inscp) * 100 AS BIGINT) FROM f l JOIN f x ON x.psn_no = l.psn_no AND x.item = l.item AND x.cnt > 0
    AND x.kind IN ('outpatient', 'pharmacy') AND date_diff('day', x.day, l.day) BETWEEN 0 AND 179 AND (x.happened, x.bkkp_sn) <= (l.happened, l.bkkp_sn)
  WHERE l.cnt >= 3 AND l.list_type IN ('101', '103', '104') AND l.kind IN ('outpatient', 'pharmacy')
  GROUP BY l.bkkp_sn
  HAVING sum(x.cnt) > 60 AND count(DISTINCT x.provider) >= 3 AND NOT (count(x.days_supply) = count(*) AND sum(x.days_supply) <= 180);
INSERT INTO model
  WITH fill AS (
    SELECT l.mdtrt_id, l.bkkp_sn, any_value(l.inscp) AS inscp, count(DISTINCT y.in_day) FILTER (x.cnt > 0) AS days,
           count(x.days_supply) = count(*) AND sum(x.days_supply) <= date_diff('day', date_trunc('month', any_value(w.in_day)), date_trunc('month', any_value(w.in_day)) + INTERVAL 1 MONTH) AS is_fit
    FROM f l JOIN v w USING (mdtrt_id)
    JOIN v y ON y.psn_no = w.psn_no AND y.kind IN ('outpatient', 'pharmacy') AND y.begins <= w.begins AND date_trunc('month', y.in_day) = date_trunc('month', w.in_day)
    JOIN f x ON x.mdtrt_id = y.mdtrt_id AND x.item = l.item
    WHERE l.cnt > 0 AND l.list_type IN ('101', '103', '104') AND w.kind IN ('outpatient', 'pharmacy') GROUP BY l.mdtrt_id, l.bkkp_sn)
  SELECT 'R0511', mdtrt_id, CAST(sum(inscp) * 100 AS BIGINT) FROM fill WHERE days > 4 GROUP BY mdtrt_id HAVING NOT bool_and(is_fit);

-- 两地同刻
INSERT INTO model
  SELECT 'R0512', t.mdtrt_id, CAST(bill.inscp * 100 AS BIGINT) FROM (
    SELECT *, lag(begins) OVER w AS last_begins, lag(provider) OVER w AS last_provider, lag(kind) OVER w AS last_kind
    FROM v WHERE kind IN ('outpatient', 'emergency', 'pharmacy') WINDOW w AS (PARTITION BY psn_no ORDER BY begins, mdtrt_id)) t JOIN bill USING (mdtrt_id)
  WHERE provider <> last_provider AND date_diff('second', last_begins, begins) < 1800 AND kind <> 'emergency'
    AND NOT (kind = 'pharmacy' AND last_kind <> 'pharmacy') AND NOT (begins = last_begins AND CAST(begins AS TIME) = TIME '00:00:00');
-- 分娩、交通事故
INSERT INTO model
  WITH birth AS (SELECT * FROM v WHERE kind = 'inpatient' AND (three(main) BETWEEN 'O80' AND 'O84' OR mdtrt_id IN (SELECT mdtrt_id FROM g WHERE three(code) = 'Z37'))
    AND (left(main, 1) = 'O' OR three(main) IN ('Z37', 'Z38')))
  SELECT DISTINCT 'R0513', b.mdtrt_id, CAST(bill.inscp * 100 AS BIGINT) FROM birth b JOIN bill USING (mdtrt_id) JOIN birth a ON a.psn_no = b.psn_no
    AND (a.begins, a.mdtrt_id) < (b.begins, b.mdtrt_id) AND date_diff('day', a.in_day, b.in_day) < 168
  WHERE NOT (coalesce(a.way, '') = '2' AND date_diff('day', a.out_day, b.in_day) <= 1);
INSERT INTO model
  SELECT DISTINCT 'R0515', v.mdtrt_id, CAST(bill.inscp * 100 AS BIGINT) FROM v JOIN bill USING (mdtrt_id) JOIN g USING (mdtrt_id)
  WHERE three(g.code) BETWEEN 'V01' AND 'V89' AND v.pays IS NOT NULL AND substr(g.code, 3, 1) NOT IN ('7', '8');

-- 血透
CREATE TEMP TABLE session AS
  SELECT *, row_number() OVER (PARTITION BY psn_no, day ORDER BY happened, bkkp_sn) AS nth,
         main LIKE 'N17%' OR main LIKE 'N99.0%' OR three(main) BETWEEN 'T36' AND 'T65' OR mdtrt_id IN
           (SELECT mdtrt_id FROM g WHERE code LIKE 'N17%' OR code LIKE 'N99.0%' OR three(code) BETWEEN 'T36' AND 'T65') AS is_acute
  FROM f WHERE cnt > 0 AND list_type = '201' AND (contains(item_name, '血液透析') OR contains(item_name, '血液滤过'))
    AND NOT regexp_matches(item_name, '连续|监测|置管|护理|复用');
CREATE TEMP TABLE session_day AS
  SELECT psn_no, day, sum(inscp) AS inscp, date_trunc('week', day) AS week, date_trunc('month', day) AS month FROM session GROUP BY psn_no, day;
INSERT INTO model
  SELECT 'R0516', s.bkkp_sn, CAST(d.inscp * 100 AS BIGINT) FROM (SELECT *, row_number() OVER (PARTITION BY psn_no, week ORDER BY day) AS nth FROM session_day) d
    JOIN session s ON s.psn_no = d.psn_no AND s.day = d.day AND s.nth = 1 WHERE d.nth > 3 AND NOT s.is_acute
  UNION ALL
  SELECT 'R0517', s.bkkp_sn, CAST(d.inscp * 100 AS BIGINT) FROM (SELECT *, row_number() OVER (PARTITION BY psn_no, month ORDER BY day) AS nth FROM session_day) d
    JOIN session s ON s.psn_no = d.psn_no AND s.day = d.day AND s.nth = 1 WHERE d.nth > 14 AND NOT s.is_acute;
CREATE TEMP MACRO part_of(inscp, over, cnt) AS
  CAST((2 * CAST(inscp * 100 AS HUGEINT) * CAST(over * 10000 AS HUGEINT) + CAST(cnt * 10000 AS HUGEINT)) // (2 * CAST(cnt * 10000 AS HUGEINT)) AS BIGINT);
INSERT INTO model
  SELECT 'R0518', bkkp_sn, part_of(inscp, least(cnt, earlier + cnt - 1), cnt) FROM (
    SELECT *, coalesce(sum(cnt) OVER (PARTITION BY psn_no, item, day ORDER BY happened, bkkp_sn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
    FROM session) WHERE earlier + cnt > 1 AND NOT is_acute;
INSERT INTO model
  SELECT 'R0519', v.mdtrt_id, CAST(sum(s.inscp) * 100 AS BIGINT) FROM v JOIN session s USING (mdtrt_id)
  WHERE v.kind IN ('outpatient', 'emergency') AND v.mdtrt_id IN (SELECT mdtrt_id FROM within w WHERE w.is_elsewhere AND w.stay IN (SELECT mdtrt_id FROM session))
  GROUP BY v.mdtrt_id;
INSERT INTO model
  SELECT 'R0520', a.first, CAST(round(a.inscp * 100 * (a.used - b.held) / a.used) AS BIGINT) FROM
    (SELECT mdtrt_id, sum(cnt) AS used, sum(inscp) AS inscp, arg_min(bkkp_sn, (happened, bkkp_sn)) AS first FROM f
     WHERE cnt > 0 AND list_type = '301' AND regexp_matches(item_name, '透析器|血滤器|血液滤过器|透析滤过器') GROUP BY mdtrt_id) a
  JOIN (SELECT mdtrt_id, sum(cnt) AS held FROM session GROUP BY mdtrt_id) b USING (mdtrt_id) WHERE a.used > b.held;

-- 康复
INSERT INTO model
  SELECT rule, bkkp_sn, part_of(inscp, least(cnt, earlier + cnt - most), cnt) FROM (
    SELECT *, CASE WHEN item LIKE '003401%' THEN 'R0521' ELSE 'R0522' END AS rule, CASE WHEN item LIKE '003401%' THEN 3 ELSE 1 END AS most,
           coalesce(sum(cnt) OVER (PARTITION BY psn_no, provider, item, day ORDER BY happened, bkkp_sn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
    FROM f WHERE cnt > 0 AND (item LIKE '003401%' OR item LIKE '003402%')) WHERE earlier + cnt > most;
INSERT INTO model
  SELECT 'R0523', bkkp_sn, part_of(inscp, least(cnt, earlier + cnt - 3), cnt) FROM (
    SELECT *, coalesce(sum(cnt) OVER (PARTITION BY mdtrt_id ORDER BY happened, bkkp_sn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
    FROM f WHERE cnt > 0 AND kind = 'inpatient' AND item LIKE '003402%' AND regexp_matches(item_name, '评定|评估|检查')) WHERE earlier + cnt > 3;
INSERT INTO model
  SELECT 'R0524', l.bkkp_sn, CAST(any_value(l.inscp) * 100 AS BIGINT) FROM f l JOIN f x ON x.psn_no = l.psn_no AND x.item = l.item AND x.cnt > 0
    AND date_diff('day', x.day, l.day) BETWEEN 0 AND 364 AND (x.happened, x.bkkp_sn) <= (l.happened, l.bkkp_sn)
  WHERE l.cnt > 0 AND l.item LIKE '003402%' AND years_old(l.born, l.day) >= 14 GROUP BY l.bkkp_sn HAVING count(DISTINCT x.day) > 90;
INSERT INTO model
  SELECT 'R0525', arg_min(bkkp_sn, (happened, bkkp_sn)), CAST(sum(inscp) * 100 AS BIGINT) FROM f WHERE cnt > 0 AND kind = 'inpatient' AND item LIKE '003402%'
  GROUP BY mdtrt_id HAVING count(*) >= 10 AND NOT bool_or(regexp_matches(item_name, '评定|评估|检查'));

-- 日间病房
INSERT INTO model
  SELECT 'R0526', v.mdtrt_id, CAST(bill.inscp * 100 AS BIGINT) FROM v JOIN bill USING (mdtrt_id)
  WHERE v.med_type = '28' AND (date_diff('second', v.begins, v.ends) > 48 * 3600 OR date_diff('second', v.begins, v.ends) < 3600);

-- 药店个人账户
CREATE TEMP TABLE shop AS
  SELECT v.*, year(v.in_day) AS y, bill.inscp, bill.amount, coalesce(a.account, 0) AS account,
         EXISTS (SELECT 1 FROM f WHERE f.mdtrt_id = v.mdtrt_id AND f.cnt > 0 AND f.price > 500) AS has_dear,
         EXISTS (SELECT 1 FROM f WHERE f.mdtrt_id = v.mdtrt_id AND f.cnt > 0 AND f.price > 2000) AS has_very_dear,
         row_number() OVER (PARTITION BY v.psn_no, v.provider, year(v.in_day) ORDER BY v.begins, v.mdtrt_id) AS nth
  FROM v JOIN bill USING (mdtrt_id) LEFT JOIN (SELECT mdtrt_id, sum(account) AS account FROM s GROUP BY mdtrt_id) a USING (mdtrt_id) WHERE v.kind = 'pharmacy';
INSERT INTO model
  SELECT 'R0528', mdtrt_id, CAST(inscp * 100 AS BIGINT) FROM shop WHERE nth > 50
  UNION ALL
  SELECT 'R0529', mdtrt_id, CAST(least(account, inscp) * 100 AS BIGINT) FROM shop WHERE account > 2000 AND NOT has_very_dear
  UNION ALL
  SELECT 'R0530', arg_max(mdtrt_id, (begins, mdtrt_id)), CAST(least(sum(account), sum(inscp)) * 100 AS BIGINT) FROM shop GROUP BY psn_no, provider, y
  HAVING count(*) >= 5 AND sum(account) > 500 * count(*) AND NOT 2 * count(*) FILTER (has_dear) > count(*)
  UNION ALL
  SELECT 'R0531', arg_max(mdtrt_id, (begins, mdtrt_id)), CAST(sum(inscp) * 100 AS BIGINT) FROM shop WHERE amount > 0 AND amount % 100 = 0 GROUP BY psn_no, provider, y HAVING count(*) >= 6;

-- 分解处方: of a day's sheets near the limit all but the first are asked back, on the visit of the last
INSERT INTO model
  WITH sheet AS (
    SELECT psn_no, day, rx, arg_min(doctor, (happened, bkkp_sn)) AS doctor, sum(amount) AS amount, sum(inscp) AS inscp, count(*) = 1 AND max(cnt) <= 1 AS is_one,
           min((happened, bkkp_sn)) AS place, arg_min(mdtrt_id, (happened, bkkp_sn)) AS mdtrt_id
    FROM f WHERE cnt > 0 AND list_type IN ('101','102','103','104','106') AND kind IN ('outpatient', 'emergency') AND rx IS NOT NULL GROUP BY psn_no, day, rx),
  near AS (SELECT * FROM sheet WHERE amount BETWEEN 270 AND 300 QUALIFY count(*) OVER (PARTITION BY psn_no, day, doctor) >= 2)
  SELECT 'R0532', arg_max(mdtrt_id, place), CAST((sum(inscp) - arg_min(inscp, place)) * 100 AS BIGINT) FROM near GROUP BY psn_no, day HAVING NOT bool_and(is_one);

-- 并发症合并症
INSERT INTO model
  SELECT 'R0533', v.mdtrt_id, 0 FROM v JOIN g USING (mdtrt_id)
  WHERE v.kind = 'inpatient' AND coalesce(v.way, '') <> '5' AND v.mdtrt_id NOT IN (SELECT mdtrt_id FROM f WHERE cnt > 0 AND contains(item_name, '重症监护'))
    AND g.is_main <> '1' AND (three(g.code) IN ('A41','D62','D65','E43','E44','E46','E87','I46','I50','J80','J90','J93','J96','K56','K65','K72','L89','N17','R57','R65')
      OR left(g.code, 5) IN ('D69.6','G93.1','G93.6','K92.2')) GROUP BY v.mdtrt_id HAVING count(*) >= 5;
-- 同一账单两次
INSERT INTO model
  SELECT DISTINCT 'R0541', b.mdtrt_id, CAST(y.inscp * 100 AS BIGINT) FROM v b JOIN v a ON a.psn_no = b.psn_no AND a.provider = b.provider AND a.begins = b.begins AND a.mdtrt_id < b.mdtrt_id
    JOIN bill x ON x.mdtrt_id = a.mdtrt_id JOIN bill y ON y.mdtrt_id = b.mdtrt_id AND y.amount = x.amount AND y.lines = x.lines
  WHERE y.amount > 0 AND CAST(b.begins AS TIME) <> TIME '00:00:00';
