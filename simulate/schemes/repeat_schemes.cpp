// The same again: one stay as two, one bill as two, one person as insured twice, too often in hospital.
#include <algorithm>

#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

// Discharged, and admitted again for the same after so many days.
PlannedVisit& plan_readmission(SchemeScene& scene, int gap) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day day = scene.day(40);
  const StayReason& reason = plain_reason(diary.person(), day, scene.random);
  diary.stay(day, 7, hospital, ordinary_stay(reason));
  return diary.stay(day + 6 + gap, 7, hospital, ordinary_stay(reason));
}

// In the middle of the treatment, for the rest of it.
void play_split_stay(SchemeScene& scene) { plan_readmission(scene, scene.within(15)).is_claimed = true; }

// Ill again.
void live_through_a_relapse(SchemeScene& scene) {
  const int gap = scene.random.between(16, 25);
  scene.intensity = 100 * 15 / gap;
  plan_readmission(scene, gap);
}

// Two beds at once.
void play_two_beds(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  const Day day = scene.day(30);
  const StayReason& reason = plain_reason(diary.person(), day, scene.random);
  diary.stay(day, 10, *hospitals[0], ordinary_stay(reason));
  diary.stay(day + 9 - scene.times(7), 9, *hospitals[1], ordinary_stay(reason)).is_claimed = true;
}

// In and out of two hospitals, all the year.
void plan_stays(SchemeScene& scene, int stays) {
  Diary& diary = scene.diaries.front();
  const auto hospitals = scene.some(ProviderKind::kTertiary, 2);
  const int days = scene.period.end_day() - scene.period.first_day - 10;
  for (int stay = 0; stay < stays; ++stay) {
    const Day day = scene.period.first_day + stay * days / stays;
    diary.stay(day, 4, *hospitals[static_cast<std::size_t>(stay) % hospitals.size()],
               ordinary_stay(plain_reason(diary.person(), day, scene.random)));
  }
}

void play_many_stays(SchemeScene& scene) {
  constexpr int kMostStays = 30;
  plan_stays(scene, scene.around(12, kMostStays));
  scene.diaries.front().claim_all();
}

void live_with_many_illnesses(SchemeScene& scene) { plan_stays(scene, scene.just_under(12)); }

// The bill is sent twice.
void play_bill_twice(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  for (int time = scene.times(3); time > 0; --time) {
    const Day day = scene.day(3);
    const int minute = 9 * 60 + scene.random.below(400);
    const Item& drug = scene.catalogue.named("阿托伐他汀钙片");
    const Diagnosis heart{"I25.103", "冠状动脉粥样硬化性心脏病"};
    diary.outpatient(day, minute, hospital, packs_of(drug, 2, heart)).begin += 17;
    PlannedVisit& again = diary.outpatient(day, minute, hospital, packs_of(drug, 2, heart));
    again.begin += 17;
    again.is_claimed = true;
  }
}

// Insured as an employee and as a resident, and paid for by whichever pays more.
void play_two_insurances(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const int days = scene.within(90);  // from one insurance through the other and back
  constexpr int kVisits = 5;
  const Day first = scene.day(kVisits * days / 2 + 2);
  for (int visit = 0; visit < kVisits; ++visit) {
    const bool is_other = visit % 2 == 1;
    PlannedVisit& planned = diary.outpatient(first + visit * days / 2, 9 * 60 + scene.random.below(400),
                                             scene.any(ProviderKind::kCommunity), [is_other](Visit& at, Scene& s) {
                                               if (is_other) at.insurance = at.insurance == "310" ? "390" : "310";
                                               ordinary_illness()(at, s);
                                             });
    planned.is_claimed = is_other;
  }
}

// One day ward after another.
void play_day_wards(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day first = scene.day(40);
  constexpr int kDays = 28;
  const int times = scene.around(3);
  for (int time = 0; time < times; ++time) {
    PlannedVisit& visit = diary.outpatient(first + time * kDays / times, 9 * 60, hospital, [](Visit& at, Scene& s) {
      at.diagnoses = {{"K63.500", "结肠息肉"}};
      at.department = Department::kMedicine;
      at.add(s.catalogue.named("电子结肠镜检查"), kWhole);
      at.add(s.any(Group::kMaterial), kWhole);
    });
    visit.medical_type = "28";
    visit.end = visit.begin + 8 * 3600;
    visit.is_claimed = time >= 1;
  }
}

// Weeks of training that nobody ever assessed.
void play_unassessed(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const int days = scene.around(10) + 1;  // trained on each but the last
  diary.stay(scene.day(days + 2), days, scene.any(ProviderKind::kSecondary), [days](Visit& visit, Scene& at) {
    visit.department = Department::kRehab;
    visit.diagnoses = {{"G81.900", "偏瘫"}, {"I69.300", "脑梗死后遗症"}};
    visit.prescriptions = 1;
    for (int day = 0; day + 1 < days; ++day) {
      add_ward_day(visit, day, "Ⅱ级护理", at);
      visit.add(at.catalogue.named("运动疗法"), kWhole, day);
      if (day % 2 == 0) visit.add(at.any(Group::kInfusion), kWhole, day);
    }
  });
  diary.claim_all();
}

// From counter to counter on one day, a drug at each.
void play_round_of_shops(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto stops = static_cast<std::size_t>(scene.around(3, 9));
  auto places = scene.some(ProviderKind::kPharmacy, stops);
  for (const ProviderKind kind : {ProviderKind::kCommunity, ProviderKind::kClinic}) {
    for (const Provider* place : scene.some(kind, stops - std::min(stops, places.size()))) places.push_back(place);
  }
  scene.intensity = static_cast<int>(100 * places.size() / 3);
  for (int time = 0; time < 3; ++time) {
    const Day day = scene.period.first_day + time * 90 + scene.random.below(60);
    int minute = 8 * 60 + 30;
    for (const Provider* place : places) {
      const Compose drugs = packs_of(scene.catalogue.named("阿托伐他汀钙片"), 1, {"E78.500", "高脂血症"});
      if (place->kind == ProviderKind::kPharmacy)
        diary.purchase(day, minute, *place, drugs);
      else
        diary.outpatient(day, minute, *place, drugs);
      minute += 55;
    }
  }
  diary.claim_all();
}

constexpr SchemeKind kSchemes[] = {
    {"M01", "分解住院", false, 1, 1, {.age_least = 45}, play_split_stay},
    {"M07", "重叠住院", true, 1, 1, {.age_least = 45}, play_two_beds},
    {"M17", "频繁住院", false, 1, 1, {.age_least = 55}, play_many_stays},
    {"M10", "同一账单结算两次", true, 1, 1, {.age_least = 45}, play_bill_twice},
    {"M39", "两种医保交替结算", false, 1, 1, {}, play_two_insurances},
    {"M29", "反复日间手术", false, 1, 1, {.age_least = 45}, play_day_wards},
    {"M28", "康复训练没有评定", false, 1, 1, {.age_least = 45}, play_unassessed},
    {"M17", "一日多机构取药", false, 1, 1, {.age_least = 45}, play_round_of_shops},
    {"", "半月后复发再入院", false, 1, 1, {.age_least = 45}, live_through_a_relapse},
    {"", "一年多次住院", false, 1, 1, {.age_least = 55}, live_with_many_illnesses},
};

}  // namespace

std::span<const SchemeKind> repeat_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
