// Drugs that are not taken: bought to be sold, bought for others, bought with a card that pays for something else.
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

int minute_of(SchemeScene& scene) { return 8 * 60 + 30 + scene.random.below(8 * 60); }

// One dear drug at one place after another.
void play_hoard(SchemeScene& scene) {
  static constexpr std::string_view kNames[] = {"甘精胰岛素注射液", "沙美特罗替卡松吸入粉雾剂", "达格列净片"};
  const Item& drug = scene.catalogue.named(scene.random.pick(std::span<const std::string_view>(kNames)));
  Diary& diary = scene.diaries.front();
  const auto shops = scene.some(ProviderKind::kPharmacy, 3);
  const auto centres = scene.some(ProviderKind::kCommunity, 3);
  const Day first = scene.day(170);
  for (int fill = 0; fill < 14; ++fill) {
    const Day day = first + fill * 11 + scene.random.below(3);
    const auto place = static_cast<std::size_t>(fill / 2) % 3;
    if (fill % 2 == 0)
      diary.purchase(day, minute_of(scene), *shops[place % shops.size()],
                     packs_of(drug, scene.random.between(7, 9), {}));
    else
      diary.outpatient(day, minute_of(scene), *centres[place % centres.size()],
                       packs_of(drug, scene.random.between(6, 8), {"E11.900", "2型糖尿病"}));
  }
  diary.claim_all();
}

// The same drug every few days of a month.
void play_many_fills(SchemeScene& scene) {
  const Item& drug = scene.catalogue.named("阿托伐他汀钙片");
  Diary& diary = scene.diaries.front();
  const int months = scene.period.months;
  CivilDate civil = civil_from_day(add_months(scene.period.first_day, scene.random.below(months)));
  civil.day = 1;
  const Day first = std::max(scene.period.first_day, day_from_civil(civil));
  for (int fill = 0; fill < 9; ++fill) {
    diary.purchase(first + 1 + fill * 3, minute_of(scene), scene.any(ProviderKind::kPharmacy), packs_of(drug, 1, {}));
  }
  diary.claim_all();
}

// One card at two counters within minutes.
void play_two_counters(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto shops = scene.some(ProviderKind::kPharmacy, 2);
  for (int time = 0; time < 3; ++time) {
    const Day day = scene.day(3);
    const int minute = minute_of(scene);
    diary.purchase(day, minute, *shops[0], ordinary_illness());
    diary.purchase(day, minute + scene.random.between(3, 15), *shops[1], ordinary_illness()).is_claimed = true;
  }
}

// A shop that is a purse: every few days, the year round.
void play_purse(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const int gap = std::max(1, (scene.period.end_day() - scene.period.first_day) / 75);
  for (int time = 0; time < 72; ++time) {
    diary.purchase(scene.period.first_day + time * gap, minute_of(scene), shop, ordinary_illness());
  }
  diary.claim_all();
}

// Round sums: what is charged is money, whatever the lines say.
void play_round_sums(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const int gap = std::max(1, (scene.period.end_day() - scene.period.first_day) / 12);
  for (int time = 0; time < 10; ++time) {
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

// Every purchase takes all that the account gives at once.
void play_large_purchases(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const int gap = std::max(1, (scene.period.end_day() - scene.period.first_day) / 14);
  for (int time = 0; time < 12; ++time) {
    diary.purchase(scene.period.first_day + time * gap + scene.random.below(gap), minute_of(scene), shop,
                   [](Visit& visit, Scene& at) {
                     visit.diagnoses = {{"Z76.000", "购药"}};
                     visit.department = Department::kPharmacy;
                     visit.add(at.catalogue.named("噻托溴铵粉吸入剂"), 12 * kWhole);
                     visit.add(at.any(Group::kPatent), at.random.between(1, 5) * kWhole);
                   });
  }
  diary.claim_all();
}

// A large prescription as several, each just below a limit of 300 yuan.
void play_split_prescriptions(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  for (int time = 0; time < 2; ++time) {
    const Day day = scene.day(3);
    const int minute = minute_of(scene);
    const int doctor = scene.random.below(kDoctorsPerDepartment);
    for (int sheet = 0; sheet < 3; ++sheet) {
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
};

}  // namespace

std::span<const SchemeKind> drug_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
