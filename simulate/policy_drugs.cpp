// Policy kinds of drugs that one visit decides: quantity, chronic disease, internet visits.
#include <algorithm>

#include "simulate/policy_plants.h"

namespace qiuhao::simulate {
namespace {

constexpr int kLongPrescriptionDays = 84;  // of a chronic patient, whatever the limit

int add_prescribed(const Item& item, std::int64_t quantity, int days, Visit& visit) {
  const int index = visit.add(item, quantity);
  Line& line = visit.lines[static_cast<std::size_t>(index)];
  line.prescription = std::max(1, visit.prescriptions);
  line.days_supply = days;
  return index;
}

// The bit of the chronic disease that a visit is settled under, as kDiseaseDrug has it.
int disease_bit(const Visit& visit) {
  return visit.chronic_code == "M03900" ? 1 : visit.chronic_code == "M01600" ? 2 : 4;
}

// Makes of an outpatient visit one over the internet: the fee tells.
bool put_online(Visit& visit, Scene& scene) {
  for (std::size_t index = 0; index < visit.lines.size(); ++index) {
    if (visit.lines[index].item->group != Group::kClinicFee) continue;
    visit.replace_item(static_cast<int>(index), scene.any(Group::kOnlineFee));
    return true;
  }
  return false;
}

}  // namespace

bool plant_quantity(int kind, Visit& visit, Scene& scene) {
  if (visit.inpatient()) return false;
  const Item& item = scene.any(Group::kQuantityDrug);
  const bool is_chronic = visit.medical_type == "14";
  const bool by_days = item.low > 0 && (item.high == 0 || is_chronic || scene.random.chance(500));
  if (is_chronic && !by_days) return false;
  if (!by_days) {
    const std::int64_t units = (item.high + scene.random.between(1, 3)) * kWhole;
    const int line = add_prescribed(item, units, 7, visit);
    visit.violations.push_back(
        {.kind = kind, .line = line, .over = units - item.high * kWhole, .note = "超出每次处方的数量"});
    return true;
  }
  const int most = is_chronic ? kLongPrescriptionDays : item.low;
  const int days = most + scene.random.between(1, 14);
  const std::int64_t units = item.high > 0 ? scene.random.between(1, item.high + 1) * kWhole : kWhole;
  const int line = add_prescribed(item, units, days, visit);
  const Cents in_scope = visit.net_in_scope(line);
  Cents amount = proportion(in_scope, days - item.low, days);
  if (item.high > 0 && units > item.high * kWhole)
    amount = std::max(amount, proportion(in_scope, units - item.high * kWhole, units));
  visit.violations.push_back({.kind = kind, .line = line, .note = "超出每次处方的天数", .amount = amount});
  return true;
}

// As much as is allowed; more in a chronic patient's long prescription, in hospital, or where the person pays.
bool keep_quantity(int /*kind*/, Visit& visit, Scene& scene) {
  const Item& item = scene.any(Group::kQuantityDrug);
  const bool is_chronic = visit.medical_type == "14";
  const int days = is_chronic ? kLongPrescriptionDays : visit.inpatient() ? 14 : item.low > 0 ? item.low : 7;
  const std::int64_t units = (item.high > 0 ? item.high : 2) * kWhole;
  const int line = add_prescribed(item, is_chronic ? 2 * units : units, days, visit);
  if (visit.inpatient() || is_chronic || scene.random.chance(700)) return true;
  visit.set_quantity(line, 2 * units);
  visit.pay_alone(line);
  return true;
}

bool plant_disease_drug(int kind, Visit& visit, Scene& scene) {
  if (visit.medical_type != "14") return false;
  const Item* item =
      find_item(Group::kDiseaseDrug, scene, [&](const Item& one) { return (one.low & disease_bit(visit)) == 0; });
  return blame_item(kind, item, 0, "药品不在本病种目录内", visit, scene);
}

bool keep_disease_drug(int /*kind*/, Visit& visit, Scene& scene) {
  const Item& item = scene.any(Group::kDiseaseDrug);
  const bool is_allowed = visit.medical_type != "14" || (item.low & disease_bit(visit)) != 0;
  return add_allowed_or_self_paid(item, is_allowed, visit, scene);
}

bool plant_online(int kind, Visit& visit, Scene& scene) {
  return put_online(visit, scene) &&
         blame_item(kind, &scene.any(Group::kOnlineDrug), 0, "互联网诊疗开具特殊管理药品", visit, scene);
}

// In the hospital itself, or over the internet and paid by the person.
bool keep_online(int /*kind*/, Visit& visit, Scene& scene) {
  const bool is_online = scene.random.chance(500) && put_online(visit, scene);
  return add_allowed_or_self_paid(scene.any(Group::kOnlineDrug), !is_online, visit, scene);
}

}  // namespace qiuhao::simulate
