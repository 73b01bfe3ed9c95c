// The tape at a province's size: import within a memory bound beside DuckDB alone, bytes a line, one person's tape.
#include "claims/tape.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>

#include "bench.h"
#include "simulate/city.h"
#include "tables/engine.h"

namespace qiuhao::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kPeopleOfSlice = 27'000;  // some million fee lines a year
constexpr std::int64_t kSlicesAsCsv = 10;        // one in so many stays CSV, the others become Parquet
constexpr double kMemoryBound = 2048;            // MB
constexpr std::pair<const char*, const char*> kTables[] = {{"mdtrt_d", "begntime"},
                                                           {"fee_list_d", "fee_ocur_time"},
                                                           {"setl_d", "setl_time"},
                                                           {"setl_list_diag_d", "mdtrt_id"},
                                                           {"setl_list_oprn_d", "mdtrt_id"}};

// Millions of fee lines: QIUHAO_BENCH_MILLIONS, else 10, in the small form less than one.
std::int64_t slices_of(const Setting& setting) {
  const char* wanted = std::getenv("QIUHAO_BENCH_MILLIONS");
  return setting.small ? 1 : std::max(1, wanted == nullptr ? 10 : std::atoi(wanted));
}

Status to_parquet(const Path& csv, const Path& target) {
  tables::EngineOptions options;
  options.memory = "1200MB";
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  return engine.run(
      fmt::format("COPY (SELECT * FROM read_csv({}, all_varchar = true)) TO {} (FORMAT parquet, COMPRESSION zstd)",
                  tables::sql_text(csv.string()), tables::sql_text(target.string())));
}

// A city in slices, made when it is not there yet: full-width tables, most of them Parquet so that a hundred million
// lines fit on a disk.
Result<Path> sliced_city(const Setting& setting, std::int64_t slices) {
  const Path folder = setting.data / fmt::format("sliced-{}{}", slices, setting.small ? "-small" : "");
  if (fs::exists(folder / "whole")) return folder;
  fs::remove_all(folder);
  TRY(make_folder(folder));
  for (std::int64_t slice = 0; slice < slices; ++slice) {
    simulate::CityOptions options;
    options.directory = folder / "slice";
    options.people = setting.small ? 3'000 : kPeopleOfSlice * slices;
    options.slice = slice;
    options.slices = slices;
    TRY(simulate::simulate_city(options));
    for (const auto& [table, time] : kTables) {
      const Path csv = options.directory / fmt::format("{}.csv", table);
      const Path place = folder / fmt::format("{}-{:04}", table, slice);
      if (slice % kSlicesAsCsv == 0)
        fs::rename(csv, place.string() + ".csv");
      else
        TRY(to_parquet(csv, place.string() + ".parquet"));
    }
    fs::remove_all(options.directory);
  }
  TRY(write_file_atomically(folder / "whole", "all slices are here\n"));
  return folder;
}

std::string listed(const Path& folder, std::string_view table, std::string_view ending) {
  std::string list;
  for (const auto& file : fs::directory_iterator(folder)) {
    const std::string name = file.path().filename().string();
    if (!name.starts_with(fmt::format("{}-", table)) || !name.ends_with(ending)) continue;
    list += (list.empty() ? "" : ", ") + tables::sql_text(file.path().string());
  }
  return list;
}

}  // namespace

// The peer of the import: DuckDB reads the same files, sorts each table by person and time, and writes it.
Status duckdb_sorts(const Path& folder, const Path& target) {
  TRY(make_folder(target));
  tables::EngineOptions options;
  options.memory = "1800MB";
  options.spill = target / "spill";
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  TRY(engine.run("SET preserve_insertion_order = false"));
  for (const auto& [table, time] : kTables) {
    std::string from;
    if (const std::string files = listed(folder, table, ".parquet"); !files.empty())
      from = fmt::format("SELECT * FROM read_parquet([{}], union_by_name = true)", files);
    if (const std::string files = listed(folder, table, ".csv"); !files.empty())
      from += fmt::format("{}SELECT * FROM read_csv([{}], all_varchar = true)",
                          from.empty() ? "" : " UNION ALL BY NAME ", files);
    const Path out = target / fmt::format("{}.parquet", table);
    TRY(engine.run(fmt::format("COPY (SELECT * FROM ({}) ORDER BY psn_no, {}) TO {} (FORMAT parquet)", from, time,
                               tables::sql_text(out.string()))));
    fs::remove(out);
  }
  return {};
}

Result<Path> sliced_workspace(const Setting& setting, std::int64_t slices) {
  return setting.data / fmt::format("tape-{}{}", slices, setting.small ? "-small" : "");
}

