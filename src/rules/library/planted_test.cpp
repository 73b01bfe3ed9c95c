// The measure of the library check: made-up libraries with planted faults among look-alikes; all are found, none is
// invented.
#include <gtest/gtest.h>

#include <algorithm>

#include "rules/library/library_check.h"
#include "rules/library/planted_library.h"

namespace qiuhao::rules {
namespace {

std::vector<Rule> rules_with(const std::vector<std::string>& texts, const claims::Schema& schema, bool shipped) {
  std::vector<Rule> rules;
  if (shipped) rules = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, schema).value();
  for (std::size_t i = 0; i < texts.size(); ++i) {
    auto rule = parse_rule(texts[i], fmt::format("own/{}.yaml", i), schema);
    EXPECT_TRUE(rule.has_value()) << rule.error().text() << texts[i];
    rules.push_back(std::move(*rule));
  }
  return rules;
}

LibraryToCheck library_of(const PlantedLibrary& planted) {
  const auto schema = shipped_schema();
  const knowledge::Kinds kinds = shipped_kinds();
  LibraryToCheck library;
  library.plan = Plan::make(schema, rules_with(planted.rules, *schema, true),
                            knowledge::Library::make(kinds, planted.points, kNoDay))
                     .value();
  library.replaced = rules_with(planted.replaced, *schema, false);
  library.national =
      Plan::make(schema, rules_with({}, *schema, true), knowledge::Library::make(kinds, planted.national, kNoDay))
          .value();
  library.own_points = planted.own_points;
  return library;
}

std::string text_of(const Fault& fault) {
  std::string text(kFindingClassNames[static_cast<std::size_t>(fault.first)]);
  for (const std::string& id : fault.second) text += " " + id;
  return text;
}

class Planted : public ::testing::TestWithParam<unsigned> {};

TEST_P(Planted, AllAreFoundAndNoneIsInvented) {
  const PlantedLibrary planted(GetParam());
  ASSERT_GE(planted.faults.size(), 40U);
  const LibraryReport report = check_library(library_of(planted));
  std::set<Fault> found;
  for (const LibraryFinding& finding : report.findings) {
    if (finding.is_note) continue;
    const Fault fault{finding.klass, {finding.of.begin(), finding.of.end()}};
    EXPECT_TRUE(found.insert(fault).second) << "twice: " << text_of(fault);
    EXPECT_TRUE(planted.faults.contains(fault)) << "invented: " << text_of(fault) << "\n" << finding.sentence.english;
    if (finding.klass != FindingClass::never_true && finding.klass != FindingClass::loosened) {
      EXPECT_FALSE(finding.claims.empty()) << text_of(fault);
    }
    for (const ShownClaim& claim : finding.claims) EXPECT_FALSE(claim.verdicts.empty()) << text_of(fault);
  }
  for (const Fault& fault : planted.faults) EXPECT_TRUE(found.contains(fault)) << "missed: " << text_of(fault);
  for (std::size_t klass = 0; klass < kFindingClasses; ++klass) {
    EXPECT_EQ(report.counts[klass].not_examined, 0U) << kFindingClassNames[klass];
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Planted, ::testing::Values(1U, 2U, 3U, 4U, 5U));

}  // namespace
}  // namespace qiuhao::rules
