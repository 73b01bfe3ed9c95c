// `qiuhao import`: national tables of any dialect into the tape of a workspace. Ctrl-C leaves the workspace as it was.
#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <memory>

#include "claims/import.h"
#include "cli/command.h"
#include "cli/import_text.h"
#include "cli/progress.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  std::vector<std::string> files;
  std::string map_file;
  int memory_megabytes = 800;
  int threads = 2;
};

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free);  // a signal handler may set it

// While it lives, Ctrl-C and termination set the stop flag.
class StopOnSignal {
 public:
  StopOnSignal() {
    stop_asked = false;
    const auto ask = [](int) { stop_asked = true; };
    before_interrupt_ = std::signal(SIGINT, ask);
    before_terminate_ = std::signal(SIGTERM, ask);
  }
  ~StopOnSignal() {
    std::signal(SIGINT, before_interrupt_);
    std::signal(SIGTERM, before_terminate_);
  }

 private:
  void (*before_interrupt_)(int);
  void (*before_terminate_)(int);
};

void show(Progress& progress, const claims::ImportProgress& now) {
  switch (now.step) {
    case claims::ImportStep::reading: return progress.show("reading", now.done, now.total, "bytes");
    case claims::ImportStep::assembling: return progress.show("assembling", now.done, now.total, "lines");
    case claims::ImportStep::publishing: return progress.finish();
  }
}

Result<int> run_import(const Options& options) {
  ASSIGN(const std::string policy, policy_folder());
  ASSIGN(const claims::Schema schema, claims::Schema::load(policy + "/schema"));
  claims::ImportOptions import;
  import.workspace = options.workspace;
  import.inputs.assign(options.files.begin(), options.files.end());
  if (!options.map_file.empty()) import.map_file = options.map_file;
  import.memory_megabytes = options.memory_megabytes;
  import.threads = options.threads;
  import.stop = &stop_asked;
  Progress progress;
  import.progress = [&](const claims::ImportProgress& now) { show(progress, now);
};
const StopOnSignal stop;
const auto summary = claims::import_files(schema, import);
progress.finish();
if (!summary) return fail(summary.error());
fmt::print("{}", text_of_import(*summary));
return 0;
}  // namespace

}  // namespace qiuhao::cli

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
