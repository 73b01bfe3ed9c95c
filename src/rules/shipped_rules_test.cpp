// Every rule that is shipped passes its own tests, and these cover each of its outcomes.
#include <gtest/gtest.h>

#include <set>

#include "rules/rule_tests.h"
#include "rules/test_world.h"

namespace qiuhao::rules {
namespace {

class ShippedRules : public testing::Test {
 protected:
  void SetUp() override {
    schema_ = shipped_schema();
    kinds_ = shipped_kinds();
    auto rules = load_rules({QIUHAO_SOURCE_DIR "/policy/rules"}, {}, *schema_);
    ASSERT_TRUE(rules.has_value()) << rules.error().text();
    rules_ = std::move(*rules);
  }

  std::shared_ptr<const claims::Schema> schema_;
  knowledge::Kinds kinds_;
  std::vector<Rule> rules_;
};

TEST_F(ShippedRules, PassTheirOwnTests) {
  for (const Rule& rule : rules_) {
    const auto report = run_rule_tests(rule, schema_, kinds_);
    ASSERT_TRUE(report.has_value()) << report.error().text();
    for (const TestFailure& failure : report->failures) ADD_FAILURE() << failure.text();
    EXPECT_EQ(report->passed, rule.tests.items.size());
  }
}

TEST_F(ShippedRules, TestEachOutcome) {
  for (const Rule& rule : rules_) {
    const Status covered = check_test_coverage(rule);
    EXPECT_TRUE(covered.has_value()) << covered.error().text();
  }
}

// The national number, the name and the knowledge of a rule over knowledge points are those of kinds.yaml. Five kinds
// need none; rules from R0201 on are about what people and providers do.
TEST_F(ShippedRules, AgreeWithTheKinds) {
  std::set<std::string> tables;
  for (const Rule& rule : rules_) {
    EXPECT_TRUE(rule.certainty == "明确违规" || rule.certainty == "可疑") << rule.code;
    if (rule.code >= "R0201") continue;
    // These ask for what is in the tables, or for numbers that a region sets, and for no points.
    static const std::set<std::string> without{"R0154", "R0162", "R0167", "R0168", "R0169", "R0170", "R0174"};
    ASSERT_EQ(rule.knowledge.has_value(), !without.contains(rule.code)) << rule.code;
    if (!rule.knowledge) continue;
    const auto kind = kinds_.find_table(rule.knowledge->table);
    ASSERT_TRUE(kind.has_value()) << rule.code;
    EXPECT_EQ(rule.name, kinds_[*kind].name) << rule.code;
    EXPECT_EQ(rule.national, kinds_[*kind].national) << rule.code;
    EXPECT_TRUE(tables.insert(rule.knowledge->table).second) << rule.code;
  }
  EXPECT_GE(tables.size(), 50U);
}

// Each grain has a rule that shows how it is written; what is only a suspicion says so.
TEST_F(ShippedRules, ShowEveryGrain) {
  std::set<Grain> grains;
  for (const Rule& rule : rules_) {
    grains.insert(rule.grain);
    EXPECT_TRUE(rule.code < "R0201" || rule.certainty == "可疑") << rule.code;
  }
  EXPECT_EQ(grains.size(), kGrains);
}

}  // namespace
}  // namespace qiuhao::rules
