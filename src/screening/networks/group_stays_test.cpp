// Group stays: planted ones, look-alikes, borders, and all sets of random stays.
#include "screening/networks/group_stays.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "screening/networks/test_random.h"
#include "screening/networks/test_stays.h"

namespace qiuhao::screening {
namespace {

std::vector<GroupStay> groups_of(std::vector<Stay> stays, const GroupStayRules& rules = {}, int threads = 1) {
  return find_group_stays(visits_of(std::move(stays)), rules, {.threads = threads})->groups;
}

// Six admitted within five hours, discharged within five, for about a week and 5,000 yuan.
std::vector<Stay> planted() {
  std::vector<Stay> stays;
  for (std::uint32_t person = 0; person < 6; ++person)
    stays.push_back(stay_of(person, 0, 10 + person, 178 + person, 500'000 + person * 1'000));
  return stays;
}

TEST(GroupStays, FindThePlantedGroup) {
  const auto groups = groups_of(planted());
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].stays.size(), 6U);
  EXPECT_EQ(groups[0].total, 6 * 500'000 + 15'000);
  EXPECT_LT(groups[0].cost_variation, 0.01);
  EXPECT_EQ(groups[0].length_variation, 0);
}

TEST(GroupStays, LeaveOtherDiagnosesCostsLengthsAndHospitalsAlone) {
  const auto count_after = [](auto change) {
    std::vector<Stay> stays = planted();
    for (std::uint32_t number = 0; number < stays.size(); ++number) change(stays[number], number);
    return groups_of(stays).size();
  };
  EXPECT_EQ(count_after([](Stay&, std::uint32_t) {}), 1U);
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t number) { stay.diagnosis = 1 + number % 2; }), 0U);
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t number) { stay.institution = number % 2; }), 0U);
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t number) { stay.total = 100'000 * (1 + number); }), 0U);
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t number) { stay.admitted += number * 30 * kHour; }), 0U);
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t number) { stay.discharged += number * 30 * kHour; }), 0U);
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t) { stay.discharged = 0; }), 0U) << "still in hospital";
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t) { stay.diagnosis = 0; }), 0U) << "no diagnosis says nothing";
  EXPECT_EQ(count_after([](Stay& stay, std::uint32_t number) { stay.person = number % 4; }), 0U) << "four people";
}

TEST(GroupStays, WindowsAreClosed) {
  const auto count = [](std::uint32_t admitted_apart, std::uint32_t discharged_apart) {
    std::vector<Stay> stays;
    for (std::uint32_t person = 0; person < 5; ++person) {
      const std::uint32_t is_last = person == 4 ? 1 : 0;
      // Long stays, so that a day more makes little difference to their length.
      stays.push_back(stay_of(person, 0, 10 + is_last * admitted_apart, 1'000 + is_last * discharged_apart, 500'000));
    }
    return groups_of(stays).size();
  };
  EXPECT_EQ(count(24, 24), 1U);
  EXPECT_EQ(count(25, 0), 0U);
  EXPECT_EQ(count(0, 25), 0U);
}

TEST(GroupStays, AnExpensiveStrangerDoesNotHideAGroup) {
  std::vector<Stay> stays = planted();
  stays.push_back(stay_of(90, 0, 11, 179, 5'000'000));
  stays.push_back(stay_of(91, 0, 12, 179, 10'000));
  const auto groups = groups_of(stays);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0].stays.size(), 6U);
}

// Every set of stays of one institution and diagnosis that fulfils all conditions, by trying all sets.
std::size_t largest_plainly(const std::vector<Stay>& stays, const GroupStayRules& rules) {
  std::size_t largest = 0;
  for (std::uint32_t set = 0; set < (1U << stays.size()); ++set) {
    std::vector<double> costs;
    std::vector<double> lengths;
    std::uint32_t in_first = kNobody, in_last = 0, out_first = kNobody, out_last = 0;
    std::set<PersonNumber> people;
    for (std::size_t at = 0; at < stays.size(); ++at) {
      if (((set >> at) & 1U) == 0) continue;
      const Stay& stay = stays[at];
      costs.push_back(static_cast<double>(stay.total));
      lengths.push_back(stay.discharged - stay.admitted);
      in_first = std::min(in_first, stay.admitted);
      in_last = std::max(in_last, stay.admitted);
      out_first = std::min(out_first, stay.discharged);
      out_last = std::max(out_last, stay.discharged);
      people.insert(stay.person);
    }
    const bool fits = people.size() >= rules.people_least && in_last - in_first <= rules.admission_hours * kHour &&
                      out_last - out_first <= rules.discharge_hours * kHour &&
                      variation(costs) <= rules.variation_most && variation(lengths) <= rules.variation_most;
    if (fits) largest = std::max(largest, costs.size());
  }
  return largest;
}

