// Rule files that audits used are kept by content, never changed, and refused when somebody changed them.
#include "rules/kept_rules.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace qiuhao::rules {
namespace {

std::string text_of(const std::string& code, int version, const std::string& when) {
  return "rule: " + code + "\nname: 试\nversion: " + std::to_string(version) +
         "\neffective: [null, null]\nclass: 试\ncertainty: 可疑\nbasis: [{document: 试, clause: 一}]\nmoments: "
         "[after]\n"
         "grain: line\nwhen: " +
         when + "\namount: line.in_scope\nmessage: 试\ntests: []\n";
}

class KeptRules : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(workspace_); }
  void TearDown() override { std::filesystem::remove_all(workspace_); }
  void keep(const std::string& text) {
    std::vector<Rule> rules;
    rules.push_back(*parse_rule(text, "test.yaml", schema_));
    ASSERT_TRUE(keep_rules(workspace_, rules).has_value());
  }

  Path workspace_ = std::filesystem::temp_directory_path() / ("qiuhao-kept-" + std::to_string(::getpid()));
  claims::Schema schema_ = *claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
};

TEST_F(KeptRules, EachContentOnce) {
  EXPECT_TRUE(kept_rules(workspace_).empty());
  keep(text_of("R2", 1, "line.in_scope > 1"));
  keep(text_of("R1", 2, "line.in_scope > 2"));
  keep(text_of("R1", 1, "line.in_scope > 1"));
  keep(text_of("R1", 2, "line.in_scope > 2"));
  const auto kept = kept_rules(workspace_);
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept[0].code, "R1");
  EXPECT_EQ(kept[0].version, 1);
  EXPECT_EQ(kept[1].version, 2);
  EXPECT_EQ(kept[2].code, "R2");
  const auto rule = load_kept_rule(kept[1], schema_);
  ASSERT_TRUE(rule.has_value()) << rule.error().text();
  EXPECT_EQ(rule->text, text_of("R1", 2, "line.in_scope > 2"));
}

TEST_F(KeptRules, AChangedFileIsRefused) {
  keep(text_of("R1", 1, "line.in_scope > 1"));
  const auto kept = kept_rules(workspace_);
  ASSERT_TRUE(write_file_atomically(kept[0].file, text_of("R1", 1, "line.in_scope > 9")).has_value());
  const auto rule = load_kept_rule(kept[0], schema_);
  ASSERT_FALSE(rule.has_value());
  EXPECT_EQ(rule.error().code, "damaged_rule");
}

}  // namespace
}  // namespace qiuhao::rules
