// qiuhao-bench: lists and runs benchmarks; bench/run compares what it prints with bench/bars.json.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <string_view>

#include "bench.h"
#include "text/document.h"

namespace qiuhao::bench {
namespace {

constexpr Benchmark kBenchmarks[] = {
    {"main-import",
     "Import of the full-width national tables against DuckDB alone reading, sorting and writing them; peak memory",
     import_rate},
    {"main-audit", "Lines audited a second by the fourteen rules with a national-size set of points, on all cores",
     audit_rate},
    {"tape-audit",
     "Every shipped rule over a large tape: against reading its columns once, SQL in DuckDB, one thread, smaller "
     "tapes",
     tape_audit},
    {"rule-costs",
     "What each rule costs alone over the largest of QIUHAO_BENCH_TAPES, the dearest first; and all at once",
     rule_costs},
    {"main-library-size", "What a line costs with 250,000 knowledge points against 4,000", library_size},
    {"main-same-as-sql",
     "Findings of the rules of national kinds against an independent formulation in SQL, on the simulated city and "
     "on random tables",
     same_as_sql},
    {"main-planted", "Violations planted in the simulated city: all found, nothing else", planted},
    {"detection",
     "Schemes played among honest look-alikes in cities that no test has: recall, precision, area under the curve, "
     "days until found and money missed, scheme by scheme",
     detection},
    {"main-publication",
     "The official publication: kinds that load, superseded rows out of force, agreement with the tables", publication},
    {"main-from-nothing", "./run and ./test from a clean clone with no compiler cache (packages installed)",
     from_nothing},
    {"tape-kill",
     "kill -9 at random moments of every command that changes a store: old or new, nothing lost that was done",
     tape_kill},
    {"tape-failed-writes",
     "Every call of an import, backup and restore that changes a file fails in turn: never a broken store",
     tape_failed_writes},
    {"tape-flipped-bits",
     "A flipped bit anywhere in parts, rows, keys, manifest and list of imports: found and named by the doctor",
     tape_flipped_bits},
    {"language-row", "One evaluation of the row program, a rule of 17 nodes and more", language_row},
    {"language-vector", "The vector program, the same rule: over rows in the cache, and over 10 million",
     language_vector},
    {"language-peers",
     "Twenty rules over 10 million rows, each alone and all together, beside DuckDB and @bufbuild/cel", language_peers},
    {"tape-import",
     "Import of full-width Parquet and CSV within 2 GB, beside DuckDB alone reading and sorting them; bytes a line; "
     "QIUHAO_BENCH_MILLIONS lines (10)",
     tape_import},
    {"tape-open", "One person's tape found and read, from a fresh mapping of files in the page cache", tape_open},
    {"live-visit", "One visit of a dozen lines with a year's history, judged in process by every rule", live_visit},
    {"live-exchange", "A message of twenty orders read, judged and answered, without its socket", live_exchange},
    {"live-service",
     "The live service under load, beside its client: the audit's answers, latency, most messages, memory",
     live_service},
    {"live-kill", "kill -9 of a service under load: nothing lost, nothing twice, ready soon", live_kill},
    {"live-crowd", "A thousand slow, stalled and greedy clients beside good ones", live_crowd},
    {"api-load", "Fifty people at the web API, over a million findings", api_load},
    {"live-swap", "Newer libraries put in place under load", live_swap},
    {"workbench-backtest",
     "Backtests of one changed rule over the largest of QIUHAO_BENCH_TAPES: seconds to the first result and to all",
     workbench_backtest},
    {"screen-networks",
     "Who goes to hospitals together, over 10 million visits made in memory: seconds, memory, exact on a sample, "
     "planted gangs found and first by surprise",
     screen_networks},
    {"screen-traces", "ten million uses of tracing codes: imported, and screened in one pass", screen_traces},
    {"screen-train",
     "Training and cross-validating the provider model on 5,000 providers of 30 columns, beside the best that can be",
     screen_train},
    {"screen-city-model",
     "The provider model on simulated cities that it has not seen: calibration, area under the curves, precision at "
     "k, "
     "with and without findings",
     screen_city_model},
    {"language-compile", "Compiling 1,000 rules with types and sharing", language_compile},
};

}  // namespace

const std::vector<Benchmark>& benchmarks() {
  static const std::vector<Benchmark> all(std::begin(kBenchmarks), std::end(kBenchmarks));
  return all;
}

}  // namespace qiuhao::bench

int main(int count, char** arguments) {
  using namespace qiuhao::bench;  // tidy:allow the program's own namespace
  const std::vector<std::string_view> words(arguments + 1, arguments + count);
  if (words.size() == 1 && words[0] == "--list") {
    for (const Benchmark& benchmark : benchmarks()) fmt::print("{:<20} {}\n", benchmark.name, benchmark.sentence);
    return 0;
  }
  if (words.size() == 3 && words[0] == "--duckdb-alone") {
    const auto done = duckdb_alone(std::string(words[1]), std::string(words[2]));
    if (!done) fmt::print(stderr, "{}\n", done.error().text());
    return done ? 0 : 4;
  }
  if (words.size() == 3 && words[0] == "--duckdb-sorts") {
    const auto done = duckdb_sorts(std::string(words[1]), std::string(words[2]));
    if (!done) fmt::print(stderr, "{}\n", done.error().text());
    return done ? 0 : 4;
  }
  if (words.empty()) {
    fmt::print(stderr, "usage: qiuhao-bench NAME [--small] | --list\n");
    return 2;
  }
  Setting setting;
  setting.small = words.size() == 2 && words[1] == "--small";
  setting.program = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  setting.source = QIUHAO_SOURCE_DIR;
  setting.data = setting.program.parent_path() / "bench-data";
  for (const Benchmark& benchmark : benchmarks()) {
    if (benchmark.name != words[0]) continue;
    const auto measures = benchmark.run(setting);
    if (!measures) {
      fmt::print(stderr, "{}: {}\n", benchmark.name, measures.error().text());
      return qiuhao::exit_code(measures.error());
    }
    for (const Measure& measure : *measures) {
      fmt::print("{{\"measure\": {}, \"value\": {:.6g}, \"unit\": {}, \"against\": {}, \"ratio\": {:.4g}}}\n",
                 qiuhao::text::json_quote(measure.name), measure.value, qiuhao::text::json_quote(measure.unit),
                 qiuhao::text::json_quote(measure.against), measure.ratio);
    }
    return 0;
  }
  fmt::print(stderr, "qiuhao-bench: there is no benchmark '{}'; run: qiuhao-bench --list\n", words[0]);
  return 2;
}
