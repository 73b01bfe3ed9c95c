// Honest lives that look like schemes: none of their visits is claimed, and no screening may be surer of them than of
// anybody.
#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"
#include "simulate/trace_book.h"

namespace qiuhao::simulate {
namespace {

// Chemotherapy every three weeks, always in the same hospital.
void live_with_chemotherapy(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kTertiary);
  const Day first = scene.day(140);
  for (int cycle = 0; cycle < 6; ++cycle) {
    diary.stay(first + cycle * 21, 4, hospital, [](Visit& visit, Scene& at) {
      visit.department = Department::kMedicine;
      visit.diagnoses = {{"Z51.103", "恶性肿瘤术后化疗"}, {"C34.900", "支气管或肺恶性肿瘤"}};
      visit.prescriptions = 1;
      for (int day = 0; day < 4; ++day) {
        if (day < 3) visit.add(at.catalogue.named("普通病房三人间床位费"), kWhole, day);
        visit.add(at.catalogue.named("住院诊查费"), kWhole, day);
        visit.add(at.catalogue.named("Ⅱ级护理"), kWhole, day);
        visit.add(at.any(Group::kInfusion), 2 * kWhole, day);
        visit.add(at.catalogue.named("静脉输液"), kWhole, day);
      }
      visit.add(at.catalogue.named("血细胞分析（五分类）"), kWhole, 0);
    });
  }
}

// Dialysed three times a week, beside the same people on the same shift.
void live_with_dialysis(SchemeScene& scene) {
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day first = scene.day(100);
  for (Day day = first; day < first + 90; ++day) {
    const int weekday = (day + 3) % 7;
    if (weekday != 1 && weekday != 3 && weekday != 5) continue;
    int minute = 7 * 60 + 30;
    for (Diary& diary : scene.diaries) {
      diary.outpatient(day, minute, hospital,
                       service("血液透析滤过", 1, {"N18.500", "慢性肾脏病5期"}, Department::kMedicine));
      minute += scene.random.between(2, 5);
    }
  }
}

// A couple who see the doctor of their street together.
void live_as_couple(SchemeScene& scene) {
  const Provider& centre = scene.any(ProviderKind::kCommunity);
  for (int month = 0; month < scene.period.months; ++month) {
    const Day day = add_months(scene.period.first_day, month) + scene.random.below(27);
    const int minute = 8 * 60 + scene.random.below(180);
    for (std::size_t person = 0; person < 2; ++person) {
      scene.diaries[person].outpatient(day, minute + 6 * static_cast<int>(person), centre, ordinary_illness());
    }
  }
}

// Buys for three months at once, as the long prescription allows.
void live_with_long_prescriptions(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& centre = scene.any(ProviderKind::kCommunity);
  for (int quarter = 0; quarter * 3 < scene.period.months; ++quarter) {
    const Day day = add_months(scene.period.first_day, quarter * 3) + scene.random.below(20);
    PlannedVisit& visit = diary.outpatient(day, 9 * 60 + scene.random.below(120), centre, [](Visit& at, Scene& s) {
      at.diagnoses = {{"I10.x00", "原发性高血压"}};
      at.department = Department::kGeneral;
      at.prescriptions = 1;
      at.chronic_code = "M03900";
      at.chronic_name = "高血压";
      const int line = at.add(s.catalogue.named("苯磺酸氨氯地平片"), 3 * kWhole);
      at.lines[static_cast<std::size_t>(line)].days_supply = 84;
    });
    visit.medical_type = "14";
  }
}

// Sent on to a larger house on the day of discharge.
void live_with_referral(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(25);
  const StayReason& reason = plain_reason(diary.person(), day, scene.random);
  diary.stay(day, 4, scene.any(ProviderKind::kSecondary), [&reason](Visit& visit, Scene& at) {
    compose_stay(visit, reason, at);
    visit.discharge_way = "2";
  });
  diary.stay(day + 4, 9, scene.any(ProviderKind::kTertiary), ordinary_stay(reason));
}

// A doctor first, the pharmacy across the street a few minutes later.
void live_across_the_street(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  for (int time = 0; time < 4; ++time) {
    const Day day = scene.day(3);
    const int minute = 9 * 60 + scene.random.below(300);
    diary.outpatient(day, minute, scene.any(ProviderKind::kCommunity), ordinary_illness());
    diary.purchase(day, minute + scene.random.between(31, 90), scene.any(ProviderKind::kPharmacy), ordinary_illness());
  }
}

// A box is brought back the same hour, and another buys it.
void live_with_returned_box(SchemeScene& scene) {
  const Item& drug = scene.catalogue.named("达格列净片");
  const Provider& shop = scene.any(ProviderKind::kPharmacy);
  const auto box = static_cast<std::int64_t>(scene.random.next() >> 2) + 1;
  const Day day = scene.day(30);
  scene.diaries[0].purchase(day, 9 * 60, shop, traced_box(drug, {.box = box, .is_returned = true}));
  scene.diaries[1].purchase(day + 6, 15 * 60, shop, traced_box(drug, {.box = box, .is_bought = false}));
}

// One box, sold by the strip (拆零); and a sale that was uploaded again under another number.
void live_with_strips(SchemeScene& scene) {
  const Item& drug = scene.catalogue.named("达格列净片");
  const Provider& centre = scene.any(ProviderKind::kCommunity);
  const auto box = static_cast<std::int64_t>(scene.random.next() >> 2) + 1;
  const Day day = scene.day(60);
  for (int strip = 0; strip < kSplitPack / 7; ++strip) {
    scene.diaries[static_cast<std::size_t>(strip % 2)].outpatient(
        day + strip * 7, 10 * 60 + strip % 2 * 30, centre,
        traced_box(drug, {.box = box, .split_units = 7, .is_bought = strip == 0}));
  }
  scene.diaries[0].purchase(day + 40, 11 * 60, scene.any(ProviderKind::kPharmacy),
                            traced_box(drug, {.box = box + 1, .is_uploaded_twice = true}));
}

constexpr SchemeKind kLives[] = {
    {"", "周期化疗", false, 1, 1, {.age_least = 45}, live_with_chemotherapy},
    {"", "规律透析、同班次", false, 3, 6, {.age_least = 40}, live_with_dialysis},
    {"", "夫妻同诊", false, 2, 2, {.age_least = 55}, live_as_couple},
    {"", "长期处方一次取三月", false, 1, 1, {.age_least = 55}, live_with_long_prescriptions},
    {"", "当日转院", false, 1, 1, {.age_least = 45}, live_with_referral},
    {"", "看病后到药店取药", false, 1, 1, {}, live_across_the_street},
    {"", "退药后再售", false, 2, 2, {.age_least = 45}, live_with_returned_box},
    {"", "拆零销售、重复上传", false, 2, 2, {.age_least = 45}, live_with_strips},
};

}  // namespace

std::span<const SchemeKind> honest_lives() { return kLives; }

}  // namespace qiuhao::simulate
