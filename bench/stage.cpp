// What benchmarks stand on: cities, workspaces, processes.
#include <fmt/format.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <chrono>
#include <filesystem>

#include "bench.h"
#include "simulate/city.h"
#include "tables/engine.h"

extern char** environ;

namespace qiuhao::bench {

Result<Finished> run_program(const std::vector<std::string>& command) {
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, 2, 1);  // standard output is for the JSON lines
  const auto start = std::chrono::steady_clock::now();
  pid_t process = 0;
  const int error = posix_spawnp(&process, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return system_error("cannot_run", fmt::format("cannot run {}", command[0]));
  int status = 0;
  rusage usage{};
  ::wait4(process, &status, 0, &usage);
  Finished finished;
  finished.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto seconds_of = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  finished.cpu_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
  finished.peak_megabytes = static_cast<double>(usage.ru_maxrss) / 1024.0;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return system_error(
        "failed", fmt::format("{} ended with status {}", command[0], WIFEXITED(status) ? WEXITSTATUS(status) : -1));
  }
  return finished;
}

// A city of an earlier catalogue is not this one, so what it is made of is in the name.
Result<Path> city_of(const Setting& setting, std::int64_t people) {
  const Path folder = setting.data / fmt::format("city-{}-{}", simulate::kKinds, people);
  if (std::filesystem::exists(folder / "truth.csv")) return folder;
  simulate::CityOptions options;
  options.directory = folder;
  options.people = people;
  if (auto made = simulate::simulate_city(options); !made) return std::unexpected(made.error());
  return folder;
}

Result<Path> workspace_of(const Setting& setting, std::int64_t people) {
  const Path workspace = setting.data / fmt::format("workspace-{}-{}", simulate::kKinds, people);
  if (std::filesystem::exists(workspace / "tape" / "manifest.json")) return workspace;
  ASSIGN(const Path city, city_of(setting, people));
  std::filesystem::remove_all(workspace);
  TRY(run_program({(setting.program / "qiuhao").string(), "import", workspace.string(), city.string()}));
  return workspace;
}

Status duckdb_alone(const Path& tables, const Path& target) {
  TRY(make_folder(target));
  tables::EngineOptions options;
  options.memory = "1200MB";
  options.spill = target / "spill";
  ASSIGN(tables::Engine engine, tables::Engine::open(options));
  static constexpr std::pair<const char*, const char*> kTables[] = {{"mdtrt_d", "begntime"},
                                                                    {"fee_list_d", "fee_ocur_time"},
                                                                    {"setl_d", "setl_time"},
                                                                    {"setl_list_diag_d", "mdtrt_id"},
                                                                    {"setl_list_oprn_d", "mdtrt_id"}};
  for (const auto& [table, time] : kTables) {
    TRY(engine.run(fmt::format("COPY (SELECT * FROM read_csv({}) ORDER BY psn_no, {}) TO {} (FORMAT parquet)",
                               tables::sql_text((tables / fmt::format("{}.csv", table)).string()), time,
                               tables::sql_text((target / fmt::format("{}.parquet", table)).string()))));
  }
  return {};
}

}  // namespace qiuhao::bench
