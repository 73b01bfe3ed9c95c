// The library check over what is shipped and published, over large libraries, and the sentences and claims it gives.
#include "rules/library/library_check.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <ctime>
#include <filesystem>
#include <fstream>

#include "knowledge/import.h"
#include "rules/rule_tests.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

using knowledge::Point;

const Path kNational = Path(QIUHAO_SOURCE_DIR) / "../shared/data/nhsa-two-libraries/knowledge_points.jsonl";

Point made_point(const std::string& id, const std::string& kind, const std::vector<std::string>& items,
                 const std::string& limits) {
  Point point;
  point.id = id;
  point.kind = kind;
  point.items = items;
  point.item_name = id;
  point.limits = knowledge::parse_limits(limits).value();
  point.is_read = true;
  return point;
}

LibraryToCheck library_over(std::vector<Point> points, const std::vector<std::string>& rule_texts = {}) {
  const auto schema = shipped_schema();
  std::vector<Rule> rules;
  if (rule_texts.empty()) rules = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, *schema).value();
  for (const std::string& text : rule_texts) rules.push_back(parse_rule(text, "r.yaml", *schema).value());
  LibraryToCheck library;
  library.plan =
      Plan::make(schema, std::move(rules), knowledge::Library::make(shipped_kinds(), std::move(points), kNoDay))
          .value();
  return library;
}

std::string all_of(const LibraryReport& report) {
  std::string text;
  for (const LibraryFinding& finding : report.findings) {
    if (!finding.is_note) {
      text += fmt::format("{}: {}\n", kFindingClassNames[static_cast<std::size_t>(finding.klass)],
                          finding.sentence.english);
    }
  }
  return text;
}

TEST(LibraryCheck, WhatIsShippedHoldsTogether) {
  const knowledge::Kinds kinds = shipped_kinds();
  auto points = knowledge::read_points(kinds, {QIUHAO_SOURCE_DIR "/policy/knowledge/starter.csv"}, {}).value();
  EXPECT_EQ(all_of(check_library(library_over(std::move(points)))), "");
}

// Looked at by hand: 小儿清热止咳口服液 and 小儿清热止咳合剂 are one drug under two names. The update of January 2026
// lists all its codes under the second name and supersedes only the older point of that name; the four codes stay in
// the point of the first name too.
TEST(LibraryCheck, TheNationalPublicationSaysOneThingTwice) {
  if (!std::filesystem::exists(kNational)) GTEST_SKIP() << "no publication beside the repository";
  auto points = knowledge::read_points(shipped_kinds(), {kNational}, {}).value();
  const LibraryReport report = check_library(library_over(std::move(points)));
  ASSERT_EQ(all_of(report).empty(), false);
  for (const LibraryFinding& finding : report.findings) {
    if (finding.is_note) continue;
    EXPECT_EQ(finding.of, (std::vector<std::string>{"KP-45756864a975a242", "KP-6183b433d9bdba41"}))
        << finding.sentence.english;
  }
  EXPECT_EQ(report.of(FindingClass::contradiction).found, 0U);
}

// The claim is written as a rule's test has it: put into one, it comes out as it was judged.
TEST(LibraryCheck, AClaimCanBePastedIntoATest) {
  const LibraryReport report = check_library(library_over(
      {made_point("K1", "药品区分性别使用", {"X1"}, "sex=1"), made_point("K2", "药品区分性别使用", {"X1"}, "sex=2")}));
  ASSERT_EQ(report.findings.size(), 1U);
  const LibraryFinding& finding = report.findings[0];
  EXPECT_EQ(finding.klass, FindingClass::contradiction);
  EXPECT_EQ(finding.of, (std::vector<std::string>{"K1", "K2"}));
  ASSERT_EQ(finding.claims.size(), 2U);
  EXPECT_EQ(finding.claims[0].verdicts[0].english, "K1: no hit");
  EXPECT_EQ(finding.claims[0].verdicts[1].english, "K2 by R0101: hit, 100.00 of L1");
  EXPECT_EQ(finding.claims[1].verdicts[1].chinese, "K2：未命中");

  const auto schema = shipped_schema();
  std::string text = rule_text(
      "knowledge: {table: drug_sex, key: line.item, as_of: line.day}\n"
      "when: person.sex != k.sex\n");
  std::string given = finding.claims[0].given;
  given.insert(given.size() - 1, ", drug_sex: [{items: [X1], sex: 2}]");
  text += fmt::format("tests:\n  - given: {}\n    expect: {{outcome: hit, amount: '100.00'}}\n", given);
  const auto rule = parse_rule(text, "r.yaml", *schema);
  ASSERT_TRUE(rule.has_value()) << rule.error().text();
  const auto tested = run_rule_tests(*rule, schema, shipped_kinds());
  ASSERT_TRUE(tested.has_value()) << tested.error().text();
  EXPECT_EQ(tested->passed, 1U);
}

