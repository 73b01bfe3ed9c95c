// Schemes that only the lists of other offices show: cards of the dead and the imprisoned, assistance for nobody poor,
// injuries of work; and honest lives on the same lists.
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

constexpr Diagnosis kBrokenLeg = {"S82.200", "胫骨干骨折"};

int minute_of(SchemeScene& scene) { return 8 * 60 + 30 + scene.random.below(8 * 60); }

// Died at home, as civil affairs knows; the card goes on buying.
void play_listed_dead(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day death = scene.period.first_day + 60 + scene.random.below(90);
  diary.list({PersonList::death, death});
  diary.outpatient(death - 20, minute_of(scene), scene.any(ProviderKind::kCommunity), ordinary_illness());
  for (int month = 0; month < 4; ++month) {
    diary.purchase(death + 12 + month * 33, minute_of(scene), scene.any(ProviderKind::kPharmacy), ordinary_illness())
        .is_claimed = true;
  }
}

// In prison, while somebody fetches drugs with the card.
void play_card_of_prisoner(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day from = scene.period.first_day + 70 + scene.random.below(30);
  const Day to = from + 120;
  diary.list({PersonList::custody, from, to});
  diary.purchase(from - 9, minute_of(scene), scene.any(ProviderKind::kPharmacy), ordinary_illness());
  for (int time = 0; time < 3; ++time) {
    diary.purchase(from + 20 + time * 29, minute_of(scene), scene.any(ProviderKind::kPharmacy), ordinary_illness())
        .is_claimed = true;
  }
  diary.outpatient(to + 5, minute_of(scene), scene.any(ProviderKind::kCommunity), ordinary_illness());
}

Compose assisted_illness() {
  return [](Visit& visit, Scene& scene) {
    ordinary_illness()(visit, scene);
    visit.assisted_percent = 70;
  };
}

// Assistance goes on after the recognition ended, or was never there.
void play_unrecognised(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day ended = scene.period.first_day + 100 + scene.random.below(60);
  if (scene.random.chance(500)) {
    diary.list({PersonList::assistance, ended - 400, ended, "1"});
    diary.outpatient(ended - 20, minute_of(scene), hospital, assisted_illness());
  }
  for (int time = 0; time < 3; ++time)
    diary.outpatient(ended + 15 + time * 31, minute_of(scene), hospital, assisted_illness()).is_claimed = true;
}

// Hurt at work, settled by health insurance as if at home.
void play_work_injury(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day injury = scene.period.first_day + 20 + scene.random.below(200);
  diary.list({PersonList::work_injury, injury, {}, "S82"});
  for (int time = 0; time < 3; ++time) {
    diary
        .outpatient(injury + time * 21, minute_of(scene), hospital,
                    service("普通针刺", 1, kBrokenLeg, Department::kSurgery))
        .is_claimed = true;
  }
}

// The last visit is on the day of death.
void live_until_death(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day death = scene.period.first_day + 120 + scene.random.below(150);
  diary.list({PersonList::death, death});
  for (int time = 3; time >= 0; --time)
    diary.outpatient(death - time * 25, minute_of(scene), scene.any(ProviderKind::kCommunity), ordinary_illness());
}

// Let go in the morning, at the doctor's in the afternoon.
void live_after_release(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day from = scene.period.first_day + 60 + scene.random.below(60);
  const Day to = from + 45;
  diary.list({PersonList::custody, from, to});
  for (const Day day : {from - 3, from, to, to + 8})
    diary.outpatient(day, minute_of(scene), scene.any(ProviderKind::kCommunity), ordinary_illness());
}

// Poor by two lists, one of which ended.
void live_with_assistance(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day ended = scene.period.first_day + 90;
  diary.list({PersonList::assistance, ended - 500, {}, "1"});
  diary.list({PersonList::assistance, ended - 300, ended, "2"});
  for (int time = 0; time < 4; ++time) {
    diary.outpatient(ended - 30 + time * 27, minute_of(scene), scene.any(ProviderKind::kSecondary), assisted_illness());
  }
}

// Hurt at work once, ill of other things.
void live_after_injury(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day injury = scene.period.first_day + 20 + scene.random.below(100);
  diary.list({PersonList::work_injury, injury, {}, "S82"});
  diary.outpatient(injury - 12, minute_of(scene), scene.any(ProviderKind::kSecondary),
                   service("普通针刺", 1, kBrokenLeg, Department::kSurgery));
  for (int time = 0; time < 3; ++time)
    diary.outpatient(injury + 9 + time * 30, minute_of(scene), scene.any(ProviderKind::kCommunity), ordinary_illness());
}

constexpr SchemeKind kSchemes[] = {
    {"M09", "死亡名单在册仍购药", true, 1, 1, {.age_least = 60}, play_listed_dead},
    {"M40", "羁押期间冒用购药", true, 1, 1, {}, play_card_of_prisoner},
    {"M40", "救助身份不符", true, 1, 1, {.insurance = "390"}, play_unrecognised},
    {"M26", "工伤伤情由医保支付", true, 1, 1, {.age_most = 58, .insurance = "310"}, play_work_injury},
};

constexpr SchemeKind kLives[] = {
    {"", "临终就诊", false, 1, 1, {.age_least = 60}, live_until_death},
    {"", "收押释放当日就诊", false, 1, 1, {}, live_after_release},
    {"", "在册救助对象", false, 1, 1, {.insurance = "390"}, live_with_assistance},
    {"", "工伤后的其他疾病", false, 1, 1, {.age_most = 58, .insurance = "310"}, live_after_injury},
};

}  // namespace

std::span<const SchemeKind> register_schemes() { return kSchemes; }
std::span<const SchemeKind> listed_lives() { return kLives; }

}  // namespace qiuhao::simulate
