// Grouping by what the table of codes says, without the parts of a grouper that it does not hold.
#include "screening/peers/drg_tables.h"

#include <fmt/format.h>

#include <charconv>
#include <span>

#include "tables/engine.h"
#include "text/csv.h"

namespace qiuhao::screening {
namespace {

Result<text::CsvTable> read_with_columns(const Path& file, std::span<const std::string_view> names) {
  ASSIGN(text::CsvTable table, text::read_csv(file));
  for (const std::string_view name : names) {
    if (table.find_column(name)) continue;
    return input_error("bad_drg_table", fmt::format("{} has no column {}; its header must name {}", file.string(), name,
                                                    fmt::join(names, ", ")));
  }
  return table;
}

Status check_weights(const text::CsvTable& table, const Path& file) {
  const std::size_t column = *table.find_column("weight");
  for (const text::CsvRow& row : table.rows) {
    const std::string& text = row.fields[column];
    double weight = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), weight);
    if (error == std::errc() && end == text.data() + text.size() && weight > 0) continue;
    return input_error("bad_drg_table",
                       fmt::format("{}:{}: weight \"{}\" is no number above zero", file.string(), row.line, text));
  }
  return {};
}

std::string rows_of(const Path& file) {
  return fmt::format("read_csv({}, header = true, all_varchar = true, quote = '\"', escape = '\"')",
                     tables::sql_text(file.string()));
}

}  // namespace

Result<std::string> drg_tables_sql(const DrgFiles& files) {
  constexpr std::string_view kCodeColumns[] = {"code", "adrg", "is_cc", "is_mcc", "exclusion_table"};
  constexpr std::string_view kWeightColumns[] = {"drg", "weight"};
  if (const auto codes = read_with_columns(files.codes, kCodeColumns); !codes) return std::unexpected(codes.error());
  std::string statements = fmt::format(
      "CREATE TABLE drg_code AS SELECT upper(trim(code)) AS code, upper(trim(coalesce(adrg, ''))) AS adrg, "
      "coalesce(is_cc, '') = '1' AS is_cc, coalesce(is_mcc, '') = '1' AS is_mcc, "
      "trim(coalesce(exclusion_table, '')) AS exclusion_table FROM {};\n",
      rows_of(files.codes));
  if (files.weights.empty()) return statements + "CREATE TABLE drg_weight (drg VARCHAR, weight DOUBLE);\n";
  ASSIGN(const text::CsvTable weights, read_with_columns(files.weights, kWeightColumns));
  TRY(check_weights(weights, files.weights));
  return statements + fmt::format(
                          "CREATE TABLE drg_weight AS SELECT upper(trim(drg)) AS drg, max(CAST(weight AS DOUBLE)) AS "
                          "weight FROM {} GROUP BY 1;\n",
                          rows_of(files.weights));
}

std::string drg_stays_sql() {
  return R"(drg_main AS (
  SELECT v.id AS visit_id, upper(v.main_diagnosis) AS code FROM visit v
  WHERE v.kind = 'inpatient' AND v.main_diagnosis IS NOT NULL),
drg_facts AS (
  SELECT code, bool_or(is_cc) AS is_cc, bool_or(is_mcc) AS is_mcc, max(exclusion_table) AS exclusion_table
  FROM drg_code GROUP BY code),
drg_added AS (
  SELECT d.visit_id, bool_or(a.is_cc OR a.is_mcc) AS has_cc, bool_or(a.is_mcc) AS has_mcc
  FROM diagnosis d JOIN drg_facts a ON a.code = upper(d.code) JOIN drg_main m ON m.visit_id = d.visit_id
  LEFT JOIN drg_facts f ON f.code = m.code
  WHERE d.is_main IS DISTINCT FROM '1' AND upper(d.code) <> m.code
    AND (a.exclusion_table = '' OR a.exclusion_table IS DISTINCT FROM f.exclusion_table)
  GROUP BY d.visit_id),
drg_led AS (
  SELECT m.visit_id, c.adrg FROM drg_main m JOIN drg_code c ON c.code = m.code WHERE c.adrg <> ''),
drg_grouped AS (
  SELECT visit_id, substr(min(choice), 2) AS adrg FROM (
    SELECT l.visit_id, '0' || c.adrg AS choice
    FROM drg_led l JOIN operation o ON o.visit_id = l.visit_id JOIN drg_code c ON c.code = upper(o.code)
    WHERE c.adrg <> '' AND left(c.adrg, 1) = left(l.adrg, 1)
    UNION ALL
    SELECT visit_id, '1' || adrg FROM drg_led WHERE substr(adrg, 2, 1) >= 'R')
  GROUP BY visit_id),
drg AS (
  SELECT m.visit_id, f.code IS NOT NULL AND l.visit_id IS NOT NULL AS is_group_code,
    coalesce(a.has_cc, false) AS has_cc, coalesce(a.has_mcc, false) AS has_mcc,
    coalesce(split.weight, whole.weight) AS weight
  FROM drg_main m LEFT JOIN drg_facts f ON f.code = m.code
  LEFT JOIN (SELECT DISTINCT visit_id FROM drg_led) l ON l.visit_id = m.visit_id
  LEFT JOIN drg_added a ON a.visit_id = m.visit_id LEFT JOIN drg_grouped g ON g.visit_id = m.visit_id
  LEFT JOIN drg_weight split ON split.drg = g.adrg || CASE WHEN a.has_mcc THEN '1' WHEN a.has_cc THEN '3' ELSE '5' END
  LEFT JOIN drg_weight whole ON whole.drg = g.adrg || '9'))";
}

}  // namespace qiuhao::screening
