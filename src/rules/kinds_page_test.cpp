// docs/reference/national-kinds.md: which national kinds have a rule, with its tests, its knowledge and what it reads.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/files.h"
#include "knowledge/import.h"
#include "rules/test_page.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

constexpr std::string_view kBegin = "<!-- kinds: generated -->\n";
constexpr std::string_view kEnd = "<!-- kinds: end -->";

// Fields that the file names, in order of place; variables and functions of one's own are left out.
std::string fields_of(const Rule& rule) {
  static const std::set<std::string> variables{"line",  "visit",   "person",     "provider",   "lines",     "k",
                                               "day",   "month",   "r",          "diagnosis",  "operation", "licence",
                                               "death", "custody", "assistance", "work_injury"};
  std::vector<std::string> names;
  for (const cel::NameUse& use : rule.names) {
    if (!variables.contains(use.english) && std::ranges::find(names, use.english) == names.end())
      names.push_back(use.english);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string wanted_page() {
  const auto schema = shipped_schema();
  const auto rules = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, *schema);
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  EXPECT_TRUE(rules && kinds);
  const auto points = knowledge::read_points(*kinds, {Path(QIUHAO_SOURCE_DIR "/policy/knowledge/starter.csv")}, {});
  EXPECT_TRUE(points) << points.error().text();
  std::map<std::string, int> starter;
  for (const knowledge::Point& point : *points) ++starter[point.kind.str()];
  std::string page =
      "| class | kind | number of 1.0 | rule | tests | certainty | knowledge | starter points | reads |\n"
      "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
  for (const Rule& rule : *rules) {
    const std::string table = rule.knowledge ? fmt::format("`{}`", rule.knowledge->table) : "";
    page += fmt::format(
        "| {} | {} | {} | [{}](../../policy/rules/{}) | {} | {} | {} | {} | {} |\n", rule.klass, rule.name,
        rule.national, rule.code, Path(rule.file).filename().string(), rule.tests.items.size(), rule.certainty, table,
        rule.knowledge ? fmt::to_string(starter[(*kinds)[*kinds->find_table(rule.knowledge->table)].name]) : "",
        fields_of(rule));
  }
  page += "\nKinds of knowledge that no rule reads yet: ";
  std::vector<std::string> without;
  for (const knowledge::Kind& kind : kinds->all()) {
    const auto reads = [&](const Rule& rule) { return rule.knowledge && rule.knowledge->table == kind.table; };
    if (std::ranges::none_of(*rules, reads)) without.push_back(kind.name);
  }
  if (without.empty()) without.emplace_back("none");
  return page + fmt::format("{}.\n", fmt::join(without, ", "));
}

TEST(KindsPage, SaysWhichKindsHaveARule) {
  expect_generated("docs/reference/national-kinds.md", kBegin, kEnd, wanted_page());
}

}  // namespace
}  // namespace qiuhao::rules
