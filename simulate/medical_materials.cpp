// What is charged without the service it belongs to, by another department, or in greater number than is used.
#include <algorithm>

#include "base/check.h"
#include "simulate/medical_kinds.h"

namespace qiuhao::simulate {
namespace {

constexpr int kADay = 1;  // Item::high of kCountedMaterial

bool has_service(const Item& item, const Visit& visit) {
  return std::ranges::any_of(visit.lines, [&](const Line& line) {
    const auto names = needs_of(item);
    return std::ranges::find(names, line.item->name) != names.end();
  });
}

bool plant_alone(int kind, Group group, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item* item = find_item(group, scene, [&](const Item& one) { return !has_service(one, visit); });
  return blame_item(kind, item, any_day(visit, scene), "没有相应的诊疗项目", visit, scene);
}

// With the service on any day of the visit, or paid by the person.
bool add_with_service(Group group, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = scene.any(group);
  if (scene.random.chance(200)) {
    visit.add_self_paid(item, kWhole, any_day(visit, scene));
    return true;
  }
  if (!has_service(item, visit)) {
    const Item& needed = scene.catalogue.named(needs_of(item).back());
    const int day = any_day(visit, scene);
    // Who charges for an angiography lists it.
    if (is_unlisted_operation(needed, visit))
      visit.operation = {"88.5500", "单根导管的冠状动脉造影术", visit.first_day() + day};
    visit.add(needed, kWhole, day);
  }
  visit.add(item, kWhole, any_day(visit, scene));
  return true;
}

}  // namespace

bool plant_drug_without_service(int kind, Visit& visit, Scene& scene) {
  return plant_alone(kind, Group::kServiceDrug, visit, scene);
}
bool add_drug_with_service(int, Visit& visit, Scene& scene) {
  return add_with_service(Group::kServiceDrug, visit, scene);
}
bool plant_material_without_service(int kind, Visit& visit, Scene& scene) {
  return plant_alone(kind, Group::kServiceMaterial, visit, scene);
}
bool add_material_with_service(int, Visit& visit, Scene& scene) {
  return add_with_service(Group::kServiceMaterial, visit, scene);
}

bool plant_wrong_department(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy() || visit.medical_type == "13") return false;
  const Item* item = find_item(Group::kDepartmentMaterial, scene,
                               [&](const Item& one) { return department_of(one) != visit.department; });
  return blame_item(kind, item, any_day(visit, scene), "开单科室不在限定范围内", visit, scene);
}

// By its own department, in an emergency, or paid by the person.
bool add_right_department(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = scene.any(Group::kDepartmentMaterial);
  const bool is_allowed = visit.medical_type == "13" || department_of(item) == visit.department;
  return add_allowed_or_self_paid(item, is_allowed, visit, scene);
}

// Every day the most, and on one of them more: so that the whole is too much for the stay as well.
bool plant_many_materials(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = scene.any(Group::kCountedMaterial);
  const bool is_daily = item.high == kADay;
  const int days = is_daily ? visit.stay_days() : 1;
  const int wrong_day = scene.random.below(days);
  const int from = is_daily ? 0 : any_day(visit, scene);
  for (int day = 0; day < days; ++day) {
    const std::int64_t over = day == wrong_day ? scene.random.between(1, 6) * kWhole : 0;
    const int line = visit.add(item, item.low * kWhole + over, from + day);
    if (over > 0) visit.violations.push_back({kind, line, over, "数量超过上限"});
  }
  return true;
}

// Exactly the most; a stay's in one sum at its end; or more that the person pays.
bool add_full_number(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = scene.any(Group::kCountedMaterial);
  const int days = item.high == kADay ? visit.stay_days() : 1;
  if (scene.random.chance(200)) {
    visit.add_self_paid(item, 3 * item.low * kWhole);
  } else {
    visit.add(item, item.low * days * kWhole, visit.stay_days() - 1);
  }
  return true;
}

}  // namespace qiuhao::simulate
