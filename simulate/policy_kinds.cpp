// Policy kinds of services that one visit decides: price, discount, department, bundle, material. The table at the end
// lists all policy kinds.
#include <algorithm>

#include "base/check.h"
#include "simulate/policy_plants.h"

namespace qiuhao::simulate {
namespace {

// Price: low 0: one limit for all; low 1: a limit for each level, none below the first

// 0: no limit.
Cents price_limit(const Item& item, const Visit& visit) {
  if (item.low == 0) return item.price;
  return visit.provider->level == 0 ? 0 : visit.local_price(item);
}

bool plant_price(int kind, Visit& visit, Scene& scene) {
  const Item& item = scene.any(Group::kPricedService);
  const Cents limit = price_limit(item, visit);
  if (visit.pharmacy() || limit == 0) return false;
  const std::int64_t units = scene.random.between(1, 3);
  const int line = visit.add(item, units * kWhole, any_day(visit, scene));
  const Cents more = limit * scene.random.between(1, 50) / 100;
  visit.set_price(line, limit + more);
  const bool is_partly_returned = units > 1 && scene.random.chance(300);
  if (is_partly_returned) visit.refund(line, kWhole);
  const Cents amount = more * (is_partly_returned ? units - 1 : units);
  visit.violations.push_back({.kind = kind, .line = line, .note = "单价高于限价", .amount = amount});
  return true;
}

bool keep_price(int /*kind*/, Visit& visit, Scene& scene) {
  const Item& item = scene.any(Group::kPricedService);
  if (visit.pharmacy()) return false;
  const int line = visit.add(item, scene.random.between(1, 2) * kWhole, any_day(visit, scene));
  const Cents limit = price_limit(item, visit);
  if (limit > 0) visit.set_price(line, limit);
  if (limit == 0 || scene.random.chance(700)) return true;
  visit.set_price(line, 2 * limit);
  visit.pay_alone(line);
  return true;
}

// Operations through one cut: low: group; high: percent paid of the second

// Two different operations of one group; the dearer first.
std::pair<const Item*, const Item*> two_operations(Scene& scene) {
  const Item& one = scene.any(Group::kGroupedOperation);
  const Item* other = find_item(Group::kGroupedOperation, scene,
                                [&](const Item& item) { return item.low == one.low && &item != &one; });
  if (other == nullptr || one.price > other->price) return {&one, other};
  return {other, &one};
}

// Who charges for an operation lists it.
void list_operation(Visit& visit, const Item& item, int day) {
  static constexpr std::pair<std::string_view, Diagnosis> kListed[] = {
      {"胃部分切除术", {"43.8900", "胃部分切除术"}},
      {"小肠部分切除术", {"45.6200", "小肠部分切除术"}},
      {"肠造瘘术", {"46.3900", "肠造口术"}},
      {"肝局部切除术", {"50.2200", "肝部分切除术"}},
      {"胆总管探查引流术", {"51.5100", "胆总管探查术"}},
      {"脾切除术", {"41.5x00", "全脾切除术"}}};
  if (!visit.operation.code.empty()) return;
  for (const auto& [name, operation] : kListed) {
    if (item.name == name) visit.operation = {operation.code, operation.name, visit.first_day() + day};
  }
}

bool plant_operation(int kind, Visit& visit, Scene& scene) {
  const auto [main, second] = two_operations(scene);
  if (!visit.inpatient() || second == nullptr) return false;
  const int day = any_day(visit, scene);
  visit.add(*main, kWhole, day);
  list_operation(visit, *main, day);
  const int line = visit.add(*second, kWhole, day);
  Cents full = second->price;
  if (scene.random.chance(500)) {
    full = visit.local_price(*second);
    visit.lines[static_cast<std::size_t>(line)].price_limit = full;
  }
  const Cents amount = visit.local_price(*second) - full * second->high / 100;
  visit.violations.push_back({.kind = kind, .line = line, .note = "第二台手术未折价", .amount = amount});
  return true;
}

// Discounted, by the price or by half an operation; on another day; or one alone.
bool keep_operation(int /*kind*/, Visit& visit, Scene& scene) {
  const auto [main, second] = two_operations(scene);
  if (!visit.inpatient() || second == nullptr) return false;
  const int day = any_day(visit, scene);
  const int choice = scene.random.below(4);
  if (choice > 0) visit.add(*main, kWhole, choice == 1 && visit.stay_days() > 1 ? (day + 1) % visit.stay_days() : day);
  const bool is_alone = choice == 0 || (choice == 1 && visit.stay_days() > 1);
  const bool is_halved = choice == 2;
  const int line = visit.add(*second, is_halved ? kWhole / 2 : kWhole, day);
  list_operation(visit, choice > 0 ? *main : *second, day);
  if (!is_alone && !is_halved) visit.set_price(line, visit.local_price(*second) * second->high / 100);
  return true;
}

// Department: low: number of the departments that may order it

bool may_order(const Item& item, const Visit& visit) {
  switch (item.low) {
    case 0: return visit.department == Department::kMind;
    case 1: return visit.department == Department::kRehab || visit.department == Department::kChinese;
    default: return visit.department == Department::kEyes;
  }
}

bool plant_department(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item* item =
      find_item(Group::kDepartmentService, scene, [&](const Item& one) { return !may_order(one, visit); });
  return blame_item(kind, item, any_day(visit, scene), "开单科室不在限定科室内", visit, scene);
}

bool keep_department(int /*kind*/, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = scene.any(Group::kDepartmentService);
  return add_allowed_or_self_paid(item, may_order(item, visit), visit, scene);
}

// Bundles: low: number of the bundle

constexpr std::string_view kBundles[] = {"凝血四项测定", "甲状腺功能组套测定", "血清电解质测定"};

// The lines of a bundle's parts; the later ones of a stay on another day when they are spread.
std::vector<int> add_parts(int bundle, bool is_spread, int day, Visit& visit, Scene& scene) {
  std::vector<int> lines;
  for (const Item* part : scene.catalogue.of(Group::kBundlePart)) {
    if (part->low != bundle) continue;
    const int moved = is_spread && lines.size() > 1 ? (day + 1) % visit.stay_days() : day;
    lines.push_back(visit.add(*part, kWhole, moved));
  }
  return lines;
}

bool plant_bundle(int kind, Visit& visit, Scene& scene) {
  const int bundle = scene.random.below(static_cast<int>(std::size(kBundles)));
  const Item& whole = scene.catalogue.named(kBundles[bundle]);
  if (visit.pharmacy() || visit.has(whole)) return false;
  const std::vector<int> lines = add_parts(bundle, false, any_day(visit, scene), visit, scene);
  Cents sum = 0;
  for (const int line : lines) sum += visit.net_in_scope(line);
  const int last = *std::max_element(lines.begin(), lines.end(), [&](int a, int b) {
    const Seconds at_a = visit.lines[static_cast<std::size_t>(a)].time;
    const Seconds at_b = visit.lines[static_cast<std::size_t>(b)].time;
    return at_a != at_b ? at_a < at_b : a < b;
  });
  visit.violations.push_back({.kind = kind, .line = last, .note = "合并项目分开收费", .amount = sum - whole.price});
  return true;
}

// Not all of the parts, parts of two days, or the whole beside them, which is another kind's business.
bool keep_bundle(int /*kind*/, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const int bundle = scene.random.below(static_cast<int>(std::size(kBundles)));
  const int day = any_day(visit, scene);
  const bool is_spread = visit.stay_days() > 1;
  const std::vector<int> lines = add_parts(bundle, is_spread, day, visit, scene);
  if (is_spread) return true;
  if (scene.random.chance(500)) {
    visit.add(scene.catalogue.named(kBundles[bundle]), kWhole, day);
  } else {
    visit.refund(lines.front(), kWhole);
  }
  return true;
}

// Materials that a service's price holds: low: number of the pair

const Item& service_of(const Item& material, const Scene& scene) {
  for (const Item* service : scene.catalogue.of(Group::kPairService)) {
    if (service->low == material.low) return *service;
  }
  CHECK(false);
}

bool plant_material_pair(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& material = scene.any(Group::kPairMaterial);
  const int day = any_day(visit, scene);
  visit.add(service_of(material, scene), kWhole, day);
  return blame_item(kind, &material, day, "项目价格已含该耗材", visit, scene);
}

// The material alone, paid by the person, on another day, or beside a service that was given back.
bool keep_material_pair(int /*kind*/, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& material = scene.any(Group::kPairMaterial);
  const Item& service = service_of(material, scene);
  const int day = any_day(visit, scene);
  const int choice = scene.random.below(4);
  if (choice == 1) visit.add_self_paid(material, 2 * kWhole, day);
  if (choice != 1) visit.add(material, kWhole, day);
  if (choice == 1) visit.add(service, kWhole, day);
  if (choice == 2) visit.refund(visit.add(service, kWhole, day), kWhole);
  if (choice == 3 && visit.stay_days() > 1) visit.add(service, kWhole, (day + 1) % visit.stay_days());
  return true;
}

constexpr PlantedKind kPolicy[] = {
    {"药品限二线使用", plant_second_line, keep_second_line},
    {"药品限最大开药天数/开药量", plant_quantity, keep_quantity},
    {"药品超限定病种目录范围使用", plant_disease_drug, keep_disease_drug},
    {"医疗服务项目超限定单价收费", plant_price, keep_price},
    {"手术项目未按规定折价收费", plant_operation, keep_operation},
    {"医疗服务项目限科室使用", plant_department, keep_department},
    {"医疗服务项目限支付疗程", plant_service_course, keep_service_course},
    {"医疗服务项目分解收费", plant_bundle, keep_bundle},
    {"医疗服务项目超限定报销总额", plant_service_sum, keep_service_sum},
    {"医疗服务项目与医用耗材重复收费", plant_material_pair, keep_material_pair},
    {"医疗服务项目周期超频次", plant_cycle, keep_cycle},
    {"耗材超限定报销总额", plant_material_sum, keep_material_sum},
    {"超互联网医院药品支付范围", plant_online, keep_online},
};
static_assert(std::size(kPolicy) == kPolicyKinds);

}  // namespace

std::span<const PlantedKind> policy_kinds() { return kPolicy; }

}  // namespace qiuhao::simulate
