// The workflow in docs/recipes/write-a-workflow.md is right, and its tests show all of it; the reference page names all
// outcomes, effects and functions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/files.h"
#include "workflow/kind_tests.h"
#include "workflow/outcome.h"
#include "workflow/world.h"

namespace qiuhao::workflow {
namespace {

// The indented lines from "workflow:" to the next prose.
std::string workflow_of(const std::string& page) {
  std::istringstream lines(page);
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (text.empty() && !line.starts_with("    workflow: ")) continue;
    if (!line.starts_with("    ")) break;
    text += line.substr(4) + "\n";
  }
  return text;
}

TEST(WorkflowPages, ShowAWorkflowThatPassesItsTests) {
  const auto page = read_file(QIUHAO_SOURCE_DIR "/docs/recipes/write-a-workflow.md");
  ASSERT_TRUE(page.has_value()) << page.error().text();
  const auto kind = parse_kind(workflow_of(*page), "write-a-workflow.md");
  ASSERT_TRUE(kind.has_value()) << kind.error().text();
  const auto calendar = Calendar::read(QIUHAO_SOURCE_DIR "/policy/calendar/china.yaml");
  const auto report = run_kind_tests(*kind, *calendar);
  ASSERT_TRUE(report.has_value()) << report.error().text();
  for (const KindTestFailure& failure : report->failures) ADD_FAILURE() << failure.text();
  for (const Error& missing : report->uncovered) ADD_FAILURE() << missing.text();
  EXPECT_EQ(report->passed, 4U);
}

TEST(WorkflowPages, NameEveryOutcomeEffectAndFunction) {
  const auto page = read_file(QIUHAO_SOURCE_DIR "/docs/reference/workflow-files.md");
  ASSERT_TRUE(page.has_value()) << page.error().text();
  const auto names = [&](const std::string& words) { return page->find(words) != std::string::npos; };
  for (std::size_t i = 0; i < kOutcomes; ++i) {
    EXPECT_TRUE(names(fmt::format("`{}` {}", outcome_name(static_cast<Outcome>(i)), i))) << i;
  }
  for (std::size_t i = 0; i < kEffectKinds; ++i) {
    const auto kind = static_cast<EffectKind>(i);
    EXPECT_TRUE(names(fmt::format("| `{}` |", effect_name(kind)))) << effect_name(kind);
    for (const ArgumentShape& argument : effect_arguments(kind)) {
      EXPECT_TRUE(names(fmt::format("`{}`", argument.name))) << argument.name;
    }
  }
  for (const cel::FunctionDoc& function : workflow_functions()) EXPECT_TRUE(names("`" + function.name + "("));
}

}  // namespace
}  // namespace qiuhao::workflow
