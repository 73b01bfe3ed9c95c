// `qiuhao rules`: check, test, explain, lint, list, show, backtest and compare rule files.
#include <memory>

#include "cli/backtest_parts.h"
#include "cli/command.h"
#include "cli/rules_parts.h"

namespace qiuhao::cli {
namespace {

using Options = std::shared_ptr<RulesOptions>;

CLI::App* add_rules_part(Program& program, CLI::App* parent, const std::string& name, const std::string& purpose,
                         const Options& options, Result<int> (*run)(const RulesOptions&)) {
  CLI::App* part = add_part(program, parent, name, purpose, options, run);
  part->add_option("--workspace", options->workspace, "a workspace, whose policy/rules stand over the shipped ones");
  return part;
}

void add_files(CLI::App* part, const Options& options) {
  part->add_option("FILE", options->files, "rule files or folders (default: the shipped and the workspace's)");
}

}  // namespace

void add_rules(Program& program) {
  CLI::App* command = add_command(
      program, "rules", "check, test, explain, lint, list, show, backtest and compare rules", "qiuhao rules test");
  command->require_subcommand(1);
  const auto options = std::make_shared<RulesOptions>();
  add_files(
      add_rules_part(program, command, "check", "read every rule file and tell all mistakes", options, check_rules),
      options);
  CLI::App* test =
      add_rules_part(program, command, "test", "run the tests inside rule files", options, run_tests_of_rules);
  add_files(test, options);
  test->add_option("--run", options->filter, "only tests whose name holds this");
  auto* junit = test->add_option("--junit", options->junit, "write a JUnit report into this file");
  auto* report = test->add_option("--report", options->report, "of one FILE: write what each test met into this file");
  report->excludes(junit);
  test->add_option("--memory", options->megabytes, "with --report, megabytes of memory at most (default: any)")
      ->check(CLI::Range(256, 1 << 20))
      ->needs(report);
  CLI::App* lint =
      add_rules_part(program, command, "lint", "what is right by the language, but hardly meant", options, lint_rules);
  add_files(lint, options);
  lint->add_flag("--json", options->json, "as JSON, one object a line");
  lint->add_flag("--strict", options->strict, "end with 1 when something is found");
  CLI::App* explain = add_rules_part(program, command, "explain", "how a rule judges a line, or why it leaves it alone",
                                     options, explain_rule);
  explain->get_option("--workspace")->required();
  explain->add_option("RULE", options->code, "code of the rule")->required();
  explain->add_option("--line", options->line, "number of the fee line")->required();
  explain->add_option("--known-on", options->known_on, "knowledge as known on this day (default: today)");
  explain->add_flag("--json", options->json, "as JSON");
  add_rules_part(program, command, "schema", "the JSON Schema of rule files, for editors", options, print_schema);
  add_rules_part(program, command, "list", "code, name, national number, certainty and moments", options, list_rules);
  CLI::App* show = add_rules_part(program, command, "show", "the text of a rule's file", options, show_rule);
  show->add_option("RULE", options->code, "code of the rule, such as R0101, or a file")->required();
  auto* chinese = show->add_flag("--chinese", options->chinese, "variables and fields by their Chinese names");
  show->add_flag("--english", options->english, "variables and fields by their English names")->excludes(chinese);
  CLI::App* parameters = add_rules_part(program, command, "parameters",
                                        "values that regions set, and which rules read them", options, list_parameters);
  parameters->add_option("NAME", options->code, "one parameter");
  CLI::App* functions =
      add_rules_part(program, command, "functions", "the functions that formulas may use", options, list_functions);
  functions->add_option("NAME", options->code, "one function, with its example");
  add_rules_backtest(program, *command);
}

}  // namespace qiuhao::cli
