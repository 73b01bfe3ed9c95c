-- Policy kinds that look beyond one line: prices, operations together, sums, histories. After oracle.sql.
CREATE TEMP TABLE policy AS
  SELECT l.*, k.tab, k.point, k.pos, k.first_item, k.max_days, k.min_gap_days, k.max_count, k.min_count, k.per, k.operation_group,
         k.departments, k.diseases, k.needs, k.price_max, k.amount_max, k.quantity_max, k.percent, k.within_days, k.level AS k_level, k.bundle
  FROM line l JOIN k ON k.item = l.item
   AND (k.effective_from IS NULL OR l.day >= k.effective_from) AND (k.effective_to IS NULL OR l.day <= k.effective_to);

-- The days on which people had a first-line drug of a point; the point's own drugs are none.
CREATE TEMP TABLE first_line AS
  SELECT n.point, x.psn_no, x.day
  FROM line x JOIN (SELECT DISTINCT point, unnest(string_split(needs, ' ')) AS code FROM k WHERE needs IS NOT NULL) n
    ON starts_with(x.item, n.code)
  WHERE x.cnt > 0 AND NOT EXISTS (SELECT 1 FROM policy o WHERE o.bkkp_sn = x.bkkp_sn AND o.point = n.point);

-- So much of an amount in 分 as a part is of the whole, half away from zero.
CREATE TEMP MACRO part_of(inscp, part, whole) AS
  CAST((2 * CAST(inscp * 100 AS HUGEINT) * CAST(part * 10000 AS HUGEINT) + CAST(whole * 10000 AS HUGEINT))
       // (2 * CAST(whole * 10000 AS HUGEINT)) AS DECIMAL(18,2)) * 0.01;

INSERT INTO found
  -- 限二线使用: nothing of the first line on an earlier day, and no allergy on record
  SELECT tab, bkkp_sn, point, inscp FROM policy m
   WHERE tab = 'drug_second_line' AND cnt > 0 AND inscp > 0 AND needs IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM first_line x WHERE x.point = m.point AND x.psn_no = m.psn_no
                     AND date_diff('day', x.day, m.day) BETWEEN 1 AND least(coalesce(m.within_days, 1095), 1095))
     AND NOT EXISTS (SELECT 1 FROM diagnosis d WHERE d.mdtrt_id = m.mdtrt_id
                     AND regexp_matches(upper(replace(d.diag_code, '.', '')), '^(Z88|T886|T887|Y4|Y5)'))
  UNION ALL
  -- 最大开药天数、开药量
  SELECT tab, bkkp_sn, point, greatest(CASE WHEN days_over > 0 THEN part_of(inscp, days_over, days_supply) ELSE 0 END,
                                       CASE WHEN units_over > 0 THEN part_of(inscp, units_over, cnt) ELSE 0 END) FROM (
    SELECT *, CASE WHEN max_days IS NULL THEN 0 ELSE days_supply - max_days END AS days_over,
           CASE WHEN quantity_max IS NULL THEN 0 WHEN rx IS NULL THEN NULL ELSE least(cnt, earlier + cnt - quantity_max) END AS units_over FROM (
      SELECT *, coalesce(sum(cnt) OVER (PARTITION BY mdtrt_id, rx, point ORDER BY happened, bkkp_sn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS earlier
      FROM policy WHERE tab = 'drug_quantity' AND cnt > 0))
   WHERE inscp > 0 AND days_over IS NOT NULL AND units_over IS NOT NULL AND (days_over > 0 OR units_over > 0)
     AND (kind <> 'inpatient' OR takeaway = '1') AND NOT (med_type LIKE '14%' AND coalesce(days_supply, 0) <= 84)
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM policy
   WHERE tab = 'drug_disease_catalogue' AND inscp > 0 AND med_type LIKE '14%' AND NOT contains(' ' || diseases || ' ', ' ' || disease || ' ')
  UNION ALL
  SELECT tab, bkkp_sn, point, least(inscp, (price - price_max) * cnt) FROM policy
   WHERE tab = 'service_price' AND cnt > 0 AND inscp > 0 AND price > price_max AND (k_level IS NULL OR level = k_level)
  UNION ALL
  -- 折价: beside a dearer operation of the group, or an equally dear earlier one
  SELECT tab, bkkp_sn, point, least(inscp, (amount * 100 - full_price * percent) * 0.01) FROM (
    SELECT *, coalesce(price_limit, price_max) * CAST(ceil(cnt) AS INTEGER) AS full_price FROM policy m
     WHERE tab = 'operation_discount' AND cnt > 0 AND inscp > 0
       AND EXISTS (SELECT 1 FROM policy o WHERE o.tab = m.tab AND o.mdtrt_id = m.mdtrt_id AND o.day = m.day AND o.cnt > 0
                   AND o.operation_group = m.operation_group AND o.item <> m.item
                   AND (o.amount > m.amount OR (o.amount = m.amount AND (o.happened, o.bkkp_sn) < (m.happened, m.bkkp_sn)))))
   WHERE amount * 100 > full_price * percent
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM policy
   WHERE tab = 'service_department' AND inscp > 0 AND department IS NOT NULL
     AND NOT regexp_matches(department, '^(' || replace(departments, ' ', '|') || ')')
  UNION ALL
  -- 限支付疗程: days of use in the 364 days before, or a use too short a time ago
  SELECT tab, bkkp_sn, point, inscp FROM policy m
   WHERE tab = 'service_course' AND cnt > 0 AND inscp > 0
     AND ((SELECT count(DISTINCT e.day) FROM policy e WHERE e.point = m.point AND e.psn_no = m.psn_no AND e.cnt > 0
            AND date_diff('day', e.day, m.day) BETWEEN 1 AND 364) >= max_days
          OR (SELECT count(*) FROM policy e WHERE e.point = m.point AND e.psn_no = m.psn_no AND e.cnt > 0
               AND date_diff('day', e.day, m.day) BETWEEN 1 AND m.min_gap_days - 1) > 0)
  UNION ALL
  -- 分解收费: on the last of the day's parts
  SELECT tab, last_line, point, total - price_max FROM (
    SELECT tab, point, mdtrt_id, day, bundle, price_max, min_count, count(DISTINCT item) AS kinds, sum(inscp) AS total,
           last(bkkp_sn ORDER BY happened, bkkp_sn) AS last_line
    FROM policy WHERE tab = 'service_bundle' AND cnt > 0 GROUP BY ALL) b
   WHERE kinds >= min_count AND total > price_max
     AND NOT EXISTS (SELECT 1 FROM line w WHERE w.mdtrt_id = b.mdtrt_id AND w.day = b.day AND w.item = b.bundle AND w.cnt > 0)
  UNION ALL
  -- 超限定报销总额: what goes beyond the sum of the visit or the calendar year
  SELECT tab, bkkp_sn, point, least(inscp, before + inscp - amount_max) FROM (
    SELECT *, coalesce(sum(inscp) OVER (PARTITION BY point, CASE WHEN per = 'visit' THEN mdtrt_id ELSE concat(psn_no, year(day)) END
                                        ORDER BY happened, bkkp_sn ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
    FROM policy WHERE tab IN ('service_amount_cap', 'material_amount_cap') AND cnt > 0 AND inscp > 0 AND per IS NOT NULL)
   WHERE before + inscp > amount_max
  UNION ALL
  -- 项目与耗材: the material beside the service, same visit and day
  SELECT tab, bkkp_sn, point, inscp FROM policy b
   WHERE tab = 'service_material_pair' AND pos = 2 AND cnt > 0 AND inscp > 0
     AND EXISTS (SELECT 1 FROM line a WHERE a.mdtrt_id = b.mdtrt_id AND a.day = b.day AND a.item = b.first_item AND a.cnt > 0)
  UNION ALL
  -- 周期超频次: what was paid in the cycle, with the line, beyond the limit
  SELECT tab, bkkp_sn, point, part_of(inscp, least(cnt, earlier + cnt - max_count), cnt) FROM (
    SELECT *, coalesce((SELECT sum(e.cnt) FROM policy e WHERE e.point = m.point AND e.psn_no = m.psn_no AND e.cnt > 0 AND e.inscp > 0
                         AND e.day >= CASE WHEN m.per = 'week' THEN CAST(date_trunc('week', m.day) AS DATE)
                                           ELSE m.day - CAST(regexp_extract(m.per, '[0-9]+') AS INTEGER) + 1 END
                         AND (e.happened, e.bkkp_sn) < (m.happened, m.bkkp_sn)), 0) AS earlier
    FROM policy m WHERE tab = 'service_cycle' AND cnt > 0 AND inscp > 0)
   WHERE earlier + cnt > max_count
  UNION ALL
  SELECT tab, bkkp_sn, point, inscp FROM policy m
   WHERE tab = 'drug_online' AND inscp > 0
     AND (contains(provider_name, '互联网医院') OR contains(coalesce(department_name, ''), '互联网')
          OR EXISTS (SELECT 1 FROM line f WHERE f.mdtrt_id = m.mdtrt_id AND f.cnt > 0 AND contains(coalesce(f.item_name, ''), '互联网')));
