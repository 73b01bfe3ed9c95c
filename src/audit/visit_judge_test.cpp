// A visit judged alone gives what the audit says of it: formulas of every kind over random tapes.
#include "audit/visit_judge.h"

#include "audit/test_formulas.h"
#include "audit/test_live.h"
#include "audit/test_random_world.h"

namespace qiuhao::audit {
namespace {

// A visit taken off the tape and judged with the tape behind it gives what the audit says of it.
void compare_live(const std::shared_ptr<const rules::Plan>& plan, const claims::Part& part,
                  std::vector<std::size_t>& kept) {
  const VisitJudge judge(plan);
  for (RowIndex person = 0; person < kPeople; ++person) {
    if (part.is_gone(person)) continue;
    const claims::Range visits = part.range(claims::Link::person_visits, person);
    for (RowIndex visit = visits.begin; visit < visits.end; ++visit)
      ASSERT_EQ(live_difference(judge, part, person, visit, kept), "") << "person " << person << " visit " << visit;
  }
}

TEST(VisitJudge, GivesWhatTheAuditSaysOfTheVisit) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::vector<std::size_t> kept(std::size(kFormulas));
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const auto plan = rules::Plan::make(schema, rules_of_formulas(*schema),
                                        knowledge::Library::make(*kinds, random_points(seed), kNoDay),
                                        random_parameters(seed), random_registers(*schema, seed, true));
    ASSERT_TRUE(plan) << plan.error().text();
    const claims::Part built = RandomTape(*schema, seed).part();
    const claims::Part part = seed % 2 == 0 ? built : written(built, *schema, seed);
    ASSERT_NO_FATAL_FAILURE(compare_live(*plan, part, kept)) << "seed " << seed;
  }
  for (std::size_t rule = 0; rule < kept.size(); ++rule) EXPECT_GT(kept[rule], 5U) << kFormulas[rule].text;
}

}  // namespace
}  // namespace qiuhao::audit
