// The quick way of judging a run of people gives what the plain way gives: formulas of every kind over random tapes,
// with and without limits of days and providers, in runs of every size.
#include "audit/judge_people.h"

#include <cstdlib>
#include <set>

#include "audit/judge_plainly.h"
#include "audit/test_formulas.h"
#include "audit/test_random_world.h"
#include "audit/test_same.h"

namespace qiuhao::audit {
namespace {

// Judges a part both ways; the number of verdicts kept.
void compare(const rules::Plan& plan, const claims::Part& part, const AuditOptions& options, RowIndex people_of_run,
             std::vector<std::size_t>& kept) {
  const PartScope scope(plan, part, 0, options);
  const FilterPrograms programs(plan);
  PeopleJudge quick(scope, programs);
  PartTotals quick_totals(plan, part);
  PartTotals plain_totals(plan, part);
  scope.add_sums_to(quick_totals);
  for (RowIndex begin = 0; begin < kPeople; begin += people_of_run) {
    const claims::Range people{begin, std::min<RowIndex>(kPeople, begin + people_of_run)};
    ChunkResult quick_result;
    ChunkResult plain_result;
    quick.judge(people, quick_result, quick_totals);
    judge_people_plainly(scope, people, plain_result, plain_totals);
    ASSERT_EQ(difference(quick_result, plain_result), "");
    for (const Finding& finding : plain_result.findings) ++kept[finding.rule];
    for (const Undecided& undecided : plain_result.undecided) ++kept[undecided.rule];
  }
  ASSERT_EQ(difference(quick_totals, plain_totals), "");
}

TEST(PeopleJudge, GivesWhatThePlainWayGives) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::vector<std::size_t> kept(std::size(kFormulas));
  const char* wanted = std::getenv("QIUHAO_JUDGE_TAPES");
  const auto last = static_cast<std::uint64_t>(wanted == nullptr ? 12 : std::max(12, std::atoi(wanted)));
  for (std::uint64_t seed = 1; seed <= last; ++seed) {
    const auto plan = rules::Plan::make(schema, rules_of_formulas(*schema),
                                        knowledge::Library::make(*kinds, random_points(seed), kNoDay),
                                        random_parameters(seed), random_registers(*schema, seed, false));
    ASSERT_TRUE(plan) << plan.error().text();
    const claims::Part built = RandomTape(*schema, seed).part();
    const claims::Part part = seed % 2 == 0 ? built : written(built, *schema, seed);
    AuditOptions days;
    days.from = *parse_day("2025-03-02");
    days.to = *parse_day("2025-03-04");
    AuditOptions providers;
    providers.providers = {"H1"};
    for (const AuditOptions& options : {AuditOptions{}, days, providers}) {
      for (const RowIndex people_of_run : {1U, 7U, 60U}) {
        ASSERT_NO_FATAL_FAILURE(compare(**plan, part, options, people_of_run, kept)) << "seed " << seed;
      }
    }
  }
  for (std::size_t rule = 0; rule < kept.size(); ++rule) EXPECT_GT(kept[rule], 20U) << kFormulas[rule].text;
}

// A plan of one rule reads less of the lines ahead.
TEST(PeopleJudge, GivesWhatThePlainWayGivesByEachRuleAlone) {
  const auto schema = std::make_shared<const claims::Schema>(*claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema"));
  const auto kinds = knowledge::read_kinds(QIUHAO_SOURCE_DIR "/policy/knowledge/kinds.yaml");
  std::set<std::string> needs;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const claims::Part part = written(RandomTape(*schema, seed).part(), *schema, seed);
    const auto library = knowledge::Library::make(*kinds, random_points(seed), kNoDay);
    for (std::size_t number = 0; number < std::size(kFormulas); ++number) {
      std::vector<rules::Rule> all = rules_of_formulas(*schema), one;
      one.push_back(std::move(all[number]));
      const auto plan = rules::Plan::make(schema, std::move(one), library, random_parameters(seed),
                                          random_registers(*schema, seed, false));
      ASSERT_TRUE(plan) << plan.error().text();
      const rules::RunNeeds asked = rules::run_needs(**plan);
      needs.insert(fmt::format("{} {} {}", asked.items, asked.lines, asked.visits));
      std::vector<std::size_t> kept(1);
      for (const RowIndex people_of_run : {7U, 60U})
        ASSERT_NO_FATAL_FAILURE(compare(**plan, part, {}, people_of_run, kept)) << kFormulas[number].text;
    }
  }
  EXPECT_EQ(needs,
            (std::set<std::string>{"false false false", "false false true", "true false false", "true true true"}));
}

}  // namespace
}  // namespace qiuhao::audit
