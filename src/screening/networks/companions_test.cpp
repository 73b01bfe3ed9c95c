// Pairs against brute force on random events: exact with pruning, crowds, refused hubs and any number of threads.
#include "screening/networks/companions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "screening/networks/test_random.h"

namespace qiuhao::screening {
namespace {

constexpr std::uint32_t kStart = 1'735'660'800;  // 2025-01-01 00:00 in Shanghai

struct Shape {
  std::uint32_t people = 40;
  std::uint32_t institutions = 4;
  std::uint32_t days = 12;
  std::size_t events = 600;
  std::uint32_t admissions_percent = 10;
};

std::vector<Event> random_events(std::uint32_t seed, const Shape& shape) {
  Random random(seed);
  std::vector<Event> events;
  for (std::size_t number = 0; number < shape.events; ++number) {
    const Way way = random.below(100) < shape.admissions_percent ? Way::admission : Way::settlement;
    const std::uint32_t day = random.below(shape.days);
    // Round minutes, so that windows are often met exactly; some just before midnight.
    const std::uint32_t minute = random.below(4) == 0 ? 1'410 + random.below(40) : 480 + random.below(120);
    events.push_back({place_of(random.below(shape.institutions), way), kStart + day * 86'400 + minute * 60,
                      random.below(shape.people), static_cast<std::uint32_t>(number)});
  }
  return events;
}

// Straight from the words: every two events of two people.
struct Plain {
  std::size_t left_out = 0;
  std::map<std::pair<PersonNumber, PersonNumber>, std::pair<std::uint32_t, std::uint32_t>> pairs;
};

bool meet(const Event& a, const Event& b, const CrowdRules& crowd) {
  const std::uint32_t apart = a.at > b.at ? a.at - b.at : b.at - a.at;
  return a.place == b.place && apart <= crowd.window_seconds[static_cast<std::size_t>(way_of(a.place))];
}

Plain plainly(const std::vector<Event>& all, const CrowdRules& crowd, const PairRules& rules) {
  Plain plain;
  std::vector<Event> events;
  for (const Event& event : all) {
    const auto others =
        std::count_if(all.begin(), all.end(), [&](const Event& other) { return meet(event, other, crowd); }) - 1;
    if (crowd.crowd_most > 0 && others > static_cast<std::ptrdiff_t>(crowd.crowd_most))
      ++plain.left_out;
    else
      events.push_back(event);
  }
  struct Met {
    std::set<std::uint32_t> days_a, days_b, institutions;
  };
  std::map<std::pair<PersonNumber, PersonNumber>, Met> met;
  for (const Event& a : events) {
    for (const Event& b : events) {
      if (a.person >= b.person || !meet(a, b, crowd)) continue;
      Met& of = met[{a.person, b.person}];
      of.days_a.insert(local_day(a.at));
      of.days_b.insert(local_day(b.at));
      of.institutions.insert(institution_of(a.place));
    }
  }
  for (const auto& [pair, of] : met) {
    const auto days = static_cast<std::uint32_t>(std::min(of.days_a.size(), of.days_b.size()));
    const auto institutions = static_cast<std::uint32_t>(of.institutions.size());
    if (days >= rules.days_least && institutions >= rules.institutions_least) plain.pairs[pair] = {days, institutions};
  }
  return plain;
}

PlaceNumber places_of(const Shape& shape) { return shape.institutions * kWays; }

void expect_as_plain(const std::vector<Event>& events, const Shape& shape, const CrowdRules& crowd,
                     const PairRules& rules, const std::string& told) {
  const Plain plain = plainly(events, crowd, rules);
  const auto traffic = make_traffic(events, places_of(shape), crowd, {});
  ASSERT_TRUE(traffic.has_value());
  EXPECT_EQ(traffic->events_left_out, plain.left_out) << told;
  const auto companions = Companions::find(*traffic, shape.people, crowd, rules, {.threads = 2});
  ASSERT_TRUE(companions.has_value());
  std::map<std::pair<PersonNumber, PersonNumber>, std::pair<std::uint32_t, std::uint32_t>> got;
  for (const CompanionPair& pair : companions->pairs()) {
    EXPECT_LT(pair.a, pair.b);
    EXPECT_TRUE(got.try_emplace({pair.a, pair.b}, pair.days, pair.institutions).second) << "twice";
  }
  EXPECT_EQ(got, plain.pairs) << told;
}

TEST(Companions, AreThoseOfBruteForce) {
  std::size_t pairs = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    Shape shape;
    shape.people = 10 + seed % 50;
    shape.institutions = 1 + seed % 5;
    shape.events = 100 + 20 * seed;
    const std::vector<Event> events = random_events(seed, shape);
    const PairRules rules{2 + seed % 4, 1 + seed % 3};
    CrowdRules crowd;
    crowd.crowd_most = seed % 3 == 0 ? 6 + seed % 20 : 0;
    expect_as_plain(events, shape, crowd, rules, "seed " + std::to_string(seed));
    pairs += plainly(events, crowd, rules).pairs.size();
  }
  EXPECT_GT(pairs, 3'000U) << "brute force must have something to say";
}

TEST(Companions, SparseEventsArePrunedAndNoPairIsLost) {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    Shape shape;
    shape.people = 300;
    shape.institutions = 6;
    shape.days = 40;
    shape.events = 2'000;
    std::vector<Event> events = random_events(seed, shape);
    for (std::uint32_t day = 0; day < 6; ++day) {  // three who go together, among many who do not
      for (const PersonNumber person : {7U, 70U, 170U})
        events.push_back({place_of(day % 2, Way::settlement), kStart + day * 86'400 + 50'000 + person, person, 0});
    }
    const CrowdRules crowd;
    const PairRules rules;
    expect_as_plain(events, shape, crowd, rules, "seed " + std::to_string(seed));
    const auto traffic = make_traffic(events, places_of(shape), crowd, {});
    const auto companions = Companions::find(*traffic, shape.people, crowd, rules, {});
    EXPECT_LT(companions->people_counted(), 250U) << "pruning takes people away";
    EXPECT_GE(companions->pairs().size(), 3U);
  }
}

TEST(Companions, WhoeverIsAloneOrTooSeldomInCompanyIsTakenOut) {
  std::vector<Event> events;
  const auto add = [&](PersonNumber person, std::uint32_t day, std::uint32_t second) {
    events.push_back({place_of(day % 2, Way::settlement), kStart + day * 86'400 + second, person, 0});
  };
  for (std::uint32_t day = 0; day < 6; ++day) {
    for (const PersonNumber person : {0U, 1U}) add(person, day, 30'000 + person);
    for (PersonNumber person = 11; person < 20; ++person)
      add(person, day, person * 3'000);       // never within half an hour
    add(30, day, day < 4 ? 30'000 : 70'000);  // in company on four days only
  }
  // Who meets only somebody that is in too little company goes in the next round: four of 41's six days are with 40.
  for (std::uint32_t day = 10; day < 16; ++day) {
    add(41, day, 50'000);
    if (day < 14) add(40, day, 50'100);
    if (day >= 14) add(42, day, 50'100);
  }
  const auto traffic = make_traffic(events, 2 * kWays, {}, {});
  const auto companions = Companions::find(*traffic, 100, {}, {}, {});
  EXPECT_EQ(companions->people_counted(), 2U);
  EXPECT_EQ(companions->pairs().size(), 1U);
}

TEST(Companions, ThreadsChangeNothing) {
  Shape shape;
  shape.people = 2'000;
  shape.events = 40'000;
  shape.days = 60;
  shape.institutions = 20;
  const std::vector<Event> events = random_events(3, shape);
  std::vector<CompanionPair> first;
  for (const int threads : {1, 2, 5}) {
    const auto traffic = make_traffic(events, places_of(shape), {}, {.threads = threads});
    const auto companions = Companions::find(*traffic, shape.people, {}, {3, 2}, {.threads = threads});
    ASSERT_TRUE(companions.has_value());
    if (threads == 1) first = companions->pairs();
    ASSERT_EQ(companions->pairs().size(), first.size());
    for (std::size_t at = 0; at < first.size(); ++at) {
      const CompanionPair& pair = companions->pairs()[at];
      EXPECT_EQ(std::tie(pair.a, pair.b, pair.days, pair.institutions, pair.expected, pair.surprise),
                std::tie(first[at].a, first[at].b, first[at].days, first[at].institutions, first[at].expected,
                         first[at].surprise));
    }
  }
  EXPECT_GT(first.size(), 100U);
}

TEST(Companions, SomebodyTwiceInAWindowCountsOnce) {
  std::vector<Event> events;
  for (std::uint32_t day = 0; day < 4; ++day) {  // four days, but many settlements on each
    for (std::uint32_t minute = 0; minute < 20; minute += 5) {
      events.push_back({place_of(day % 2, Way::settlement), kStart + day * 86'400 + 36'000 + minute * 60, 0, 0});
      events.push_back({place_of(day % 2, Way::settlement), kStart + day * 86'400 + 36'030 + minute * 60, 1, 0});
    }
  }
  const auto traffic = make_traffic(events, 2 * kWays, {}, {});
  EXPECT_TRUE(Companions::find(*traffic, 2, {}, {5, 2}, {})->pairs().empty());
  const auto four = Companions::find(*traffic, 2, {}, {4, 2}, {});
  ASSERT_EQ(four->pairs().size(), 1U);
  EXPECT_EQ(four->pairs()[0].days, 4U);
  EXPECT_EQ(four->meetings_of(four->pairs()[0]).size(), 64U);
}

TEST(Companions, TheWindowIsClosedAndDiffersByWay) {
  const auto days_of = [](Way way, std::uint32_t apart) {
    std::vector<Event> events;
    for (std::uint32_t day = 0; day < 10; day += 2) {
      events.push_back({place_of(day / 2 % 2, way), kStart + day * 86'400 + 36'000, 0, 0});
      events.push_back({place_of(day / 2 % 2, way), kStart + day * 86'400 + 36'000 + apart, 1, 0});
    }
    const auto traffic = make_traffic(events, 2 * kWays, {}, {});
    const auto companions = Companions::find(*traffic, 2, {}, {1, 1}, {});
    return companions->pairs().empty() ? 0U : companions->pairs()[0].days;
  };
  EXPECT_EQ(days_of(Way::settlement, 1'800), 5U);
  EXPECT_EQ(days_of(Way::settlement, 1'801), 0U);
  EXPECT_EQ(days_of(Way::admission, 86'400), 5U);
  EXPECT_EQ(days_of(Way::admission, 86'401), 0U);
}

TEST(Companions, AHubOfAHundredThousandIsLeftOutAndSaid) {
  constexpr std::uint32_t kPeople = 100'000;
  std::vector<Event> events;
  for (PersonNumber person = 0; person < kPeople; ++person)  // ten hours, one place, one day
    events.push_back({place_of(0, Way::settlement), kStart + 28'800 + person * 36'000 / kPeople, person, 0});
  for (std::uint32_t day = 1; day < 6; ++day) {  // two of them meet elsewhere too
    for (const PersonNumber person : {5U, 99'000U})
      events.push_back({place_of(1 + day % 2, Way::settlement), kStart + day * 86'400 + 40'000, person, 0});
  }
  const auto traffic = make_traffic(events, 3 * kWays, {}, {.threads = 2});
  EXPECT_GT(traffic->events_left_out, 90'000U);
  ASSERT_EQ(traffic->crowded_days.size(), 1U);
  EXPECT_EQ(traffic->crowded_days[0].institution, 0U);
  EXPECT_EQ(traffic->crowded_days[0].events, traffic->events_left_out);
  EXPECT_EQ(traffic->crowded_days[0].day, local_day(kStart));
  EXPECT_EQ(traffic->crowded_days[0].most_at_once, 10'002U) << "3,601 seconds of 100,000 in ten hours";
  const auto companions = Companions::find(*traffic, kPeople, {}, {}, {.threads = 2});
  ASSERT_EQ(companions->pairs().size(), 1U);
  EXPECT_EQ(companions->pairs()[0].days, 5U);
  EXPECT_EQ(companions->people_counted(), 2U) << "nobody else can reach five days";
}

TEST(Companions, UnsurprisingPairsAreLeftOutAndCounted) {
  Shape shape;
  shape.people = 100;
  shape.events = 4'000;
  const auto traffic = make_traffic(random_events(6, shape), places_of(shape), {}, {});
  const auto all = Companions::find(*traffic, shape.people, {}, {3, 2}, {});
  const auto some = Companions::find(*traffic, shape.people, {}, {3, 2, 1.0}, {.threads = 3});
  const auto surprising =
      std::ranges::count_if(all->pairs(), [](const CompanionPair& pair) { return pair.surprise >= 1; });
  EXPECT_EQ(some->pairs().size(), static_cast<std::size_t>(surprising));
  EXPECT_GT(surprising, 0);
  EXPECT_EQ(some->pairs().size() + some->unsurprising(), all->pairs().size());
  EXPECT_GT(some->unsurprising(), 0U);
}

TEST(Companions, AnEmptyTableHasNone) {
  const auto traffic = make_traffic({}, 0, {}, {});
  ASSERT_TRUE(traffic.has_value());
  EXPECT_TRUE(Companions::find(*traffic, 0, {}, {}, {})->pairs().empty());
}

TEST(Companions, EndWhenStopped) {
  const std::atomic<bool> stop{true};
  const auto traffic = make_traffic(random_events(1, {}), places_of({}), {}, {.stop = &stop});
  ASSERT_FALSE(traffic.has_value());
  EXPECT_EQ(traffic.error().code, "interrupted");
}

}  // namespace
}  // namespace qiuhao::screening
