// `qiuhao findings`: what an audit found, given to the people who work on it.
#include <memory>

#include "cli/command.h"
#include "cli/findings_parts.h"

namespace qiuhao::cli {

void add_findings(Program& program) {
  CLI::App* command = add_command(program, "findings", "give an audit's findings to the people who work on them",
                                  "qiuhao findings take city");
  command->require_subcommand(1);
  const auto options = std::make_shared<FindingsOptions>();
  CLI::App* take =
      add_workspace_part(program, command, "take", "findings of a run into the records; known ones keep their state",
                         options, take_findings);
  take->add_option("--run", options->run, "number of a run, such as 12, or its folder (default: the latest)");
  add_workspace_part(program, command, "count", "how many there are in each state", options, count_findings);
}

}  // namespace qiuhao::cli
