// A city for tests of whole screenings: ordinary visits, and people who are planted among them.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "screening/networks/test_random.h"
#include "screening/networks/test_tape.h"

namespace qiuhao::screening {

// Everybody's ordinary visits, so that places have traffic.
inline std::vector<TestVisit> ordinary(std::uint32_t people, std::uint32_t visits) {
  Random random(21);
  std::vector<TestVisit> rows;
  for (std::uint32_t number = 0; number < visits; ++number) {
    rows.push_back(settled(
        fmt::format("Q{:04}", random.below(people)), fmt::format("Q{:05}", number), fmt::format("H{}", random.below(6)),
        minute_text("2025-01-01", static_cast<int>(random.below(300)), 480 + static_cast<int>(random.below(540)))));
  }
  return rows;
}

// These people together on so many days, by turns at two institutions.
inline void add_together(std::vector<TestVisit>& rows, const std::vector<std::string>& people, int days, int first,
                         const std::string& word) {
  for (int day = 0; day < days; ++day) {
    int second = 0;
    for (const std::string& person : people) {
      rows.push_back(settled(person, fmt::format("{}{}{}", word, person, day), day % 2 == 0 ? "H0" : "H5",
                             minute_text("2025-02-01", first + day * 6, 600, second += 240)));
    }
  }
}

struct City {
  std::vector<TestVisit> rows = ordinary(400, 3'000);
  std::map<std::string, TestPerson> people = {{"C1", {"1", "1980-01-01"}},
                                              {"C2", {"2", "1983-06-01"}},
                                              {"K1", {"2", "1990-01-01"}},
                                              {"K2", {"1", "2020-01-01"}}};
  City() {
    add_together(rows, {"A1", "A2", "A3", "A4"}, 8, 0, "a");  // a gang
    add_together(rows, {"B1", "B2", "B3"}, 5, 3, "b");        // just enough
    add_together(rows, {"D1", "D2", "D3"}, 4, 2, "d");        // a day too few
    add_together(rows, {"C1", "C2"}, 9, 1, "c");              // a couple
    add_together(rows, {"K1", "K2"}, 6, 4, "k");              // a mother with a child
  }
};

inline NetworkReport screen(const TestTape& tape, const NetworkOptions& options = {}, int threads = 1,
                            const Thresholds& thresholds = shipped_thresholds()) {
  const claims::Tape opened = tape.tape();
  auto report = screen_networks(opened, tape.schema(), thresholds, options, {.threads = threads});
  EXPECT_TRUE(report.has_value()) << report.error().text();
  return std::move(*report);
}

inline std::vector<std::string> members_of(const std::vector<Network>& networks) {
  std::vector<std::string> out;
  for (const Network& network : networks) {
    std::string& text = out.emplace_back();
    for (const Member& member : network.members) text += (text.empty() ? "" : " ") + member.id;
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace qiuhao::screening
