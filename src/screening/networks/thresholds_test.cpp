// Thresholds as the shipped parameters say them, as a region does, and refused ones.
#include "screening/networks/thresholds.h"

#include <algorithm>
#include <array>
#include <map>

#include "screening/networks/test_tape.h"

namespace qiuhao::screening {
namespace {

using Told = std::vector<std::string>;

TEST(Thresholds, AreThoseOfTheShippedTable) {
  const Thresholds shipped = shipped_thresholds();
  EXPECT_EQ(shipped.crowd.window_seconds[0], 1'800U);
  EXPECT_EQ(shipped.crowd.window_seconds[1], 86'400U);
  EXPECT_EQ(shipped.crowd.crowd_most, CrowdRules{}.crowd_most);
  EXPECT_EQ(shipped.pairs.days_least, 5U);
  EXPECT_EQ(shipped.pairs.institutions_least, 2U);
  EXPECT_EQ(shipped.people_least, 3U);
  EXPECT_EQ(shipped.exempt_diagnoses, (Told{"Z49"}));
  EXPECT_EQ(shipped.group_stays.people_least, 5U);
  EXPECT_EQ(shipped.group_stays.variation_most, 0.1);
  EXPECT_EQ(shipped.stay_chains.stays_least, 6U);
  EXPECT_EQ(shipped.stay_chains.days_least, 100U);
  EXPECT_EQ(shipped.contacts.people_above, 2U);
  EXPECT_EQ(shipped.contacts.top_share, 0.05);
}

TEST(Thresholds, EachOfTheirParametersIsRead) {
  const auto shipped = *rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
  std::size_t names = 0;
  for (const rules::Parameter& row : shipped.all()) {
    const bool is_ours = std::ranges::any_of(
        std::array<std::string_view, 5>{"covisit_", "group_stay_", "stay_chain_", "stay_exchange_", "shared_contact_"},
        [&](std::string_view begin) { return row.name.starts_with(begin); });
    if (!is_ours) continue;
    ++names;
    std::vector<rules::Parameter> others = shipped.all();
    std::erase_if(others, [&](const rules::Parameter& other) { return other.name == row.name; });
    const auto refused = read_thresholds(*rules::Parameters::make(others), 20'000);
    ASSERT_FALSE(refused.has_value()) << row.name << " is not read";
    EXPECT_EQ(refused.error().code, "no_parameter");
    EXPECT_NE(refused.error().message.find(row.name), std::string::npos);
  }
  EXPECT_EQ(names, 21U);
}

TEST(Thresholds, OfARegionStandOverThoseOfEverywhereAndBadOnesHaveAPlace) {
  const auto read = [](const std::string& name, const std::string& value) {
    auto parameters = *rules::Parameters::load({QIUHAO_SOURCE_DIR "/policy/parameters"});
    std::vector<rules::Parameter> rows = parameters.all();
    rules::Parameter own{name, "340600", value, "", kNoDay, kNoDay, "市医保", "", {"own.csv", 7, 0, ""}};
    rows.push_back(own);
    parameters = *rules::Parameters::make(rows);
    parameters.set_own_region("340600");
    return read_thresholds(parameters, 20'000);
  };
  EXPECT_EQ(read("covisit_days_least", "9")->pairs.days_least, 9U);
  EXPECT_TRUE(read("covisit_exempt_items", "-")->exempt_items.empty());
  for (const auto& [name, value] : std::map<std::string, std::string>{{"covisit_days_least", "1"},
                                                                      {"covisit_minutes", "2.5"},
                                                                      {"covisit_crowd_most", "many"},
                                                                      {"covisit_people_least", "2"},
                                                                      {"group_stay_variation_most", "-0.1"},
                                                                      {"shared_contact_top_share", "nan"}}) {
    const auto refused = read(name, value);
    ASSERT_FALSE(refused.has_value()) << name;
    EXPECT_EQ(refused.error().code, "bad_parameter");
    EXPECT_EQ(refused.error().place.file, "own.csv");
    EXPECT_EQ(refused.error().place.line, 7);
  }
  const auto none = read_thresholds(rules::Parameters(), 20'000);
  ASSERT_FALSE(none.has_value());
  EXPECT_EQ(none.error().code, "no_parameter");
}

}  // namespace
}  // namespace qiuhao::screening
