// A register of tracing codes of a size that no table for people has: imported, and screened in one pass. So many boxes
// are planted that were sold twice, and their number must come out.
#include <fmt/format.h>

#include <chrono>
#include <filesystem>

#include "bench.h"
#include "screening/traces/traces.h"
#include "tables/engine.h"

namespace qiuhao::bench {
namespace {

constexpr std::int64_t kCodes = 5'000'000;  // two rows each: bought, sold
constexpr std::int64_t kFewCodes = 50'000;
constexpr std::int64_t kSoldTwice = 1'000;  // one box in so many

// Boxes of 1,000 providers and 2,000,000 people, sold through 2025.
std::string rows_sql(std::int64_t codes) {
  const std::string common =
      "(i % 1000)::VARCHAR AS fixmedins_code, '81' || lpad((hash(i) % 1000000000000000000)::VARCHAR, 18, '0') AS "
      "drug_trac_codg, 'XA' || (i % 5000) AS med_list_codg, TIMESTAMP '2025-01-01' + to_seconds(i * 7919 % 31000000)";
  const std::string sold = "'P' || (i * 31 % 2000000) AS psn_no, 'S' || i AS setl_id, '0' AS trdn_flag";
  return fmt::format(
      "SELECT 'b' || i AS rid, 'purchase' AS evt_type, {0} - INTERVAL 30 DAY AS evt_time, NULL AS psn_no, NULL AS "
      "setl_id, "
      "NULL AS trdn_flag FROM range({1}) AS r(i) UNION ALL SELECT 's' || i, 'sale', {0}, {2} FROM range({1}) AS r(i) "
      "UNION ALL SELECT 't' || i, 'sale', {0} + INTERVAL 20 DAY, 'Q' || i, 'T' || i, '0' FROM range({1}) AS r(i) WHERE "
      "i % {3} = 0",
      common, codes, sold, kSoldTwice);
}

}  // namespace

Result<std::vector<Measure>> screen_traces(const Setting& setting) {
  const std::int64_t codes = setting.small ? kFewCodes : kCodes;
  const Path folder = setting.data / "traces";
  const Path workspace = folder / "workspace";
  std::filesystem::remove_all(folder);
  TRY(make_folder(folder));
  const Path table = folder / "trace.parquet";
  ASSIGN(tables::Engine engine, tables::Engine::open({"900MB", folder / "spill", 2}));
  TRY(engine.run(fmt::format("COPY ({}) TO {} (FORMAT parquet)", rows_sql(codes), tables::sql_text(table.string()))));
  const std::string program = (setting.program / "qiuhao").string();
  ASSIGN(const Finished read, run_program({program, "import", workspace.string(), table.string()}));
  ASSIGN(const Finished told, run_program({program, "screen", "traces", workspace.string(), "--format", "json", "--out",
                                           (folder / "leads.json").string()}));
  ASSIGN(const claims::Schema schema, claims::Schema::load((setting.source / "policy/schema").string()));
  screening::TraceOptions options;
  options.workspace = workspace;
  ASSIGN(const screening::TraceReport report, screening::screen_traces(schema, {}, options));
  const double planted = static_cast<double>(codes / kSoldTwice);
  std::filesystem::remove_all(folder);
  const std::string rows = fmt::format("{} rows", report.rows);
  return std::vector<Measure>{{"screen-traces-import", read.seconds, "s", rows, read.peak_megabytes},
                              {"screen-traces-seconds", told.seconds, "s", rows, told.cpu_seconds},
                              {"screen-traces-memory", told.peak_megabytes, "MB", rows, 0},
                              {"screen-traces-found", static_cast<double>(report.resold_codes), "codes", "planted",
                               static_cast<double>(report.resold_codes) / planted}};
}

}  // namespace qiuhao::bench
