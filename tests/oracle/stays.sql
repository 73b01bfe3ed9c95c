-- Rules R0201, R0202 and R0203 in SQL, after oracle.sql: joins of stays with stays, where the rules have windows.
-- A stay of which something is absent that the rule asks for is undecided, so it is not here.
CREATE TEMP TABLE stay AS
  SELECT v.mdtrt_id, v.psn_no, v.begins, v.ends, CAST(v.begins AS DATE) AS in_day, CAST(v.ends AS DATE) AS out_day,
         nullif(r.fixmedins_code, '') AS provider, nullif(r.dscg_maindiag_code, '') AS diagnosis, nullif(r.dscg_way, '') AS way,
         CASE WHEN v.med_type LIKE '41%' THEN 'pharmacy'
              WHEN left(v.med_type, 2) IN ('21','22','23','24','25','26','27','28','52') THEN 'inpatient'
              WHEN left(v.med_type, 2) IN ('11','12','14','15','16','51','53','81') THEN 'outpatient' END AS kind
  FROM visit v JOIN (SELECT * FROM raw_visit QUALIFY row_number() OVER
    (PARTITION BY mdtrt_id ORDER BY CAST(updt_time AS TIMESTAMP) DESC) = 1) r USING (mdtrt_id);

CREATE TEMP TABLE paid AS SELECT l.*, s.psn_no, s.kind AS stay_kind FROM line l JOIN stay s USING (mdtrt_id);

-- 分解住院: no stay of the person there lies between the two; 15 calendar days at most.
CREATE TEMP TABLE readmitted AS
  SELECT b.mdtrt_id FROM stay a JOIN stay b
    ON a.psn_no = b.psn_no AND a.provider = b.provider AND a.kind = 'inpatient' AND b.kind = 'inpatient'
   AND (a.begins, a.mdtrt_id) < (b.begins, b.mdtrt_id)
  WHERE NOT EXISTS (SELECT 1 FROM stay c WHERE c.psn_no = b.psn_no AND c.provider = b.provider AND c.kind = 'inpatient'
          AND (c.begins, c.mdtrt_id) > (a.begins, a.mdtrt_id) AND (c.begins, c.mdtrt_id) < (b.begins, b.mdtrt_id))
    AND b.in_day - a.out_day BETWEEN 0 AND 15 AND left(a.diagnosis, 3) = left(b.diagnosis, 3)
    AND left(b.diagnosis, 3) NOT IN ('Z51', 'Z49') AND coalesce(a.way, '') <> '2';

-- 重叠住院: of the stays that are open when it begins, the one that ends last.
CREATE TEMP TABLE overlapping AS
  SELECT b.mdtrt_id, a.out_day AS until FROM stay b JOIN stay a
    ON a.psn_no = b.psn_no AND a.kind = 'inpatient' AND b.kind = 'inpatient'
   AND (a.begins, a.mdtrt_id) < (b.begins, b.mdtrt_id) AND (a.ends IS NULL OR a.ends > b.begins)
  QUALIFY row_number() OVER (PARTITION BY b.mdtrt_id
            ORDER BY coalesce(a.ends, TIMESTAMP 'infinity') DESC, a.begins, a.mdtrt_id) = 1
      AND a.provider <> b.provider AND (a.ends IS NULL OR a.out_day > b.in_day) AND coalesce(a.way, '') <> '2';

-- 频繁购药: drugs of a day of which a visit's kind is absent cannot be told.
CREATE TEMP TABLE busy AS
  SELECT psn_no, in_day AS day FROM stay WHERE kind IN ('outpatient', 'pharmacy')
  GROUP BY psn_no, in_day HAVING count(*) >= 3 AND count(DISTINCT provider) >= 3;

CREATE TEMP TABLE stays AS
  SELECT 'R0201' AS rule, r.mdtrt_id AS subject, coalesce(string_agg(p.bkkp_sn, ' ' ORDER BY p.bkkp_sn), '') AS lines,
         CAST(coalesce(sum(p.inscp), 0) * 100 AS BIGINT) AS cents
  FROM readmitted r LEFT JOIN paid p USING (mdtrt_id) GROUP BY r.mdtrt_id
  UNION ALL
  SELECT 'R0202', o.mdtrt_id, coalesce(string_agg(p.bkkp_sn, ' ' ORDER BY p.bkkp_sn), ''),
         CAST(coalesce(sum(p.inscp), 0) * 100 AS BIGINT)
  FROM overlapping o LEFT JOIN paid p ON p.mdtrt_id = o.mdtrt_id AND (o.until IS NULL OR p.day <= o.until) GROUP BY o.mdtrt_id
  UNION ALL
  SELECT 'R0203', CAST(b.day AS VARCHAR), string_agg(p.bkkp_sn, ' ' ORDER BY p.bkkp_sn), CAST(sum(p.inscp) * 100 AS BIGINT)
  FROM busy b JOIN paid p ON p.psn_no = b.psn_no AND p.day = b.day AND p.cnt > 0
   AND p.list_type IN ('101', '102', '103', '104', '106') AND p.stay_kind IN ('outpatient', 'pharmacy')
  WHERE NOT EXISTS (SELECT 1 FROM paid u WHERE u.psn_no = b.psn_no AND u.day = b.day AND u.cnt > 0
    AND u.kind IS NULL AND u.list_type IN ('101', '102', '103', '104', '106'))
  GROUP BY b.psn_no, b.day;
