-- National kinds once more, in SQL over the raw tables: an independent formulation that shares no code with the rules, the
-- windows or the import. Views raw_fee, raw_visit and the table k (a row for each point and item) exist. The files of the
-- other families run after it and insert into `found`.
-- Full years and months by the calendar: born on 29 February, one turns a year older on 1 March (date_sub says 28 February).
CREATE TEMP MACRO months_old(born, d) AS
  (year(d) - year(born)) * 12 + month(d) - month(born) - CASE WHEN day(d) < day(born) THEN 1 ELSE 0 END;
CREATE TEMP MACRO years_old(born, d) AS months_old(born, d) // 12;

CREATE TEMP VIEW visit AS
  SELECT mdtrt_id, psn_no, gend AS sex, TRY_CAST(brdy AS DATE) AS born, insutype, med_type, hosp_lv, dscg_maindiag_code AS main_code,
         dise_no AS disease, adm_dept_name AS department_name, fixmedins_name AS provider_name,
         CAST(begntime AS TIMESTAMP) AS begins, TRY_CAST(endtime AS TIMESTAMP) AS ends
  FROM raw_visit WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY mdtrt_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

-- Sex and birth of a person are those of the latest visit that says them.
CREATE TEMP TABLE person AS
  SELECT psn_no, arg_max(sex, begins) FILTER (sex IS NOT NULL) AS sex, arg_max(born, begins) FILTER (born IS NOT NULL) AS born
  FROM visit GROUP BY psn_no;

CREATE TEMP TABLE diagnosis AS
  SELECT mdtrt_id, diag_code FROM raw_diagnosis WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY setl_list_diag_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

-- The codes and ranges of points, C34 E10-E14 D69.3-D69.6, without their dots; and the visits that have a diagnosis in them.
CREATE TEMP TABLE icd AS
  SELECT point, replace(split_part(r, '-', 1), '.', '') AS low,
         replace(CASE WHEN contains(r, '-') THEN split_part(r, '-', 2) ELSE r END, '.', '') AS high
  FROM (SELECT DISTINCT point, unnest(string_split(coalesce(nullif(icd, ''), icd_never), ' ')) AS r FROM k
        WHERE coalesce(nullif(icd, ''), nullif(icd_never, '')) IS NOT NULL);
CREATE TEMP TABLE indicated AS
  SELECT DISTINCT d.mdtrt_id, i.point
  FROM (SELECT mdtrt_id, upper(replace(diag_code, '.', '')) AS code FROM diagnosis
        UNION SELECT mdtrt_id, upper(replace(main_code, '.', '')) FROM visit WHERE main_code IS NOT NULL) d
  JOIN icd i ON length(d.code) >= length(i.low) AND left(d.code, length(i.low)) BETWEEN i.low AND i.high;

CREATE TEMP TABLE fee_version AS
  SELECT bkkp_sn, psn_no, mdtrt_id, CAST(fee_ocur_time AS TIMESTAMP) AS happened, CAST(cnt AS DECIMAL(18,4)) AS cnt,
         CAST(inscp_amt AS DECIMAL(18,2)) AS inscp, hilist_code AS item, list_type, rx_drord_no AS rx, init_feedetl_sn AS original,
         CAST(pric AS DECIMAL(18,6)) AS price, CAST(det_item_fee_sumamt AS DECIMAL(18,2)) AS amount, CAST(pric_uplmt_amt AS DECIMAL(18,6)) AS price_limit,
         bilg_dept_codg AS department, CAST(prd_days AS INTEGER) AS days_supply, hilist_name AS item_name, dscg_tkdrug_flag AS takeaway
  FROM raw_fee WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY bkkp_sn ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

