// The rule in docs/recipes/write-a-rule.md is right, and passes its own tests.
#include <gtest/gtest.h>

#include <sstream>

#include "base/files.h"
#include "rules/rule_tests.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

// The indented lines from "rule:" to the next prose.
std::string rule_of(const std::string& page) {
  std::istringstream lines(page);
  std::string rule;
  for (std::string line; std::getline(lines, line);) {
    const bool begins = line.starts_with("    rule: ");
    if (!begins && rule.empty()) continue;
    if (!line.starts_with("    ")) break;
    rule += line.substr(4) + "\n";
  }
  return rule;
}

TEST(Recipe, ShowsARuleThatPassesItsTests) {
  const auto page = read_file(QIUHAO_SOURCE_DIR "/docs/recipes/write-a-rule.md");
  ASSERT_TRUE(page.has_value()) << page.error().text();
  const auto schema = shipped_schema();
  const auto rule = parse_rule(rule_of(*page), "write-a-rule.md", *schema);
  ASSERT_TRUE(rule.has_value()) << rule.error().text();
  const auto report = run_rule_tests(*rule, schema, shipped_kinds());
  ASSERT_TRUE(report.has_value()) << report.error().text();
  for (const TestFailure& failure : report->failures) ADD_FAILURE() << failure.text();
  EXPECT_EQ(report->passed, 3U);
  EXPECT_TRUE(check_test_coverage(*rule).has_value());
}

}  // namespace
}  // namespace qiuhao::rules
