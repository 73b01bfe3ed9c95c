// Antibiotics above what the doctor may prescribe, and what looks like that.
#include <algorithm>

#include "simulate/licences.h"
#include "simulate/register_kinds.h"

namespace qiuhao::simulate {
namespace {

struct Graded {
  std::string_view name;
  int grade;
};
// Of drugs that have another use in the city; those of kGradedAntibiotic have their grade in `low`.
constexpr Graded kGraded[] = {
    {"阿莫西林胶囊", kUnrestricted},     {"头孢克洛缓释片", kUnrestricted},
    {"头孢呋辛酯片", kUnrestricted},     {"阿奇霉素片", kUnrestricted},
    {"罗红霉素分散片", kUnrestricted},   {"盐酸左氧氟沙星片", kUnrestricted},
    {"甲硝唑片", kUnrestricted},         {"克拉霉素分散片", kUnrestricted},
    {"注射用头孢曲松钠", kUnrestricted}, {"盐酸左氧氟沙星注射液", kUnrestricted},
    {"注射用头孢唑林钠", kUnrestricted}, {"注射用头孢呋辛钠", kUnrestricted},
    {"头孢克肟分散片", kRestricted},     {"头孢克肟颗粒（儿童装）", kRestricted},
    {"头孢地尼胶囊", kRestricted},       {"注射用头孢哌酮钠舒巴坦钠", kRestricted},
    {"注射用美罗培南", kSpecial},        {"注射用哌拉西林钠他唑巴坦钠", kRestricted},
    {"注射用盐酸万古霉素", kSpecial},
};

// 0 for what is no antibiotic.
int grade_of(const Item& item) {
  if (item.group == Group::kGradedAntibiotic) return item.low;
  const auto found = std::ranges::find(kGraded, item.name, &Graded::name);
  return found == std::end(kGraded) ? 0 : found->grade;
}

Day day_of_line(const Line& line) { return day_of(line.time); }

// Whether a doctor of that number may not order what the line claims.
bool is_beyond(const Visit& visit, int index, int number) {
  const Line& line = visit.lines[static_cast<std::size_t>(index)];
  const auto right = antibiotic_right(number, day_of_line(line));
  const bool claims =
      line.refund_of < 0 && !line.voided && visit.net_quantity(index) > 0 && visit.net_in_scope(index) > 0;
  return claims && right && grade_of(*line.item) > *right;
}

bool has_beyond(const Visit& visit, int number) {
  for (int index = 0; index < static_cast<int>(visit.lines.size()); ++index) {
    if (is_beyond(visit, index, number)) return true;
  }
  return false;
}

int days_said(const Line& line, int days, const Visit& visit) { return visit.inpatient() ? line.days_supply : days; }

// A line of the item on a day for so many days, which only outpatients' orders say.
int add_for(const Item& item, int day, int days, Visit& visit) {
  const int index = visit.add(item, kWhole, day);
  Line& line = visit.lines[static_cast<std::size_t>(index)];
  line.days_supply = days_said(line, days, visit);
  return index;
}

}  // namespace

// All of the visit's antibiotics are this doctor's then.
bool plant_beyond_right(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  constexpr int kChosen[] = {kJunior, kAttending, kRotating, kNewcomer};
  const int number = scene.random.pick(std::span<const int>(kChosen));
  const int from = any_day(visit, scene);
  const auto right = antibiotic_right(number, visit.first_day() + from);
  const Item* item = find_item(Group::kGradedAntibiotic, scene, [&](const Item& one) { return one.low > *right; });
  if (item == nullptr || has_beyond(visit, number)) return false;
  visit.doctor = number;
  const int to = std::min(visit.stay_days() - 1, from + scene.random.below(3));
  for (int day = from; day <= to; ++day) {
    const int index = add_for(*item, day, 3, visit);
    if (is_beyond(visit, index, number)) visit.violations.push_back({kind, index, 0, "抗菌药物分级高于医师的处方权"});
  }
  return true;
}

// A right that is just enough or has begun; a day's dose in an emergency; what the person pays; a doctor of whom
// nothing is known.
bool add_within_right(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const bool is_emergency = visit.medical_type == "13";
  constexpr int kChosen[] = {kJunior, kAttending, kRotating, kUnregistered, kNewcomer};
  const int number = scene.random.pick(std::span<const int>(kChosen));
  if (has_beyond(visit, number)) return false;
  const int day = any_day(visit, scene);
  const auto right = antibiotic_right(number, visit.first_day() + day);
  const Item& any = scene.any(Group::kGradedAntibiotic);
  const Item* enough =
      right ? find_item(Group::kGradedAntibiotic, scene, [&](const Item& one) { return one.low <= *right; }) : &any;
  visit.doctor = number;
  if (is_emergency && scene.random.chance(500)) {
    add_for(any, day, 1, visit);
  } else if (enough != nullptr) {
    add_for(*enough, day, 3, visit);
  } else {
    visit.add_self_paid(any, kWhole, day);
  }
  return true;
}

}  // namespace qiuhao::simulate