CREATE TEMP TABLE line AS
  WITH refund AS (SELECT original, sum(cnt) AS cnt, sum(inscp) AS inscp, sum(amount) AS amount FROM fee_version WHERE cnt < 0 GROUP BY original)
  SELECT f.bkkp_sn, f.mdtrt_id, f.happened, CAST(f.happened AS DATE) AS day, f.cnt + coalesce(r.cnt, 0) AS cnt,
         f.inscp + coalesce(r.inscp, 0) AS inscp, f.amount + coalesce(r.amount, 0) AS amount, f.price, f.price_limit, f.department, f.days_supply,
         f.item_name, f.takeaway, v.psn_no, v.disease, v.department_name, v.provider_name, f.item, f.list_type, f.rx, p.sex, p.born, v.main_code, v.insutype, v.med_type, v.hosp_lv,
         date_diff('day', CAST(v.begins AS DATE), CAST(v.ends AS DATE)) + 1 AS stay_days,
         CASE WHEN v.hosp_lv IN ('01','02','03','04') THEN 3 WHEN v.hosp_lv IN ('05','06','07') THEN 2
              WHEN v.hosp_lv IN ('08','09','10') THEN 1 WHEN v.hosp_lv = '11' THEN 0 END AS level,
         CASE WHEN v.med_type LIKE '13%' THEN 'emergency' WHEN v.med_type LIKE '41%' THEN 'pharmacy'
              WHEN left(v.med_type, 2) IN ('21','22','23','24','25','26','27','28','52') THEN 'inpatient'
              WHEN left(v.med_type, 2) IN ('11','12','14','15','16','51','53','81') THEN 'outpatient' END AS kind
  FROM fee_version f JOIN visit v ON v.mdtrt_id = f.mdtrt_id AND v.psn_no = f.psn_no JOIN person p ON p.psn_no = v.psn_no
  LEFT JOIN refund r ON r.original = f.bkkp_sn
  WHERE f.cnt >= 0 AND NOT (f.cnt + coalesce(r.cnt, 0) = 0 AND r.original IS NOT NULL);

-- Every line with every point in force that names its item.
CREATE TEMP TABLE met AS
  SELECT l.*, k.tab, k.point, k.pos, k.sex AS k_sex, k.age_min, k.age_max, k.age_unit, k.child, k.level_min, k.modes,
         k.max_days, k.max_count, k.first_item, k.icd
  FROM line l JOIN k ON k.item = l.item
   AND (k.effective_from IS NULL OR l.day >= k.effective_from) AND (k.effective_to IS NULL OR l.day <= k.effective_to);

