// Drugs that interact, that double each other, beyond the label, too long after an operation, too many on a sheet.
#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "simulate/medical_kinds.h"
#include "simulate/orders.h"

namespace qiuhao::simulate {
namespace {

// Whether the drug interacts with one of the visit's others.
bool would_interact(const Item& item, const Visit& visit, const Scene& scene) {
  return std::ranges::any_of(interactions(), [&](const Opposed& pair) {
    return (pair.first == item.name && visit.has(scene.catalogue.named(pair.second))) ||
           (pair.second == item.name && visit.has(scene.catalogue.named(pair.first)));
  });
}

bool is_free_of(const Item& item, const Visit& visit, const Scene& scene) {
  return !visit.has(item) && !would_double(item, visit) && !would_interact(item, visit, scene);
}

// A first day of so many in a row.
int first_of(int days, const Visit& visit, Scene& scene) { return scene.random.below(visit.stay_days() - days + 1); }

// The first up to a day of the stay, the second from that day on: they meet when one replaces the other.
bool add_replaced(const Item& first, const Item& second, Visit& visit, Scene& scene) {
  const int change = 1 + scene.random.below(visit.stay_days() - 2);
  for (int day = 0; day < visit.stay_days(); ++day) {
    if (day <= change) visit.add(first, kWhole, day);
    if (day >= change) visit.add(second, kWhole, day);
  }
  return true;
}

// Given back before the other was given, or the other paid by the person.
bool add_without_claim(const Item& first, const Item& second, Visit& visit, Scene& scene) {
  const int line = visit.add(first, kWhole);
  if (scene.random.chance(500)) {
    visit.refund(line, kWhole);
    visit.add(second, kWhole);
  } else {
    visit.add_self_paid(second, kWhole);
  }
  return true;
}

// Two drugs of one pharmacology that the visit can take; null where it has one of it already.
struct Twins {
  const Item* first = nullptr;
  const Item* second = nullptr;
};
Twins choose_twins(const Visit& visit, Scene& scene) {
  const auto names = scene.random.pick(pharmacologies()).names;
  for (const std::string_view name : names) {
    if (!is_free_of(scene.catalogue.named(name), visit, scene)) return {};
  }
  const int first = scene.random.below(static_cast<int>(names.size()));
  const int step = 1 + scene.random.below(static_cast<int>(names.size()) - 1);
  const auto second = static_cast<std::size_t>(first + step) % names.size();
  return {&scene.catalogue.named(names[static_cast<std::size_t>(first)]), &scene.catalogue.named(names[second])};
}

const LabelDose* choose_label(const Visit& visit, Scene& scene) {
  const LabelDose& label = scene.random.pick(label_doses());
  return is_free_of(scene.catalogue.named(label.name), visit, scene) ? &label : nullptr;
}

// So much at a time, as doctors write it: by pieces, or by weight.
std::string dose_text(const LabelDose& label, int pieces, Scene& scene) {
  if (scene.random.chance(500))
    return std::to_string(pieces) + std::string(piece_of(scene.catalogue.named(label.name)));
  const int milligrams = pieces * label.milligrams;
  if (milligrams >= 100 && milligrams % 100 == 0)
    return fmt::format("{}.{}g", milligrams / 1000, milligrams % 1000 / 100);
  return fmt::format("{}mg", milligrams);
}

std::string_view frequency_text(int times, Scene& scene) {
  constexpr std::string_view kTwice[] = {"bid", "q12h", "一日两次", "2次/日"};
  constexpr std::string_view kThrice[] = {"tid", "q8h", "一日三次", "每日3次"};
  return scene.random.pick(std::span<const std::string_view>(times == 2 ? kTwice : kThrice));
}

struct Operated {
  std::string_view code;  // beginning of an ICD-9-CM-3 code
  int hours;              // of prophylaxis after it; 0: none is needed
};
constexpr Operated kOperated[] = {{"47.0", 24}, {"51.2", 24}, {"53.0", 24}, {"60.2", 24}, {"68.4", 24},
                                  {"74.1", 24}, {"79.1", 24}, {"13.4", 0},  {"80.2", 0},  {"88.5", 0}};

const Operated* operated(const Visit& visit) {
  const auto found =
      std::ranges::find_if(kOperated, [&](const Operated& one) { return visit.operation.code.starts_with(one.code); });
  return found == std::end(kOperated) || !visit.inpatient() ? nullptr : &*found;
}

// The infections among the diagnoses of those who are operated on here.
bool is_infected(const Visit& visit) {
  return std::ranges::any_of(visit.diagnoses, [](const Diagnosis& diagnosis) {
    return diagnosis.code.starts_with("K35") || diagnosis.code.starts_with("K65") ||
           diagnosis.code.starts_with("N39.0");
  });
}

constexpr Group kOnASheet[] = {Group::kPatent, Group::kSkin, Group::kEye, Group::kGland};

// So many different drugs on a sheet of its own; their lines.
std::vector<int> add_sheet(int count, Visit& visit, Scene& scene) {
  std::vector<int> lines;
  const int sheet = ++visit.prescriptions;
  while (static_cast<int>(lines.size()) < count) {
    const Item& item = scene.any(scene.random.pick(std::span<const Group>(kOnASheet)));
    if (visit.has(item) || item.list_level == 3) continue;  // what the person pays claims nothing
    lines.push_back(visit.add(item, kWhole));
    visit.lines[static_cast<std::size_t>(lines.back())].prescription = sheet;
  }
  visit.prescriptions = sheet;
  return lines;
}

bool writes_sheets(const Visit& visit) { return !visit.pharmacy() && !visit.inpatient(); }

}  // namespace

bool plant_interaction(int kind, Visit& visit, Scene& scene) {
  const Opposed& pair = scene.random.pick(interactions());
  const Item& first = scene.catalogue.named(pair.first);
  const Item& second = scene.catalogue.named(pair.second);
  if (visit.pharmacy() || !is_free_of(first, visit, scene) || !is_free_of(second, visit, scene)) return false;
  // Two days of a stay, so that it is no change from one to the other.
  const int days = std::min(visit.stay_days(), 2);
  const int from = first_of(days, visit, scene);
  for (int day = from; day < from + days; ++day) {
    visit.add(first, kWhole, day);
    visit.violations.push_back({kind, visit.add(second, kWhole, day), 0, "同时使用不宜合用的药品"});
  }
  return true;
}

bool add_apart(int, Visit& visit, Scene& scene) {
  const Opposed& pair = scene.random.pick(interactions());
  const Item& first = scene.catalogue.named(pair.first);
  const Item& second = scene.catalogue.named(pair.second);
  if (visit.pharmacy() || !is_free_of(first, visit, scene) || !is_free_of(second, visit, scene)) return false;
  if (visit.inpatient() && visit.stay_days() >= 3) return add_replaced(first, second, visit, scene);
  return add_without_claim(first, second, visit, scene);
}

// Of the two the later line is blamed.
bool plant_duplicate(int kind, Visit& visit, Scene& scene) {
  const Twins twins = choose_twins(visit, scene);
  if (visit.pharmacy() || visit.medical_type == "13" || twins.first == nullptr) return false;
  const int days = std::min(visit.stay_days(), 2);
  const int from = first_of(days, visit, scene);
  for (int day = from; day < from + days; ++day) {
    const int one = visit.add(*twins.first, kWhole, day);
    const int other = visit.add(*twins.second, kWhole, day);
    const auto time = [&](int line) { return visit.lines[static_cast<std::size_t>(line)].time; };
    visit.violations.push_back({kind, time(one) > time(other) ? one : other, 0, "同时使用同类药品"});
  }
  return true;
}

bool add_switch(int, Visit& visit, Scene& scene) {
  const Twins twins = choose_twins(visit, scene);
  if (visit.pharmacy() || twins.first == nullptr) return false;
  if (visit.medical_type == "13") {
    visit.add(*twins.first, kWhole);
    visit.add(*twins.second, kWhole);
    return true;
  }
  if (visit.inpatient() && visit.stay_days() >= 3) return add_replaced(*twins.first, *twins.second, visit, scene);
  return add_without_claim(*twins.first, *twins.second, visit, scene);
}

bool plant_dose(int kind, Visit& visit, Scene& scene) {
  const LabelDose* label = choose_label(visit, scene);
  if (visit.pharmacy() || label == nullptr) return false;
  const int times = scene.random.between(2, 3);
  const int least = label->most_a_day / (label->milligrams * times) + 1;
  const int pieces = least + scene.random.below(2);
  const int index = visit.add(scene.catalogue.named(label->name), scene.random.between(1, 2) * kWhole);
  Line& line = visit.lines[static_cast<std::size_t>(index)];
  line.dose = dose_text(*label, pieces, scene);
  line.frequency = frequency_text(times, scene);
  const int daily = pieces * times * label->milligrams;
  const Cents beyond = proportion(visit.net_in_scope(index), daily - label->most_a_day, daily);
  visit.violations.push_back({kind, index, 0, "每日剂量超过说明书", beyond});
  return true;
}

// The most that the label allows, a word that nobody can read, or more at the person's own cost.
bool add_full_dose(int, Visit& visit, Scene& scene) {
  const LabelDose* label = choose_label(visit, scene);
  if (visit.pharmacy() || label == nullptr) return false;
  const Item& item = scene.catalogue.named(label->name);
  const int choice = scene.random.below(3);
  const int index = choice == 2 ? visit.add_self_paid(item, kWhole) : visit.add(item, kWhole);
  Line& line = visit.lines[static_cast<std::size_t>(index)];
  const int most = label->most_a_day / label->milligrams;
  line.dose =
      choice == 1 ? "1-2" + std::string(piece_of(item)) : dose_text(*label, choice == 2 ? 3 * most : most, scene);
  line.frequency = choice == 1 ? "必要时" : "qd";
  return true;
}

bool plant_prophylaxis(int kind, Visit& visit, Scene& scene) {
  const Operated* operation = operated(visit);
  if (operation == nullptr || is_infected(visit)) return false;
  const int from = visit.operation.day - visit.first_day() + (operation->hours == 0 ? 0 : 2);
  if (from >= visit.stay_days()) return false;
  const Item& item = scene.any(Group::kProphylaxis);
  const int to = std::min(visit.stay_days() - 1, from + scene.random.below(3));
  for (int day = from; day <= to; ++day)
    visit.violations.push_back({kind, visit.add(item, kWhole, day), 0, "预防用抗菌药物超过时限"});
  return true;
}

// On the day of the operation, or as long as an infection is treated.
bool add_lawful_prophylaxis(int, Visit& visit, Scene& scene) {
  const Operated* operation = operated(visit);
  if (operation == nullptr) return false;
  const Item& item = scene.any(Group::kProphylaxis);
  const int from = visit.operation.day - visit.first_day();
  if (is_infected(visit)) {
    for (int day = from; day < visit.stay_days(); ++day) visit.add(item, kWhole, day);
  } else if (operation->hours == 0) {
    visit.add_self_paid(item, kWhole, from);
  } else {
    visit.add(item, kWhole, from);
  }
  return true;
}

bool plant_many_drugs(int kind, Visit& visit, Scene& scene) {
  if (!writes_sheets(visit)) return false;
  const std::vector<int> lines = add_sheet(kDrugsOfPrescription + scene.random.between(1, 3), visit, scene);
  for (std::size_t number = kDrugsOfPrescription; number < lines.size(); ++number)
    visit.violations.push_back({kind, lines[number], 0, "一张处方超过五种药品"});
  return true;
}

// Five kinds, one of them on two lines; or two sheets of four.
bool add_five_drugs(int, Visit& visit, Scene& scene) {
  if (!writes_sheets(visit)) return false;
  if (scene.random.chance(500)) {
    const std::vector<int> lines = add_sheet(kDrugsOfPrescription, visit, scene);
    visit.add(*visit.lines[static_cast<std::size_t>(lines.front())].item, kWhole);
  } else {
    add_sheet(kDrugsOfPrescription - 1, visit, scene);
    add_sheet(kDrugsOfPrescription - 1, visit, scene);
  }
  return true;
}

}  // namespace qiuhao::simulate
