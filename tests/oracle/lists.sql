-- Screening rules R0554 to R0557 in SQL, after models.sql, for cities in which other offices list people.
CREATE TEMP TABLE listed_death AS SELECT psn_no, CAST(die_date AS DATE) AS died FROM raw_death;
INSERT INTO model
  SELECT 'R0554', v.mdtrt_id, CAST(coalesce(bill.inscp, 0) * 100 AS BIGINT) FROM v JOIN listed_death d USING (psn_no)
  LEFT JOIN bill USING (mdtrt_id) WHERE date_diff('day', d.died, v.in_day) > 1;

-- 收押、释放当日除外: where several rows hold on a day the one that began last decides.
INSERT INTO model
  WITH held AS (
    SELECT v.mdtrt_id, v.in_day, CAST(c.begndate AS DATE) AS begins, TRY_CAST(c.enddate AS DATE) AS ends
    FROM v JOIN raw_custody c USING (psn_no)
    WHERE CAST(c.begndate AS DATE) <= v.in_day AND coalesce(TRY_CAST(c.enddate AS DATE) >= v.in_day, true)
    QUALIFY row_number() OVER (PARTITION BY v.mdtrt_id ORDER BY CAST(c.begndate AS DATE) DESC) = 1)
  SELECT 'R0555', h.mdtrt_id, CAST(coalesce(bill.inscp, 0) * 100 AS BIGINT) FROM held h LEFT JOIN bill USING (mdtrt_id)
  WHERE h.begins <> h.in_day AND coalesce(h.ends <> h.in_day, true);

INSERT INTO model
  WITH paid AS (
    SELECT mdtrt_id, sum(maf) AS maf FROM (
      SELECT setl_id, mdtrt_id, CAST(maf_pay AS DECIMAL(18,2)) AS maf FROM raw_settlement WHERE vali_flag <> '0'
      QUALIFY row_number() OVER (PARTITION BY setl_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1)
    WHERE maf > 0 GROUP BY mdtrt_id)
  SELECT 'R0556', v.mdtrt_id, CAST(paid.maf * 100 AS BIGINT) FROM v JOIN paid USING (mdtrt_id)
  WHERE NOT EXISTS (SELECT 1 FROM raw_assistance a WHERE a.psn_no = v.psn_no AND CAST(a.begntime AS DATE) <= v.in_day
                    AND coalesce(TRY_CAST(a.endtime AS DATE) >= v.in_day, true));

INSERT INTO model
  SELECT 'R0557', v.mdtrt_id, CAST(coalesce(bill.inscp, 0) * 100 AS BIGINT) FROM v JOIN raw_work_injury w USING (psn_no)
  LEFT JOIN bill USING (mdtrt_id)
  WHERE v.pays IN ('employee', 'resident') AND CAST(w.injury_date AS DATE) <= v.in_day
    AND coalesce(TRY_CAST(w.enddate AS DATE) >= v.in_day, true) AND starts_with(v.main, w.diag_code);