TEST(GroupStays, AreWhatAllSetsGive) {
  const GroupStayRules rules{3, 24, 24, 0.15};
  std::size_t with_group = 0;
  std::size_t smaller = 0;
  for (std::uint32_t seed = 1; seed <= 300; ++seed) {
    Random random(seed);
    std::vector<Stay> stays;
    for (std::uint32_t number = 0; number < 11; ++number) {
      const std::uint32_t admitted = random.below(48);
      stays.push_back(
          stay_of(random.below(9), 0, admitted, admitted + 24 + random.below(24), 300'000 + random.below(200'000)));
    }
    const std::size_t largest = largest_plainly(stays, rules);
    const auto groups = groups_of(stays, rules);
    const TapeVisits visits = visits_of(stays);
    std::set<std::uint32_t> used;
    for (const GroupStay& group : groups) {
      std::vector<Stay> members;
      for (const std::uint32_t number : group.stays) {
        EXPECT_TRUE(used.insert(number).second) << "a stay in two groups";
        members.push_back(visits.stays[number]);
      }
      EXPECT_EQ(largest_plainly(members, rules), members.size()) << "a group that is none, seed " << seed;
    }
    std::size_t got = 0;
    for (const GroupStay& group : groups) got = std::max(got, group.stays.size());
    EXPECT_EQ(got > 0, largest > 0) << "seed " << seed;
    with_group += largest > 0 ? 1 : 0;
    smaller += got < largest ? 1 : 0;
  }
  EXPECT_GT(with_group, 150U);
  EXPECT_LE(smaller, with_group / 20) << "larger groups than the one told are rare";
}

TEST(GroupStays, ThreadsChangeNothing) {
  Random random(8);
  std::vector<Stay> stays;
  for (std::uint32_t number = 0; number < 3'000; ++number) {
    const std::uint32_t admitted = random.below(300);
    stays.push_back(stay_of(random.below(900), random.below(5), admitted, admitted + 100 + random.below(40),
                            400'000 + random.below(100'000), 1 + random.below(2)));
  }
  const auto one = groups_of(stays);
  const auto four = groups_of(stays, {}, 4);
  ASSERT_EQ(one.size(), four.size());
  EXPECT_GT(one.size(), 20U);
  for (std::size_t at = 0; at < one.size(); ++at) EXPECT_EQ(one[at].stays, four[at].stays);
}

TEST(GroupStays, PlannedStaysAreLeftOutAndCounted) {
  GroupStayRules rules;
  rules.exempt_diagnoses = {"J18.9"};
  const auto found = find_group_stays(visits_of(planted()), rules, {});
  EXPECT_TRUE(found->groups.empty());
  EXPECT_EQ(found->exempt, 6U);
}

// A hospital that has such stays every day, and one that had them on one day of the year.
TEST(GroupStays, WhatIsUsualIsNotSurprising) {
  Random random(17);
  std::vector<Stay> stays;
  for (std::uint32_t number = 0; number < 365 * 8; ++number) {
    const std::uint32_t admitted = random.below(365 * 24);
    stays.push_back(
        stay_of(1'000 + number, 1, admitted, admitted + 165 + random.below(10), 480'000 + random.below(50'000)));
  }
  for (const Stay& stay : planted()) stays.push_back(stay);
  for (std::uint32_t month = 1; month < 12; ++month)
    stays.push_back(stay_of(100 + month, 0, month * 720, month * 720 + 50 + month * 20, 100'000 * month));
  const auto found = find_group_stays(visits_of(stays), {}, {});
  ASSERT_GT(found->groups.size(), 100U);
  EXPECT_EQ(found->groups[0].institution, 0U) << "the most surprising first";
  EXPECT_GT(found->groups[0].surprise, 10);
  EXPECT_LT(found->groups[0].expected, 0.05);
  EXPECT_EQ(found->groups[0].among, 6U);
  std::size_t surprising = 0;
  for (const GroupStay& group : found->groups) surprising += group.surprise >= found->chance_surprise ? 1 : 0;
  EXPECT_LE(surprising, found->groups.size() / 20);
}

// A day ward: a hundred a day, all alike. What matters is that it ends.
TEST(GroupStays, ManyStaysOfOneDiagnosisEnd) {
  Random random(19);
  std::vector<Stay> stays;
  for (std::uint32_t number = 0; number < 4'000; ++number) {
    const std::uint32_t admitted = number / 100 * 24 + random.below(10);
    stays.push_back(stay_of(number, 0, admitted, admitted + 20 + random.below(8), 200'000 + random.below(200'000)));
  }
  const auto found = find_group_stays(visits_of(stays), {}, {});
  EXPECT_GT(found->groups.size(), 40U);
}

TEST(GroupStays, CrowdedWindowsAreSaid) {
  std::vector<Stay> stays;
  for (std::uint32_t person = 0; person < 500; ++person) stays.push_back(stay_of(person, 0, 10, 178, 500'000));
  const auto found = find_group_stays(visits_of(stays), {}, {});
  EXPECT_GT(found->too_crowded, 0U);
  ASSERT_FALSE(found->groups.empty());
  EXPECT_EQ(found->groups[0].stays.size(), kMostInWindow);
}

TEST(Variation, IsStandardDeviationOverMean) {
  const std::vector<double> numbers = {2, 4, 4, 4, 5, 5, 7, 9};  // mean 5, standard deviation 2
  EXPECT_DOUBLE_EQ(variation(numbers), 0.4);
  EXPECT_EQ(variation(std::vector<double>{3, 3, 3}), 0);
  EXPECT_EQ(variation(std::vector<double>{0, 0}), 0);
  EXPECT_GT(variation(std::vector<double>{-1, 1}), 1e6);
}

}  // namespace
}  // namespace qiuhao::screening
