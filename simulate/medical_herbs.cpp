// Prescriptions of decoction pieces: what must not meet, how much of one, how many in all.
#include <algorithm>

#include "base/check.h"
#include "simulate/medical_kinds.h"

namespace qiuhao::simulate {
namespace {

std::vector<int> lines_of_prescription(const Visit& visit, int prescription) {
  std::vector<int> lines;
  for (int index = 0; index < static_cast<int>(visit.lines.size()); ++index) {
    const Line& line = visit.lines[static_cast<std::size_t>(index)];
    if (line.prescription == prescription && is_herb(*line.item) && line.refund_of < 0) lines.push_back(index);
  }
  std::ranges::stable_sort(lines, {}, [&](int line) { return visit.lines[static_cast<std::size_t>(line)].time; });
  return lines;
}

bool prescribes(const Visit& visit, int prescription, std::string_view name) {
  const auto lines = lines_of_prescription(visit, prescription);
  return std::ranges::any_of(lines,
                             [&](int line) { return visit.lines[static_cast<std::size_t>(line)].item->name == name; });
}

// The herbs of the visit's last prescription beyond the number allowed, and the grams beyond the weight.
void blame_excess(int kind, int doses, Visit& visit) {
  std::vector<const Item*> herbs;
  std::int64_t before = 0;
  const std::int64_t allowed = std::int64_t{kGramsOfDose} * doses * kWhole;
  for (const int index : lines_of_prescription(visit, visit.prescriptions)) {
    const Line& line = visit.lines[static_cast<std::size_t>(index)];
    const std::int64_t over = std::min(line.quantity, before + line.quantity - allowed);
    before += line.quantity;
    if (static_cast<int>(herbs.size()) >= kHerbsOfPrescription) {
      visit.violations.push_back({kind, index, 0, "饮片味数超过上限"});
    } else if (over > 0) {
      visit.violations.push_back({kind, index, over == line.quantity ? 0 : over, "每剂总量超过上限"});
    }
    herbs.push_back(line.item);
  }
}

// So many different herbs, each of a dose that keeps the whole light.
void add_many_herbs(int count, int doses, Visit& visit, Scene& scene) {
  ++visit.prescriptions;
  while (static_cast<int>(lines_of_prescription(visit, visit.prescriptions).size()) < count) {
    const Item& herb = scene.any(scene.random.chance(850) ? Group::kHerb : Group::kHerbSingle);
    if (!prescribes(visit, visit.prescriptions, herb.name)) add_herb_dose(visit, herb, herb.low * kWhole, doses);
  }
}

// Herbs whose greatest doses add up to the 300 g of a dose.
void add_heavy_herbs(int doses, Visit& visit, Scene& scene) {
  constexpr std::string_view kHeavy[] = {"石膏",   "煅龙骨", "煅牡蛎", "山药",   "薏苡仁", "白芍",  "熟地黄",
                                         "金银花", "连翘",   "丹参",   "桑寄生", "车前子", "酸枣仁"};
  ++visit.prescriptions;
  int grams = 0;
  for (const std::string_view name : kHeavy) {
    const Item& herb = scene.catalogue.named(name);
    add_herb_dose(visit, herb, herb.high * kWhole, doses);
    grams += herb.high;
  }
  CHECK(grams == kGramsOfDose);
}

void use_outside(Visit& visit) {
  for (const int line : lines_of_prescription(visit, visit.prescriptions))
    visit.lines[static_cast<std::size_t>(line)].route = "外用";
}

// 龙骨 has no dose in the pharmacopoeia of 2020.
const Item& herb_with_dose(Scene& scene) {
  while (true) {
    const Item& herb = scene.any(Group::kHerb);
    if (herb.name != "煅龙骨") return herb;
  }
}

}  // namespace

bool plant_opposed_herbs(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Opposed& pair = scene.random.pick(opposed_herbs());
  const int doses = add_herbs(visit, scene, scene.random.between(4, 8), 0);
  if (!prescribes(visit, visit.prescriptions, pair.first))
    add_herb(visit, scene.catalogue.named(pair.first), doses, scene);
  const int line = add_herb(visit, scene.catalogue.named(pair.second), doses, scene);
  for (const Opposed& other : opposed_herbs()) {
    if (other.second == pair.second && prescribes(visit, visit.prescriptions, other.first))
      visit.violations.push_back({kind, line, 0, "同方有相反相畏的饮片"});
  }
  return true;
}

// On two sheets, or the second one paid by the person.
bool add_parted_herbs(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Opposed& pair = scene.random.pick(opposed_herbs());
  const int doses = add_herbs(visit, scene, scene.random.between(4, 8), 0);
  if (!prescribes(visit, visit.prescriptions, pair.first))
    add_herb(visit, scene.catalogue.named(pair.first), doses, scene);
  const bool is_parted = scene.random.chance(600);
  if (is_parted) ++visit.prescriptions;
  const int line = add_herb(visit, scene.catalogue.named(pair.second), doses, scene);
  if (!is_parted) visit.pay_alone(line);
  return true;
}

bool plant_big_prescription(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const int doses = doses_of_course(scene);
  if (scene.random.chance(600)) {
    add_many_herbs(kHerbsOfPrescription + scene.random.between(1, 5), doses, visit, scene);
  } else {
    add_heavy_herbs(doses, visit, scene);
    constexpr std::string_view kMore[] = {"白术", "当归", "牛膝", "知母"};
    const int more = scene.random.between(1, 4);
    for (int number = 0; number < more; ++number) add_herb(visit, scene.catalogue.named(kMore[number]), doses, scene);
  }
  blame_excess(kind, doses, visit);
  return true;
}

// Exactly as many and as heavy as allowed, or more for outward use.
bool add_full_prescription(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const int doses = doses_of_course(scene);
  const int choice = scene.random.below(3);
  if (choice == 0) {
    add_heavy_herbs(doses, visit, scene);
  } else {
    add_many_herbs(kHerbsOfPrescription + (choice == 2 ? 4 : 0), doses, visit, scene);
    if (choice == 2) use_outside(visit);
  }
  return true;
}

bool plant_herb_amount(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const int doses = add_herbs(visit, scene, scene.random.between(5, 8), 0);
  const Item& herb = herb_with_dose(scene);
  const int extra = scene.random.between(1, 20);
  const int line = add_herb_dose(visit, herb, (herb.high + extra) * kWhole, doses);
  visit.violations.push_back({kind, line, extra * kWhole * doses, "饮片数量超过每剂上限"});
  return true;
}

// Exactly the most, more for outward use, or more that the person pays.
bool add_full_herb(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const int doses = add_herbs(visit, scene, scene.random.between(5, 8), 0);
  const Item& herb = herb_with_dose(scene);
  const int choice = scene.random.below(3);
  const int line = add_herb_dose(visit, herb, (herb.high + (choice == 0 ? 0 : 15)) * kWhole, doses);
  if (choice == 1) visit.lines[static_cast<std::size_t>(line)].route = "外用";
  if (choice == 2) visit.pay_alone(line);
  return true;
}

}  // namespace qiuhao::simulate
