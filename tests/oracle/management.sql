-- The management kinds R0163 to R0174 in SQL, after oracle.sql: `managed` has a row for each finding, with the rule's table (its
-- code where it reads none), the subject, the point and the money. What a rule leaves undecided is NULL here, so it is not there.
CREATE TEMP MACRO in_days(since, until, d) AS (since IS NULL OR d >= since) AND (until IS NULL OR d <= until);
CREATE TEMP MACRO plain(code) AS upper(replace(code, '.', ''));

CREATE TEMP TABLE m_visit AS
  SELECT v.mdtrt_id, v.psn_no, v.med_type, v.main_code, v.begins, v.ends, CAST(v.begins AS DATE) AS first_day, CAST(v.ends AS DATE) AS last_day,
         p.sex, p.born, CASE WHEN v.med_type LIKE '13%' THEN 'emergency' WHEN v.med_type LIKE '41%' THEN 'pharmacy'
              WHEN left(v.med_type, 2) IN ('21','22','23','24','25','26','27','28','52') THEN 'inpatient'
              WHEN left(v.med_type, 2) IN ('11','12','14','15','16','51','53','81') THEN 'outpatient' END AS kind
  FROM visit v JOIN person p USING (psn_no);

CREATE TEMP TABLE m_fee AS
  SELECT bkkp_sn, mdtrt_id, psn_no, CAST(fee_ocur_time AS TIMESTAMP) AS happened, CAST(crte_time AS TIMESTAMP) AS uploaded,
         CAST(cnt AS DECIMAL(18,4)) AS cnt, CAST(pric AS DECIMAL(18,6)) AS price, CAST(det_item_fee_sumamt AS DECIMAL(18,2)) AS amount,
         CAST(inscp_amt AS DECIMAL(18,2)) AS inscp, CAST(fulamt_ownpay_amt AS DECIMAL(18,2)) AS own, CAST(preselfpay_amt AS DECIMAL(18,2)) AS first_pay,
         hilist_code AS item, med_chrgitm_type AS class, init_feedetl_sn AS original
  FROM raw_fee WHERE vali_flag <> '0' QUALIFY row_number() OVER (PARTITION BY bkkp_sn ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

CREATE TEMP TABLE m_line AS
  WITH back AS (SELECT original, sum(cnt) AS cnt, sum(amount) AS amount, sum(inscp) AS inscp, sum(own) AS own, sum(first_pay) AS first_pay
                FROM m_fee WHERE cnt < 0 GROUP BY original)
  SELECT f.bkkp_sn, f.mdtrt_id, f.happened, CAST(f.happened AS DATE) AS day, f.uploaded, f.cnt + coalesce(b.cnt, 0) AS cnt, f.price,
         f.amount + coalesce(b.amount, 0) AS amount, f.inscp + coalesce(b.inscp, 0) AS inscp, f.own + coalesce(b.own, 0) AS own,
         f.first_pay + coalesce(b.first_pay, 0) AS first_pay, f.item, f.class
  FROM m_fee f JOIN m_visit v ON v.mdtrt_id = f.mdtrt_id AND v.psn_no = f.psn_no LEFT JOIN back b ON b.original = f.bkkp_sn
  WHERE f.cnt >= 0 AND NOT (f.cnt + coalesce(b.cnt, 0) = 0 AND b.original IS NOT NULL);

CREATE TEMP TABLE m_diagnosis AS
  SELECT d.setl_list_diag_id AS id, d.diag_code AS code, d.diag_type AS type, d.maindiag_flag AS main_flag, v.* FROM
    (SELECT * FROM raw_diagnosis WHERE vali_flag <> '0'
     QUALIFY row_number() OVER (PARTITION BY setl_list_diag_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) d
  JOIN m_visit v ON v.mdtrt_id = d.mdtrt_id AND v.psn_no = d.psn_no;

CREATE TEMP TABLE m_operation AS
  SELECT o.setl_list_oprn_id AS id, o.oprn_oprt_code AS code, o.main_oprn_flag AS main_flag, v.* FROM
    (SELECT * FROM raw_operation WHERE vali_flag <> '0'
     QUALIFY row_number() OVER (PARTITION BY setl_list_oprn_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) o
  JOIN m_visit v ON v.mdtrt_id = o.mdtrt_id AND v.psn_no = o.psn_no;

CREATE TEMP TABLE m_settlement AS
  SELECT s.setl_id, s.mdtrt_id, CAST(s.medfee_sumamt AS DECIMAL(18,2)) AS total, CAST(s.fund_pay_sumamt AS DECIMAL(18,2)) AS fund,
         CAST(s.psn_pay AS DECIMAL(18,2)) AS person FROM
    (SELECT * FROM raw_settlement WHERE vali_flag <> '0'
     QUALIFY row_number() OVER (PARTITION BY setl_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) s
  JOIN m_visit v ON v.mdtrt_id = s.mdtrt_id AND v.psn_no = s.psn_no;

-- Codes and ranges of points that name diagnoses or operations.
CREATE TEMP TABLE code_range AS
  SELECT DISTINCT tab, point, plain(split_part(item, '-', 1)) AS low,
         plain(CASE WHEN contains(item, '-') THEN split_part(item, '-', 2) ELSE item END) AS high,
         effective_from, effective_to, sex AS k_sex, age_min, age_max, age_unit, needs, max_days, percent
  FROM k WHERE tab IN ('diagnosis_sex', 'diagnosis_age', 'diagnosis_items', 'minor_diagnosis', 'operation_sex', 'operation_diagnosis', 'operation_items');
CREATE TEMP TABLE named AS
  SELECT DISTINCT s.*, r.* EXCLUDE (low, high) FROM
    (SELECT 'diagnosis' AS of_what, * EXCLUDE (type) FROM m_diagnosis UNION ALL SELECT 'operation', * FROM m_operation) s
  JOIN code_range r ON (r.tab LIKE 'operation%') = (s.of_what = 'operation') AND length(plain(s.code)) >= length(r.low)
   AND left(plain(s.code), length(r.low)) BETWEEN r.low AND r.high AND in_days(r.effective_from, r.effective_to, s.first_day);

CREATE TEMP TABLE needed AS
  SELECT DISTINCT n.id, n.point FROM (SELECT id, mdtrt_id, point, unnest(string_split(needs, ' ')) AS start FROM named WHERE needs IS NOT NULL) n
  JOIN m_line l ON l.mdtrt_id = n.mdtrt_id AND l.cnt > 0 AND starts_with(l.item, n.start);

CREATE TEMP TABLE m_sum AS
  SELECT mdtrt_id, sum(amount) AS charged, sum(inscp) AS inscp, coalesce(sum(amount) FILTER (class IN ('03', '04')), 0) AS examined,
         bool_or(class IS NULL) AS lacks_class, bool_or(date_diff('second', happened, uploaded) // 3600 > 24) AS is_late
  FROM m_line GROUP BY mdtrt_id;

CREATE TEMP TABLE m_detail AS
  SELECT *, CAST(amount AS DECIMAL(38,10)) - CAST(cnt * price AS DECIMAL(38,10)) AS over_price,
         coalesce(own, 0) + coalesce(first_pay, 0) + inscp - amount AS over_parts, cnt <= 0 AND (amount > 0 OR inscp > 0) AS is_left,
         cnt > 0 AND (inscp < 0 OR coalesce(own, 0) < 0 OR coalesce(first_pay, 0) < 0 OR amount < 0) AS is_negative FROM m_line;

CREATE TEMP TABLE m_list AS
  SELECT v.*, d.rows AS diagnoses, d.mains, d.main_of_row, d.lacks_flag, s.settled, s.is_uneven, coalesce(m.charged, 0) AS charged
  FROM m_visit v LEFT JOIN m_sum m USING (mdtrt_id)
  LEFT JOIN (SELECT mdtrt_id, count(*) AS rows, count(*) FILTER ((type IS NULL OR type = '1') AND main_flag = '1') AS mains,
                    any_value(code) FILTER ((type IS NULL OR type = '1') AND main_flag = '1') AS main_of_row,
                    bool_or((type IS NULL OR type = '1') AND main_flag IS NULL) AS lacks_flag FROM m_diagnosis GROUP BY mdtrt_id) d USING (mdtrt_id)
  LEFT JOIN (SELECT mdtrt_id, sum(total) AS settled, coalesce(bool_or(fund + person <> total), false) AS is_uneven FROM m_settlement GROUP BY mdtrt_id) s USING (mdtrt_id)
  WHERE v.kind = 'inpatient' AND v.ends IS NOT NULL;

CREATE TEMP TABLE m_day_visit AS SELECT * FROM m_visit WHERE kind IN ('outpatient', 'emergency') AND med_type <> '14';

CREATE TEMP TABLE managed AS
  SELECT tab, id AS subject, point, 0 AS cents FROM named WHERE tab IN ('diagnosis_sex', 'operation_sex') AND sex IN ('1', '2') AND sex <> k_sex
  UNION ALL
  SELECT tab, id, point, 0 FROM named WHERE tab = 'diagnosis_age' AND born <= first_day AND CASE
      WHEN age_unit = 'days' THEN date_diff('day', born, first_day) NOT BETWEEN coalesce(age_min, 0) AND coalesce(age_max, 999999)
      WHEN age_unit = 'months' THEN months_old(born, first_day) NOT BETWEEN coalesce(age_min, 0) AND coalesce(age_max, 9999)
      ELSE years_old(born, first_day) NOT BETWEEN coalesce(age_min, 0) AND coalesce(age_max, 999) END
  UNION ALL
  SELECT tab, id, point, 0 FROM named n WHERE tab = 'operation_diagnosis' AND main_flag = '1'
     AND EXISTS (SELECT 1 FROM m_diagnosis d WHERE d.mdtrt_id = n.mdtrt_id)
     AND NOT EXISTS (SELECT 1 FROM indicated i WHERE i.mdtrt_id = n.mdtrt_id AND i.point = n.point)
  UNION ALL
  SELECT tab, id, point, 0 FROM named n WHERE tab IN ('diagnosis_items', 'operation_items') AND kind = 'inpatient' AND ends IS NOT NULL
     AND EXISTS (SELECT 1 FROM m_sum s WHERE s.mdtrt_id = n.mdtrt_id) AND NOT EXISTS (SELECT 1 FROM needed x WHERE x.id = n.id AND x.point = n.point)
  UNION ALL
  SELECT tab, id, point, CAST(greatest(s.inscp, 0) * 100 AS BIGINT) FROM named n JOIN m_sum s USING (mdtrt_id)
   WHERE tab = 'minor_diagnosis' AND kind = 'inpatient' AND main_flag = '1' AND date_diff('day', first_day, last_day) + 1 <= max_days
     AND NOT EXISTS (SELECT 1 FROM m_operation o WHERE o.mdtrt_id = n.mdtrt_id) AND s.charged > 0 AND NOT s.lacks_class
     AND s.examined * 100 >= s.charged * percent
  UNION ALL
  SELECT 'R0167', l.bkkp_sn, '', CAST(l.inscp * 100 AS BIGINT) FROM m_line l JOIN m_visit v USING (mdtrt_id)
   WHERE v.kind = 'inpatient' AND l.cnt > 0 AND l.inscp > 0 AND (l.day < v.first_day OR (v.ends IS NOT NULL AND l.day > v.last_day))
     AND NOT (v.med_type = '24' AND l.day < v.first_day AND date_diff('day', l.day, v.first_day) <= 3)
  UNION ALL
  SELECT 'R0168', mdtrt_id, '', 0 FROM m_sum WHERE is_late
  UNION ALL
  SELECT 'R0169', mdtrt_id, '', 0 FROM m_list WHERE lacks_flag IS NOT TRUE AND (ends < begins OR main_code IS NULL OR diagnoses IS NULL OR mains <> 1
     OR main_of_row <> main_code OR abs(settled - charged) > 1 OR is_uneven)
  UNION ALL
  SELECT 'R0170', bkkp_sn, '', CAST(least(greatest(round(CASE WHEN is_left THEN inscp WHEN over_price > over_parts THEN over_price ELSE over_parts END, 2), 0),
         greatest(inscp, 0)) * 100 AS BIGINT) FROM m_detail WHERE is_negative OR is_left OR over_parts > 0.05 OR over_price > 0.05
  UNION ALL
  SELECT 'R0174', first_visit, '', 0 FROM (SELECT psn_no, arg_min(mdtrt_id, (begins, mdtrt_id)) AS first_visit FROM m_visit GROUP BY psn_no) f
   WHERE EXISTS (SELECT 1 FROM m_day_visit a WHERE a.psn_no = f.psn_no AND
       (SELECT count(*) FROM m_day_visit b WHERE b.psn_no = a.psn_no AND date_diff('day', a.first_day, b.first_day) BETWEEN 0 AND 29) >= 20)
     AND (SELECT 2 * count(*) FILTER (left(main_code, 1) = 'F' OR left(main_code, 3) IN ('Z49', 'Z50', 'Z51', 'N18')) <= count(*)
          FROM m_day_visit b WHERE b.psn_no = f.psn_no);
