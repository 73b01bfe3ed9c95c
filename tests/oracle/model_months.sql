-- Screening models over providers' months (R0542 to R0551) in SQL, after oracle.sql and models.sql; table `setting` has the parameters. A cell is a
-- provider's month, or one of its main diagnoses; those with visits enough are peers of their group.
CREATE TEMP MACRO setting_of(wanted) AS (SELECT CAST(value AS DOUBLE) FROM setting WHERE name = wanted);
CREATE TEMP TABLE paid AS SELECT mdtrt_id, sum(total) AS total FROM
  (SELECT setl_id, mdtrt_id, CAST(medfee_sumamt AS DECIMAL(18,2)) AS total FROM raw_settlement WHERE vali_flag <> '0'
   QUALIFY row_number() OVER (PARTITION BY setl_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) GROUP BY mdtrt_id;
CREATE TEMP TABLE m AS
  SELECT v.*, date_trunc('month', v.in_day) AS month, left(v.provider, 1) AS sort, coalesce(paid.total, 0) AS total, epoch(CAST(v.begins AS TIME)) AS second,
         CASE WHEN x.hosp_lv IN ('01','02','03','04') THEN 3 WHEN x.hosp_lv IN ('05','06','07') THEN 2 WHEN x.hosp_lv IN ('08','09','10') THEN 1 WHEN x.hosp_lv = '11' THEN 0 END AS level,
         (isodow(v.in_day) >= 6 OR v.in_day IN ('2025-01-01') OR v.in_day BETWEEN '2025-01-28' AND '2025-02-04' OR v.in_day BETWEEN '2025-04-04' AND '2025-04-06'
          OR v.in_day BETWEEN '2025-05-01' AND '2025-05-05' OR v.in_day BETWEEN '2025-05-31' AND '2025-06-02' OR v.in_day BETWEEN '2025-10-01' AND '2025-10-08')
         AND v.in_day NOT IN ('2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11') AS is_free,
         EXISTS (SELECT 1 FROM g WHERE g.mdtrt_id = v.mdtrt_id AND g.is_main <> '1' AND (three(g.code) IN ('A41','D62','D65','E43','E44','E46','E87','I46','I50','J80','J90','J93','J96','K56',
           'K65','K72','L89','N17','R57','R65') OR left(g.code, 5) IN ('D69.6','G93.1','G93.6','K92.2'))) AS is_complicated,
         EXISTS (SELECT 1 FROM f WHERE f.mdtrt_id = v.mdtrt_id AND f.charge = '04' AND f.cnt > 0 AND regexp_matches(f.item_name, '25-?羟基?维生素D|视黄醇结合蛋白')) AS is_batch
  FROM v JOIN visit x USING (mdtrt_id) LEFT JOIN paid USING (mdtrt_id);

CREATE TEMP TABLE cell AS
  SELECT 'R0542' AS rule, provider, month, main || sort || level AS peers, 10 AS least, avg(total) AS value, count(*) AS n FROM m WHERE kind = 'inpatient' AND main IS NOT NULL
   GROUP BY provider, month, main, sort, level
  UNION ALL SELECT 'R0543', provider, month, provider, 10, sum(total), count(*) FROM m WHERE kind = 'inpatient' GROUP BY provider, month
  UNION ALL SELECT 'R0544', provider, month, provider, 10, count(*), count(*) FROM m WHERE kind IN ('outpatient', 'emergency') GROUP BY provider, month
  UNION ALL SELECT 'R0545', provider, month, sort || month, 30, avg(CAST(total > 0 AND total % 100 = 0 AS INTEGER)), count(*) FROM m WHERE kind = 'pharmacy' GROUP BY provider, month, sort
  UNION ALL SELECT 'R0546', provider, month, sort || level || month, 30, avg(CAST(second > 0 AND second < 18000 AS INTEGER)), count(*) FROM m
   WHERE kind IN ('outpatient', 'pharmacy') GROUP BY provider, month, sort, level
  UNION ALL SELECT 'R0547', provider, month, sort || level || month, 30, avg(CAST(is_free AS INTEGER)), count(*) FROM m
   WHERE kind = 'inpatient' AND med_type NOT IN ('22', '24') GROUP BY provider, month, sort, level
  UNION ALL SELECT 'R0548', provider, month, sort || level || month, 30, avg(CAST(second >= 79200 OR (second > 0 AND second < 21600) AS INTEGER)), count(*) FROM m
   WHERE kind = 'inpatient' AND med_type NOT IN ('22', '24', '52') GROUP BY provider, month, sort, level
  UNION ALL SELECT 'R0549', provider, month, sort || level || month, 30, avg(CAST(is_batch AS INTEGER)), count(*) FROM m WHERE kind = 'inpatient' GROUP BY provider, month, sort, level
  UNION ALL SELECT 'R0550', provider, month, sort || level || month, 30, avg(CAST(is_complicated AS INTEGER)), count(*) FROM m WHERE kind = 'inpatient' GROUP BY provider, month, sort, level
  UNION ALL SELECT 'R0551', provider, month, provider, 10, sum(total), count(*) FROM m WHERE kind = 'pharmacy' GROUP BY provider, month;

CREATE TEMP TABLE judged AS
  WITH peer AS (SELECT * FROM cell WHERE n >= least),
  middle AS (SELECT rule, peers, median(value) AS med, count(*) AS size FROM peer GROUP BY rule, peers)
  SELECT p.*, q.med, q.size, median(abs(p.value - q.med)) OVER (PARTITION BY p.rule, p.peers) AS mad FROM peer p JOIN middle q USING (rule, peers);
CREATE TEMP TABLE model_month AS
  SELECT rule, provider || ' ' || strftime(month, '%Y-%m') || ' ' || n AS subject FROM judged
  WHERE CASE rule
    WHEN 'R0542' THEN size >= setting_of('disease_months_least') AND 0.6745 * (value - med) > setting_of('cost_modified_z') * mad AND value > med * setting_of('median_multiple')
    WHEN 'R0551' THEN month(month) = 12 AND size >= setting_of('trend_months_least') AND value > med * setting_of('year_end_multiple')
    WHEN 'R0543' THEN size >= setting_of('trend_months_least') AND value > med + setting_of('mad_multiple') * 1.4826 * mad AND value > med * setting_of('trend_multiple')
    WHEN 'R0544' THEN size >= setting_of('trend_months_least') AND value > med + setting_of('mad_multiple') * 1.4826 * mad AND value > med * setting_of('trend_multiple')
    ELSE size >= setting_of('peers_least') AND value > med + setting_of('mad_multiple') * 1.4826 * mad AND value > med * setting_of('median_multiple')
     AND value > setting_of(CASE rule WHEN 'R0545' THEN 'round_share_bound' WHEN 'R0546' THEN 'deep_night_bound' WHEN 'R0547' THEN 'holiday_admission_bound'
       WHEN 'R0548' THEN 'night_admission_bound' WHEN 'R0549' THEN 'batch_test_bound' ELSE 'complication_share_bound' END) END;
