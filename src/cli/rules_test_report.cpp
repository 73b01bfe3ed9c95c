// `qiuhao rules test --report`: the tests of one file as JSON, as the web API tells them.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

#include "base/files.h"
#include "cli/audit_sources.h"
#include "cli/rules_parts.h"
#include "rules/rule_tests.h"
#include "server/workbench/tests_json.h"

namespace qiuhao::cli {
namespace {

Status limit_memory(int megabytes) {
  const rlim_t bytes = static_cast<rlim_t>(megabytes) << 20;
  const rlimit limit{bytes, bytes};
  if (megabytes == 0 || ::setrlimit(RLIMIT_AS, &limit) == 0) return {};
  return system_error("cannot_limit_memory", std::strerror(errno));
}

}  // namespace

Result<int> report_tests(const RulesOptions& options) {
  TRY(limit_memory(options.megabytes));
  if (options.files.size() != 1)
    return usage_error("one_file", Sentence{"--report is of one file; name it", "--report 只用于一个文件；请写明"});
  ASSIGN(const auto schema, load_schema());
  ASSIGN(const knowledge::Kinds kinds, workspace_kinds(options.workspace));
  ASSIGN(const rules::Rule rule, rules::load_rule(options.files.front(), *schema));
  const auto ran = rules::run_rule_tests(rule, schema, kinds);
  TRY(write_file_atomically(options.report, server::tests_json(rule, ran)));
  return ran && ran->failed == 0 ? 0 : 1;
}

}  // namespace qiuhao::cli
