// Treatments that nobody can have had so often: dialysis, rehabilitation.
#include <algorithm>

#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

constexpr Diagnosis kUraemia{"N18.500", "慢性肾脏病5期"};
constexpr Diagnosis kHemiplegia{"G81.900", "偏瘫"};

Compose dialysis(int times = 1) { return service("血液透析滤过", times, kUraemia, Department::kMedicine); }

int weekday_of(Day day) { return (day + 3) % 7; }  // 1970-01-01 was a Thursday; 0 is Monday

// Dialysed three times a week, on the days that a plan would choose.
void usual_weeks(SchemeScene& scene, Day from, Day to, const Provider& hospital) {
  for (Day day = from; day < to; ++day) {
    const int weekday = weekday_of(day);
    if (weekday == 0 || weekday == 2 || weekday == 4)
      scene.diaries.front().outpatient(day, 8 * 60 + scene.random.below(30), hospital, dialysis());
  }
}

// Dialysed twice a week or once, and charged for sessions on other days that were never run.
void play_more_sessions(SchemeScene& scene) {
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day first = scene.day(60);
  const int sessions = scene.around(4, 7);  // of a padded week, every other one
  const int real = std::min(2, sessions - 1);
  constexpr int kDays[] = {0, 3, 5, 1, 6, 2, 4};
  for (int week = 1; week < 8; ++week) {
    const Day monday = first + week * 7 - weekday_of(first);
    const int charged = week % 2 == 1 ? sessions : real;
    for (int session = 0; session < charged; ++session) {
      scene.diaries.front()
          .outpatient(monday + kDays[session], 8 * 60 + scene.random.below(90), hospital, dialysis())
          .is_claimed = session >= real;
    }
  }
}

void play_twice_a_day(SchemeScene& scene) {
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day first = scene.day(40);
  usual_weeks(scene, first, first + 28, hospital);
  const int times = scene.times(3);
  for (int time = 0; time < times; ++time) {
    const Day tuesday = first + 8 + time * 7 - weekday_of(first);
    scene.diaries.front().outpatient(tuesday, 14 * 60, hospital, dialysis(2)).is_claimed = true;
  }
}

// In a ward that dialyses, and on the list of another.
void play_dialysed_elsewhere(SchemeScene& scene) {
  const auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  const Day first = scene.day(20);
  Diary& diary = scene.diaries.front();
  diary.stay(first, 10, *hospitals[0], [](Visit& visit, Scene& at) {
    visit.diagnoses = {kUraemia};
    visit.department = Department::kMedicine;
    visit.prescriptions = 1;
    for (int day = 0; day + 1 < visit.stay_days(); ++day) {
      add_ward_day(visit, day, "Ⅱ级护理", at);
      add_drip(visit, day, at);
      if (day % 3 == 1) visit.add(at.catalogue.named("血液透析滤过"), kWhole, day);
    }
  });
  for (int time = scene.times(3); time > 0; --time)
    diary.outpatient(first + 1 + time * 2, 9 * 60, *hospitals[1], dialysis()).is_claimed = true;
}

// More parts of one body on one day than it has to be treated.
void play_many_parts(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& centre = scene.any(ProviderKind::kCommunity);
  const Day first = scene.day(20);
  const int parts = scene.around(4);
  for (int day = 0; day < 6; ++day) {
    diary.outpatient(first + day, 9 * 60, centre,
                     service("中频脉冲电治疗", parts, {"M54.500", "腰痛"}, Department::kGeneral));
  }
  diary.claim_all();
}

void play_many_trainings(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const Day first = scene.day(20);
  const int trainings = scene.around(2);
  for (int day = 0; day < 8; day += 2)
    diary.outpatient(first + day, 9 * 60, hospital, service("运动疗法", trainings, kHemiplegia, Department::kRehab));
  diary.claim_all();
}

// Trained on so many days of a year; those from the last third on, or beyond the course, are on paper.
void plan_course(SchemeScene& scene, int trained, bool is_claimed) {
  Diary& diary = scene.diaries.front();
  const Provider& hospital = scene.any(ProviderKind::kSecondary);
  const int days = scene.period.end_day() - scene.period.first_day;
  for (int number = 0; number < trained; ++number) {
    PlannedVisit& visit =
        diary.outpatient(scene.period.first_day + number * days / trained, 9 * 60 + scene.random.below(120), hospital,
                         service("运动疗法", 1, kHemiplegia, Department::kRehab));
    visit.is_claimed = is_claimed && number >= std::min(90, trained * 2 / 3);
  }
}

void play_long_course(SchemeScene& scene) { plan_course(scene, scene.around(91, 300), true); }

void live_through_a_course(SchemeScene& scene) { plan_course(scene, scene.just_under(91), false); }

constexpr SchemeKind kSchemes[] = {
    {"M27", "血透：虚增次数", false, 1, 1, {.age_least = 40}, play_more_sessions},
    {"M27", "血透：一日两次", true, 1, 1, {.age_least = 40}, play_twice_a_day},
    {"M27", "血透：住院期间在别处透析", true, 1, 1, {.age_least = 40}, play_dialysed_elsewhere},
    {"M28", "理疗：部位过多", false, 1, 1, {}, play_many_parts},
    {"M28", "康复：一日多次", false, 1, 1, {}, play_many_trainings},
    {"M28", "康复：疗程过长", false, 1, 1, {}, play_long_course},
    {"", "康复疗程将满", false, 1, 1, {}, live_through_a_course},
};

}  // namespace

std::span<const SchemeKind> treatment_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
