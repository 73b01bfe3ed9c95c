// What a benchmark is: a name, a sentence, and a function that measures beside its peer in the same call.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace qiuhao::bench {

// One JSON line: a value, what it is held against, and the ratio that bars.json speaks of.
struct Measure {
  std::string name;  // "main-import-rate"
  double value = 0;
  std::string unit;
  std::string against;  // "DuckDB alone: 41.2 s"
  double ratio = 0;
};

struct Setting {
  bool small = false;
  Path program;  // folder of the built programs
  Path source;   // folder of the repository
  Path data;     // where cities are kept between calls
};

struct Benchmark {
  const char* name;
  const char* sentence;
  Result<std::vector<Measure>> (*run)(const Setting&);
};

// The explicit list.
const std::vector<Benchmark>& benchmarks();

Result<std::vector<Measure>> import_rate(const Setting& setting);
Result<std::vector<Measure>> audit_rate(const Setting& setting);
Result<std::vector<Measure>> tape_audit(const Setting& setting);
Result<std::vector<Measure>> library_size(const Setting& setting);
Result<std::vector<Measure>> same_as_sql(const Setting& setting);
Result<std::vector<Measure>> planted(const Setting& setting);
Result<std::vector<Measure>> detection(const Setting& setting);
Result<std::vector<Measure>> publication(const Setting& setting);
Result<std::vector<Measure>> from_nothing(const Setting& setting);
Result<std::vector<Measure>> tape_kill(const Setting& setting);
Result<std::vector<Measure>> tape_failed_writes(const Setting& setting);
Result<std::vector<Measure>> tape_flipped_bits(const Setting& setting);
Result<std::vector<Measure>> language_row(const Setting& setting);
Result<std::vector<Measure>> language_vector(const Setting& setting);
Result<std::vector<Measure>> language_peers(const Setting& setting);
Result<std::vector<Measure>> language_compile(const Setting& setting);
Result<std::vector<Measure>> tape_import(const Setting& setting);
Result<std::vector<Measure>> live_visit(const Setting& setting);
Result<std::vector<Measure>> live_exchange(const Setting& setting);
Result<std::vector<Measure>> live_service(const Setting& setting);
Result<std::vector<Measure>> live_kill(const Setting& setting);
Result<std::vector<Measure>> live_crowd(const Setting& setting);
Result<std::vector<Measure>> api_load(const Setting& setting);
Result<std::vector<Measure>> live_swap(const Setting& setting);
Result<std::vector<Measure>> tape_open(const Setting& setting);
Result<std::vector<Measure>> workbench_backtest(const Setting& setting);
Result<std::vector<Measure>> rule_costs(const Setting& setting);
Result<std::vector<Measure>> screen_networks(const Setting& setting);
Result<std::vector<Measure>> screen_traces(const Setting& setting);
Result<std::vector<Measure>> screen_train(const Setting& setting);
Result<std::vector<Measure>> screen_city_model(const Setting& setting);

// The same for files of slices, Parquet and CSV.
Status duckdb_sorts(const Path& folder, const Path& target);
// Reads, sorts and writes the five tables of a folder with DuckDB alone; the peer of the import, run as a process.
Status duckdb_alone(const Path& tables, const Path& target);

// A simulated city of so many people over a year, made when it is not there yet.
Result<Path> city_of(const Setting& setting, std::int64_t people);
// A workspace with that city imported, made when it is not there yet.
Result<Path> workspace_of(const Setting& setting, std::int64_t people);

// Workspaces that QIUHAO_BENCH_TAPES names, "A:B:C", or two made cities; the largest last.
Result<std::vector<Path>> tapes_of(const Setting& setting);

struct Finished {
  double seconds = 0;
  double cpu_seconds = 0;
  double peak_megabytes = 0;
};
// Runs a program to its end; an exit code other than 0 is an Error.
Result<Finished> run_program(const std::vector<std::string>& command);

}  // namespace qiuhao::bench
