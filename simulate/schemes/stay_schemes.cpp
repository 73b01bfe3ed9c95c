// Stays that are no treatment: beds without patients, patients without treatment, patients in two places.
#include <array>

#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

void begin_stay(Visit& visit) {
  visit.department = Department::kMedicine;
  visit.diagnoses = {{"I63.900", "脑梗死"}, {"I10.x00", "原发性高血压"}};
  visit.prescriptions = 1;
}

// Treated for a day or two, then only the bed is paid for.
void play_empty_bed(SchemeScene& scene) {
  const int days = scene.random.between(9, 14);
  Diary& diary = scene.diaries.front();
  diary.stay(scene.day(days + 2), days, scene.any(ProviderKind::kSecondary), [days](Visit& visit, Scene& at) {
    begin_stay(visit);
    const int treated = at.random.between(2, 3);
    for (int day = 0; day + 1 < days; ++day) {
      add_ward_day(visit, day, "Ⅲ级护理", at);
      if (day == 0) visit.add(at.catalogue.named("血细胞分析（五分类）"), kWhole, day);
      if (day < treated) add_drip(visit, day, at);
    }
  });
  diary.claim_all();
}

// Admitted, examined, lodged and sent home.
void play_bed_without_treatment(SchemeScene& scene) {
  const int days = scene.random.between(5, 8);
  Diary& diary = scene.diaries.front();
  diary.stay(scene.day(days + 2), days, scene.any(ProviderKind::kSecondary), [days](Visit& visit, Scene& at) {
    begin_stay(visit);
    for (int day = 0; day + 1 < days; ++day) {
      add_ward_day(visit, day, "Ⅲ级护理", at);
      if (day == 0) visit.add(at.catalogue.named("肝功能组套测定"), kWhole, day);
    }
  });
  diary.claim_all();
}

// A pill every few days; the bed is what costs.
void play_lodging(SchemeScene& scene) {
  const int days = scene.random.between(8, 12);
  Diary& diary = scene.diaries.front();
  diary.stay(scene.day(days + 2), days, scene.any(ProviderKind::kSecondary), [days](Visit& visit, Scene& at) {
    begin_stay(visit);
    for (int day = 0; day + 1 < days; ++day) {
      add_ward_day(visit, day, "Ⅲ级护理", at);
      if (day % 2 == 0) visit.add(at.catalogue.named("苯磺酸氨氯地平片"), kWhole, day);
    }
  });
  diary.claim_all();
}

// In hospital, and at the same time with a doctor and in a pharmacy of another part of the town.
void play_two_places(SchemeScene& scene) {
  const int days = scene.random.between(7, 12);
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(days + 2);
  const auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  diary.stay(day, days, *hospitals.front(), ordinary_stay(plain_reason(diary.person(), day, scene.random)));
  diary.outpatient(day + 2, 9 * 60 + scene.random.below(300), scene.any(ProviderKind::kCommunity), ordinary_illness())
      .is_claimed = true;
  diary.purchase(day + 3, 10 * 60 + scene.random.below(300), scene.any(ProviderKind::kPharmacy), ordinary_illness())
      .is_claimed = true;
}

// The ward's fees are settled a second time, as an outpatient of the same house.
void play_beside_the_ward(SchemeScene& scene) {
  const int days = scene.random.between(7, 12);
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(days + 2);
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  diary.stay(day, days, hospital, ordinary_stay(plain_reason(diary.person(), day, scene.random)));
  for (const int after : {2, 4}) {
    diary.outpatient(day + after, 9 * 60 + scene.random.below(300), hospital, ordinary_illness()).is_claimed = true;
  }
}

// From one hospital into the next, the whole year.
void play_rotation(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  for (const Provider* hospital : scene.some(ProviderKind::kTertiary, 2)) hospitals.push_back(hospital);
  Day day = scene.period.first_day + scene.random.below(20);
  for (std::size_t stay = 0; stay < 9; ++stay) {
    const int days = scene.random.between(16, 20);
    if (day + days >= scene.period.end_day()) break;
    diary.stay(day, days, *hospitals[stay % hospitals.size()],
               ordinary_stay(plain_reason(diary.person(), day, scene.random)));
    day += days + scene.random.below(2);
  }
  diary.claim_all();
}

// Somebody goes on using the card of the dead.
void play_after_death(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const int days = scene.random.between(4, 9);
  const Day day = scene.day(days + 120);
  const StayReason& reason = plain_reason(diary.person(), day, scene.random);
  diary.stay(day, days, scene.any(ProviderKind::kTertiary), [&reason](Visit& visit, Scene& at) {
    compose_stay(visit, reason, at);
    visit.discharge_way = "5";
  });
  const Day death = day + days - 1;
  for (int month = 0; month < 3; ++month) {
    diary
        .purchase(death + 15 + month * 30, 10 * 60 + scene.random.below(300), scene.any(ProviderKind::kPharmacy),
                  ordinary_illness())
        .is_claimed = true;
  }
}

// A day ward that keeps its patient for days, or for minutes.
void play_day_ward(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const bool is_long = scene.random.chance(500);
  PlannedVisit& visit =
      diary.outpatient(scene.day(10), 9 * 60, scene.any(ProviderKind::kSecondary), [](Visit& at, Scene& s) {
        at.diagnoses = {{"K40.900", "单侧腹股沟疝"}};
        at.department = Department::kSurgery;
        at.operation = {"53.0000x001", "单侧腹股沟疝修补术", at.first_day()};
        at.add(s.catalogue.named("腹股沟疝修补术"), kWhole);
        at.add(s.catalogue.named("椎管内麻醉"), kWhole);
      });
  visit.medical_type = "28";
  visit.end = is_long ? visit.begin + 100 * 3600 : visit.begin + 12 * kMinute;
  visit.is_claimed = true;
}

constexpr SchemeKind kSchemes[] = {
    {"M02", "挂床：空床收费", false, 1, 1, {}, play_empty_bed},
    {"M02", "挂床：有床无治疗", false, 1, 1, {}, play_bed_without_treatment},
    {"M02", "挂床：食宿为主", false, 1, 1, {}, play_lodging},
    {"M08", "住院期间异处就诊购药", true, 1, 1, {}, play_two_places},
    {"M08", "住院期间本院门诊另行结算", true, 1, 1, {}, play_beside_the_ward},
    {"M06", "医院间倒床", false, 1, 1, {.age_least = 60}, play_rotation},
    {"M09", "死亡后就医购药", true, 1, 1, {.age_least = 60}, play_after_death},
    {"M29", "日间病房时间不符", false, 1, 1, {}, play_day_ward},
};

}  // namespace

std::span<const SchemeKind> stay_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