Result<std::vector<Measure>> tape_import(const Setting& setting) {
  const std::int64_t slices = slices_of(setting);
  ASSIGN(const Path city, sliced_city(setting, slices));
  ASSIGN(const Path workspace, sliced_workspace(setting, slices));
  fs::remove_all(workspace);
  std::vector<std::string> command = {(setting.program / "qiuhao").string(), "import", workspace.string(), "--memory",
                                      "2GB"};
  for (const auto& file : fs::directory_iterator(city)) {
    if (file.path().extension() != "") command.push_back(file.path().string());
  }
  std::sort(command.begin() + 5, command.end());
  ASSIGN(const Finished ours, run_program(command));
  const Path alone = setting.data / "duckdb-alone";
  fs::remove_all(alone);
  ASSIGN(const Finished theirs,
         run_program({(setting.program / "qiuhao-bench").string(), "--duckdb-sorts", city.string(), alone.string()}));
  fs::remove_all(alone);
  ASSIGN(const claims::Manifest manifest, claims::read_manifest(workspace));
  double lines = 0, bytes = 0;
  for (const claims::PartEntry& part : manifest.parts) {
    lines += static_cast<double>(part.lines);
    bytes += static_cast<double>(fs::file_size(workspace / part.file));
  }
  return std::vector<Measure>{
      {"tape-import-rate", lines / ours.seconds, "lines/s",
       fmt::format("{:.0f} lines; DuckDB alone reads and sorts: {:.1f} s, ours: {:.1f} s", lines, theirs.seconds,
                   ours.seconds),
       theirs.seconds / ours.seconds},
      {"tape-import-memory", ours.peak_megabytes, "MB", "limit: --memory 2GB", ours.peak_megabytes / kMemoryBound},
      {"tape-size", bytes / lines, "bytes a line",
       fmt::format("{} parts, {:.0f} MB, all columns of all tables", manifest.parts.size(), bytes / 1e6), 0}};
}

namespace {

// What opening one person's tape takes: found by pseudonym, the ranges, and item and amount of every line.
double seconds_to_open(const claims::Tape& tape, const std::string& person, const Column* const* amounts,
                       const Column* const* items, std::int64_t& sum) {
  const auto start = std::chrono::steady_clock::now();
  const auto place = tape.find_person(person);
  CHECK_NOTE(place.has_value(), person);
  const claims::Part& part = tape.parts()[place->part];
  const claims::Range lines = part.range(claims::Link::person_lines, place->person);
  for (RowIndex line = lines.begin; line < lines.end; ++line)
    sum += amounts[place->part]->number(line) + items[place->part]->code(line);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

Result<std::vector<Measure>> tape_open(const Setting& setting) {
  ASSIGN(const claims::Schema schema, claims::Schema::load((setting.source / "policy/schema").string()));
  const std::int64_t slices = slices_of(setting);
  ASSIGN(const Path workspace, sliced_workspace(setting, slices));
  if (!fs::exists(workspace)) TRY(tape_import(setting));
  std::vector<std::string> people;
  {
    ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, schema));
    std::mt19937 random(1);
    for (int number = 0; number < 20'000; ++number) {
      const claims::Part& part = tape.parts()[random() % tape.parts().size()];
      const Column* ids = part.column(claims::Entity::person, schema.of(claims::Entity::person).find("id"));
      people.emplace_back(ids->text(static_cast<RowIndex>(random() % ids->rows)));
    }
  }
  // A new mapping: the files are in the page cache, nothing of them in this process.
  ASSIGN(const claims::Tape tape, claims::Tape::open(workspace, schema));
  std::vector<const Column*> amounts, items;
  for (const claims::Part& part : tape.parts()) {
    amounts.push_back(part.column(claims::Entity::line, schema.of(claims::Entity::line).find("amount")));
    items.push_back(part.column(claims::Entity::line, schema.of(claims::Entity::line).find("item")));
  }
  std::vector<double> seconds;
  std::int64_t sum = 0;
  for (const std::string& person : people)
    seconds.push_back(seconds_to_open(tape, person, amounts.data(), items.data(), sum));
  std::ranges::sort(seconds);
  const double p99 = seconds[seconds.size() * 99 / 100] * 1e6;
  return std::vector<Measure>{{"tape-open", p99, "microseconds, 99 of 100",
                               fmt::format("{} lines in {} parts; half of them in {:.1f}; sum {}", tape.lines(),
                                           tape.parts().size(), seconds[seconds.size() / 2] * 1e6, sum),
                               0}};
}

}  // namespace qiuhao::bench
