// Chains of stays and exchanges between institutions: planted ones, borders, and a plain count of random stays.
#include "screening/networks/stay_chains.h"

#include <gtest/gtest.h>

#include <array>
#include <map>

#include "screening/networks/test_random.h"
#include "screening/networks/test_stays.h"

namespace qiuhao::screening {
namespace {

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
