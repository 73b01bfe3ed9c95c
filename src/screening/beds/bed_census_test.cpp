// People in beds counted day by day, by hand and against looking at every stay on every day.
#include "screening/beds/bed_census.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "claims/import.h"
#include "screening/learning/test_folder.h"

namespace qiuhao::screening {
namespace {

const claims::Schema& shipped_schema() {
  static const claims::Schema schema = *claims::Schema::load(QIUHAO_SOURCE_DIR "/policy/schema");
  return schema;
}

struct Stay {
  std::string provider, kind;  // kind: "21" a stay, "11" none
  Day first = 0;
  Day last = kNoDay;  // of discharge
};

struct Licence {
  std::string provider;
  Day from = 0;
  Day to = kNoDay;
  int beds = 0;
};

class Beds : public testing::Test {
 protected:
  BedReport screen(const std::string& name, const std::vector<Stay>& stays, const std::vector<Licence>& licences,
                   const BedRules& rules, const BedOptions& options = {}) const {
    std::string visits = "mdtrt_id,psn_no,fixmedins_code,med_type,insutype,begntime,endtime\n";
    for (std::size_t number = 0; number < stays.size(); ++number) {
      const Stay& stay = stays[number];
      visits += fmt::format("V{0},P{0},{1},{2},310,{3} 09:00:00,{4}\n", number, stay.provider, stay.kind,
                            format_day(stay.first), stay.last == kNoDay ? "" : format_day(stay.last) + " 15:00:00");
    }
    std::string institutions = "fixmedins_code,begndate,enddate,aprv_bed_cnt\n";
    for (const Licence& licence : licences) {
      institutions += fmt::format("{},{},{},{}\n", licence.provider, format_day(licence.from), format_day(licence.to),
                                  licence.beds);
    }
    claims::ImportOptions import;
    import.workspace = folder_.path() / name;
    import.inputs = {folder_.write(name + "-visits.csv", visits), folder_.write(name + "-beds.csv", institutions)};
    const auto imported = claims::import_files(shipped_schema(), import);
    EXPECT_TRUE(imported.has_value()) << imported.error().text();
    const auto tape = claims::Tape::open(import.workspace, shipped_schema());
    const auto rows = claims::load_register(shipped_schema(), claims::Register::institution, import.workspace);
    return screen_beds(*tape, shipped_schema(), *rows, rules, options);
  }

