// What chance gives two people: against a shuffle, and small places against large ones.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "screening/networks/companions.h"
#include "screening/networks/test_random.h"

namespace qiuhao::screening {
namespace {

constexpr std::uint32_t kStart = 1'735'660'800;  // 2025-01-01 00:00 in Shanghai

// Two who go to one small place often are less surprising than two who meet in the traffic of a large one.
TEST(Companions, ChanceIsByTheTrafficOfThePlace) {
  Random random(5);
  std::vector<Event> events;
  for (std::uint32_t day = 0; day < 100; ++day) {
    for (int visit = 0; visit < 60; ++visit) {  // a large place, 60 people a day of 5,000
      events.push_back({place_of(0, Way::settlement), kStart + day * 86'400 + 28'800 + random.below(28'800),
                        100 + random.below(5'000), 0});
    }
    for (int visit = 0; visit < 3; ++visit) {  // a village clinic, three a day of 20, all in the first hour
      events.push_back({place_of(1, Way::settlement), kStart + day * 86'400 + 28'800 + random.below(3'600),
                        50 + random.below(20), 0});
    }
  }
  for (std::uint32_t day = 3; day < 50; day += 5) {
    for (const PersonNumber person : {0U, 1U})
      events.push_back({place_of(0, Way::settlement), kStart + day * 86'400 + 40'000 + random.below(60), person, 0});
    for (const PersonNumber person : {2U, 3U})
      events.push_back({place_of(1, Way::settlement), kStart + day * 86'400 + 30'000 + random.below(60), person, 0});
  }
  const auto traffic = make_traffic(events, 2 * kWays, {}, {});
  const auto companions = Companions::find(*traffic, 6'000, {}, {10, 1}, {});
  std::map<PersonNumber, CompanionPair> by_first;
  for (const CompanionPair& pair : companions->pairs()) by_first[pair.a] = pair;
  ASSERT_TRUE(by_first.contains(0) && by_first.contains(2));
  EXPECT_EQ(by_first[0].days, by_first[2].days);
  EXPECT_GT(by_first[0].surprise, by_first[2].surprise + 5);
}

// The expectation is what a shuffle gives: B's visits put on random visits of the place's traffic.
TEST(Companions, ExpectedDaysAreThoseOfAShuffle) {
  Random random(11);
  std::vector<Event> traffic_events;
  for (int visit = 0; visit < 4'000; ++visit) {
    const std::uint32_t day = random.below(40);
    traffic_events.push_back({0, kStart + day * 86'400 + 28'800 + random.below(20'000), 10 + random.below(500), 0});
  }
  std::vector<std::uint32_t> of_a;
  for (std::uint32_t day = 0; day < 20; ++day) of_a.push_back(kStart + day * 86'400 + 30'000 + random.below(10'000));
  constexpr int kVisitsOfB = 12;
  constexpr int kShuffles = 4'000;
  double days = 0;
  double expected = 0;
  for (int shuffle = 0; shuffle < kShuffles; ++shuffle) {
    std::set<std::uint32_t> met;
    std::vector<std::uint32_t> of_b;
    for (int visit = 0; visit < kVisitsOfB; ++visit) of_b.push_back(traffic_events[random.below(4'000)].at);
    for (const std::uint32_t a : of_a) {
      for (const std::uint32_t b : of_b) {
        if ((a > b ? a - b : b - a) <= 1'800) met.insert(local_day(a));
      }
    }
    days += static_cast<double>(met.size());
    if (shuffle > 0) continue;
    std::vector<Event> events = traffic_events;
    for (const std::uint32_t at : of_a) events.push_back({0, at, 0, 0});
    for (const std::uint32_t at : of_b) events.push_back({0, at, 1, 0});
    // Whoever meets on one day only is a pair too, so that B need not be lucky.
    events.push_back({0, of_a[0], 1, 0});
    const auto traffic = make_traffic(events, kWays, {}, {});
    const auto companions = Companions::find(*traffic, 600, {}, {1, 1}, {});
    ASSERT_EQ(companions->pairs()[0].b, 1U);
    expected = companions->pairs()[0].expected;
  }
  // B has one visit more than was shuffled, and the larger of two sides counts.
  EXPECT_NEAR(expected, days / kShuffles * 13 / 12, 0.25 * expected);
}

// In a city where everybody goes at random, as few pairs are surprising as the surprise says: of all pairs one in ten
// to the power of it, at most.
TEST(Chance, SurpriseIsAsRareAsItSays) {
  constexpr std::uint32_t kPeople = 800;
  double pairs = 0;
  std::map<int, std::size_t> surprising;  // by whole surprise: that much or more
  for (std::uint32_t seed = 1; seed <= 4; ++seed) {
    Random random(seed);
    std::vector<Event> events;
    for (PersonNumber person = 0; person < kPeople; ++person) {
      for (std::uint32_t visits = 5 + random.below(20); visits > 0; --visits) {
        const InstitutionNumber institution = random.below(3) == 0 ? random.below(6) : 6 + person % 10;
        const std::uint32_t second = random.below(14'400) + random.below(14'400);  // busiest in the middle of the day
        events.push_back(
            {place_of(institution, Way::settlement), kStart + random.below(90) * 86'400 + 28'800 + second, person, 0});
      }
    }
    const auto traffic = make_traffic(events, 16 * kWays, {}, {});
    const auto companions = Companions::find(*traffic, kPeople, {}, {1, 1}, {});
    pairs += kPeople * (kPeople - 1.0) / 2;
    for (const CompanionPair& pair : companions->pairs()) {
      for (int least = 1; least <= 4; ++least) surprising[least] += pair.surprise >= least ? 1 : 0;
    }
  }
  for (int least = 1; least <= 4; ++least) {
    const double most = pairs * std::pow(10, -least);
    EXPECT_LE(static_cast<double>(surprising[least]), most + 3 * std::sqrt(most)) << least;
  }
  EXPECT_GT(surprising[2], pairs * 1e-2 / 20) << "and not rarer by much: a surprise that never comes says nothing";
}

}  // namespace
}  // namespace qiuhao::screening
