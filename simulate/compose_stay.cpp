// A stay in hospital, day by day: bed, consultation and nursing, drugs and drips, examinations, the operation, and for
// some a day or two of intensive care, which is charged by the hour and instead of bed, consultation and nursing.
#include <algorithm>

#include "simulate/compose.h"

namespace qiuhao::simulate {
namespace {

struct StayPlan {
  const Item* bed;
  const Item* nursing;
  int operation_day = -1;
  int intensive_from = -1;  // a day in intensive care, -1 for none
  int intensive_to = -2;
  const Item* course_drug = nullptr;
  int course_days = 0;

  bool intensive(int day) const { return day >= intensive_from && day <= intensive_to; }
};

StayPlan make_plan(const Visit& visit, const StayReason& reason, Scene& scene) {
  constexpr Group kNursing[] = {Group::kNursingOne, Group::kNursingTwo, Group::kNursingTwo, Group::kNursingThree};
  StayPlan plan;
  plan.bed = &scene.any(Group::kBed);
  plan.nursing = &scene.any(scene.random.pick(std::span<const Group>(kNursing)));
  const int days = visit.stay_days();
  if (!reason.operation_item.empty()) plan.operation_day = days > 2 ? 1 : 0;
  if (days >= 5 && scene.random.chance(reason.intensive_per_thousand)) {
    plan.intensive_from = plan.operation_day >= 0 ? plan.operation_day + 1 : 1;
    plan.intensive_to = plan.intensive_from + scene.random.below(2);
  }
  if (scene.random.chance(reason.course_per_thousand)) {
    plan.course_drug = &scene.any(Group::kCourseDrug);
    plan.course_days = std::min(days - 1, plan.course_drug->low);
  }
  return plan;
}

void add_daily_fees(Visit& visit, const StayPlan& plan, int day, Scene& scene) {
  if (plan.intensive(day)) {
    visit.add(scene.any(Group::kIntensive), 24 * kWhole, day);
    visit.add(scene.catalogue.named("心电监护"), 24 * kWhole, day);
    ++visit.intensive_days;
    return;
  }
  if (day + 1 < visit.stay_days()) visit.add(*plan.bed, kWhole, day);
  visit.add(scene.any(Group::kWardFee), kWhole, day);
  visit.add(*plan.nursing, kWhole, day);
}

void add_operation(Visit& visit, const StayReason& reason, int day, Scene& scene) {
  visit.add(scene.catalogue.named(reason.operation_item), kWhole, day);
  visit.operation = {reason.operation.code, reason.operation.name, visit.first_day() + day};
  if (reason.operation_item != "单胎顺产接生") visit.add(scene.any(Group::kAnaesthesia), kWhole, day);
  visit.add(scene.catalogue.named("吸氧"), scene.random.between(2, 12) * kWhole, day);
  for (int piece = 0; piece < 3; ++piece) {
    const Item& material = scene.any(Group::kMaterial);
    visit.add(material, scene.random.between(1, 4) * kWhole, day);
  }
}

void add_examinations(Visit& visit, const StayReason& reason, Scene& scene) {
  constexpr Group kOnAdmission[] = {Group::kBloodLab, Group::kBloodLab, Group::kUrineLab};
  for (const Group group : kOnAdmission) {
    const Item& item = scene.any(group);
    if (!visit.has(item)) visit.add(item, kWhole);
  }
  for (const Group group : reason.examinations) {
    if (group == kNothing) continue;
    const Item& item = scene.any(group);
    if (!visit.has(item)) visit.add(item, kWhole);
  }
}

void add_infusions(Visit& visit, const Item* const (&drugs)[3], int count, int day, Scene& scene) {
  for (int number = 0; number < count; ++number) {
    visit.add(*drugs[number], scene.random.between(1, 2) * kWhole, day);
  }
  visit.add(scene.any(Group::kDrip), kWhole, day);
  if (scene.random.chance(300)) visit.add(scene.any(Group::kMaterial), kWhole, day);
}

}  // namespace

void compose_stay(Visit& visit, const StayReason& reason, Scene& scene) {
  visit.department = reason.department;
  visit.diagnoses = {reason.diagnosis, reason.second};
  visit.prescriptions = 1;
  const StayPlan plan = make_plan(visit, reason, scene);
  const Item* const infusions[3] = {&scene.any(Group::kInfusion), &scene.any(Group::kInfusion),
                                    &scene.any(Group::kInfusion)};
  const int infusion_count = scene.random.between(1, 3);
  const int days = visit.stay_days();
  for (int day = 0; day < days; ++day) {
    add_daily_fees(visit, plan, day, scene);
    if (day == 0) add_examinations(visit, reason, scene);
    if (day == days / 2 && day > 0) visit.add(scene.any(Group::kBloodLab), kWhole, day);
    if (day == plan.operation_day) add_operation(visit, reason, day, scene);
    if (day + 1 < days) add_infusions(visit, infusions, infusion_count, day, scene);
    if (day < plan.course_days) visit.add(*plan.course_drug, kWhole, day);
  }
  if (visit.maternity()) {
    visit.add(scene.catalogue.named("缩宫素注射液"), 2 * kWhole, plan.operation_day);
    visit.add(scene.catalogue.named("胎心监测"), kWhole, 0);
  }
  const Item& take_home = scene.any(Group::kPatent);
  visit.add(take_home, 2 * kWhole, days - 1);
}

}  // namespace qiuhao::simulate
