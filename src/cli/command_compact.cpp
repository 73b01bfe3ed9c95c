// `qiuhao compact`: small and thinned-out parts written together again, while others read and import.
#include <fmt/format.h>

#include <memory>

#include "claims/compaction.h"
#include "cli/audit_sources.h"
#include "cli/command.h"
#include "cli/compact_text.h"
#include "cli/progress.h"
#include "cli/stop_on_signal.h"

namespace qiuhao::cli {
namespace {

struct Options {
  std::string workspace;
  bool all = false;
};

Result<int> run_compact(const Options& options, Language language) {
  ASSIGN(const auto schema, load_schema());
  const StopOnSignal stop;
  Progress progress;
  claims::CompactOptions wanted;
  wanted.workspace = options.workspace;
  wanted.all = options.all;
  wanted.stop = &stop.flag();
  wanted.progress = [&](std::int64_t done, std::int64_t all) { progress.show("compacting", done, all, "people"); };
  const auto summary = claims::compact(*schema, wanted);
  progress.finish();
  if (!summary) return fail(summary.error());
  fmt::print("{}", text_of_compaction(*summary, language));
  return 0;
}

}  // namespace

void add_compact(Program& program) {
  CLI::App* command = add_command(program, "compact", "write small and thinned-out parts of the tape together again",
                                  "qiuhao compact city");
  const auto options = std::make_shared<Options>();
  command->add_option("WORKSPACE", options->workspace, "folder of the workspace")->required();
  command->add_flag("--all", options->all, "every part, not only those that are worth it");
  command->callback(
      [&program, options] { program.run = [&program, options] { return run_compact(*options, program.language); }; });
}

}  // namespace qiuhao::cli