CREATE TEMP TABLE found AS
  -- 药品、项目区分性别使用
  SELECT tab, bkkp_sn, point, inscp AS amount FROM met
   WHERE tab IN ('drug_sex', 'service_sex', 'material_sex') AND (tab <> 'material_sex' OR inscp > 0) AND sex IN ('1', '2') AND k_sex IS NOT NULL AND sex <> k_sex
  UNION ALL
  -- 儿童专用与限儿童
  SELECT tab, bkkp_sn, point, inscp FROM met
   WHERE tab IN ('drug_child_only', 'service_child_only', 'drug_child_payment', 'drug_newborn', 'service_newborn', 'service_child_payment',
               'service_age', 'material_newborn', 'material_child', 'drug_elderly', 'drug_child_forbidden') AND (tab IN ('drug_child_only', 'service_child_only') OR inscp > 0)
     AND born <= day AND CASE
       WHEN age_min IS NULL AND age_max IS NULL THEN child AND years_old(born, day) >= 18
       WHEN age_unit = 'days' THEN date_diff('day', born, day) < coalesce(age_min, 0) OR date_diff('day', born, day) > coalesce(age_max, 999999)
       WHEN age_unit = 'months' THEN months_old(born, day) < coalesce(age_min, 0) OR months_old(born, day) > coalesce(age_max, 9999)
       ELSE years_old(born, day) < coalesce(age_min, 0) OR years_old(born, day) > coalesce(age_max, 999) END
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM met WHERE tab IN ('drug_provider_level', 'service_provider_level') AND inscp > 0 AND level < level_min
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM met WHERE tab IN ('drug_visit_mode', 'service_visit_mode') AND inscp > 0 AND modes IS NOT NULL AND NOT contains(' ' || modes || ' ', ' ' || kind || ' ')
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM met WHERE tab IN ('drug_work_injury', 'service_work_injury') AND inscp > 0 AND insutype IS NOT NULL
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM met
   WHERE tab IN ('drug_maternity', 'service_maternity') AND inscp > 0 AND insutype <> '510' AND left(med_type, 2) NOT IN ('51', '52')
  UNION ALL
  -- 限支付疗程: days beyond the first max_days of use in the visit
  SELECT tab, bkkp_sn, point, inscp FROM (
    SELECT *, dense_rank() OVER (PARTITION BY mdtrt_id, point ORDER BY day) AS nth FROM met WHERE tab = 'drug_course' AND cnt > 0)
   WHERE nth > max_days AND inscp > 0
  UNION ALL
  -- 重复收费: the included item beside the main one, same visit and day
  SELECT tab, bkkp_sn, point, inscp FROM met b
   WHERE tab = 'service_pair' AND pos = 2 AND cnt > 0 AND inscp > 0
     AND EXISTS (SELECT 1 FROM line a WHERE a.mdtrt_id = b.mdtrt_id AND a.day = b.day AND a.item = b.first_item AND a.cnt > 0)
  UNION ALL
  -- 限定频次: what goes beyond the day's limit, unless the whole stay keeps within it
  SELECT tab, bkkp_sn, point, CAST((2 * cents * beyond + units) // (2 * units) AS DECIMAL(18,2)) * 0.01 FROM (
   SELECT *, CAST(inscp * 100 AS HUGEINT) AS cents, CAST(cnt * 10000 AS HUGEINT) AS units,
          CAST(least(cnt, earlier + cnt - max_count) * 10000 AS HUGEINT) AS beyond FROM (
    SELECT *, coalesce(sum(cnt) OVER (PARTITION BY mdtrt_id, day, point ORDER BY happened, bkkp_sn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier,
           sum(cnt) OVER (PARTITION BY mdtrt_id, point) AS in_visit
    FROM met WHERE tab = 'service_frequency' AND cnt > 0)
   WHERE earlier + cnt > max_count AND in_visit > max_count * stay_days)
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM met WHERE tab = 'herb_never' AND inscp > 0
  UNION ALL
  -- 禁忌症: a diagnosis of the visit is one of the point's
  SELECT tab, bkkp_sn, point, inscp FROM met m
   WHERE tab IN ('drug_contraindication', 'service_contraindication', 'drug_pregnancy') AND inscp > 0
     AND EXISTS (SELECT 1 FROM indicated i WHERE i.mdtrt_id = m.mdtrt_id AND i.point = m.point)
  UNION ALL
  -- 限适应症: no diagnosis of the visit is one of the point's
  SELECT tab, bkkp_sn, point, inscp FROM met m
   WHERE tab IN ('drug_indication', 'service_indication', 'drug_label_indication', 'exam_indication', 'treatment_indication',
               'service_beyond_indication', 'material_disease') AND inscp > 0 AND main_code IS NOT NULL AND icd IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM indicated i WHERE i.mdtrt_id = m.mdtrt_id AND i.point = m.point)
  UNION ALL
  -- 单方使用不予支付: a prescription all of whose herbs are of the list
  SELECT m.tab, m.bkkp_sn, m.point, m.inscp FROM met m
   WHERE m.tab = 'herb_single' AND m.inscp > 0 AND m.cnt > 0 AND m.list_type = '102' AND m.rx IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM line o WHERE o.mdtrt_id = m.mdtrt_id AND o.rx = m.rx AND o.list_type = '102' AND o.cnt > 0
                     AND NOT EXISTS (SELECT 1 FROM k WHERE k.tab = 'herb_single' AND k.item = o.item
                          AND (k.effective_from IS NULL OR o.day >= k.effective_from) AND (k.effective_to IS NULL OR o.day <= k.effective_to)));
