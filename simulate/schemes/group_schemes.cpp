// Schemes that show between people: cards carried from counter to counter together, a village brought in by bus.
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

// Somebody carries the cards of the whole group, day after day, to the same counters.
void play_carried_cards(SchemeScene& scene) {
  const auto shops = scene.some(ProviderKind::kPharmacy, 3);
  const int times = scene.around(5);
  const int gap = (scene.period.end_day() - scene.period.first_day) / times;
  for (int time = 0; time < times; ++time) {
    const Day day = scene.period.first_day + time * gap + scene.random.below(gap);
    const int minute = 9 * 60 + scene.random.below(7 * 60);
    const Provider& shop = *shops[static_cast<std::size_t>(time) % shops.size()];
    int next = 0;
    for (Diary& diary : scene.diaries) {
      if (scene.random.chance(100)) continue;  // one stays at home now and then
      diary.purchase(day, minute + next, shop, ordinary_illness()).is_claimed = true;
      next += scene.random.between(1, 2);
    }
  }
}

// The same on so many days, with a doctor.
void plan_doctor_together(SchemeScene& scene, int times) {
  const auto clinics = scene.some(ProviderKind::kClinic, 2);
  const int gap = (scene.period.end_day() - scene.period.first_day) / times;
  for (int time = 0; time < times; ++time) {
    const Day day = scene.period.first_day + time * gap + scene.random.below(gap);
    const int minute = 9 * 60 + scene.random.below(6 * 60);
    const Provider& clinic = *clinics[static_cast<std::size_t>(time) % clinics.size()];
    int next = 0;
    for (Diary& diary : scene.diaries) {
      diary.outpatient(day, minute + next, clinic, ordinary_illness());
      next += scene.random.between(1, 3);
    }
  }
}

// The doctor signs for cards.
void play_carried_to_doctors(SchemeScene& scene) {
  plan_doctor_together(scene, scene.around(5));
  for (Diary& diary : scene.diaries) diary.claim_all();
}

void live_among_neighbours(SchemeScene& scene) { plan_doctor_together(scene, scene.just_under(5)); }

// A bus brings a village: admitted together, for the same, to the same cost, and taken home together.
void play_bus(SchemeScene& scene) {
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const int days = scene.random.between(6, 9);
  const Day day = scene.day(days + 2);
  scene.intensity = static_cast<int>(100 * scene.diaries.size() / 5);
  for (Diary& diary : scene.diaries) {
    PlannedVisit& stay = diary.stay(day, days, hospital, [days](Visit& visit, Scene& at) {
      visit.department = Department::kMedicine;
      visit.diagnoses = {{"M51.202", "腰椎间盘突出"}, {"I10.x00", "原发性高血压"}};
      visit.prescriptions = 1;
      for (int each = 0; each < days; ++each) {
        if (each + 1 < days) visit.add(at.catalogue.named("普通病房三人间床位费"), kWhole, each);
        visit.add(at.catalogue.named("住院诊查费"), kWhole, each);
        visit.add(at.catalogue.named("Ⅲ级护理"), kWhole, each);
        visit.add(at.catalogue.named("普通针刺"), kWhole, each);
        visit.add(at.catalogue.named("红外线治疗"), kWhole, each);
      }
      visit.add(at.catalogue.named("血细胞分析（五分类）"), kWhole, 0);
      visit.add(at.catalogue.named("腰椎数字化摄影（DR）"), kWhole, 0);
    });
    stay.begin += scene.random.below(180) * kMinute;
    stay.end += scene.random.below(90) * kMinute;
    stay.is_claimed = true;
  }
}

constexpr SchemeKind kSchemes[] = {
    {"M20", "敛卡结伴购药", false, 4, 8, {}, play_carried_cards},
    {"M20", "结伴门诊", false, 3, 6, {}, play_carried_to_doctors},
    {"M04", "组团住院", false, 3, 15, {.age_least = 50}, play_bus},
    {"", "邻居同看一位医生", false, 3, 4, {.age_least = 55}, live_among_neighbours},
};

}  // namespace

std::span<const SchemeKind> group_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
