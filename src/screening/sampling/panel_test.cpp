// Panels: the look ahead against trying everybody, rules one by one, and fairness over many seeds.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <boost/math/distributions/chi_squared.hpp>
#include <set>

#include "screening/sampling/panel_draw.h"
#include "screening/sampling/panel_filling.h"
#include "screening/sampling/panel_record.h"

namespace qiuhao::screening {
namespace {

struct Person {
  std::uint32_t institution;
  std::vector<std::uint32_t> quotas;
  bool is_taken;
};

// Whether the people of `chosen` can each be given to a quota so that all are met, by trying.
bool meets(const std::vector<Person>& people, const std::vector<std::size_t>& chosen, std::vector<std::uint32_t> least,
           std::size_t at) {
  std::uint32_t open = 0;
  for (const std::uint32_t of : least) open += of;
  if (open == 0) return true;
  if (at == chosen.size() || open > chosen.size() - at) return false;
  for (const std::uint32_t quota : people[chosen[at]].quotas) {
    if (least[quota] == 0) continue;
    --least[quota];
    if (meets(people, chosen, least, at + 1)) return true;
    ++least[quota];
  }
  return meets(people, chosen, least, at + 1);
}

bool can_be_filled_by_trying(const std::vector<Person>& people, const PanelNeed& need) {
  for (std::uint32_t set = 0; set < (1U << people.size()); ++set) {
    if (static_cast<std::uint32_t>(__builtin_popcount(set)) != need.count) continue;
    std::vector<std::size_t> chosen;
    std::set<std::uint32_t> institutions;
    bool has_taken = true;
    for (std::size_t person = 0; person < people.size(); ++person) {
      if ((set >> person & 1) == 0) {
        has_taken = has_taken && !people[person].is_taken;
        continue;
      }
      chosen.push_back(person);
      institutions.insert(people[person].institution);
    }
    if (has_taken && institutions.size() >= need.institutions && meets(people, chosen, need.least, 0)) return true;
  }
  return false;
}

TEST(Panel, TheLookAheadIsRight) {
  RandomSource numbers(sha256("filling"), "test");
  int possible = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<Person> people;
    for (std::uint64_t person = 0; person < 1 + numbers.below(9); ++person) {
      Person one{static_cast<std::uint32_t>(numbers.below(4)), {}, numbers.below(6) == 0};
      for (std::uint32_t quota = 0; quota < 3; ++quota)
        if (numbers.below(3) == 0) one.quotas.push_back(quota);
      people.push_back(one);
    }
    PanelNeed need{static_cast<std::uint32_t>(1 + numbers.below(people.size())), 0, {}};
    need.institutions = static_cast<std::uint32_t>(numbers.below(4));
    for (int quota = 0; quota < 3; ++quota) need.least.push_back(static_cast<std::uint32_t>(numbers.below(3)));
    std::vector<PanelGroup> groups;
    for (const Person& person : people) {
      const auto found = std::find_if(groups.begin(), groups.end(), [&](const PanelGroup& group) {
        return group.institution == person.institution && group.quotas == person.quotas;
      });
      PanelGroup& group =
          found == groups.end() ? groups.emplace_back(PanelGroup{person.institution, person.quotas, 0, 0}) : *found;
      ++group.people;
      group.taken += person.is_taken ? 1 : 0;
    }
    const bool expected = can_be_filled_by_trying(people, need);
    possible += expected ? 1 : 0;
    ASSERT_EQ(can_be_filled(groups, need), expected) << round;
  }
  EXPECT_GT(possible, 300) << "both answers are tried";
  EXPECT_LT(possible, 2700);
}

Member member(std::string id, std::string institution, std::vector<std::string> specialties) {
  Member of;
  of.name = "姓名" + id;
  of.id = std::move(id);
  of.institution = std::move(institution);
  of.specialties = std::move(specialties);
  return of;
}

PanelPlan plan_of(std::uint32_t count) {
  PanelPlan plan;
  plan.count = count;
  plan.inspected = {"甲医院", "甲医院东院"};
  plan.parties = {"张三"};
  return plan;
}

Digest key_of(int number) { return draw_key(sha256("panel " + std::to_string(number)), ""); }

TEST(Panel, EachRuleRemovesWhomItShould) {
  std::vector<Member> roster{member("a", "甲医院", {}),     member("b", "乙医院", {}), member("c", "乙医院", {}),
                             member("d", "丙医院", {}),     member("e", "丙医院", {}), member("f", "甲医院东院", {}),
                             member("g", "甲医院分院", {}), member("h", "丁医院", {})};
  roster[1].past = {"丁医院", "甲医院"};
  roster[2].conflicts = {"张三"};
  roster[3].conflicts = {"甲医院东院"};
  roster[0].conflicts = {"甲医院"};
  PanelPlan plan = plan_of(2);
  plan.has_history = true;
  plan.most = 2;
  plan.within_days = 30;
  plan.on = 20'000;
  DrawHistory history{{"e", 20'000}, {"e", 19'971}, {"h", 20'000}, {"h", 19'970}, {"g", 20'001}, {"g", 20'002}};
  const auto members = draw_panel(roster, history, plan, key_of(1));
  ASSERT_TRUE(members.has_value()) << members.error().text();
  using Reasons = std::vector<Exclusion>;
  EXPECT_EQ((*members)[0].exclusions, (Reasons{Exclusion::works_there, Exclusion::stated_conflict}));
  EXPECT_EQ((*members)[1].exclusions, (Reasons{Exclusion::worked_there}));
  EXPECT_EQ((*members)[2].exclusions, (Reasons{Exclusion::stated_conflict}));
  EXPECT_EQ((*members)[3].exclusions, (Reasons{Exclusion::stated_conflict}));
  EXPECT_EQ((*members)[4].exclusions, (Reasons{Exclusion::drawn_too_often})) << "twice in 30 days";
  EXPECT_EQ((*members)[5].exclusions, (Reasons{Exclusion::works_there}));
  EXPECT_EQ((*members)[6].part, PanelPart::drawn) << "another name, and draws after the day do not count";
  EXPECT_EQ((*members)[7].part, PanelPart::drawn) << "the earlier draw is 30 days ago";
  const auto removed = removed_by(*members);
  EXPECT_EQ(removed[static_cast<std::size_t>(Exclusion::works_there)].all, 2U);
  EXPECT_EQ(removed[static_cast<std::size_t>(Exclusion::works_there)].alone, 1U);
  const std::string record = record_of(roster, *members, plan);
  EXPECT_NE(record.find(",excluded,e,姓名e,丙医院,,,was drawn too often lately (2 times in 30 days),"),
            std::string::npos)
      << record;
  EXPECT_EQ(std::count(record.begin(), record.end(), '\n'), 9);

  plan.count = 3;
  const auto too_few = draw_panel(roster, history, plan, key_of(1));
  ASSERT_FALSE(too_few.has_value());
  EXPECT_EQ(too_few.error().code, "too_few_people");
  EXPECT_NE(too_few.error().message.find("2 of 8 people may be drawn, and 3 are needed"), std::string::npos);
  EXPECT_NE(too_few.error().message.find("works_there removes 2 (1 by itself alone)"), std::string::npos);
  EXPECT_NE(too_few.error().chinese.find("现任职于被查单位”排除 2 人（仅因此项 1 人）"), std::string::npos);
}

// 30 people: a third know 骨科, a fifth 医保, from six institutions.
std::vector<Member> roster_of_30() {
  std::vector<Member> roster;
  for (int i = 0; i < 30; ++i) {
    Member of = member(fmt::format("p{:02}", i), "单位" + std::to_string(i % 6), {});
    if (i % 3 == 0) of.specialties.push_back("骨科");
    if (i % 5 == 0) of.specialties.push_back("医保");
    roster.push_back(of);
  }
  return roster;
}

TEST(Panel, NeedsAreMetForEverySeed) {
  const auto roster = roster_of_30();
  PanelPlan plan = plan_of(6);
  plan.spares = 4;
  plan.institutions = 5;
  plan.quotas = {{"骨科", 3}, {"医保", 2}};
  int passed_over = 0;
  for (int seed = 0; seed < 300; ++seed) {
    const auto members = draw_panel(roster, {}, plan, key_of(seed));
    ASSERT_TRUE(members.has_value());
    std::set<std::string> institutions;
    std::map<std::string, int> counts;
    std::set<std::uint32_t> orders;
    for (const PanelMember& of : *members) {
      passed_over += of.part == PanelPart::passed_over ? 1 : 0;
      if (of.order > 0) orders.insert(of.order);
      if (of.part != PanelPart::drawn) continue;
      institutions.insert(roster[of.member].institution);
      ++counts[of.quota];
      const auto& known = roster[of.member].specialties;
      if (!of.quota.empty()) {
        EXPECT_NE(std::find(known.begin(), known.end(), of.quota), known.end());
      }
    }
    EXPECT_GE(institutions.size(), 5U);
    EXPECT_EQ(counts["骨科"], 3);
    EXPECT_EQ(counts["医保"], 2);
    EXPECT_EQ(counts[""], 1);
    EXPECT_EQ(orders.size(), 10U);
    EXPECT_EQ(*orders.rbegin(), 10U);
  }
  EXPECT_GT(passed_over, 0) << "beyond those who became spares";
}

TEST(Panel, WithoutQuotasEverybodyIsEquallyLikely) {
  auto roster = roster_of_30();
  roster[4].conflicts = {"甲医院"};
  const PanelPlan plan = plan_of(5);
  constexpr int kSeeds = 12'000;
  std::vector<int> counts(30, 0);
  for (int seed = 0; seed < kSeeds; ++seed) {
    const auto members = draw_panel(roster, {}, plan, key_of(seed));
    for (const PanelMember& of : *members) counts[of.member] += of.part == PanelPart::drawn ? 1 : 0;
  }
  EXPECT_EQ(counts[4], 0);
  const double expected = kSeeds * 5.0 / 29;
  double chi_square = 0;
  for (int person = 0; person < 30; ++person)
    if (person != 4) chi_square += (counts[person] - expected) * (counts[person] - expected) / expected;
  chi_square *= 28.0 / 24;
  EXPECT_GT(boost::math::cdf(complement(boost::math::chi_squared_distribution<double>(28), chi_square)), 1e-4);
}

TEST(Panel, AnExclusionMovesNobodyElseInTheOrder) {
  auto roster = roster_of_30();
  const PanelPlan plan = plan_of(29);
  const auto before = draw_panel(roster, {}, plan, key_of(9));
  ASSERT_TRUE(before.has_value());
  std::uint32_t second = 0;
  for (const PanelMember& of : *before)
    if (of.order == 2) second = of.member;
  roster[second].conflicts = {"张三"};
  const auto after = draw_panel(roster, {}, plan, key_of(9));
  ASSERT_TRUE(after.has_value());
  for (std::size_t person = 0; person < 30; ++person) {
    const std::uint32_t was = (*before)[person].order;
    if (person == second || was == 0) continue;
    EXPECT_EQ((*after)[person].order, was > 2 ? was - 1 : was);
  }
}

TEST(Panel, PlansThatCannotBeAreRefusedWithTheNeedThatFails) {
  const auto roster = roster_of_30();
  PanelPlan plan = plan_of(3);
  plan.quotas = {{"骨科", 2}, {"医保", 2}};
  EXPECT_EQ(draw_panel(roster, {}, plan, key_of(1)).error().code, "bad_plan");
  plan.quotas = {{"眼科", 1}};
  EXPECT_NE(draw_panel(roster, {}, plan, key_of(1)).error().message.find("0 of 眼科 where 1 are needed"),
            std::string::npos);
  plan.quotas.clear();
  plan.count = 10;
  plan.institutions = 7;
  EXPECT_NE(draw_panel(roster, {}, plan, key_of(1)).error().message.find("of 6 institutions where 7"),
            std::string::npos);
  plan.inspected.clear();
  EXPECT_EQ(check_plan(plan).error().code, "bad_plan");
  // Two orthopaedists of one institution cannot be the only two people of two institutions.
  PanelPlan both = plan_of(2);
  both.institutions = 2;
  both.quotas = {{"骨科", 2}};
  const std::vector<Member> small{member("a", "乙", {"骨科"}), member("b", "乙", {"骨科"}), member("c", "丙", {})};
  EXPECT_NE(draw_panel(small, {}, both, key_of(1)).error().message.find("not all quotas and institutions together"),
            std::string::npos);
}

TEST(Panel, PlansGoThroughCommitmentsUnchanged) {
  PanelPlan plan = plan_of(4);
  plan.spares = 2;
  plan.institutions = 3;
  plan.quotas = {{"骨科", 2}, {"医保", 1}};
  plan.columns.past = "曾任职";
  plan.has_history = true;
  plan.most = 3;
  plan.within_days = 365;
  plan.on = 20'700;
  Commitment commitment;
  commitment.kind = "people";
  commitment.parameters = parameters_of(plan);
  const auto again = panel_plan_of(commitment);
  ASSERT_TRUE(again.has_value()) << again.error().text();
  EXPECT_EQ(parameters_of(*again), parameters_of(plan));
  commitment.kind = "sample";
  EXPECT_EQ(panel_plan_of(commitment).error().code, "bad_commitment");
}

}  // namespace
}  // namespace qiuhao::screening