  TestFolder folder_;
};

TEST_F(Beds, AreFullWhenMoreLieThereThanThereAreBeds) {
  const Day day = *parse_day("2025-03-01");
  // Two beds. Three people for the nights of the 1st to the 3rd; the one who leaves on the 4th frees his bed.
  const std::vector<Stay> stays = {
      {"H1", "21", day, day + 3}, {"H1", "21", day, day + 3}, {"H1", "21", day, day + 3},    {"H1", "11", day, day},
      {"H2", "21", day, kNoDay},  {"H3", "21", day, day},     {"H1", "21", day + 8, day + 8}};
  const std::vector<Licence> licences = {{"H1", day - 400, kNoDay, 2}, {"H2", day - 400, kNoDay, 0}};
  const BedReport report = screen("hand", stays, licences, {.ratio_most = 1.2, .days_least = 3});
  EXPECT_EQ(report.stays, 6U);
  EXPECT_EQ(report.hospitals, 3U);
  EXPECT_EQ(report.without_beds, std::vector<std::string>{"H3"});
  ASSERT_EQ(report.crowded.size(), 2U);
  // Without any bed nobody may lie there: up to the tape's last day.
  EXPECT_EQ(report.crowded[0].provider, "H2");
  EXPECT_EQ(report.crowded[0].days, 9U);
  EXPECT_EQ(report.crowded[1].provider, "H1");
  EXPECT_EQ(report.crowded[1].first, day);
  EXPECT_EQ(report.crowded[1].days, 3U);
  EXPECT_EQ(report.crowded[1].people, 3U);
  EXPECT_EQ(report.crowded[1].beds, 2U);
  EXPECT_EQ(screen("four", stays, licences, {.ratio_most = 1.2, .days_least = 4}).crowded.size(), 1U);
  EXPECT_EQ(screen("half", stays, licences, {.ratio_most = 1.5, .days_least = 1}).crowded.size(), 1U);
  BedOptions later;
  later.from = day + 1;
  EXPECT_EQ(screen("later", stays, licences, {.ratio_most = 1.2, .days_least = 3}, later).crowded.size(), 1U);
}

// Every hospital and day for itself.
TEST_F(Beds, AreThoseOfCountingEachDay) {
  const Day begin = *parse_day("2025-01-01");
  std::size_t crowded = 0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    std::mt19937_64 random(seed);
    const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<std::uint64_t>(below)); };
    std::vector<Stay> stays;
    for (int number = 0; number < 300; ++number) {
      const Day first = begin + pick(60);
      stays.push_back(
          {fmt::format("H{}", pick(4)), pick(6) == 0 ? "11" : "21", first, pick(15) == 0 ? kNoDay : first + pick(14)});
    }
    std::vector<Licence> licences;
    for (int hospital = 0; hospital < 3; ++hospital) {
      for (int period = 0; period < 3; ++period) {
        if (pick(4) == 0) continue;
        const Day from = begin + period * 25 + pick(9) - 9;
        licences.push_back(
            {fmt::format("H{}", hospital), from, pick(2) == 0 ? from + 15 + pick(20) : kNoDay, 3 + pick(6)});
      }
    }
    const BedRules rules{.ratio_most = 1.2, .days_least = 4};
    const BedReport report = screen(fmt::format("random-{}", seed), stays, licences, rules);
    Day last = begin;
    for (const Stay& stay : stays) last = std::max({last, stay.first, stay.last == kNoDay ? last : stay.last});
    std::map<std::pair<std::string, Day>, std::pair<int, int>> runs;  // first day of a run: days, most people
    for (int hospital = 0; hospital < 4; ++hospital) {
      const std::string provider = fmt::format("H{}", hospital);
      int days = 0, most = 0;
      Day first = kNoDay;
      const auto end = [&] {
        if (days >= 4) runs[{provider, first}] = {days, most};
        days = most = 0;
      };
      for (Day day = begin; day <= last; ++day) {
        int people = 0;
        for (const Stay& stay : stays) {
          const bool is_there = stay.first <= day && (stay.last == kNoDay || day < std::max(stay.last, stay.first + 1));
          people += stay.provider == provider && stay.kind == "21" && is_there ? 1 : 0;
        }
        const Licence* in_force = nullptr;
        for (const Licence& licence : licences) {
          const bool holds = licence.from <= day && (licence.to == kNoDay || licence.to >= day);
          if (licence.provider == provider && holds && (in_force == nullptr || licence.from > in_force->from))
            in_force = &licence;
        }
        if (in_force == nullptr || people * 10 <= in_force->beds * 12) {
          end();
          continue;
        }
        if (days++ == 0) first = day;
        most = std::max(most, people);
      }
      end();
    }
    ASSERT_EQ(report.crowded.size(), runs.size()) << seed;
    for (const CrowdedHospital& found : report.crowded) {
      const auto run = runs.find({found.provider, found.first});
      ASSERT_NE(run, runs.end()) << found.provider << " " << format_day(found.first);
      EXPECT_EQ(found.days, static_cast<std::uint32_t>(run->second.first));
      EXPECT_LE(found.people, static_cast<std::uint32_t>(run->second.second));
    }
    crowded += runs.size();
  }
  EXPECT_GT(crowded, 5U);
}

TEST(BedRules, ComeFromTheTables) {
  const auto shipped = rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  const auto rules = read_bed_rules(*shipped, *parse_day("2026-11-30"));
  ASSERT_TRUE(rules) << rules.error().text();
  EXPECT_EQ(rules->days_least, 7U);
  EXPECT_EQ(read_bed_rules({}, 0).error().code, "no_parameter");
}

}  // namespace
}  // namespace qiuhao::screening
