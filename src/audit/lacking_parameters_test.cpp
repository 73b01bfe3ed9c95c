// A rule whose region has no value: named once with the parameter and the region, its subjects counted.
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

}  // namespace
}  // namespace qiuhao::audit
