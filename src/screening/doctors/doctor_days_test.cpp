// Doctors' days and moves against counting by hand and by brute force.
#include "screening/doctors/doctor_days.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "screening/networks/test_tape.h"

namespace qiuhao::screening {
namespace {

struct Seen {
  std::string person, visit, provider, kind, start, doctor;
  std::string quantity = "1";
};

// Visits with one line each.
DoctorReport screen(const std::string& name, const std::vector<Seen>& seen, std::size_t people_of_part,
                    const DoctorRules& rules, const DoctorOptions& options = {}) {
  std::vector<TestVisit> visits;
  for (const Seen& one : seen) {
    visits.push_back({.person = one.person,
                      .id = one.visit,
                      .provider = one.provider,
                      .kind = one.kind,
                      .start = one.start,
                      .lines = {{"A", one.start, one.doctor, one.quantity}}});
  }
  const TestTape tape("doctors-" + name, visits, people_of_part);
  return screen_doctors(tape.tape(), tape.schema(), rules, options);
}

TEST(DoctorDays, MoreVisitsThanADayHoldsAndTwoPlacesAtOnce) {
  std::vector<Seen> seen;
  for (int number = 0; number < 5; ++number) {
    seen.push_back({fmt::format("P{}", number), fmt::format("V{}", number), "H1", "outpatient",
                    fmt::format("2025-03-01 08:{:02}:00", number), "D1"});
  }
  seen.push_back({"P0", "V5", "H1", "emergency", "2025-03-01 20:00:00", "D1"});  // the sixth, of a person seen before
  seen.push_back({"P6", "V6", "H1", "inpatient", "2025-03-01 09:00:00", "D1"});  // a stay is no visit of the day
  seen.push_back({"P7", "V7", "H1", "outpatient", "2025-03-01 09:00:00", "D1", "-1"});  // given back
  seen.push_back({"P8", "V8", "H1", "outpatient", "2025-03-01 09:00:00", ""});
  seen.push_back({"P9", "V9", "H2", "outpatient", "2025-03-01 20:10:00", "D1"});  // ten minutes later, elsewhere
  seen.push_back({"P9", "VA", "H2", "outpatient", "2025-03-02 08:00:00", "D1"});
  seen.push_back({"P9", "VB", "H1", "outpatient", "2025-03-02 08:15:00", "D1"});  // time enough for the way
  const DoctorReport report = screen("hand", seen, 3, {.visits_most = 6, .move_minutes = 15, .moves_least = 1});
  EXPECT_EQ(report.visits, 9U);
  EXPECT_EQ(report.without_doctor, 1U);
  EXPECT_EQ(report.doctors, 1U);
  ASSERT_EQ(report.days.size(), 1U);
  EXPECT_EQ(report.days[0].doctor, "D1");
  EXPECT_EQ(report.days[0].visits, 7U);
  EXPECT_EQ(report.days[0].people, 6U);
  EXPECT_EQ(report.days[0].institutions, 2U);
  EXPECT_EQ(report.days[0].in_scope, 1'400);
  ASSERT_EQ(report.in_two.size(), 1U);
  EXPECT_EQ(report.in_two[0].moves, 1U);
  EXPECT_EQ(report.in_two[0].first[0].from_visit, "V5");
  EXPECT_EQ(report.in_two[0].first[0].to_visit, "V9");
  EXPECT_EQ(report.in_two[0].first[0].minutes, 10);
  const DoctorReport looser = screen("looser", seen, 3, {.visits_most = 7, .move_minutes = 15, .moves_least = 2});
  EXPECT_TRUE(looser.days.empty());
  EXPECT_TRUE(looser.in_two.empty());
  DoctorOptions later;
  later.from = *parse_day("2025-03-02");
  EXPECT_EQ(screen("later", seen, 3, {.visits_most = 1}, later).days[0].visits, 2U);
}

// Every doctor and day counted for itself.
TEST(DoctorDays, AreThoseOfCountingEachDayAlone) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    std::mt19937_64 random(seed);
    const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<std::uint64_t>(count)); };
    std::vector<Seen> seen;
    for (int number = 0; number < 400; ++number) {
      static constexpr const char* kKinds[] = {"outpatient", "emergency", "inpatient", "pharmacy"};
      const bool has_clock = pick(8) != 0;
      seen.push_back({fmt::format("P{:02}", pick(40)), fmt::format("V{}", number), fmt::format("H{}", pick(3)),
                      kKinds[pick(4)],
                      fmt::format("2025-03-{:02} {:02}:{:02}:00", 1 + pick(4), has_clock ? 8 + pick(4) : 0,
                                  has_clock ? pick(60) : 0),
                      pick(10) == 0 ? "" : fmt::format("D{}", pick(3)), pick(12) == 0 ? "0" : "1"});
    }
    std::map<std::pair<std::string, std::string>, std::vector<const Seen*>> days;
    std::map<std::string, std::vector<const Seen*>> clocked;
    for (const Seen& one : seen) {
      if (one.doctor.empty() || one.quantity == "0" || (one.kind != "outpatient" && one.kind != "emergency")) continue;
      days[{one.doctor, one.start.substr(0, 10)}].push_back(&one);
      if (!one.start.ends_with("00:00:00")) clocked[one.doctor].push_back(&one);
    }
    const DoctorRules rules{.visits_most = 9, .move_minutes = 5, .moves_least = 1};
    const DoctorReport report = screen(fmt::format("random-{}", seed), seen, 7, rules);
    std::size_t crowded = 0;
    for (const auto& [key, visits] : days) {
      if (visits.size() <= rules.visits_most) continue;
      ++crowded;
      const auto found = std::ranges::find_if(report.days, [&](const CrowdedDoctorDay& day) {
        return day.doctor == key.first && format_day(day.day) == key.second;
      });
      ASSERT_NE(found, report.days.end());
      EXPECT_EQ(found->visits, visits.size());
      std::set<std::string> people, institutions;
      for (const Seen* one : visits) {
        people.insert(one->person);
        institutions.insert(one->provider);
      }
      EXPECT_EQ(found->people, people.size());
      EXPECT_EQ(found->institutions, institutions.size());
    }
    EXPECT_EQ(report.days.size(), crowded);
    ASSERT_GT(crowded, 0U);
    for (const DoctorInTwoPlaces& in_two : report.in_two) {
      // A move is too quick when some other place was seen within the minutes before.
      std::size_t near = 0;
      for (const Seen* one : clocked[in_two.doctor]) {
        near += std::ranges::any_of(clocked[in_two.doctor], [&](const Seen* other) {
          const Seconds gap = *parse_time(one->start) - *parse_time(other->start);
          return other->provider != one->provider && gap >= 0 && gap < 300;
        });
      }
      EXPECT_LE(in_two.moves, near);
      EXPECT_GT(in_two.moves, 0U);
    }
  }
}

TEST(DoctorRules, ComeFromTheTables) {
  const auto shipped = rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  const auto rules = read_doctor_rules(*shipped, *parse_day("2026-11-30"));
  ASSERT_TRUE(rules) << rules.error().text();
  EXPECT_EQ(rules->visits_most, 100U);
  EXPECT_EQ(read_doctor_rules({}, 0).error().code, "no_parameter");
}

}  // namespace
}  // namespace qiuhao::screening
