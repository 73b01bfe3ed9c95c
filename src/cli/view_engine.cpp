// DuckDB with the views, and a folder for what it spills.
#include "cli/view_engine.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <thread>

namespace qiuhao::cli {
namespace {

constexpr int kMaxThreads = 64;

}  // namespace

SpillFolder::SpillFolder(const Path& workspace) : path_(workspace / "tmp" / fmt::format("sql-{}", ::getpid())) {
  if (!make_folder(path_)) path_.clear();
}

SpillFolder::~SpillFolder() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

Result<tables::Engine> engine_over(const claims::Tape& tape, const claims::Schema& schema, Language names,
                                   const ViewEngineOptions& options) {
  tables::EngineOptions of_engine;
  of_engine.memory = options.memory;
  of_engine.spill = options.spill;
  const auto machine = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  of_engine.threads = options.threads > 0 ? options.threads : std::min(machine, kMaxThreads);
  ASSIGN(tables::Engine engine, tables::Engine::open(of_engine));
  TRY(claims::add_views(engine, tape, schema, names));
  if (!options.tables.empty()) TRY(engine.run(options.tables));
  TRY(engine.lock_down());
  return engine;
}

}  // namespace qiuhao::cli
