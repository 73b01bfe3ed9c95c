// Stays that are no treatment: beds without patients, patients without treatment, patients in two places.
#include <algorithm>

#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

void begin_stay(Visit& visit) {
  visit.department = Department::kMedicine;
  visit.diagnoses = {{"I63.900", "脑梗死"}, {"I10.x00", "原发性高血压"}};
  visit.prescriptions = 1;
}

// One stay of which each day but the last has a bed, and what else `treat` adds to it. Both ends count.
void plan_stay(SchemeScene& scene, int days, std::function<void(Visit&, int day, Scene&)> treat) {
  scene.diaries.front().stay(scene.day(days + 2), days, scene.any(ProviderKind::kSecondary),
                             [days, treat = std::move(treat)](Visit& visit, Scene& at) {
                               begin_stay(visit);
                               for (int day = 0; day + 1 < days; ++day) {
                                 add_ward_day(visit, day, "Ⅲ级护理", at);
                                 treat(visit, day, at);
                               }
                             });
}

// Treated for some days, then only the bed is paid for.
void stay_beyond_treatment(SchemeScene& scene, int empty) {
  const int treated = scene.random.between(2, 4);
  plan_stay(scene, treated + empty + 1, [treated](Visit& visit, int day, Scene& at) {
    if (day == 0) visit.add(at.catalogue.named("血细胞分析（五分类）"), kWhole, day);
    if (day < treated) add_drip(visit, day, at);
  });
}

void play_empty_bed(SchemeScene& scene) {
  stay_beyond_treatment(scene, scene.around(3));
  scene.diaries.front().claim_all();
}

// A weekend in the ward.
void live_over_a_weekend(SchemeScene& scene) { stay_beyond_treatment(scene, scene.just_under(3)); }

// Admitted, examined, lodged and sent home.
void play_bed_without_treatment(SchemeScene& scene) {
  plan_stay(scene, scene.around(3), [](Visit& visit, int day, Scene& at) {
    if (day == 0) visit.add(at.catalogue.named("肝功能组套测定"), kWhole, day);
  });
  scene.diaries.front().claim_all();
}

// One drug at the beginning, and so dear that bed and nursing are so much of a hundred yuan.
void play_lodging(SchemeScene& scene) {
  constexpr int kMostShare = 73;  // the daily consultation costs a quarter of what they do
  const int share = scene.around(60, kMostShare);
  const int days = scene.random.between(8, 12);
  plan_stay(scene, days, [share, days](Visit& visit, int day, Scene& at) {
    if (day + 2 < days) return;
    const int line = visit.add(at.catalogue.named("苯磺酸氨氯地平片"), kWhole, 0);
    Cents bed = 0, others = 0;
    for (const Line& one : visit.lines) {
      const std::string_view type = charge_type(*one.item);
      (type == "01" || type == "07" ? bed : others) += one.total;
    }
    others -= visit.lines[static_cast<std::size_t>(line)].total;
    visit.set_price(line, std::max<Cents>(100, bed * (100 - share) / share - others));
  });
  scene.diaries.front().claim_all();
}

// In hospital, and at the same time with a doctor or in a pharmacy of another part of the town.
void play_two_places(SchemeScene& scene) {
  const int times = scene.times(4);
  const int days = scene.random.between(7, 12);
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(days + 2);
  const auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  diary.stay(day, days, *hospitals.front(), ordinary_stay(plain_reason(diary.person(), day, scene.random)));
  for (int time = 0; time < times; ++time) {
    const int minute = 9 * 60 + scene.random.below(300);
    PlannedVisit& visit =
        time % 2 == 0
            ? diary.outpatient(day + 2 + time, minute, scene.any(ProviderKind::kCommunity), ordinary_illness())
            : diary.purchase(day + 2 + time, minute, scene.any(ProviderKind::kPharmacy), ordinary_illness());
    visit.is_claimed = true;
  }
}

