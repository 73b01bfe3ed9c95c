// Each figure is one expression over a stay with what its lines and diagnoses say.
#include "screening/peers/peer_figures.h"

#include <fmt/format.h>

#include "screening/peers/drg_tables.h"
#include "screening/period_sql.h"
#include "tables/engine.h"

namespace qiuhao::screening {
namespace {

constexpr PeerFigure kFigures[] = {
    {"batch_tests", "做成套筛查检验的住院占比", "比例", PeerMeasure::share, "s.has_batch_test"},
    {"short_stays", "两日内出院占比", "比例", PeerMeasure::share, "s.days <= 2"},
    {"readmissions", "出院31天内再入本院占比", "比例", PeerMeasure::share, "s.next_in - s.out <= 31"},
    {"night_admissions", "夜间入院占比（22点至6点）", "比例", PeerMeasure::share, "s.hour >= 22 OR s.hour < 6"},
    {"weekend_admissions", "周末入院占比", "比例", PeerMeasure::share, "s.weekday >= 6"},
    {"complications", "有并发症合并症诊断的住院占比", "比例", PeerMeasure::share, "s.has_complication"},
    {"infections", "院内感染诊断占比", "比例", PeerMeasure::share, "s.has_infection"},
    {"exam_lines", "每次住院检查化验笔数", "笔", PeerMeasure::count, "s.exam_lines"},
    {"treatment_lines", "每次住院治疗笔数", "笔", PeerMeasure::count, "s.treatment_lines"},
    {"stay_cost", "同病种次均住院费用", "元", PeerMeasure::ratio_mean, "ln(nullif(greatest(s.amount, 0), 0))"},
    {"stay_days", "同病种住院日", "天", PeerMeasure::ratio_mean, "ln(s.days)"},
    {"drug_share", "同病种药费占比", "比例", PeerMeasure::mean, "s.drugs / nullif(s.amount, 0)"},
    {"exam_share", "同病种检查化验费占比", "比例", PeerMeasure::mean, "s.exams / nullif(s.amount, 0)"},
    {"treatment_share", "同病种治疗费占比", "比例", PeerMeasure::mean, "s.treatments / nullif(s.amount, 0)"},
    {"material_share", "同病种卫生材料费占比", "比例", PeerMeasure::mean, "s.materials / nullif(s.amount, 0)"},
    {"drg_complications", "按DRG有并发症合并症的住院占比", "比例", PeerMeasure::share, "s.has_cc",
     PeerNeeds::drg_codes},
    {"drg_major_complications", "按DRG有严重并发症合并症的住院占比", "比例", PeerMeasure::share, "s.has_mcc",
     PeerNeeds::drg_codes},
    {"drg_no_group", "主要诊断不能作DRG分组的住院占比", "比例", PeerMeasure::share, "NOT s.is_group_code",
     PeerNeeds::drg_codes},
    {"drg_weight", "同病种DRG权重", "权重", PeerMeasure::ratio_mean, "ln(s.weight)", PeerNeeds::drg_weights},
    {"drg_low_cost", "费用远低于权重应有费用的住院占比", "比例", PeerMeasure::share,
     "s.amount < s.weight * s.cost_of_weight * s.cost_ratio_low", PeerNeeds::drg_weights},
};

// "call(column, 'one') OR call(column, 'other')"; false for no texts.
std::string any_of(std::span<const std::string> texts, std::string_view call, std::string_view column) {
  std::string condition;
  for (const std::string& text : texts)
    condition += fmt::format("{}{}({}, {})", condition.empty() ? "" : " OR ", call, column, tables::sql_text(text));
  return condition.empty() ? "false" : condition;
}

}  // namespace

std::span<const PeerFigure> peer_figures() { return kFigures; }

std::string peer_sums_sql(const PeerCodes& codes, PeerNeeds has, Day from, Day to) {
  std::string sums;
  for (std::size_t number = 0; number < std::size(kFigures); ++number) {
    if (kFigures[number].needs > has) continue;
    sums += fmt::format(
        "{}  SELECT {} AS figure, s.provider_id, s.diagnosis, count(x) AS stays, sum(x) AS total, sum(x * x) AS "
        "squares\n"
        "  FROM (SELECT provider_id, diagnosis, CAST({} AS DOUBLE) AS x FROM stay s) s GROUP BY ALL\n",
        sums.empty() ? "" : "  UNION ALL\n", number, kFigures[number].sql);
  }
  const bool has_drg = has != PeerNeeds::stays;
  const std::string drg = has_drg ? ",\n" + drg_stays_sql() : "";
  const std::string of_drg =
      has_drg ? fmt::format(
                    ", x.has_cc, x.has_mcc, x.is_group_code, x.weight, {} AS cost_ratio_low,\n"
                    "    sum(l.amount) FILTER (x.weight IS NOT NULL) OVER () / sum(x.weight) OVER () AS cost_of_weight",
                    codes.cost_ratio_low)
              : "";
  return fmt::format(
      R"(WITH lines AS (
  SELECT visit_id, CAST(sum(amount) AS DOUBLE) AS amount,
    coalesce(sum(amount) FILTER (charge_class IN ('09', '10', '11')), 0) AS drugs,
    coalesce(sum(amount) FILTER (charge_class IN ('03', '04')), 0) AS exams,
    coalesce(sum(amount) FILTER (charge_class = '05'), 0) AS treatments,
    coalesce(sum(amount) FILTER (charge_class = '08'), 0) AS materials,
    count(*) FILTER (charge_class IN ('03', '04') AND quantity > 0) AS exam_lines,
    count(*) FILTER (charge_class = '05' AND quantity > 0) AS treatment_lines,
    coalesce(bool_or(charge_class = '04' AND quantity > 0 AND ({})), false) AS has_batch_test
  FROM line GROUP BY visit_id),
diagnosed AS (
  SELECT visit_id, bool_or(is_main IS DISTINCT FROM '1' AND ({})) AS has_complication, bool_or({}) AS has_infection
  FROM diagnosis GROUP BY visit_id){},
stay AS (
  SELECT v.provider_id, v.provider_level, coalesce(left(v.main_diagnosis, 3), '') AS diagnosis, v.days,
    hour(v.start) AS hour, isodow(v.start) AS weekday, CAST(v."end" AS DATE) AS out,
    coalesce(lead(CAST(v.start AS DATE)) OVER (PARTITION BY v.person_id, v.provider_id ORDER BY v.start, v.id),
      DATE '9999-12-31') AS next_in,
    l.* EXCLUDE visit_id, coalesce(g.has_complication, false) AS has_complication,
    coalesce(g.has_infection, false) AS has_infection{}
  FROM visit v JOIN lines l ON l.visit_id = v.id LEFT JOIN diagnosed g ON g.visit_id = v.id{}
  WHERE v.kind = 'inpatient' AND v.provider_id IS NOT NULL AND v."end" IS NOT NULL AND {}),
sums AS (
{}),
level AS (SELECT provider_id, max(provider_level) AS level FROM stay GROUP BY provider_id)
SELECT CAST(figure AS BIGINT), s.provider_id, coalesce(p.name, ''), coalesce(p.kind, ''),
  coalesce(CAST(v.level AS VARCHAR), ''), s.diagnosis, CAST(stays AS BIGINT), total, squares
FROM sums s JOIN level v USING (provider_id) LEFT JOIN provider p ON p.id = s.provider_id
WHERE stays > 0 ORDER BY figure, s.provider_id, s.diagnosis)",
      any_of(codes.batch_test_words, "contains", "item_name"), any_of(codes.complication_codes, "starts_with", "code"),
      any_of(codes.infection_codes, "starts_with", "code"), drg, of_drg,
      has_drg ? " LEFT JOIN drg x ON x.visit_id = v.id" : "", within("CAST(v.start AS DATE)", from, to), sums);
}

}  // namespace qiuhao::screening
