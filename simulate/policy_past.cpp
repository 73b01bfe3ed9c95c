// Policy kinds that look back over a person's history: first-line drugs, courses, sums a visit or year, cycles.
#include <algorithm>

#include "simulate/policy_plants.h"

namespace qiuhao::simulate {
namespace {

constexpr int kYearDays = 365;
constexpr int kWeek = 7;  // a cycle of so many days is a week from Monday to Sunday

// What was given before and in the visit at hand, oldest first.
std::vector<Given> all_given(const Visit& visit, const Scene& scene) {
  std::vector<Given> all(scene.past.given().begin(), scene.past.given().end());
  const std::vector<Given> now = given_in(visit);
  all.insert(all.end(), now.begin(), now.end());
  return all;
}

// The item that was begun with in an earlier visit, or any of the group.
const Item& item_to_go_on_with(int kind, Group group, Scene& scene) {
  const Item& item = scene.past.begun.kind == kind ? *scene.past.begun.item : scene.any(group);
  scene.past.begun = {kind, &item};
  return item;
}

// Second line

struct FirstLine {
  std::string_view codes;  // beginning of the codes of first-line drugs
  std::string_view name;   // one of them
  int within_days;
};
constexpr FirstLine kFirstLines[] = {
    {"XA10BA", "盐酸二甲双胍片", 0}, {"XS01ED", "马来酸噻吗洛尔滴眼液", 0}, {"XD07", "糠酸莫米松乳膏", kYearDays}};

// On an earlier day: what is begun on the same day has not failed yet.
bool has_had_first_line(const Item& item, Day day, const Visit& visit, const Scene& scene) {
  constexpr int kMostDays = 1095;
  const FirstLine& first = kFirstLines[item.low];
  const Day since = day - (first.within_days > 0 ? first.within_days : kMostDays);
  const std::vector<Given> all = all_given(visit, scene);
  return std::any_of(all.begin(), all.end(), [&](const Given& given) {
    return given.day >= since && given.day < day && given.item->code.starts_with(first.codes);
  });
}

// Days of use

// Gives the item on a day. Where that goes beyond its course or comes too soon, it is a violation, or the person pays.
void use_on(int day_of_visit, const Item& item, bool is_honest, int kind, Visit& visit, Scene& scene) {
  const Day day = visit.first_day() + day_of_visit;
  std::vector<Day> used;
  for (const Given& given : all_given(visit, scene)) {
    if (given.item == &item && given.day < day && given.day > day - kYearDays) used.push_back(given.day);
  }
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  const bool is_full = static_cast<int>(used.size()) >= item.low;
  const bool is_too_soon = item.high > 0 && !used.empty() && day - used.back() < item.high;
  const bool is_beyond = is_full || is_too_soon;
  if (is_beyond && is_honest) {
    visit.add_self_paid(item, kWhole, day_of_visit);
    return;
  }
  const int line = visit.add(item, kWhole, day_of_visit);
  if (is_beyond) visit.violations.push_back({.kind = kind, .line = line, .note = "使用天数或间隔超出限定疗程"});
}

bool use_for_days(bool is_honest, int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = item_to_go_on_with(kind, Group::kCourseService, scene);
  const int step = item.high > 0 ? 3 : 1;  // an assessment is made every few days at most
  for (int day = 0; day < visit.stay_days(); day += step) use_on(day, item, is_honest, kind, visit, scene);
  return true;
}

// Sums

// In scope so far towards the cap: of the visit (low 1) or of the person's calendar year (low 2).
Cents paid_so_far(const Item& item, Day day, const Visit& visit, const Scene& scene) {
  const int year = civil_from_day(day).year;
  Cents sum = 0;
  for (const Given& given : item.low == 1 ? given_in(visit) : all_given(visit, scene)) {
    if (given.item == &item && (item.low == 1 || civil_from_day(given.day).year == year)) sum += given.in_scope;
  }
  return sum;
}

void give_within_sum(int day_of_visit, const Item& item, bool is_honest, int kind, Visit& visit, Scene& scene) {
  const Cents before = paid_so_far(item, visit.first_day() + day_of_visit, visit, scene);
  const int line = visit.add(item, scene.random.between(1, 2) * kWhole, day_of_visit);
  const Cents in_scope = visit.net_in_scope(line);
  const Cents over = std::min(in_scope, before + in_scope - item.high);
  if (over <= 0) return;
  if (is_honest) {
    visit.pay_alone(line);
  } else {
    visit.violations.push_back({.kind = kind, .line = line, .note = "累计超出限定报销总额", .amount = over});
  }
}

// Day after day, so that the order of the lines is their order in time.
bool give_up_to_sum(Group group, bool is_honest, int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = item_to_go_on_with(kind, group, scene);
  const int times = visit.inpatient() ? std::min(visit.stay_days(), 3) : scene.random.between(1, 3);
  for (int time = 0; time < times; ++time) {
    give_within_sum(visit.inpatient() ? time : 0, item, is_honest, kind, visit, scene);
  }
  return true;
}

// Cycles

Day first_day_of_cycle(const Item& item, Day day) {
  constexpr Day kSomeMonday = 4;  // 1970-01-05
  if (item.high != kWeek) return day - item.high + 1;
  return day - ((day - kSomeMonday) % kWeek + kWeek) % kWeek;
}

void give_in_cycle(int day_of_visit, std::int64_t quantity, const Item& item, bool is_honest, int kind, Visit& visit,
                   Scene& scene) {
  const Day day = visit.first_day() + day_of_visit;
  std::int64_t paid = 0;
  for (const Given& given : all_given(visit, scene)) {
    const bool counts = given.item == &item && given.in_scope > 0 && given.day <= day;
    if (counts && given.day >= first_day_of_cycle(item, day)) paid += given.quantity;
  }
  const std::int64_t over = std::min(quantity, paid + quantity - item.low * kWhole);
  if (over > 0 && is_honest) {
    visit.add_self_paid(item, quantity, day_of_visit);
    return;
  }
  const int line = visit.add(item, quantity, day_of_visit);
  if (over > 0) visit.violations.push_back({.kind = kind, .line = line, .over = over, .note = "周期内超出支付次数"});
}

bool give_in_cycles(bool is_honest, int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item& item = item_to_go_on_with(kind, Group::kCycleService, scene);
  const std::int64_t quantity = scene.random.chance(300) ? 2 * kWhole : kWhole;
  give_in_cycle(0, quantity, item, is_honest, kind, visit, scene);
  const int later = visit.stay_days() - 1;
  if (later > 0) give_in_cycle(later, kWhole, item, is_honest, kind, visit, scene);
  return true;
}

// Gives what is to break the limit. Where it does not, as when a course is only begun, nothing was given.
template <typename Give>
bool give_beyond(Visit& visit, Give give) {
  const std::size_t before = visit.lines.size();
  if (!give()) return false;
  if (!visit.violations.empty()) return true;
  visit.lines.resize(before);
  return false;
}

}  // namespace

bool plant_second_line(int kind, Visit& visit, Scene& scene) {
  const Item& item = item_to_go_on_with(kind, Group::kSecondLineDrug, scene);
  const int day = any_day(visit, scene);
  if (has_had_first_line(item, visit.first_day() + day, visit, scene)) return false;
  if (scene.random.chance(200)) visit.add(scene.catalogue.named(kFirstLines[item.low].name), kWhole, day);
  return blame_item(kind, &item, day, "没有用过一线药品", visit, scene);
}

// The first-line drug now and the second in a later visit; or one who has an allergy on record, or who pays.
bool keep_second_line(int kind, Visit& visit, Scene& scene) {
  const Item& item = item_to_go_on_with(kind, Group::kSecondLineDrug, scene);
  const bool is_lawful = has_had_first_line(item, visit.first_day(), visit, scene) &&
                         has_had_first_line(item, day_of(visit.end), visit, scene);
  if (!is_lawful && scene.random.chance(600)) {
    visit.add(scene.catalogue.named(kFirstLines[item.low].name), kWhole);
    return true;
  }
  const bool is_allergic = !is_lawful && !visit.pharmacy() && scene.random.chance(500);
  if (is_allergic) visit.diagnoses.push_back({"Z88.800", "药物过敏史"});
  return add_allowed_or_self_paid(item, is_lawful || is_allergic, visit, scene);
}

bool plant_service_course(int kind, Visit& visit, Scene& scene) {
  return give_beyond(visit, [&] { return use_for_days(false, kind, visit, scene); });
}
bool keep_service_course(int kind, Visit& visit, Scene& scene) { return use_for_days(true, kind, visit, scene); }

bool plant_service_sum(int kind, Visit& visit, Scene& scene) {
  return give_beyond(visit, [&] { return give_up_to_sum(Group::kCappedService, false, kind, visit, scene); });
}
bool keep_service_sum(int kind, Visit& visit, Scene& scene) {
  return give_up_to_sum(Group::kCappedService, true, kind, visit, scene);
}
bool plant_material_sum(int kind, Visit& visit, Scene& scene) {
  return give_beyond(visit, [&] { return give_up_to_sum(Group::kCappedMaterial, false, kind, visit, scene); });
}
bool keep_material_sum(int kind, Visit& visit, Scene& scene) {
  return give_up_to_sum(Group::kCappedMaterial, true, kind, visit, scene);
}

bool plant_cycle(int kind, Visit& visit, Scene& scene) {
  return give_beyond(visit, [&] { return give_in_cycles(false, kind, visit, scene); });
}
bool keep_cycle(int kind, Visit& visit, Scene& scene) { return give_in_cycles(true, kind, visit, scene); }

}  // namespace qiuhao::simulate
