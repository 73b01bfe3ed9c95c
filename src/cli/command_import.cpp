// `qiuhao import`: national tables of any dialect into the tape of a workspace. Ctrl-C leaves the workspace as it was.
#include <fmt/format.h>

#include <memory>

#include "claims/import.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/import_text.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::vector<std::string> files;
  std::string map_file;
  int memory_megabytes = 800;
  int threads = 2;
};

void show(Progress& progress, const claims::ImportProgress& now) {
  switch (now.step) {
    case claims::ImportStep::reading: return progress.show("reading", now.done, now.total, "bytes");
    case claims::ImportStep::assembling: return progress.show("assembling", now.done, now.total, "lines");
    case claims::ImportStep::publishing: return progress.finish();
  }
}

Result<int> run_import(const Options& options) {
  ASSIGN(const auto schema, load_schema());
  const StopOnSignal stop;
  Progress progress;
  claims::ImportOptions wanted;
  wanted.workspace = options.workspace;
  wanted.inputs.assign(options.files.begin(), options.files.end());
  if (!options.map_file.empty()) wanted.map_file = options.map_file;
  wanted.memory_megabytes = options.memory_megabytes;
  wanted.threads = options.threads;
  wanted.stop = &stop.flag();
  wanted.progress = [&](const claims::ImportProgress& now) { show(progress, now); };
  const auto summary = claims::import_files(*schema, wanted);
  progress.finish();
  if (!summary) return fail(summary.error());
  fmt::print("{}", text_of_import(*summary));
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
  command->add_option("--memory", options->memory_megabytes, "megabytes for sorting (default: 800)")
      ->check(CLI::Range(500, 1'000'000));
  command->add_option("--threads", options->threads, "threads (default: 2)")->check(CLI::Range(1, 256));
  command->callback([&program, options] { program.run = [options] { return run_import(*options); }; });
}

}  // namespace qiuhao::cli
