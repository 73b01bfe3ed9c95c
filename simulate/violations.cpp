// The planted violations. Each adds what breaks the limit and notes exactly which lines it makes wrong.
#include <algorithm>

#include "base/check.h"
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {
namespace {

constexpr std::string_view kKindNames[kFirstLimited - 1] = {
    "药品区分性别使用",         "医疗服务项目区分性别使用", "药品儿童专用",         "医疗服务项目儿童专用",
    "药品限儿童使用",           "药品限医疗机构级别",       "药品限就医方式",       "药品限工伤保险",
    "药品限生育保险",           "药品限支付疗程",           "医疗服务项目重复收费", "医疗服务项目限定频次",
    "中药饮片单复方均不予支付", "中药饮片单方使用不予支付", "药品限适应症"};

bool plant_sex_drug(Visit& visit, Scene& scene) {
  if (visit.person->sex == '9') return false;
  const bool male = visit.person->sex == '1';
  const Item& item = scene.any(male ? Group::kFemaleDrug : Group::kMaleDrug);
  return blame_item(1, &item, any_day(visit, scene), male ? "男性使用女性药品" : "女性使用男性药品", visit, scene);
}

bool plant_sex_service(Visit& visit, Scene& scene) {
  if (visit.person->sex == '9' || visit.pharmacy()) return false;
  const bool male = visit.person->sex == '1';
  const Group group = male ? scene.random.pick(std::span<const Group>(kFemaleServices))
                           : scene.random.pick(std::span<const Group>(kMaleServices));
  const Item& item = scene.any(group);
  return blame_item(2, &item, any_day(visit, scene), male ? "男性收取女性项目" : "女性收取男性项目", visit, scene);
}

bool plant_child_item(int kind, Group group, Visit& visit, Scene& scene) {
  if (visit.pharmacy() && group == Group::kChildService) return false;
  const int day = any_day(visit, scene);
  const Item* item = find_item(group, scene, [&](const Item& one) { return !age_fits(one, visit, day); });
  return blame_item(kind, item, day, "年龄不在儿童专用范围内", visit, scene);
}

bool plant_level(Visit& visit, Scene& scene) {
  const Item* item =
      find_item(Group::kLevelDrug, scene, [&](const Item& one) { return one.low > visit.provider->level; });
  return blame_item(6, item, any_day(visit, scene), "机构级别低于限定级别", visit, scene);
}

bool plant_mode(Visit& visit, Scene& scene) {
  const Item* item =
      find_item(Group::kModeDrug, scene, [&](const Item& one) { return (one.low & mode_of(visit)) == 0; });
  return blame_item(7, item, any_day(visit, scene), "就医方式不在限定范围内", visit, scene);
}

bool plant_maternity_drug(Visit& visit, Scene& scene) {
  if (visit.maternity() || visit.insurance == "510") return false;
  const Item& item = scene.any(Group::kMaternityDrug);
  return blame_item(9, &item, any_day(visit, scene), "非生育保险支付限生育保险药品", visit, scene);
}

// Given every day of a stay that is longer than the course paid; the two packs of one substance count together.
bool plant_course(Visit& visit, Scene& scene) {
  const auto drugs = scene.catalogue.of(Group::kCourseDrug);
  const int days = visit.stay_days();
  if (!visit.inpatient() || std::any_of(drugs.begin(), drugs.end(), [&](auto* drug) { return visit.has(*drug); })) {
    return false;
  }
  const Item* item = find_item(Group::kCourseDrug, scene, [&](const Item& one) { return one.low < days; });
  if (item == nullptr) return false;
  const Item* twin = item;
  for (const Item* drug : drugs) {
    if (drug->high == item->high && drug != item) twin = drug;
  }
  for (int day = 0; day < days; ++day) {
    const int line = visit.add(day % 2 == 0 ? *item : *twin, kWhole, day);
    if (day >= item->low) visit.violations.push_back({10, line, 0, "超过限定支付疗程"});
  }
  return true;
}

// Intensive care holds consultation, nursing and bed: one of them charged on an intensive day.
bool plant_part_of_intensive_care(Visit& visit, Scene& scene) {
  constexpr Group kParts[] = {Group::kWardFee, Group::kNursingOne, Group::kNursingTwo, Group::kBed};
  const Item& part = scene.any(scene.random.pick(std::span<const Group>(kParts)));
  const Item& whole = scene.any(Group::kIntensive);
  for (const Line& line : visit.lines) {
    if (line.item != &whole) continue;
    const int part_line = visit.add(part, kWhole, day_of(line.time) - visit.first_day());
    visit.violations.push_back({11, part_line, 0, "重症监护已含该项目"});
    return true;
  }
  return false;
}

bool plant_included_part(Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  if (visit.intensive_days > 0 && scene.random.chance(700)) return plant_part_of_intensive_care(visit, scene);
  const IncludedPart& pair = scene.random.pick(included_parts());
  const Item& whole = scene.catalogue.named(pair.whole);
  const Item& part = scene.catalogue.named(pair.part);
  if (part.group != Group::kPart || (pair.inpatient_only && !visit.inpatient())) return false;
  if (is_unlisted_operation(whole, visit)) return false;
  const int day = any_day(visit, scene);
  visit.add(whole, kWhole, day);
  const int line = visit.add(part, scene.random.chance(800) ? kWhole : 2 * kWhole, day);
  visit.violations.push_back({11, line, 0, "主项已含从项"});
  return true;
}

int last_line_of(const Visit& visit, std::initializer_list<Group> groups) {
  for (int index = static_cast<int>(visit.lines.size()) - 1; index >= 0; --index) {
    const Group group = visit.lines[static_cast<std::size_t>(index)].item->group;
    if (std::find(groups.begin(), groups.end(), group) != groups.end()) return index;
  }
  return -1;
}

// More hours in one day than it has, with every other day full: no batch can explain it.
bool plant_hours(Visit& visit, Scene& scene) {
  constexpr int kStayMost = 4;
  const Item* item = find_item(Group::kHourly, scene, [&](const Item& one) { return !visit.has(one); });
  if (item == nullptr || visit.stay_days() > kStayMost) return false;
  const int wrong_day = any_day(visit, scene);
  for (int day = 0; day < visit.stay_days(); ++day) {
    const std::int64_t over = day == wrong_day ? scene.random.between(1, 12) * kWhole : 0;
    const int line = visit.add(*item, item->low * kWhole + over, day);
    if (over > 0) visit.violations.push_back({12, line, over, "单日超过24小时"});
  }
  return true;
}

// The day's fee on more lines, or the other room's bed too. Beds are free on the last day, so two make one too many.
bool plant_second_daily_fee(Visit& visit, Scene& scene) {
  const int found = last_line_of(visit, {scene.random.chance(500) ? Group::kWardFee : Group::kBed, Group::kNursingOne});
  if (found < 0 || visit.stay_days() < 3) return false;
  const Item* item = visit.lines[static_cast<std::size_t>(found)].item;
  const int extra = item->group == Group::kBed ? 2 : scene.random.between(1, 2);
  if (item->group == Group::kBed) item = &scene.any(Group::kBed);
  for (int day = 0; day < extra; ++day) {
    const int line = visit.add(*item, kWhole, day);
    // After all other lines of the day: the later line is the one beyond the limit.
    visit.lines[static_cast<std::size_t>(line)].time =
        static_cast<Seconds>(visit.first_day() + day) * kSecondsPerDay - kShanghaiOffset + 14 * 3600 + 50 * kMinute;
    visit.violations.push_back({12, line, kWhole, "同日重复收取按日项目"});
  }
  return true;
}

bool plant_frequency(Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  if (visit.inpatient()) {
    if (visit.intensive_days > 0) return false;
    return scene.random.chance(300) ? plant_hours(visit, scene) : plant_second_daily_fee(visit, scene);
  }
  const int fee = last_line_of(visit, {Group::kClinicFee, Group::kEmergencyFee});
  if (fee < 0) return false;
  if (scene.random.chance(500)) {
    const int times = scene.random.between(2, 3);
    visit.set_quantity(fee, times * kWhole);
    visit.violations.push_back({12, fee, (times - 1) * kWhole, "单次就诊多次收取诊查费"});
    return true;
  }
  const Item& item = *visit.lines[static_cast<std::size_t>(fee)].item;
  visit.violations.push_back({12, visit.add(item, kWhole), kWhole, "单次就诊多次收取诊查费"});
  return true;
}

bool plant_unpaid_herb(Visit& visit, Scene& scene) {
  const int day = any_day(visit, scene);
  if (!visit.pharmacy() && scene.random.chance(700)) add_herbs(visit, scene, 6, 1);
  const Item& herb = scene.any(Group::kHerbUnpaid);
  const int line = visit.add(herb, scene.random.between(1, 30) * kWhole, day);
  visit.lines[static_cast<std::size_t>(line)].prescription = std::max(1, visit.prescriptions);
  visit.violations.push_back({13, line, 0, "不予支付的中药饮片"});
  return true;
}

// A prescription of nothing but such pieces, once an ordinary one was given back or never there; what of it the
// person paid alone claims nothing.
bool plant_single_herbs(Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  ++visit.prescriptions;
  const int doses = doses_of_course(scene);
  if (scene.random.chance(200)) {
    const int ordinary = add_herb(visit, scene.any(Group::kHerb), doses, scene);
    visit.refund(ordinary, visit.net_quantity(ordinary));
  }
  const int pieces = scene.random.between(1, 4);
  for (int piece = 0; piece < pieces; ++piece) {
    const Item& herb = scene.any(Group::kHerbSingle);
    const bool self_paid = piece > 0 && scene.random.chance(100);
    const int line = add_herb(visit, herb, doses, scene);
    if (self_paid) visit.pay_alone(line);
    if (!self_paid) visit.violations.push_back({14, line, 0, "处方全部由单方不予支付饮片组成"});
  }
  return true;
}

// Only where a doctor wrote diagnoses: what is bought in a pharmacy has none that say anything.
bool plant_indication(Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const Item* item =
      find_item(Group::kIndicationDrug, scene, [&](const Item& one) { return !is_indicated(one, visit); });
  return blame_item(15, item, any_day(visit, scene), "诊断不在限定适应症内", visit, scene);
}

}  // namespace

// Half of the doubles are partly taken back. Kinds 1 to 4 hit even what the person paid alone, with nothing to recover.
bool blame_item(int kind, const Item* item, int day, std::string_view note, Visit& visit, Scene& scene) {
  if (item == nullptr) return false;
  const std::int64_t quantity = scene.random.chance(300) ? 2 * kWhole : kWhole;
  const bool self_paid = kind <= 4 && scene.random.chance(60);
  const int line = self_paid ? visit.add_self_paid(*item, quantity, day) : visit.add(*item, quantity, day);
  visit.violations.push_back({kind, line, 0, note});
  if (quantity > kWhole && scene.random.chance(500)) visit.refund(line, kWhole);
  return true;
}

const PlantedKind* find_planted(int kind) {
  std::size_t place = static_cast<std::size_t>(kind - kFirstKinds - 1);
  if (kind <= kFirstKinds) return nullptr;
  for (const auto& family : {policy_kinds(), medical_kinds(), management_kinds(), register_kinds()}) {
    if (place < family.size()) return &family[place];
    place -= family.size();
  }
  return nullptr;
}

std::string_view kind_name(int kind) {
  CHECK(kind >= 1 && kind <= kKinds);
  if (const PlantedKind* planted = find_planted(kind); planted != nullptr) return planted->name;
  return is_limited_kind(kind) ? limited_kind_name(kind) : kKindNames[kind - 1];
}

bool plant_violation(int kind, Visit& visit, Scene& scene) {
  if (const PlantedKind* planted = find_planted(kind); planted != nullptr) return planted->plant(kind, visit, scene);
  if (is_limited_kind(kind)) return plant_limited(kind, visit, scene);
  switch (kind) {
    case 1: return plant_sex_drug(visit, scene);
    case 2: return plant_sex_service(visit, scene);
    case 3: return plant_child_item(3, Group::kChildDrug, visit, scene);
    case 4: return plant_child_item(4, Group::kChildService, visit, scene);
    case 5: return plant_child_item(5, Group::kChildLimitedDrug, visit, scene);
    case 6: return plant_level(visit, scene);
    case 7: return plant_mode(visit, scene);
    case 8:
      return blame_item(8, &scene.any(Group::kInjuryDrug), any_day(visit, scene), "基本医保支付限工伤保险药品", visit,
                        scene);
    case 9: return plant_maternity_drug(visit, scene);
    case 10: return plant_course(visit, scene);
    case 11: return plant_included_part(visit, scene);
    case 12: return plant_frequency(visit, scene);
    case 13: return plant_unpaid_herb(visit, scene);
    case 14: return plant_single_herbs(visit, scene);
    case 15: return plant_indication(visit, scene);
    default: CHECK(false); return false;
  }
}

}  // namespace qiuhao::simulate
