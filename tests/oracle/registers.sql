-- The kinds that registers decide, in SQL, after medical.sql. What a rule leaves undecided is not here.
CREATE TEMP TABLE licence AS
  SELECT dr_codg, CAST(begndate AS DATE) AS begins, TRY_CAST(enddate AS DATE) AS ends,
         TRY_CAST(antibiotic_grade AS INTEGER) AS grade
  FROM raw_licence WHERE vali_flag <> '0' AND dr_codg <> ''
  QUALIFY row_number() OVER (PARTITION BY dr_codg, begndate ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

CREATE TEMP TABLE doctor_of AS
  SELECT bkkp_sn, nullif(bilg_dr_code, '') AS doctor FROM raw_fee WHERE vali_flag <> '0'
  QUALIFY row_number() OVER (PARTITION BY bkkp_sn ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1;

-- 抗菌药物分级使用管理: of the licences in force the one that began last; an emergency is treated for one day at most. Where
-- the kind of visit is not known, it may have been one.
INSERT INTO found
  SELECT m.tab, m.bkkp_sn, m.point, m.inscp
  FROM full_met m JOIN k ON k.tab = m.tab AND k.point = m.point AND k.item = m.item
  JOIN doctor_of d USING (bkkp_sn) JOIN visit v ON v.mdtrt_id = m.mdtrt_id
  JOIN licence l ON l.dr_codg = d.doctor AND l.begins <= m.day AND coalesce(l.ends >= m.day, true)
  WHERE m.tab = 'drug_antibiotic_grade' AND m.cnt > 0 AND m.inscp > 0 AND k.grade > l.grade
    AND NOT EXISTS (SELECT 1 FROM licence later WHERE later.dr_codg = l.dr_codg AND later.begins > l.begins
                    AND later.begins <= m.day AND coalesce(later.ends >= m.day, true))
    AND NOT ((m.kind IS NULL OR m.kind = 'emergency' OR v.med_type = '24') AND coalesce(m.days, 1) <= 1
             AND NOT EXISTS (SELECT 1 FROM full_line o WHERE o.mdtrt_id = m.mdtrt_id AND o.item = m.item AND o.day <> m.day));
