// A rule whose region has no value, or whose register nobody imported: named once, its subjects counted.
#include "audit/lacking_parameters.h"

#include "audit/report_text.h"
#include "audit/test_grains.h"

namespace qiuhao::audit {
namespace {

TEST(LackingParameters, AreToldOnceWithTheSubjectsThatWereSkipped) {
  const GrainWorld world(
      "lacking", kLines,
      {rule_of("R1", "可疑", "visit", "visit.provider == 'H2' && size(visit.lines) > param.most", "decimal('1.00')",
               "x", "parameters: {most: int}\n"),
       rule_of("R2", "可疑", "person", "size(person.lines) > param.least", "decimal('1.00')", "x",
               "parameters: {least: int}\n"),
       rule_of("R3", "可疑", "visit", "\"!has(param.most)\"", "decimal('1.00')", "x", "parameters: {most: int}\n")});
  for (const auto& shard : {std::optional<Shard>(), std::optional<Shard>(Shard{1, 1})}) {
    AuditOptions options;
    options.shard = shard;
    const AuditResult result = world.audit(options);
    ASSERT_EQ(result.lacking.size(), 2U);
    EXPECT_EQ(result.lacking[0].rule, 0);
    EXPECT_EQ(result.lacking[0].name, "most");
    EXPECT_EQ(result.lacking[0].region, "");    // no visit says one, nor does the workspace
    EXPECT_EQ(result.lacking[0].subjects, 2U);  // two visits of H2; those of H1 are clear without it
    EXPECT_EQ(result.lacking[1].rule, 1);
    EXPECT_EQ(result.lacking[1].name, "least");
    EXPECT_EQ(result.lacking[1].subjects, 2U);
    EXPECT_EQ(result.findings.size(), 3U);  // has() asks without lacking
    EXPECT_NE(advice_for(world.plan().schema(), "param.most").en.find("policy/parameters"), std::string::npos);
  }
}

TEST(LackingRegisters, AreToldOnceAndNotRowByRow) {
  const GrainWorld world(
      "lacking-register", kLines,
      {rule_of("R1", "可疑", "line", "line.in_scope > 2 && licence.antibiotic_grade > 1", "line.in_scope", "x"),
       rule_of("R2", "可疑", "line", "\"!has(licence.antibiotic_grade)\"", "line.in_scope", "x"),
       rule_of("R3", "可疑", "line", "line.department == '03' || licence.antibiotic_grade > 1", "line.in_scope", "x")});
  const AuditResult result = world.audit();
  std::size_t large = 0;
  for (const TestLine& line : kLines) large += std::stod(line.in_scope) > 2 ? 1U : 0U;
  ASSERT_GT(large, 0U);
  EXPECT_EQ(result.rules[0].undecided, large);
  EXPECT_EQ(result.rules[0].undecided_by.at("licence.antibiotic_grade"), large);
  EXPECT_EQ(result.rules[1].undecided, 0U);
  EXPECT_EQ(result.rules[1].hits, kLines.size());  // has() asks without lacking
  // Of another absent field each subject is listed.
  EXPECT_EQ(result.rules[2].undecided_by.at("line.department"), kLines.size());
  EXPECT_EQ(result.undecided.size(), kLines.size());
  EXPECT_EQ(result.undecided_count(), kLines.size() + large);
  const auto lacking = lacking_registers(result);
  ASSERT_EQ(lacking.size(), 1U);
  EXPECT_EQ(lacking[0].rule, 0);
  EXPECT_EQ(lacking[0].name, "licence");
  EXPECT_EQ(lacking[0].subjects, large);
}

}  // namespace
}  // namespace qiuhao::audit
