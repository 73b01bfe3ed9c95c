// `qiuhao workflows`: check, test and show workflow files.
#include <memory>

#include "cli/command.h"
#include "cli/workflows_parts.h"

namespace qiuhao::cli {
namespace {

using Options = std::shared_ptr<WorkflowsOptions>;

CLI::App* add_workflows_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                             const Options& options, Result<int> (*run)(const WorkflowsOptions&)) {
  CLI::App* part = add_part(program, parent, name, purpose, options, run);
  part->add_option("--workspace", options->workspace,
                   "a workspace, whose policy/workflows stand beside the shipped ones");
  return part;
}

void add_files(CLI::App* part, const Options& options) {
  part->add_option("FILE", options->files, "workflow files or folders (default: the shipped and the workspace's)");
}

}  // namespace

void add_workflows(Program& program) {
  CLI::App* command =
      add_command(program, "workflows", "check, test and show workflow files", "qiuhao workflows test --coverage");
  command->require_subcommand(1);
  const auto options = std::make_shared<WorkflowsOptions>();
  add_files(add_workflows_part(program, command, "check",
                               "read every workflow file, explore all its states, tell all mistakes", options,
                               check_workflows),
            options);
  CLI::App* test = add_workflows_part(program, command, "test", "run the tests inside workflow files", options,
                                      run_tests_of_workflows);
  add_files(test, options);
  test->add_option("--run", options->filter, "only tests whose name holds this");
  test->add_flag("--coverage", options->coverage, "end with 1 when an action or a side of a guard is in no test");
  CLI::App* show =
      add_workflows_part(program, command, "show", "the state diagram of a workflow", options, show_workflow);
  show->add_option("WORKFLOW", options->name, "name of the workflow, such as tip_off, or a file")->required();
  show->add_option("--format", options->format, "text, mermaid or graphviz")
      ->check(CLI::IsMember({"text", "mermaid", "graphviz"}));
}

}  // namespace qiuhao::cli
