// `qiuhao workflows check`: all mistakes of all files, and what was explored.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/command.h"
#include "cli/run_program.h"
#include "cli/workflows_parts.h"
#include "workflow/migrate.h"
#include "workflow/model_check.h"

namespace qiuhao::cli {
namespace {

constexpr std::size_t kMaxMistakesShown = 200;  // of one call

// Each version against the next that is there.
std::vector<Error> migration_errors(const std::vector<workflow::Kind>& kinds) {
  std::map<std::string, std::map<int, const workflow::Kind*>> versions;
  for (const workflow::Kind& kind : kinds) versions[kind.name][kind.version] = &kind;
  std::vector<Error> errors;
  for (const auto& [name, by_version] : versions) {
    const workflow::Kind* before = nullptr;
    for (const auto& [version, kind] : by_version) {
      if (before != nullptr) {
        const auto found = workflow::check_migration(*before, *kind);
        errors.insert(errors.end(), found.begin(), found.end());
      }
      before = kind;
    }
  }
  return errors;
}

}  // namespace

Result<std::vector<std::string>> workflow_files(const WorkflowsOptions& options) {
  if (!options.files.empty()) return yaml_files(options.files);
  ASSIGN(const std::string policy, policy_folder());
  std::vector<std::string> folders = {policy + "/workflows"};
  if (!options.workspace.empty()) folders.push_back(options.workspace + "/policy/workflows");
  return yaml_files_in(folders);
}

Result<std::vector<workflow::Kind>> load_workflows(const WorkflowsOptions& options) {
  ASSIGN(const auto files, workflow_files(options));
  std::vector<workflow::Kind> kinds;
  for (const std::string& file : files) {
    ASSIGN(workflow::Kind kind, workflow::load_kind(file));
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

Result<workflow::Calendar> shipped_calendar() {
  ASSIGN(const std::string policy, policy_folder());
  return workflow::Calendar::read(policy + "/calendar/china.yaml");
}

Result<int> check_workflows(const WorkflowsOptions& options) {
  ASSIGN(const auto files, workflow_files(options));
  std::vector<workflow::Kind> kinds;
  std::vector<Error> errors;
  for (const std::string& file : files) {
    workflow::KindReading reading = workflow::load_kind_all(file);
    errors.insert(errors.end(), reading.errors.begin(), reading.errors.end());
    if (reading.kind) kinds.push_back(std::move(*reading.kind));
  }
  // A file that cannot be read may be the very one that another names.
  if (errors.empty()) {
    errors = workflow::check_together(kinds);
    const auto lost = migration_errors(kinds);
    errors.insert(errors.end(), lost.begin(), lost.end());
  }
  for (std::size_t i = 0; i < std::min(errors.size(), kMaxMistakesShown); ++i) print_error(errors[i], options.language);
  if (!errors.empty()) {
    return input_error("bad_workflows",
                       Sentence{fmt::format("{} mistakes in {} workflow files; see above", errors.size(), files.size()),
                                fmt::format("{} 个流程文件共有 {} 处错误；见上文", files.size(), errors.size())});
  }
  const bool chinese = options.language == Language::chinese;
  for (const workflow::Kind& kind : kinds) {
    const workflow::ModelReport model = workflow::check_model(kind);
    fmt::print("ok   {} v{} {}: {}\n", kind.name, kind.version, kind.title.in(options.language),
               chinese ? fmt::format("{} 个状态，{} 个操作，遍历 {} 种局面", kind.states.size(), kind.actions.size(),
                                     model.positions)
                       : fmt::format("{} states, {} actions, {} positions explored", kind.states.size(),
                                     kind.actions.size(), model.positions));
  }
  fmt::print("{}\n", chinese ? fmt::format("{} 个流程没有错误", kinds.size())
                             : fmt::format("{} workflows are right", kinds.size()));
  return 0;
}

}  // namespace qiuhao::cli
