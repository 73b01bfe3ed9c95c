// Lists that say more, or other, than was done; and births and injuries that were paid for twice.
#include <iterator>

#include "simulate/schemes/diary.h"
#include "simulate/schemes/scheme.h"

namespace qiuhao::simulate {
namespace {

// The fee of an operation that no list knows of.
void play_unlisted_operation(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(9);
  diary.stay(day, 6, scene.any(ProviderKind::kSecondary), [](Visit& visit, Scene& at) {
    compose_stay(visit, stay_reasons().front(), at);
    visit.diagnoses = {{"K80.200", "胆囊结石"}, {"I10.x00", "原发性高血压"}};
    visit.operation = {};
    visit.add(at.catalogue.named("胆囊切除术"), kWhole, 1);
  });
  diary.claim_all();
}

// An operation on the list, for the group it pays, and nobody who charged for it.
void play_operation_on_paper(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(12);
  diary.stay(day, 8, scene.any(ProviderKind::kSecondary), [](Visit& visit, Scene& at) {
    visit.department = Department::kSurgery;
    visit.diagnoses = {{"K80.200", "胆囊结石"}, {"K81.100", "慢性胆囊炎"}};
    visit.prescriptions = 1;
    for (int day = 0; day + 1 < visit.stay_days(); ++day) {
      add_ward_day(visit, day, "Ⅱ级护理", at);
      add_drip(visit, day, at);
    }
    visit.operation = {"51.2200", "胆囊切除术", visit.first_day() + 1};
  });
  diary.claim_all();
}

// One complication after another, for a dearer group; each raises it by itself.
constexpr Diagnosis kComplications[] = {
    {"J96.000", "急性呼吸衰竭"},     {"E87.200", "酸中毒"},       {"E43.x00", "重度蛋白质-能量营养不良"},
    {"I50.900", "心力衰竭"},         {"N17.900", "急性肾衰竭"},   {"A41.900", "脓毒症"},
    {"D65.x00", "播散性血管内凝血"}, {"R57.900", "休克"},         {"E87.600", "低钾血症"},
    {"J90.x00", "胸腔积液"},         {"G93.100", "缺氧性脑损害"}, {"K72.900", "肝衰竭"},
    {"K65.000", "急性腹膜炎"},       {"L89.900", "压疮"},         {"I46.900", "心脏停搏"}};

void plan_complications(SchemeScene& scene, int added) {
  scene.diaries.front().stay(scene.day(12), 7, scene.any(ProviderKind::kSecondary), [added](Visit& visit, Scene& at) {
    compose_stay(visit, plain_reason(*visit.person, visit.first_day(), at.random), at);
    visit.diagnoses.resize(1);
    for (const Diagnosis& more : std::span(kComplications).first(static_cast<std::size_t>(added)))
      visit.diagnoses.push_back(more);
  });
}

void play_complications(SchemeScene& scene) {
  plan_complications(scene, scene.around(5, static_cast<int>(std::size(kComplications))));
  scene.diaries.front().claim_all();
}

void live_with_complications(SchemeScene& scene) { plan_complications(scene, scene.just_under(5)); }

// Born again after months in which nobody can be: fewer than 24 weeks.
void play_two_births(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  constexpr int kDays = 24 * 7 - 1;
  const Day first = scene.day(kDays + 7);
  const int gap = scene.random.between(60, kDays);
  scene.intensity = 100 * kDays / gap;
  const auto hospitals = scene.some(ProviderKind::kSecondary, 2);
  diary.stay(first, 4, *hospitals[0], ordinary_stay(natural_birth())).medical_type = "52";
  PlannedVisit& again = diary.stay(first + gap, 4, *hospitals[1], ordinary_stay(natural_birth()));
  again.medical_type = "52";
  again.is_claimed = true;
}

// Knocked down by a car, paid for by everybody but its driver.
void play_traffic(SchemeScene& scene) {
  Diary& diary = scene.diaries.front();
  const Day day = scene.day(12);
  diary.stay(day, 7, scene.any(ProviderKind::kSecondary), [](Visit& visit, Scene& at) {
    visit.department = Department::kSurgery;
    visit.diagnoses = {{"S82.200", "胫骨干骨折"}, {"V03.100", "行人在交通事故中与小汽车碰撞造成的损伤"}};
    visit.prescriptions = 1;
    for (int day = 0; day + 1 < visit.stay_days(); ++day) {
      add_ward_day(visit, day, "Ⅱ级护理", at);
      add_drip(visit, day, at);
    }
    visit.add(at.catalogue.named("四肢数字化摄影（DR）"), kWhole, 0);
  });
  diary.claim_all();
}

constexpr SchemeKind kSchemes[] = {
    {"M14", "虚记手术：有费无清单", true, 1, 1, {}, play_unlisted_operation},
    {"M34", "高套：有清单无手术费", true, 1, 1, {}, play_operation_on_paper},
    {"M34", "高套：并发症合并症堆砌", false, 1, 1, {.age_least = 45}, play_complications},
    {"M25", "两次分娩间隔过短", true, 1, 1, {.sex = '2', .age_least = 22, .age_most = 40}, play_two_births},
    {"M26", "交通事故由医保支付", false, 1, 1, {}, play_traffic},
    {"", "合并症多的病人", false, 1, 1, {.age_least = 60}, live_with_complications},
};

}  // namespace

std::span<const SchemeKind> list_schemes() { return kSchemes; }

}  // namespace qiuhao::simulate
