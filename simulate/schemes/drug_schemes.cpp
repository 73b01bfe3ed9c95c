// Drugs that are not taken: bought to be sold, bought for others, bought with a card that pays for something else.
#include <algorithm>

#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

int minute_of(SchemeScene& scene) { return 8 * 60 + 30 + scene.random.below(8 * 60); }

// One dear drug at one place after another, so many packs in half a year.
void plan_hoard(SchemeScene& scene, int packs_of_all) {
  static constexpr std::string_view kNames[] = {"甘精胰岛素注射液", "沙美特罗替卡松吸入粉雾剂", "达格列净片"};
  const Item& drug = scene.catalogue.named(scene.random.pick(std::span<const std::string_view>(kNames)));
  Diary& diary = scene.diaries.front();
  const auto shops = scene.some(ProviderKind::kPharmacy, 3);
  const auto centres = scene.some(ProviderKind::kCommunity, 3);
  constexpr int kDays = 170;
  const Day first = scene.day(kDays + 5);
  int left = packs_of_all;
  const int fills = std::max(6, left / 7);
  for (int fill = 0; fill < fills; ++fill) {
    const int packs = left / (fills - fill);
    left -= packs;
    const Day day = first + fill * kDays / fills + scene.random.below(3);
    const auto place = static_cast<std::size_t>(fill / 2) % 3;
    if (fill % 2 == 0)
      diary.purchase(day, minute_of(scene), *shops[place % shops.size()], packs_of(drug, packs, {}));
    else
      diary.outpatient(day, minute_of(scene), *centres[place % centres.size()],
                       packs_of(drug, packs, {"E11.900", "2型糖尿病"}));
  }
}

void play_hoard(SchemeScene& scene) {
  plan_hoard(scene, scene.around(61));
  scene.diaries.front().claim_all();
}

// Buys for a household that needs much, and keeps a stock.
void live_with_a_stock(SchemeScene& scene) { plan_hoard(scene, scene.just_under(61)); }

// The same drug every few days of a month.
void plan_fills(SchemeScene& scene, int fills) {
  const Item& drug = scene.catalogue.named("阿托伐他汀钙片");
  Diary& diary = scene.diaries.front();
  const int months = scene.period.months;
  CivilDate civil = civil_from_day(add_months(scene.period.first_day, scene.random.below(months)));
  civil.day = 1;
  const Day first = std::max(scene.period.first_day, day_from_civil(civil));
  constexpr int kDays = 26;
  for (int fill = 0; fill < fills; ++fill) {
    diary.purchase(first + 1 + fill * kDays / fills, minute_of(scene), scene.any(ProviderKind::kPharmacy),
                   packs_of(drug, 1, {}));
  }
}

void play_many_fills(SchemeScene& scene) {
  plan_fills(scene, scene.around(5));
  scene.diaries.front().claim_all();
}

// Every week, because the shop is on the way.
void live_from_week_to_week(SchemeScene& scene) { plan_fills(scene, scene.just_under(5)); }

// One card at two counters within minutes.
void play_two_counters(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto shops = scene.some(ProviderKind::kPharmacy, 2);
  for (int time = scene.times(4); time > 0; --time) {
    const Day day = scene.day(3);
    const int minute = minute_of(scene);
    diary.purchase(day, minute, *shops[0], ordinary_illness());
    diary.purchase(day, minute + scene.random.between(3, 29), *shops[1], ordinary_illness()).is_claimed = true;
  }
}

// One shop, every few days, the year round.
void plan_one_shop(SchemeScene& scene, int times) {
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const int days = scene.period.end_day() - scene.period.first_day;
  for (int time = 0; time < times; ++time) {
    diary.purchase(scene.period.first_day + time * days / times, minute_of(scene), shop, ordinary_illness());
  }
}

// The shop is a purse.
void play_purse(SchemeScene& scene) {
  plan_one_shop(scene, scene.around(51));
  scene.diaries.front().claim_all();
}

// The shop is downstairs.
void live_above_a_shop(SchemeScene& scene) { plan_one_shop(scene, scene.just_under(51)); }

