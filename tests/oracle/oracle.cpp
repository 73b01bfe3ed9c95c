// Running the SQL formulation.
#include "oracle.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <sstream>

#include "tables/engine.h"

namespace qiuhao::oracle {
namespace {

std::string csv_field(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

// Types of limits that are no texts.
std::string_view type_of(std::string_view limit) {
  constexpr std::string_view kWhole[] = {"age_min",      "age_max",   "level_min", "max_days",
                                         "min_gap_days", "max_count", "percent",   "hours_max",
                                         "min_count",    "grade",     "level",     "within_days"};
  if (std::ranges::find(kWhole, limit) != std::end(kWhole)) return "INTEGER";
  if (limit == "child") return "BOOLEAN";
  if (limit == "price_max") return "DECIMAL(18,6)";
  if (limit == "amount_max") return "DECIMAL(18,2)";
  return limit == "quantity_max" ? "DECIMAL(18,4)" : "VARCHAR";
}

// Name and value of each limit that is stated; the words of a list parted by blanks.
std::map<std::string, std::string> stated_limits(const knowledge::Limits& limits) {
  std::map<std::string, std::string> stated;
  std::istringstream words(knowledge::format_limits(limits));
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    std::string value = word.substr(equals + 1);
    std::ranges::replace(value, ',', ' ');
    stated[word.substr(0, equals)] = value == "yes" ? "true" : value;
  }
  return stated;
}

// The library as one CSV row for each point that is read and each of its items.
std::string points_csv(const knowledge::Library& library) {
  const auto names = knowledge::limit_names();
  std::string csv =
      fmt::format("tab,point,pos,item,first_item,effective_from,effective_to,{}\n", fmt::join(names, ","));
  for (const auto& point : library.points()) {
    const auto kind = library.kinds().find_name(point.kind);
    if (!kind || !point.is_read || point.effective_to == knowledge::kBeforeAllDays) continue;
    const auto stated = stated_limits(point.limits);
    std::string limits;
    for (const std::string_view name : names) {
      const auto found = stated.find(std::string(name));
      limits += "," + (found == stated.end() ? "" : csv_field(found->second));
    }
    for (std::size_t index = 0; index < point.items.size(); ++index) {
      csv += fmt::format("{},{},{},{},{},{},{}{}\n", library.kinds()[*kind].table, csv_field(point.id), index + 1,
                         csv_field(point.items[index]), csv_field(point.items[0]), format_day(point.effective_from),
                         format_day(point.effective_to), limits);
    }
  }
  return csv;
}

// A raw table as a view of texts.
std::string raw_sql(const Path& folder, const std::string& view, const std::string& file, const char* columns) {
  return fmt::format("CREATE TEMP VIEW {} AS SELECT {} FROM read_csv({}, header=true, delim=',', all_varchar=true);",
                     view, columns, tables::sql_text((folder / file).string()));
}

// An engine with the raw tables as views and the points as table k.
Result<tables::Engine> open_raw_tables(const Path& folder, const knowledge::Library& library, const Path& scratch) {
  TRY(make_folder(scratch));
  TRY(write_file_atomically(scratch / "k.csv", points_csv(library)));
  tables::EngineOptions options;
  options.memory = "4GB";
  options.spill = scratch;
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  const auto raw = [&](const char* view, const char* file, const char* columns) {
    return raw_sql(folder, view, file, columns);
  };
  TRY(engine.run(raw("raw_fee", "fee_list_d.csv",
                     "bkkp_sn, psn_no, mdtrt_id, fee_ocur_time, cnt, inscp_amt, hilist_code, list_type, rx_drord_no, "
                     "init_feedetl_sn, vali_flag, updt_time, pric, det_item_fee_sumamt, pric_uplmt_amt, "
                     "bilg_dept_codg, prd_days, hilist_name, dscg_tkdrug_flag, bilg_dept_name, spec, sin_dos_dscr, "
                     "used_frqu_dscr, medc_way_dscr, crte_time, fulamt_ownpay_amt, preselfpay_amt, med_chrgitm_type, "
                     "bilg_dr_code")));
  TRY(engine.run(raw("raw_visit", "mdtrt_d.csv",
                     "mdtrt_id, psn_no, gend, brdy, insutype, med_type, hosp_lv, begntime, endtime, fixmedins_code, "
                     "dscg_maindiag_code, dscg_way, vali_flag, updt_time, dise_no, adm_dept_name, fixmedins_name")));
  TRY(engine.run(
      raw("raw_diagnosis", "setl_list_diag_d.csv",
          "setl_list_diag_id, mdtrt_id, psn_no, diag_code, diag_type, maindiag_flag, vali_flag, updt_time")));
  TRY(engine.run(
      raw("raw_operation", "setl_list_oprn_d.csv",
          "setl_list_oprn_id, mdtrt_id, psn_no, oprn_oprt_code, main_oprn_flag, oprn_oprt_date, oprn_oprt_endtime, "
          "vali_flag, updt_time")));
  TRY(engine.run(raw(
      "raw_settlement", "setl_d.csv",
      "setl_id, mdtrt_id, psn_no, medfee_sumamt, fund_pay_sumamt, psn_pay, acct_pay, maf_pay, vali_flag, updt_time")));
  TRY(engine.run(
      raw("raw_licence", "licence.csv", "dr_codg, begndate, enddate, antibiotic_grade, vali_flag, updt_time")));
  std::string types;
  for (const std::string_view name : knowledge::limit_names())
    types += fmt::format(", '{}': '{}'", name, type_of(name));
  TRY(engine.run(fmt::format(
      "CREATE TEMP TABLE k AS SELECT * FROM read_csv({}, header=true, delim=',', quote='\"', columns={{'tab': "
      "'VARCHAR', 'point': 'VARCHAR', 'pos': 'INTEGER', 'item': 'VARCHAR', 'first_item': 'VARCHAR', "
      "'effective_from': 'DATE', 'effective_to': 'DATE'{}}})",
      tables::sql_text((scratch / "k.csv").string()), types)));
  return engine;
}

// Sorted rows of a query for table, line, point and cents.
Result<std::vector<Row>> rows_of_query(tables::Engine& engine, const std::string& query) {
  ASSIGN(tables::Answer answer, engine.query(query));
  std::vector<Row> rows;
  while (true) {
    ASSIGN(const tables::Chunk chunk, answer.next());
    if (chunk.rows() == 0) break;
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      rows.push_back({std::string(chunk.column(0).text(row)), std::string(chunk.column(1).text(row)),
                      std::string(chunk.column(2).text(row)), chunk.column(3).value<std::int64_t>(row)});
    }
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

Result<std::vector<Row>> judge_raw_tables(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                          const std::string& sql_folder) {
  ASSIGN(tables::Engine engine, open_raw_tables(folder, library, scratch));
  for (const char* file : {"/oracle.sql", "/policy.sql", "/medical.sql", "/management.sql", "/registers.sql"}) {
    ASSIGN(const std::string sql, read_file(sql_folder + file));
    TRY(engine.run(sql));
  }
  return rows_of_query(
      engine,
      "SELECT tab, bkkp_sn, point, CAST(round(CAST(amount AS DECIMAL(18,4)) * 100) AS BIGINT) FROM found UNION ALL "
      "SELECT tab, subject, point, cents FROM managed");
}

Result<std::vector<Row>> judge_raw_stays(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                         const std::string& sql_folder) {
  ASSIGN(tables::Engine engine, open_raw_tables(folder, library, scratch));
  for (const char* file : {"/oracle.sql", "/stays.sql"}) {
    ASSIGN(const std::string sql, read_file(sql_folder + file));
    TRY(engine.run(sql));
  }
  return rows_of_query(engine, "SELECT rule, subject, lines, cents FROM stays");
}

const std::set<std::string>& model_rules() {
  static const std::set<std::string> rules{
      "R0501", "R0502", "R0503", "R0504", "R0505", "R0506", "R0507", "R0508", "R0509", "R0510", "R0511", "R0512",
      "R0513", "R0515", "R0516", "R0517", "R0518", "R0519", "R0520", "R0521", "R0522", "R0523", "R0524", "R0525",
      "R0526", "R0528", "R0529", "R0530", "R0531", "R0532", "R0533", "R0541", "R0554", "R0555", "R0556", "R0557"};
  return rules;
}

Result<std::vector<Row>> judge_raw_models(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                          const std::string& sql_folder) {
  ASSIGN(tables::Engine engine, open_raw_tables(folder, library, scratch));
  for (const auto& [table, columns] :
       {std::pair("death", "psn_no, die_date"), std::pair("custody", "psn_no, begndate, enddate"),
        std::pair("assistance", "psn_no, begntime, endtime"),
        std::pair("work_injury", "psn_no, injury_date, enddate, diag_code")})
    TRY(engine.run(raw_sql(folder, fmt::format("raw_{}", table), fmt::format("{}.csv", table), columns)));
  for (const char* file : {"/oracle.sql", "/models.sql", "/lists.sql"}) {
    ASSIGN(const std::string sql, read_file(sql_folder + file));
    TRY(engine.run(sql));
  }
  return rows_of_query(engine, "SELECT rule, subject, '', cents FROM model");
}

Result<std::vector<Row>> judge_raw_months(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                          const std::string& sql_folder, const Settings& settings) {
  ASSIGN(tables::Engine engine, open_raw_tables(folder, library, scratch));
  std::string values;
  for (const auto& [name, value] : settings)
    values += fmt::format("{}({}, {})", values.empty() ? "" : ", ", tables::sql_text(name), tables::sql_text(value));
  TRY(engine.run(
      fmt::format("CREATE TEMP TABLE setting (name VARCHAR, value VARCHAR); INSERT INTO setting VALUES {}", values)));
  for (const char* file : {"/oracle.sql", "/models.sql", "/model_months.sql"}) {
    ASSIGN(const std::string sql, read_file(sql_folder + file));
    TRY(engine.run(sql));
  }
  return rows_of_query(engine, "SELECT rule, subject, '', CAST(0 AS BIGINT) FROM model_month");
}

std::vector<Row> stay_rows_of(const audit::AuditResult& result, const claims::Tape& tape) {
  std::vector<Row> rows;
  const auto& plan = *result.plan;
  for (const audit::Finding& finding : result.findings) {
    const rules::Rule& rule = plan.rules()[finding.rule];
    if (rule.code < "R0201" || rule.code > "R0203") continue;
    const claims::Part& part = tape.parts()[finding.part];
    std::vector<std::string> lines;
    for (const RowIndex line : result.lines_of(finding)) {
      lines.emplace_back(part.column(claims::Entity::line, plan.fields().line_id)->text(line));
    }
    std::sort(lines.begin(), lines.end());
    const std::string subject =
        rule.grain == rules::Grain::visit
            ? std::string(part.column(claims::Entity::visit, plan.fields().visit_id)->text(finding.row))
            : format_day(part.column(claims::Entity::line, plan.fields().line_day)->day(finding.row));
    rows.push_back({rule.code, subject, joined(lines), finding.gross});
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

namespace {

// The number of the row that a finding is about; of a person that of their first visit, for tapes have no numbers of
// people.
std::string subject_of(const audit::Finding& finding, const rules::Rule& rule, const claims::Tape& tape,
                       const claims::Schema& schema) {
  const claims::Part& part = tape.parts()[finding.part];
  claims::Entity entity = rules::entity_of(rule.grain);
  RowIndex row = finding.row;
  if (entity == claims::Entity::person) {
    entity = claims::Entity::visit;
    row = part.range(claims::Link::person_visits, row).begin;
  }
  return std::string(part.column(entity, schema.of(entity).find("id"))->text(row));
}

}  // namespace

std::vector<Row> model_rows_of(const audit::AuditResult& result, const claims::Tape& tape) {
  std::vector<Row> rows;
  const auto& plan = *result.plan;
  for (const audit::Finding& finding : result.findings) {
    const rules::Rule& rule = plan.rules()[finding.rule];
    if (!model_rules().contains(rule.code)) continue;
    rows.push_back({rule.code, subject_of(finding, rule, tape, plan.schema()), "", finding.gross});
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<Row> rows_of(const audit::AuditResult& result, const claims::Tape& tape) {
  std::vector<Row> rows;
  const auto& plan = *result.plan;
  for (const audit::Finding& finding : result.findings) {
    const rules::Rule& rule = plan.rules()[finding.rule];
    if (rule.code >= "R0201" && rule.code < "R0401") continue;  // of no national kind by knowledge
    if (rule.code >= "R0501") continue;                         // screening models: bench/run detection has those
    if (rule.grain == rules::Grain::provider_period) continue;  // months_test has those
    rows.push_back({rule.knowledge ? rule.knowledge->table : rule.code, subject_of(finding, rule, tape, plan.schema()),
                    finding.point == rules::kNoPoint ? "" : plan.library()[finding.point].id, finding.gross});
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::string difference(const std::vector<Row>& wanted, const std::vector<Row>& found, std::size_t most) {
  std::string text;
  const auto list = [&](std::string_view title, const std::vector<Row>& from, const std::vector<Row>& without) {
    std::vector<Row> rest;
    std::set_difference(from.begin(), from.end(), without.begin(), without.end(), std::back_inserter(rest));
    for (std::size_t index = 0; index < std::min(most, rest.size()); ++index) {
      const Row& row = rest[index];
      text += fmt::format("{}: {} line {} point {} amount {}\n", title, row.table, row.line, row.point,
                          format_cents(row.amount));
    }
    if (rest.size() > most) text += fmt::format("{}: and {} more\n", title, rest.size() - most);
  };
  list("missing", wanted, found);
  list("not expected", found, wanted);
  return text;
}

}  // namespace qiuhao::oracle
