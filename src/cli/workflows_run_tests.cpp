// `qiuhao workflows test`: the tests inside workflow files, and what they do not show.
#include <fmt/format.h>

#include "cli/workflows_parts.h"
#include "workflow/kind_tests.h"

namespace qiuhao::cli {

Result<int> run_tests_of_workflows(const WorkflowsOptions& options) {
  ASSIGN(const workflow::Calendar calendar, shipped_calendar());
  ASSIGN(const auto kinds, load_workflows(options));
  const bool chinese = options.language == Language::chinese;
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t uncovered = 0;
  for (const workflow::Kind& kind : kinds) {
    ASSIGN(const workflow::KindTestReport report, workflow::run_kind_tests(kind, calendar, options.filter));
    passed += report.passed;
    failed += report.failed;
    if (report.names.empty() && !options.filter.empty()) continue;
    const std::string counts = chinese ? fmt::format("通过 {}，未通过 {}", report.passed, report.failed)
                                       : fmt::format("{} passed, {} failed", report.passed, report.failed);
    fmt::print("{} {} {}: {}\n", report.failed == 0 ? "ok  " : "FAIL", kind.name, kind.title.in(options.language),
               counts);
    for (const workflow::KindTestFailure& failure : report.failures)
      fmt::print("  {}\n", failure.text(options.language));
    // Of some of the tests alone nothing can be said to be missing.
    if (!options.filter.empty()) continue;
    uncovered += report.uncovered.size();
    for (const Error& missing : report.uncovered) fmt::print("  {}\n", missing.text(options.language));
  }
  if (passed + failed == 0 && !options.filter.empty()) {
    return usage_error("no_such_test", Sentence{fmt::format("no test has '{}' in its name", options.filter),
                                                fmt::format("没有名称含“{}”的测试", options.filter)});
  }
  fmt::print("{}\n", chinese ? fmt::format("{} 个流程，测试通过 {}，未通过 {}，未覆盖 {} 处", kinds.size(), passed,
                                           failed, uncovered)
                             : fmt::format("{} workflows, {} tests passed, {} failed; {} places without a test",
                                           kinds.size(), passed, failed, uncovered));
  return failed == 0 && (uncovered == 0 || !options.coverage) ? 0 : 1;
}

}  // namespace qiuhao::cli