// Round sums: what is charged is money, whatever the lines say.
void play_round_sums(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const int times = scene.around(6);
  const int gap = std::max(1, (scene.period.end_day() - scene.period.first_day) / (times + 1));
  for (int time = 0; time < times; ++time) {
    diary.purchase(scene.period.first_day + time * gap + scene.random.below(gap), minute_of(scene), shop,
                   [](Visit& visit, Scene& at) {
                     visit.diagnoses = {{"Z76.000", "购药"}};
                     visit.department = Department::kPharmacy;
                     const int line = visit.add(at.any(Group::kPatent), kWhole);
                     visit.set_price(line, Cents{10'000} * at.random.between(1, 4));
                   });
  }
  diary.claim_all();
}

// Every purchase takes so much of the account that the mean of the year is high; an account pays 600 yuan at once.
void play_large_purchases(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  constexpr int kMostOfAccount = 59'000;
  const Cents mean = scene.around(50'001, kMostOfAccount);
  const int times = scene.random.between(6, 14);
  const int gap = std::max(1, (scene.period.end_day() - scene.period.first_day) / (times + 1));
  for (int time = 0; time < times; ++time) {
    const Cents wanted = time % 2 == 0 ? mean + 800 : mean - 800;
    diary.purchase(scene.period.first_day + time * gap + scene.random.below(gap), minute_of(scene), shop,
                   [wanted](Visit& visit, Scene& at) {
                     visit.diagnoses = {{"Z76.000", "购药"}};
                     visit.department = Department::kPharmacy;
                     constexpr Cents kGuess = 10'000;
                     const int line = visit.add(at.any(Group::kPatent), 5 * kWhole);
                     visit.set_price(line, kGuess);
                     visit.set_price(line, proportion(wanted, kGuess, settle(visit).person));
                   });
  }
  diary.claim_all();
}

// A large prescription as several, each just below a limit of 300 yuan.
void play_split_prescriptions(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const int sheets = scene.around(2);
  for (int time = 0; time < 2; ++time) {
    const Day day = scene.day(3);
    const int minute = minute_of(scene);
    const int doctor = scene.random.below(kDoctorsPerDepartment);
    for (int sheet = 0; sheet < sheets; ++sheet) {
      PlannedVisit& visit = diary.outpatient(day, minute + sheet * 9, hospital, [](Visit& at, Scene& s) {
        at.diagnoses = {{"J44.900", "慢性阻塞性肺疾病"}};
        at.department = Department::kMedicine;
        at.prescriptions = 1;
        at.add(s.catalogue.named("噻托溴铵粉吸入剂"), kWhole);
        const int line = at.add(s.catalogue.named("布地奈德吸入粉雾剂"), kWhole);
        at.set_price(line, Cents{13'300} + s.random.below(2'600));
      });
      visit.doctor = doctor;
      visit.is_claimed = true;
    }
  }
}

constexpr SchemeKind kSchemes[] = {
    {"M16", "多机构囤药倒卖", false, 1, 1, {}, play_hoard},
    {"M16", "一月多次取同一种药", false, 1, 1, {}, play_many_fills},
    {"M19", "同一凭证两地同刻", true, 1, 1, {}, play_two_counters},
    {"M32", "药店套现：全年刷卡", false, 1, 1, {}, play_purse},
    {"M32", "药店套现：整数金额", false, 1, 1, {}, play_round_sums},
    {"M32", "药店套现：大额", false, 1, 1, {.insurance = "310"}, play_large_purchases},
    {"M43", "分解处方", false, 1, 1, {.age_least = 45}, play_split_prescriptions},
    {"", "备药量大而未超", false, 1, 1, {.age_least = 45}, live_with_a_stock},
    {"", "每周取药", false, 1, 1, {.age_least = 45}, live_from_week_to_week},
    {"", "常在一家药店购药", false, 1, 1, {}, live_above_a_shop},
};

}  // namespace

std::span<const SchemeKind> drug_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
