// What violations and look-alikes share: choosing items and days within a visit.
#pragma once

#include <array>
#include <span>

#include "simulate/plants.h"

namespace qiuhao::simulate {

constexpr int kDrawsMost = 8;  // tries to find a fitting item before the visit is given up

// An item of the group that the predicate accepts; nullptr after kDrawsMost tries.
template <typename Accept>
const Item* find_item(Group group, Scene& scene, Accept accept) {
  for (int draw = 0; draw < kDrawsMost; ++draw) {
    const Item& item = scene.any(group);
    if (accept(item)) return &item;
  }
  return nullptr;
}

inline int any_day(const Visit& visit, Scene& scene) { return scene.random.below(visit.stay_days()); }

inline bool age_fits(const Item& item, const Visit& visit, int day) {
  const int age = age_years(visit.person->born, visit.first_day() + day);
  return age >= item.low && age <= item.high;
}

// The bit of kModeDrug's low that this visit has.
inline int mode_of(const Visit& visit) { return visit.inpatient() ? 1 : visit.medical_type == "13" ? 2 : 0; }

// Whether the item is an operation that the list of the stay would have to name, and does not.
inline bool is_unlisted_operation(const Item& item, const Visit& visit) {
  return item.group == Group::kOperation && visit.inpatient() && visit.operation.code.empty();
}

// Adds the item once or twice and blames it; false for no item.
bool blame_item(int kind, const Item* item, int day, std::string_view note, Visit& visit, Scene& scene);
// In scope where the limit allows it, otherwise paid by the person alone.
bool add_allowed_or_self_paid(const Item& item, bool allowed, Visit& visit, Scene& scene);

// A kind of a family: how it is broken, and what looks like that and is none. Both as in plants.h.
struct PlantedKind {
  std::string_view name;
  bool (*plant)(int kind, Visit& visit, Scene& scene);
  bool (*look_alike)(int kind, Visit& visit, Scene& scene);
  // Its truth is in truth_subjects.csv, for it is not, or not always, about lines that could be taken back or voided.
  bool is_by_subject = false;
};
std::span<const PlantedKind> policy_kinds();
std::span<const PlantedKind> medical_kinds();
std::span<const PlantedKind> management_kinds();
std::span<const PlantedKind> register_kinds();
// Outpatient visits within thirty days that make a person's visits too many, planted by the timeline.
inline constexpr int kManyVisits = 20;
int many_visits_kind();
// One that only stays have, rarer ones more often, for few stays lend themselves to them.
int management_kind_of_stay(Random& random);
// Null for the kinds of violations.cpp and limited_kinds.cpp.
const PlantedKind* find_planted(int kind);

// The kinds of limited_kinds.cpp.
inline constexpr int kFirstLimited = 16;
bool is_limited_kind(int kind);
std::string_view limited_kind_name(int kind);
bool plant_limited(int kind, Visit& visit, Scene& scene);
bool add_within_limit(int kind, Visit& visit, Scene& scene);

// Whether a diagnosis of the visit is one that the drug is paid for.
inline bool is_indicated(const Item& item, const Visit& visit) {
  for (const Diagnosis& diagnosis : visit.diagnoses) {
    for (const std::string_view code : indications_of(item)) {
      if (diagnosis.code.starts_with(code)) return true;
    }
  }
  return false;
}

inline constexpr std::array kFemaleServices = {Group::kFemaleService, Group::kFemaleBirth, Group::kFemaleOperation};
inline constexpr std::array kMaleServices = {Group::kMaleService, Group::kMaleOperation};

}  // namespace qiuhao::simulate
