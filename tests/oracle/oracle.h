// The national kinds judged a second time, by SQL in DuckDB over the raw tables (oracle.sql and those of families):
// shares nothing with the rules, the windows or the import. Tests and benchmarks compare an audit with it.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "audit/audit.h"
#include "knowledge/knowledge.h"

namespace qiuhao::oracle {

struct Row {
  std::string table;  // drug_sex; the code of a rule that reads none
  std::string line;   // number of the line, diagnosis, operation or visit; of a person that of the first visit
  std::string point;
  Cents amount = 0;
  auto operator<=>(const Row&) const = default;
};

// Judges the raw tables of a folder (fee_list_d.csv, mdtrt_d.csv) with the points of a library, by the files of
// `sql_folder`; sorted.
Result<std::vector<Row>> judge_raw_tables(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                          const std::string& sql_folder);

// Rules R0201 (readmission), R0202 (overlap) and R0203 (providers a day) over the same tables, by stays.sql after
// oracle.sql: `table` is the rule's code, `line` the visit or the day, `point` the numbers of the lines blamed, sorted.
Result<std::vector<Row>> judge_raw_stays(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                         const std::string& sql_folder);
std::vector<Row> stay_rows_of(const audit::AuditResult& result, const claims::Tape& tape);

// Screening models (the rules of `model_rules`) over the same tables, by models.sql after oracle.sql: `table` is the
// rule's code, `line` the subject. For tables without absent fields.
Result<std::vector<Row>> judge_raw_models(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                          const std::string& sql_folder);
std::vector<Row> model_rows_of(const audit::AuditResult& result, const claims::Tape& tape);
const std::set<std::string>& model_rules();

// Those over providers' months (R0542 to R0551), by model_months.sql after models.sql with these parameters: `line` is
// provider, month and the number of visits counted.
using Settings = std::vector<std::pair<std::string, std::string>>;
Result<std::vector<Row>> judge_raw_months(const Path& folder, const knowledge::Library& library, const Path& scratch,
                                          const std::string& sql_folder, const Settings& settings);

// The findings of an audit in the same form; sorted.
std::vector<Row> rows_of(const audit::AuditResult& result, const claims::Tape& tape);

// "missing: …" and "not expected: …", at most `most` of each; empty when both are the same.
std::string difference(const std::vector<Row>& wanted, const std::vector<Row>& found, std::size_t most);

// How close together people's visits are, and how large.
struct RandomShape {
  int days = 800;      // from 2025-01-01, in which visits begin
  int providers = 20;  // that people go to
  int lines = 40;      // of a visit, at most, unless it is a course
};

// Writes fee_list_d.csv and the other four with random content: few people, few items (all of the library's that are
// given), every field sometimes absent, refunds, corrections, repeats, voided rows, orphans, stays across midnight and
// year.
Status write_random_tables(const Path& folder, const std::vector<std::string>& items, std::uint64_t seed, int people,
                           const RandomShape& shape = {});

}  // namespace qiuhao::oracle
