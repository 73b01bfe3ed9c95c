// The look-alikes: a violation taken back or voided, and the honest use that sits just inside each limit.
#include <algorithm>

#include "base/check.h"
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {
namespace {

// Charged wrongly and given back before settlement: nothing is left to find.
bool take_back_violation(int kind, Visit& visit, Scene& scene) {
  if (!plant_violation(kind, visit, scene)) return false;
  for (const Violation& violation : visit.violations) {
    const std::int64_t left = visit.net_quantity(violation.line);
    if (left > 0)
      visit.refund(violation.line, violation.over > 0 ? violation.over : left);  // a line may break several points
  }
  visit.violations.clear();
  return true;
}

// Voided rows (vali_flag 0) count for nothing. A line that was partly refunded keeps its refund, so it is taken back.
bool void_violation(int kind, Visit& visit, Scene& scene) {
  if (!plant_violation(kind, visit, scene)) return false;
  for (const Violation& violation : visit.violations) {
    Line& line = visit.lines[static_cast<std::size_t>(violation.line)];
    if (visit.net_quantity(violation.line) == line.quantity) {
      line.voided = true;
    } else {
      visit.refund(violation.line, visit.net_quantity(violation.line));
    }
  }
  visit.violations.clear();
  return true;
}

bool add_fitting(Group group, Visit& visit, Scene& scene) {
  const Item* item = find_item(group, scene, [&](const Item& one) { return may_have(one, visit); });
  if (item == nullptr) return false;
  visit.add(*item, kWhole, any_day(visit, scene));
  return true;
}

bool add_fitting_service(Visit& visit, Scene& scene) {
  if (visit.pharmacy() || visit.person->sex == '9') return false;
  const bool male = visit.person->sex == '1';
  return add_fitting(male ? scene.random.pick(std::span<const Group>(kMaleServices))
                          : scene.random.pick(std::span<const Group>(kFemaleServices)),
                     visit, scene);
}

// As many days as are paid and not one more in scope; the days after are paid by the person.
bool add_full_course(Visit& visit, Scene& scene) {
  const auto drugs = scene.catalogue.of(Group::kCourseDrug);
  if (!visit.inpatient() || std::any_of(drugs.begin(), drugs.end(), [&](auto* drug) { return visit.has(*drug); })) {
    return false;
  }
  const Item& item = scene.any(Group::kCourseDrug);
  visit.add(item, kWhole);  // twice on the first day is still one day
  for (int day = 0; day < visit.stay_days(); ++day) {
    if (day < item.low) {
      visit.add(item, kWhole, day);
    } else {
      visit.add_self_paid(item, kWhole, day);
    }
  }
  return true;
}

// Part without its whole, part paid alone, on another day, or beside a whole that was given back.
bool add_lawful_part(Visit& visit, Scene& scene) {
  const IncludedPart& pair = scene.random.pick(included_parts());
  const Item& whole = scene.catalogue.named(pair.whole);
  const Item& part = scene.catalogue.named(pair.part);
  if (visit.pharmacy() || part.group != Group::kPart || (pair.inpatient_only && !visit.inpatient())) return false;
  if (is_unlisted_operation(whole, visit)) return false;
  if (visit.has(whole)) {
    visit.add_self_paid(part, kWhole);
    return true;
  }
  const int day = any_day(visit, scene);
  const int choice = scene.random.below(4);
  if (choice == 0) {
    visit.add(whole, kWhole, day);
    visit.add_self_paid(part, kWhole, day);
  } else if (choice == 1) {
    visit.refund(visit.add(whole, kWhole, day), kWhole);
    visit.add(part, kWhole, day);
  } else {
    visit.add(part, kWhole, day);
    if (visit.stay_days() > 1) visit.add(whole, kWhole, (day + 1) % visit.stay_days());
  }
  return true;
}

// A day's care charged in one sum on the last day, no more than the stay has days; or hours that fill the day exactly.
bool add_batch(Visit& visit, Scene& scene) {
  if (!visit.inpatient()) return false;
  const bool hours = scene.random.chance(400);
  const Item* item =
      find_item(hours ? Group::kHourly : Group::kSpecialCare, scene, [&](const Item& one) { return !visit.has(one); });
  if (item == nullptr) return false;
  const int days = visit.stay_days();
  if (hours && scene.random.chance(500)) {
    for (int day = 0; day < days; ++day) visit.add(*item, 24 * kWhole, day);
  } else {
    visit.add(*item, item->low * days * kWhole, days - 1);
  }
  return true;
}

bool add_self_paid_herb(Visit& visit, Scene& scene) {
  const Item& herb = scene.any(Group::kHerbUnpaid);
  const int line = visit.add_self_paid(herb, scene.random.between(1, 20) * kWhole);
  visit.lines[static_cast<std::size_t>(line)].prescription = std::max(1, visit.prescriptions);
  return true;
}

// Mixed with an ordinary piece, paid alone, or without a prescription number: then nobody can say.
bool add_lawful_single_herbs(Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const int choice = scene.random.below(3);
  const int doses = doses_of_course(scene);
  if (choice == 0) {
    ++visit.prescriptions;
    add_herb(visit, scene.any(Group::kHerb), doses, scene);
  }
  if (choice == 1) ++visit.prescriptions;
  const int pieces = scene.random.between(1, 4);
  for (int piece = 0; piece < pieces; ++piece) {
    const Item& herb = scene.any(Group::kHerbSingle);
    const int line = add_herb(visit, herb, doses, scene);
    if (choice == 1) visit.pay_alone(line);
    if (choice == 2) visit.lines[static_cast<std::size_t>(line)].prescription = 0;
  }
  return true;
}

// The main diagnosis is something else, and one of the others allows the drug; or the person pays.
bool add_indicated(Visit& visit, Scene& scene) {
  constexpr Diagnosis kSeconds[] = {{"C34.900x001", "肺恶性肿瘤"},
                                    {"C50.900", "乳腺恶性肿瘤"},
                                    {"L40.000x001", "寻常型银屑病"},
                                    {"E11.900", "2型糖尿病"},
                                    {"G30.900", "阿尔茨海默病"},
                                    {"H35.300", "黄斑变性"},
                                    {"I25.103", "冠状动脉粥样硬化性心脏病"},
                                    {"J45.900", "支气管哮喘"}};
  if (visit.pharmacy()) return false;
  const Item& item = scene.any(Group::kIndicationDrug);
  if (scene.random.chance(300)) return add_allowed_or_self_paid(item, is_indicated(item, visit), visit, scene);
  if (!is_indicated(item, visit)) visit.diagnoses.push_back(kSeconds[item.low]);
  return add_allowed_or_self_paid(item, true, visit, scene);
}

bool add_near_miss(int kind, Visit& visit, Scene& scene) {
  if (const PlantedKind* planted = find_planted(kind); planted != nullptr)
    return planted->look_alike(kind, visit, scene);
  if (is_limited_kind(kind)) return add_within_limit(kind, visit, scene);
  switch (kind) {
    case 1: return add_fitting(visit.person->sex == '1' ? Group::kMaleDrug : Group::kFemaleDrug, visit, scene);
    case 2: return add_fitting_service(visit, scene);
    case 3: return add_fitting(Group::kChildDrug, visit, scene);
    case 4: return !visit.pharmacy() && add_fitting(Group::kChildService, visit, scene);
    case 5: {
      const Item& item = scene.any(Group::kChildLimitedDrug);
      return add_allowed_or_self_paid(item, may_have(item, visit), visit, scene);
    }
    case 6: {
      const Item& item = scene.any(Group::kLevelDrug);
      return add_allowed_or_self_paid(item, visit.provider->level >= item.low, visit, scene);
    }
    case 7: {
      const Item& item = scene.any(Group::kModeDrug);
      return add_allowed_or_self_paid(item, (item.low & mode_of(visit)) != 0, visit, scene);
    }
    case 8: return add_allowed_or_self_paid(scene.any(Group::kInjuryDrug), false, visit, scene);
    case 9: {
      const bool allowed = visit.maternity() || visit.insurance == "510";
      return add_allowed_or_self_paid(scene.any(Group::kMaternityDrug), allowed, visit, scene);
    }
    case 10: return add_full_course(visit, scene);
    case 11: return add_lawful_part(visit, scene);
    case 12: return add_batch(visit, scene);
    case 13: return add_self_paid_herb(visit, scene);
    case 14: return add_lawful_single_herbs(visit, scene);
    case 15: return add_indicated(visit, scene);
    default: CHECK(false); return false;
  }
}

}  // namespace

bool add_allowed_or_self_paid(const Item& item, bool allowed, Visit& visit, Scene& scene) {
  const int day = any_day(visit, scene);
  if (allowed) {
    visit.add(item, kWhole, day);
  } else {
    visit.add_self_paid(item, kWhole, day);
  }
  return true;
}

bool plant_look_alike(int kind, Visit& visit, Scene& scene) {
  const PlantedKind* planted = find_planted(kind);
  if (planted != nullptr && planted->is_by_subject) return planted->look_alike(kind, visit, scene);
  const int way = scene.random.below(100);
  if (way < 20) return take_back_violation(kind, visit, scene);
  if (way < 32) return void_violation(kind, visit, scene);
  return add_near_miss(kind, visit, scene);
}

}  // namespace qiuhao::simulate
