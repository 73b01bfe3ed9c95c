// The same again: one stay as two, one bill as two, one person as insured twice, too often in hospital.
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

// Discharged in the middle of the treatment, and admitted again for the rest of it.
void play_split_stay(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day day = scene.day(40);
  const StayReason& reason = plain_reason(diary.person(), day, scene.random);
  diary.stay(day, 7, hospital, ordinary_stay(reason));
  diary.stay(day + 7 + scene.random.between(1, 5), 7, hospital, ordinary_stay(reason)).is_claimed = true;
}

// Two beds at once.
void play_two_beds(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  const Day day = scene.day(30);
  const StayReason& reason = plain_reason(diary.person(), day, scene.random);
  diary.stay(day, 10, *hospitals[0], ordinary_stay(reason));
  diary.stay(day + scene.random.between(2, 4), 9, *hospitals[1], ordinary_stay(reason)).is_claimed = true;
}

// In and out of one hospital, more than once a month.
void play_many_stays(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto hospitals = scene.some(ProviderKind::kTertiary, 2);
  const int gap = std::max(6, (scene.period.end_day() - scene.period.first_day) / 14);
  for (int stay = 0; stay < 13; ++stay) {
    const Day day = scene.period.first_day + stay * gap;
    diary.stay(day, 4, *hospitals[static_cast<std::size_t>(stay) % hospitals.size()],
               ordinary_stay(plain_reason(diary.person(), day, scene.random)));
  }
  diary.claim_all();
}

// The bill is sent twice.
void play_bill_twice(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  for (int time = 0; time < 2; ++time) {
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
  const Day first = scene.day(130);
  for (int visit = 0; visit < 6; ++visit) {
    const bool is_other = visit % 2 == 1;
    PlannedVisit& planned =
        diary.outpatient(first + visit * 20 + scene.random.below(8), 9 * 60 + scene.random.below(400),
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
  for (int time = 0; time < 4; ++time) {
    PlannedVisit& visit = diary.outpatient(first + time * 6, 9 * 60, hospital, [](Visit& at, Scene& s) {
      at.diagnoses = {{"K63.500", "结肠息肉"}};
      at.department = Department::kMedicine;
      at.add(s.catalogue.named("电子结肠镜检查"), kWhole);
      at.add(s.any(Group::kMaterial), kWhole);
    });
    visit.medical_type = "28";
    visit.end = visit.begin + 8 * 3600;
    visit.is_claimed = time >= 2;
  }
}

// Weeks of training that nobody ever assessed.
void play_unassessed(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const int days = scene.random.between(15, 20);
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

// Four counters on one day, a drug at each.
void play_round_of_shops(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const auto shops = scene.some(ProviderKind::kPharmacy, 2);
  const auto centres = scene.some(ProviderKind::kCommunity, 2);
  for (int time = 0; time < 3; ++time) {
    const Day day = scene.period.first_day + time * 90 + scene.random.below(60);
    int minute = 8 * 60 + 30;
    for (const auto& places : {shops, centres}) {
      for (const Provider* place : places) {
        const Compose drugs = packs_of(scene.catalogue.named("阿托伐他汀钙片"), 1, {"E78.500", "高脂血症"});
        if (places == shops)
          diary.purchase(day, minute, *place, drugs);
        else
          diary.outpatient(day, minute, *place, drugs);
        minute += 95;
      }
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
};

}  // namespace

std::span<const SchemeKind> repeat_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
