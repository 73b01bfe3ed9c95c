// Each feature is one aggregate over visits, over lines, or over days.
#include "screening/features/provider_features.h"

#include <fmt/format.h>

#include "screening/period_sql.h"
#include "tables/engine.h"

namespace qiuhao::screening {
namespace {

constexpr ProviderFeature kFeatures[] = {
    {"visits", "就诊人次", "v.visits", "次"},
    {"people", "人数", "v.people", "人"},
    {"visits_per_person", "人均就诊次数", "v.visits / v.people", "次"},
    {"stay_share", "住院人次占比", "v.stays / v.visits", "比例"},
    {"emergency_share", "急诊人次占比", "v.emergencies / v.visits", "比例"},
    {"mean_stay_days", "平均住院日", "v.stay_days / nullif(v.stays, 0)", "天"},
    {"short_stay_share", "两日内出院占比", "v.short_stays / nullif(v.stays, 0)", "比例"},
    {"stays_per_patient", "住院病人平均住院次数", "v.stays / nullif(v.patients, 0)", "次"},
    {"night_share", "夜间就诊占比（22点至6点）", "v.nights / v.visits", "比例"},
    {"weekend_share", "周末就诊占比", "v.weekends / v.visits", "比例"},
    {"busiest_day", "最忙一天与平均一天之比", "d.busiest / d.mean", "倍"},
    {"open_days", "有就诊的天数", "d.days", "天"},
    {"diagnoses", "主诊断种类（前三位）", "g.diagnoses", "种"},
    {"top_diagnosis_share", "最多的主诊断占比", "g.most / v.visits", "比例"},
    {"lines_per_visit", "每次就诊费用笔数", "l.lines / v.visits", "笔"},
    {"amount_per_visit", "次均费用", "l.amount / v.visits", "元"},
    {"amount_per_person", "人均费用", "l.amount / v.people", "元"},
    {"in_scope_share", "符合范围费用占比", "l.in_scope / nullif(l.amount, 0)", "比例"},
    {"drug_share", "药费占比", "l.drugs / nullif(l.amount, 0)", "比例"},
    {"herb_share", "中药饮片占比", "l.herbs / nullif(l.amount, 0)", "比例"},
    {"exam_share", "检查化验费占比", "l.exams / nullif(l.amount, 0)", "比例"},
    {"treatment_share", "治疗费占比", "l.treatments / nullif(l.amount, 0)", "比例"},
    {"operation_share", "手术费占比", "l.operations / nullif(l.amount, 0)", "比例"},
    {"material_share", "卫生材料费占比", "l.materials / nullif(l.amount, 0)", "比例"},
    {"bed_share", "床位护理费占比", "l.beds / nullif(l.amount, 0)", "比例"},
    {"refund_share", "退费笔数占比", "l.refunds / nullif(l.lines, 0)", "比例"},
    {"items", "收费项目种类", "l.items", "种"},
    {"doctors", "开单医师数", "l.doctors", "人"},
    {"visits_per_doctor", "医师人均接诊", "v.visits / nullif(l.doctors, 0)", "次"},
};

}  // namespace

std::span<const ProviderFeature> provider_features() { return kFeatures; }

std::string findings_table_sql(const Path& findings) {
  return fmt::format(
      "CREATE TABLE found AS SELECT provider, rule, day, CAST(net AS DOUBLE) AS net FROM read_parquet({})",
      tables::sql_text(findings.string()));
}

std::string provider_features_sql(Day from, Day to, std::span<const std::string> rules) {
  std::string columns;
  for (const ProviderFeature& feature : kFeatures)
    columns += fmt::format(",\n  CAST({} AS DOUBLE) AS {}", feature.sql, feature.name);
  std::string sums, joined;
  if (!rules.empty()) {
    const auto add = [&](const std::string& name, const std::string& rule) {
      const std::string count = tables::sql_name(name), net = tables::sql_name(name + "_net");
      sums += fmt::format(", count(*){0} AS {1}, sum(net){0} AS {2}", rule, count, net);
      for (const std::string& column : {count, net})
        columns += fmt::format(",\n  coalesce(f.{0}, 0) / v.visits AS {0}", column);
    };
    add("findings", "");
    for (const std::string& rule : rules) add(rule, fmt::format(" FILTER (rule = {})", tables::sql_text(rule)));
    joined = fmt::format(
        "\n  LEFT JOIN (SELECT provider AS provider_id{} FROM found WHERE {} GROUP BY provider) f "
        "USING (provider_id)",
        sums, within("day", from, to));
  }
  return fmt::format(
      R"(WITH seen AS (
  SELECT provider_id, person_id, kind, provider_level, days, start, left(main_diagnosis, 3) AS diagnosis
  FROM visit WHERE provider_id IS NOT NULL AND {}),
v AS (
  SELECT provider_id, CAST(count(*) AS DOUBLE) AS visits, count(DISTINCT person_id) AS people,
    max(provider_level) AS level,
    count(*) FILTER (kind = 'inpatient') AS stays, count(*) FILTER (kind = 'emergency') AS emergencies,
    sum(days) FILTER (kind = 'inpatient') AS stay_days,
    count(*) FILTER (kind = 'inpatient' AND days <= 2) AS short_stays,
    count(DISTINCT person_id) FILTER (kind = 'inpatient') AS patients,
    count(*) FILTER (hour(start) >= 22 OR hour(start) < 6) AS nights,
    count(*) FILTER (isodow(start) >= 6) AS weekends
  FROM seen GROUP BY provider_id),
d AS (
  SELECT provider_id, max(visits) AS busiest, avg(visits) AS mean, count(*) AS days
  FROM (SELECT provider_id, CAST(start AS DATE) AS day, count(*) AS visits FROM seen GROUP BY ALL)
  GROUP BY provider_id),
g AS (
  SELECT provider_id, count(*) AS diagnoses, max(visits) AS most
  FROM (SELECT provider_id, diagnosis, count(*) AS visits FROM seen WHERE diagnosis IS NOT NULL GROUP BY ALL)
  GROUP BY provider_id),
l AS (
  SELECT provider_id, count(*) AS lines, CAST(sum(amount) AS DOUBLE) AS amount,
    CAST(sum(in_scope) AS DOUBLE) AS in_scope,
    sum(amount) FILTER (charge_class IN ('09', '11')) AS drugs, sum(amount) FILTER (charge_class = '10') AS herbs,
    sum(amount) FILTER (charge_class IN ('03', '04')) AS exams, sum(amount) FILTER (charge_class = '05') AS treatments,
    sum(amount) FILTER (charge_class = '06') AS operations, sum(amount) FILTER (charge_class = '08') AS materials,
    sum(amount) FILTER (charge_class IN ('01', '07')) AS beds, count(*) FILTER (refunded > 0) AS refunds,
    count(DISTINCT item) AS items, count(DISTINCT doctor) AS doctors
  FROM line WHERE provider_id IS NOT NULL AND {} GROUP BY provider_id)
SELECT v.provider_id AS provider, p.name AS name, p.kind AS kind, v.level AS level{}
FROM v LEFT JOIN d USING (provider_id) LEFT JOIN g USING (provider_id) LEFT JOIN l USING (provider_id)
  LEFT JOIN provider p ON p.id = v.provider_id{}
ORDER BY provider)",
      within("CAST(start AS DATE)", from, to), within("day", from, to), columns, joined);
}

}  // namespace qiuhao::screening
