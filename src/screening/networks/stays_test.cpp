// Group stays and chains of stays: planted ones, look-alikes, borders, and brute force on random stays.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "screening/networks/group_stays.h"
#include "screening/networks/stay_chains.h"
#include "screening/networks/test_random.h"

namespace qiuhao::screening {
namespace {

constexpr std::uint32_t kStart = 1'735'660'800;  // 2025-01-01 00:00 in Shanghai
constexpr std::uint32_t kHour = 3'600;
constexpr std::uint32_t kDay = 86'400;

Stay stay_of(PersonNumber person, InstitutionNumber institution, std::uint32_t admitted_hour,
             std::uint32_t discharged_hour, Cents total, std::uint32_t diagnosis = 1) {
  return {person, 0,     institution, diagnosis, kStart + admitted_hour * kHour, kStart + discharged_hour * kHour,
          false,  total, total / 2};
}

TapeVisits visits_of(std::vector<Stay> stays) {
  TapeVisits visits;
  std::stable_sort(stays.begin(), stays.end(), [](const Stay& a, const Stay& b) {
    return std::tie(a.person, a.admitted) < std::tie(b.person, b.admitted);
  });
  for (std::uint32_t number = 0; number < stays.size(); ++number) stays[number].visit = number;
  visits.stays = std::move(stays);
  visits.diagnoses = {"", "J18", "I10"};
  visits.institutions = {"H0", "H1", "H2", "H3", "H4"};
  visits.names.assign(5, "");
  return visits;
}

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

// A person's stays: institution, first day, last day.
std::vector<Stay> rounds(PersonNumber person, const std::vector<std::array<std::uint32_t, 3>>& rows) {
  std::vector<Stay> stays;
  for (const auto& [institution, first, last] : rows)
    stays.push_back(stay_of(person, institution, first * 24 + 10, last * 24 + 9, 100'000));
  return stays;
}

TEST(StayChains, FindWhoGoesFromHospitalToHospital) {
  const auto visits =
      visits_of(rounds(7, {{0, 0, 17}, {1, 18, 36}, {2, 39, 58}, {0, 60, 78}, {1, 79, 97}, {2, 98, 115}}));
  const StayMoves moves = find_stay_chains(visits, {});
  ASSERT_EQ(moves.chains.size(), 1U);
  EXPECT_EQ(moves.chains[0].person, 7U);
  EXPECT_EQ(moves.chains[0].stays.size(), 6U);
  EXPECT_EQ(moves.chains[0].institutions, 3U);
  EXPECT_EQ(moves.chains[0].days, 18U + 19 + 20 + 19 + 19 + 18);
  EXPECT_EQ(moves.chains[0].fund, 6 * 50'000);
  EXPECT_TRUE(moves.exchanges.empty()) << "one person is no exchange";
}

TEST(StayChains, AGapADayTooLongEndsAChain) {
  const auto count = [](std::uint32_t gap) {
    std::vector<std::array<std::uint32_t, 3>> rows;
    for (std::uint32_t number = 0, day = 0; number < 6; ++number, day += 20 + gap)
      rows.push_back({number % 3, day, day + 20});
    return find_stay_chains(visits_of(rounds(1, rows)), {}).chains.size();
  };
  EXPECT_EQ(count(3), 1U);
  EXPECT_EQ(count(4), 0U);
}

TEST(StayChains, AShortStayWithinALongOneEndsNoChain) {
  // The second stay lies within the first; the third follows the first.
  const auto moves = find_stay_chains(
      visits_of(rounds(1, {{0, 0, 60}, {1, 10, 12}, {2, 62, 70}, {0, 71, 80}, {1, 81, 90}, {2, 91, 110}})), {});
  ASSERT_EQ(moves.chains.size(), 1U);
  EXPECT_EQ(moves.chains[0].stays.size(), 6U);
}

TEST(StayChains, FewerStaysHospitalsOrDaysAreNone) {
  std::vector<std::array<std::uint32_t, 3>> five, two_hospitals, short_stays;
  for (std::uint32_t number = 0; number < 6; ++number) {
    if (number < 5) five.push_back({number % 3, number * 25, number * 25 + 24});
    two_hospitals.push_back({number % 2, number * 25, number * 25 + 24});
    short_stays.push_back({number % 3, number * 3, number * 3 + 2});
  }
  for (const auto& rows : {five, two_hospitals, short_stays})
    EXPECT_TRUE(find_stay_chains(visits_of(rounds(1, rows)), {}).chains.empty());
}

TEST(StayChains, OverlappingStaysCountADayOnceAndAYearIsAYear) {
  const auto overlap = find_stay_chains(
      visits_of(rounds(1, {{0, 0, 30}, {1, 10, 40}, {2, 35, 70}, {0, 60, 90}, {1, 91, 95}, {2, 96, 110}})), {});
  ASSERT_EQ(overlap.chains.size(), 1U);
  EXPECT_EQ(overlap.chains[0].days, 111U);
  std::vector<std::array<std::uint32_t, 3>> three_years;
  for (std::uint32_t number = 0; number < 60; ++number)
    three_years.push_back({number % 3, number * 20, number * 20 + 19});
  const auto year = find_stay_chains(visits_of(rounds(1, three_years)), {});
  ASSERT_EQ(year.chains.size(), 1U);
  EXPECT_EQ(year.chains[0].days, 365U);
}

TEST(StayChains, HospitalsThatPassTheSamePeopleOnAreTold) {
  std::vector<Stay> stays;
  for (PersonNumber person = 0; person < 4; ++person) {
    const auto rows = rounds(person, {{1, 0, 9}, {3, 10, 19}, {1, 21, 30}, {3, 40, 50}});
    stays.insert(stays.end(), rows.begin(), rows.end());
  }
  // Two who are sent on by a doctor and do not come back.
  for (PersonNumber person = 10; person < 12; ++person) {
    auto rows = rounds(person, {{1, 0, 9}, {3, 10, 19}});
    rows[0].is_transfer = true;
    stays.insert(stays.end(), rows.begin(), rows.end());
  }
  const StayMoves moves = find_stay_chains(visits_of(stays), {});
  ASSERT_EQ(moves.exchanges.size(), 1U);
  const StayExchange& exchange = moves.exchanges[0];
  EXPECT_EQ(exchange.a, 1U);
  EXPECT_EQ(exchange.b, 3U);
  EXPECT_EQ(exchange.a_to_b, 6U);
  EXPECT_EQ(exchange.b_to_a, 4U);
  EXPECT_EQ(exchange.transfers, 2U);
  EXPECT_EQ(exchange.people, 6U);
  EXPECT_EQ(exchange.both_ways, 4U);
}

// Moves of random people, one stay against the one before.
TEST(StayChains, ExchangesAreThoseOfAPlainCount) {
  Random random(13);
  std::vector<Stay> stays;
  for (int number = 0; number < 4'000; ++number) {
    const std::uint32_t first = random.below(300);
    stays.push_back(
        stay_of(random.below(300), random.below(5), first * 24 + 10, (first + random.below(12)) * 24 + 11, 1'000));
  }
  const TapeVisits visits = visits_of(stays);
  const StayChainRules rules;
  std::map<std::pair<InstitutionNumber, InstitutionNumber>, std::size_t> plain;
  for (std::size_t at = 1; at < visits.stays.size(); ++at) {
    const Stay& from = visits.stays[at - 1];
    const Stay& to = visits.stays[at];
    if (from.person != to.person || from.institution == to.institution) continue;
    if (local_day(to.admitted) <= local_day(from.discharged) + rules.gap_days)
      ++plain[{from.institution, to.institution}];
  }
  const StayMoves moves = find_stay_chains(visits, rules);
  EXPECT_EQ(moves.exchanges.size(), 10U) << "every two of five";
  for (const StayExchange& exchange : moves.exchanges) {
    EXPECT_EQ(exchange.a_to_b, (plain[{exchange.a, exchange.b}]));
    EXPECT_EQ(exchange.b_to_a, (plain[{exchange.b, exchange.a}]));
  }
}

}  // namespace
}  // namespace qiuhao::screening
