// How hard schemes are played: the intensity that is told is that of the visits made, counted once more.
#include "simulate/schemes/schemes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace qiuhao::simulate {
namespace {

// What a group does in a year.
struct Group {
  const SchemeKind* kind = nullptr;
  int intensity = 0;
  int visits = 0, claimed = 0, days_in_bed = 0, most_visits_a_day = 0;
  std::int64_t packs = 0;  // hundredths
  std::map<Day, int> by_day;
  std::set<Day> trained;
};

std::map<std::pair<std::string, int>, Group> play() {
  CityOptions options;
  options.people = 40'000;
  options.seed = 5;
  options.schemes = SchemeLevel::bad;
  const Providers providers(options.people, options.seed);
  const Catalogue catalogue;
  std::map<std::pair<std::string, int>, Group> groups;
  PersonLists lists;  // writes nothing
  play_schemes(options, providers, catalogue, 1, lists, [&](Visit& visit, const PlayedVisit& played) {
    Group& group = groups[{std::string(played.kind.name), played.group}];
    group.kind = &played.kind;
    group.intensity = played.intensity;
    ++group.visits;
    group.claimed += played.is_claimed;
    if (visit.inpatient()) group.days_in_bed += visit.stay_days();
    group.most_visits_a_day = std::max(group.most_visits_a_day, ++group.by_day[visit.first_day()]);
    for (const Line& line : visit.lines) {
      group.packs += line.quantity;
      if (line.item->name == "运动疗法") group.trained.insert(visit.first_day());
    }
  });
  return groups;
}

TEST(Schemes, ArePlayedFromJustUnderToFarBeyond) {
  std::map<std::string, std::set<int>> bands;
  for (const auto& [key, group] : play()) {
    SCOPED_TRACE(key.first);
    if (group.kind->model.empty()) {
      EXPECT_EQ(group.claimed, 0);
      EXPECT_GT(group.intensity, 0);
      EXPECT_LE(group.intensity, 100);
      continue;
    }
    EXPECT_GT(group.claimed, 0);
    EXPECT_GE(group.intensity, group.kind->is_certain ? 100 : 1);
    bands[key.first].insert(group.intensity < 100 ? 0 : group.intensity < 200 ? 1 : 2);
  }
  for (const char* scheme : {"挂床：空床收费", "医院间倒床", "多机构囤药倒卖", "药店套现：全年刷卡", "分解住院",
                             "频繁住院", "康复：疗程过长", "敛卡结伴购药"}) {
    EXPECT_EQ(bands[scheme].size(), 3U) << scheme;
  }
}

// The least that is objected to stands here once more.
TEST(Schemes, IntensityIsWhatIsDone) {
  using Count = std::int64_t (*)(const Group&);  // hundredths of the least
  const Count visits_of_a_shop = [](const Group& group) { return std::int64_t{100} * group.visits / 51; };
  const Count packs = [](const Group& group) { return group.packs / 61; };
  const Count training_days = [](const Group& group) { return std::int64_t(100 * group.trained.size() / 91); };
  const Count stays = [](const Group& group) { return std::int64_t{100} * group.visits / 12; };
  const std::map<std::string, Count> counts = {
      {"药店套现：全年刷卡", visits_of_a_shop},
      {"常在一家药店购药", visits_of_a_shop},
      {"多机构囤药倒卖", packs},
      {"备药量大而未超", packs},
      {"康复：疗程过长", training_days},
      {"康复疗程将满", training_days},
      {"频繁住院", stays},
      {"一年多次住院", stays},
      {"医院间倒床", [](const Group& group) { return std::int64_t{group.days_in_bed}; }},
      {"一日多机构取药", [](const Group& group) { return std::int64_t{100} * group.most_visits_a_day / 3; }}};
  std::size_t checked = 0;
  for (const auto& [key, group] : play()) {
    const auto count = counts.find(key.first);
    if (count == counts.end()) continue;
    EXPECT_EQ(group.intensity, count->second(group)) << key.first;
    ++checked;
  }
  EXPECT_EQ(checked, 12 * counts.size());
}

TEST(Schemes, AFifthOfTheProvidersLendThemselves) {
  const Providers providers(600'000, 3);
  const WillingProviders willing(providers, 3);
  for (const ProviderKind kind : {ProviderKind::kTertiary, ProviderKind::kSecondary, ProviderKind::kPharmacy}) {
    const std::size_t all = providers.of(kind).size();
    EXPECT_EQ(willing.of(kind).size(), all);
    EXPECT_EQ(willing.willing(kind), std::max<std::size_t>(2, all / 5));
    EXPECT_EQ(std::set<const Provider*>(willing.of(kind).begin(), willing.of(kind).end()).size(), all);
  }
}

}  // namespace
}  // namespace qiuhao::simulate