// The ward's fees are settled a second time, as an outpatient of the same house.
void play_beside_the_ward(SchemeScene& scene) {
  const int times = scene.times(4);
  const int days = scene.random.between(7, 12);
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(days + 2);
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  diary.stay(day, days, hospital, ordinary_stay(plain_reason(diary.person(), day, scene.random)));
  for (int time = 0; time < times; ++time) {
    diary.outpatient(day + 2 + time, 9 * 60 + scene.random.below(300), hospital, ordinary_illness()).is_claimed = true;
  }
}

// From one hospital into the next, the whole year.
void play_rotation(SchemeScene& scene) {
  constexpr int kLongest = 18;
  Diary& diary = scene.diaries.front();
  auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  for (const Provider* hospital : scene.some(ProviderKind::kTertiary, 2)) hospitals.push_back(hospital);
  Day day = scene.period.first_day + scene.random.below(10);
  int left = scene.around(100, scene.period.end_day() - day - 30);  // days in bed
  const int stays = std::max(6, (left + kLongest - 1) / kLongest);
  for (int stay = 0; stay < stays; ++stay) {
    const int days = left / (stays - stay);
    left -= days;
    diary.stay(day, days, *hospitals[static_cast<std::size_t>(stay) % hospitals.size()],
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
  Day after = day + days - 1;
  for (int time = scene.times(3); time > 0; --time) {
    after += scene.random.between(3, 35);
    diary.purchase(after, 10 * 60 + scene.random.below(300), scene.any(ProviderKind::kPharmacy), ordinary_illness())
        .is_claimed = true;
  }
}

constexpr int kMostMinutes = 48 * 60;  // a day, and another to watch over what went wrong

PlannedVisit& plan_day_ward(SchemeScene& scene, int minutes) {
  PlannedVisit& visit = scene.diaries.front().outpatient(
      scene.day(10), 9 * 60, scene.any(ProviderKind::kSecondary), [](Visit& at, Scene& s) {
        at.diagnoses = {{"K40.900", "单侧腹股沟疝"}};
        at.department = Department::kSurgery;
        at.operation = {"53.0000x001", "单侧腹股沟疝修补术", at.first_day()};
        at.add(s.catalogue.named("腹股沟疝修补术"), kWhole);
        at.add(s.catalogue.named("椎管内麻醉"), kWhole);
      });
  visit.medical_type = "28";
  visit.end = visit.begin + minutes * kMinute;
  return visit;
}

// A day ward that keeps its patient for days, or for minutes.
void play_day_ward(SchemeScene& scene) {
  const bool is_long = scene.random.chance(500);
  plan_day_ward(scene, is_long ? scene.around(kMostMinutes + 1) : scene.within(59)).is_claimed = true;
}

void live_through_a_day_ward(SchemeScene& scene) { plan_day_ward(scene, scene.just_under(kMostMinutes + 1)); }

constexpr SchemeKind kSchemes[] = {
    {"M02", "挂床：空床收费", false, 1, 1, {}, play_empty_bed},
    {"M02", "挂床：有床无治疗", false, 1, 1, {}, play_bed_without_treatment},
    {"M02", "挂床：食宿为主", false, 1, 1, {}, play_lodging},
    {"M08", "住院期间异处就诊购药", true, 1, 1, {}, play_two_places},
    {"M08", "住院期间本院门诊另行结算", true, 1, 1, {}, play_beside_the_ward},
    {"M06", "医院间倒床", false, 1, 1, {.age_least = 60}, play_rotation},
    {"M09", "死亡后就医购药", true, 1, 1, {.age_least = 60}, play_after_death},
    {"M29", "日间病房时间不符", false, 1, 1, {}, play_day_ward},
    {"", "周末停治的住院", false, 1, 1, {}, live_over_a_weekend},
    {"", "日间手术次日出院", false, 1, 1, {}, live_through_a_day_ward},
};

}  // namespace

std::span<const SchemeKind> stay_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
