// `qiuhao workflows show`: the state diagram.
#include <fmt/format.h>

#include <filesystem>

#include "cel/lexer/source.h"
#include "cli/workflows_parts.h"
#include "workflow/draw.h"

namespace qiuhao::cli {
namespace {

std::string drawn(const workflow::Kind& kind, const WorkflowsOptions& options) {
  if (options.format == "mermaid") return workflow::draw_mermaid(kind, options.language);
  if (options.format == "graphviz") return workflow::draw_graphviz(kind, options.language);
  return workflow::draw_text(kind, options.language);
}

}  // namespace

Result<int> show_workflow(const WorkflowsOptions& options) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(options.name, ignored)) {
    ASSIGN(const workflow::Kind kind, workflow::load_kind(options.name));
    fmt::print("{}", drawn(kind, options));
    return 0;
  }
  ASSIGN(const auto kinds, load_workflows(options));
  const workflow::Kind* newest = nullptr;
  std::vector<std::string> names;
  for (const workflow::Kind& kind : kinds) {
    names.push_back(kind.name);
    const bool is_newer = newest == nullptr || newest->version < kind.version;
    if (kind.name == options.name && is_newer) newest = &kind;
  }
  if (newest == nullptr) {
    const Sentence unknown{fmt::format("no workflow is called '{}'", options.name),
                           fmt::format("没有名为“{}”的流程", options.name)};
    return usage_error("no_such_workflow", unknown + cel::suggest_name(options.name, names));
  }
  fmt::print("{}", drawn(*newest, options));
  return 0;
}

}  // namespace qiuhao::cli
