// `qiuhao import`: national tables of any dialect into the tape of a workspace. Ctrl-C leaves the workspace as it was.
#include <fmt/format.h>

#include <memory>

#include "claims/compaction.h"
#include "claims/import.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/compact_text.h"
#include "cli/import_text.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::vector<std::string> files;
  std::string map_file;
  std::uint64_t memory = std::uint64_t{1} << 30;  // bytes
  int threads = 2;
  bool no_compact = false;
};

void show(Progress& progress, const claims::ImportProgress& now) {
  switch (now.step) {
    case claims::ImportStep::reading: return progress.show("reading", now.done, now.total, "bytes");
    case claims::ImportStep::assembling: return progress.show("assembling", now.done, now.total, "lines");
    case claims::ImportStep::publishing: return progress.finish();
  }
}

// Many small imports leave many small parts; putting them together is part of importing, unless it is not wanted now.
Status compact_when_due(const Options& options, const claims::Schema& schema, const StopOnSignal& stop,
                        Language language) {
  ASSIGN(const bool is_due, claims::compaction_is_due(options.workspace));
  if (!is_due || options.no_compact) return {};
  Progress progress;
  claims::CompactOptions wanted;
  wanted.workspace = options.workspace;
  wanted.stop = &stop.flag();
  wanted.progress = [&](std::int64_t done, std::int64_t all) { progress.show("compacting", done, all, "people"); };
  const auto summary = claims::compact(schema, wanted);
  progress.finish();
  // Somebody else's compaction does as well.
  if (!summary) return summary.error().code == "compacting" ? Status() : fail(summary.error());
  fmt::print("{}", text_of_compaction(*summary, language));
  return {};
}

Result<int> run_import(const Options& options, Language language) {
  ASSIGN(const auto schema, load_schema());
  const StopOnSignal stop;
  Progress progress;
  claims::ImportOptions wanted;
  wanted.workspace = options.workspace;
  wanted.inputs.assign(options.files.begin(), options.files.end());
  if (!options.map_file.empty()) wanted.map_file = options.map_file;
  wanted.memory_megabytes = static_cast<int>(options.memory >> 20);
  wanted.threads = options.threads;
  wanted.stop = &stop.flag();
  wanted.progress = [&](const claims::ImportProgress& now) { show(progress, now); };
  const auto summary = claims::import_files(*schema, wanted);
  progress.finish();
  if (!summary) return fail(summary.error());
  fmt::print("{}", text_of_import(*summary));
  if (summary->is_new) TRY(compact_when_due(options, *schema, stop, language));
  return 0;
}

}  // namespace

void add_import(Program& program) {
  CLI::App* command = add_command(program, "import", "read national tables into the tape of a workspace",
                                  "qiuhao import city mdtrt_d.csv fee_list_d.csv setl_d.csv");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace; made when absent")->required();
  command->add_option("FILE", options->files, "files, or folders of files: CSV (also .gz, .zst), Parquet")->required();
  command->add_option("--map", options->map_file, "YAML that says what the columns of other tables are");
  command
      ->add_option("--memory", options->memory, "memory of the whole program, such as 2GB (default: 1GB, least: 700MB)")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(std::uint64_t{700} << 20, std::uint64_t{1} << 40));
  command->add_flag("--no-compact", options->no_compact, "leave many small parts as they are for now");
  command->add_option("--threads", options->threads, "threads (default: 2)")->check(CLI::Range(1, 256));
  command->callback(
      [&program, options] { program.run = [&program, options] { return run_import(*options, program.language); }; });
}

}  // namespace qiuhao::cli