TEST(LibraryCheck, OnlyWhatANewPointBringsIsAskedForBeforeAPublication) {
  const LibraryToCheck library = library_over(
      {made_point("A1", "药品区分性别使用", {"X1"}, "sex=1"), made_point("A2", "药品区分性别使用", {"X1"}, "sex=2"),
       made_point("B1", "药品区分性别使用", {"X2"}, "sex=1"), made_point("B2", "药品区分性别使用", {"X2"}, "sex=2"),
       made_point("B3", "药品区分性别使用", {"X2"}, "sex=1")});
  EXPECT_EQ(contradictions_of(*library.plan, {"C1"}).findings.size(), 0U);
  const LibraryReport found = contradictions_of(*library.plan, {"B3"});
  ASSERT_EQ(found.findings.size(), 1U);
  EXPECT_EQ(found.findings[0].of, (std::vector<std::string>{"B2", "B3"}));
}

// A rule whose exception or test shows otherwise is not called never true.
TEST(LibraryCheck, ATestThatHitsWithdrawsAFinding) {
  const std::string hits = rule_text(
      "where: line.quantity > 0\nwhen: line.price > 5 || (line.price > 3 && line.price < 2)\n"
      "tests:\n  - given: {line: {item: X, day: 2025-01-01, quantity: '1', price: '6', in_scope: '1.00'}}\n"
      "    expect: {outcome: hit}\n");
  EXPECT_EQ(all_of(check_library(library_over({}, {hits}))), "");
}

// Of the processor, so that a busy machine changes little.
double seconds_since(std::clock_t start) {
  return static_cast<double>(std::clock() - start) / static_cast<double>(CLOCKS_PER_SEC);
}

double seconds_of(const LibraryToCheck& library, LibraryReport& report) {
  const std::clock_t start = std::clock();
  report = check_library(library);
  return seconds_since(start);
}

std::vector<Point> many_points(std::size_t count) {
  std::vector<Point> points;
  const char* const kinds[] = {"药品区分性别使用", "药品限就医方式", "药品限医疗机构级别", "药品限适应症"};
  const char* const limits[] = {"sex=2", "modes=inpatient", "level_min=2", "icd=C34,E10-E14"};
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> items;
    for (std::size_t item = 0; item < 8; ++item) items.push_back(fmt::format("XG03DAA{:09}{}", i / 4, item));
    points.push_back(made_point(fmt::format("K{}", i), kinds[i % 4], items, limits[i % 4]));
  }
  return points;
}

// Cost follows the size: ten times the points may cost some twelve times as much, never a hundred times.
TEST(LibraryCheck, CostGrowsWithTheLibraryAndNotWithItsSquare) {
  LibraryReport report;
  const double small = seconds_of(library_over(many_points(25'000)), report);
  EXPECT_EQ(report.findings.size(), 0U);
  const double large = seconds_of(library_over(many_points(250'000)), report);
  EXPECT_EQ(report.findings.size(), 0U);
  RecordProperty("seconds_250000", fmt::format("{:.2f}", large));
  EXPECT_LT(large, 40 * std::max(small, 0.02)) << small << " s and " << large << " s";
}

TEST(LibraryCheck, ManyPointsOfOneItemStayBounded) {
  std::vector<Point> points;
  for (int i = 0; i < 400; ++i) {
    points.push_back(made_point(fmt::format("K{}", i), "药品限适应症", {"X1"}, fmt::format("icd=C{:02}", i % 100)));
  }
  const LibraryReport report = check_library(library_over(std::move(points)));
  std::size_t looked_at = 0;
  for (const ClassCount& count : report.counts) looked_at += count.found + count.unconfirmed;
  EXPECT_LE(looked_at, kFindingClasses * kMaxExamined);
  EXPECT_FALSE(report.remarks.empty());
}

TEST(LibraryCheck, TenThousandRulesLoadAndAreHeldAgainstEachOther) {
  const Path folder = std::filesystem::temp_directory_path() / fmt::format("qiuhao-rules-{}", ::getpid());
  std::filesystem::create_directories(folder);
  constexpr int kRules = 10'000;
  for (int i = 0; i < kRules; ++i) {
    // Two of them ask for the same: the last and the one before it.
    std::string text = rule_text(fmt::format(
        "where: line.item == 'X{}'\nwhen: line.price > {}\ntests:\n  - given: {{line: {{item: X{}, day: 2025-01-01, "
        "price: '900', in_scope: '1.00'}}}}\n    expect: {{outcome: hit}}\n",
        std::min(i, kRules - 2), i == kRules - 1 ? 10 : 5, std::min(i, kRules - 2)));
    text.replace(text.find("R9"), 2, fmt::format("G{:05}", i));
    std::ofstream(folder / fmt::format("{:05}.yaml", i)) << text;
  }
  const auto schema = shipped_schema();
  const std::clock_t start = std::clock();
  auto rules = load_rules({folder.string()}, {}, *schema);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(rules.has_value()) << rules.error().text();
  ASSERT_EQ(rules->size(), std::size_t{kRules});
  LibraryToCheck library;
  library.plan = Plan::make(schema, std::move(*rules), knowledge::Library::make(shipped_kinds(), {}, kNoDay)).value();
  const LibraryReport report = check_library(library);
  const double seconds = seconds_since(start);
  RecordProperty("seconds", fmt::format("{:.2f}", seconds));
  EXPECT_LT(seconds, 60);
  ASSERT_EQ(report.findings.size(), 1U) << all_of(report);
  EXPECT_EQ(report.findings[0].klass, FindingClass::swallowed);
  EXPECT_EQ(report.findings[0].of, (std::vector<std::string>{"G09999", "G09998"}));
}

}  // namespace
}  // namespace qiuhao::rules
