// Kinds of the management catalogue (管理类): diagnoses, operations, dates, completeness.
#include <algorithm>

#include "simulate/plants_internal.h"

namespace qiuhao::simulate {
namespace {

constexpr Cents kYuan = 100;

bool is_examination(const Item& item) { return charge_type(item) == "03" || charge_type(item) == "04"; }

void blame(int kind, About about, std::size_t number, std::string_view note, Visit& visit,
           std::optional<Cents> amount = 0) {
  visit.violations.push_back({kind, static_cast<int>(number), 0, note, amount, about});
}

bool blame_diagnosis(int kind, const Diagnosis& diagnosis, std::string_view note, Visit& visit) {
  visit.diagnoses.push_back(diagnosis);
  blame(kind, About::diagnosis, visit.diagnoses.size() - 1, note, visit);
  return true;
}

bool has_known_sex(const Visit& visit) { return visit.person->sex == '1' || visit.person->sex == '2'; }

// Diagnoses of one sex and of no age that a point names.
constexpr Diagnosis kOfWomen[] = {
    {"N76.000", "急性阴道炎"}, {"N80.900", "子宫内膜异位症"}, {"D27.x00", "卵巢良性肿瘤"}};
constexpr Diagnosis kOfMen[] = {{"N43.300", "鞘膜积液"}, {"N45.900", "睾丸炎"}, {"D40.000", "前列腺动态未定肿瘤"}};

bool plant_diagnosis_sex(int kind, Visit& visit, Scene& scene) {
  if (visit.pharmacy() || !has_known_sex(visit)) return false;
  const bool male = visit.person->sex == '1';
  return blame_diagnosis(kind, scene.random.pick(std::span<const Diagnosis>(male ? kOfWomen : kOfMen)),
                         "诊断只见于另一性别", visit);
}

// One of the person's own sex; breast cancer, which both have; or any where the sex is not said.
bool add_diagnosis_of_sex(int, Visit& visit, Scene& scene) {
  if (visit.pharmacy()) return false;
  const bool male = visit.person->sex == '1';
  visit.diagnoses.push_back(scene.random.chance(300)
                                ? Diagnosis{"C50.900", "乳腺恶性肿瘤"}
                                : scene.random.pick(std::span<const Diagnosis>(male ? kOfMen : kOfWomen)));
  return true;
}

struct AgedDiagnosis {
  Diagnosis diagnosis;
  int least;  // full years
  int most;
};
constexpr AgedDiagnosis kAged[] = {{{"P59.900", "新生儿黄疸"}, 0, 0},
                                   {{"L21.100", "婴儿脂溢性皮炎"}, 0, 3},
                                   {{"H25.900", "老年性白内障"}, 40, 150},
                                   {{"R54.x00", "衰老"}, 60, 150},
                                   {{"E30.100", "性早熟"}, 0, 17}};

bool fits_age(const AgedDiagnosis& aged, const Visit& visit) {
  return visit.age() >= aged.least && visit.age() <= aged.most;
}

bool plant_diagnosis_age(int kind, Visit& visit, Scene& scene) {
  const AgedDiagnosis& aged = scene.random.pick(std::span<const AgedDiagnosis>(kAged));
  if (visit.pharmacy() || fits_age(aged, visit)) return false;
  return blame_diagnosis(kind, aged.diagnosis, "诊断与年龄不符", visit);
}

bool add_diagnosis_of_age(int, Visit& visit, Scene& scene) {
  for (int draw = 0; draw < kDrawsMost && !visit.pharmacy(); ++draw) {
    const AgedDiagnosis& aged = scene.random.pick(std::span<const AgedDiagnosis>(kAged));
    if (!fits_age(aged, visit)) continue;
    visit.diagnoses.push_back(aged.diagnosis);
    return true;
  }
  return false;
}

bool can_have_operation(const Visit& visit) { return visit.inpatient() && visit.operation.code.empty(); }

void set_operation(Visit& visit, const Diagnosis& operation) {
  visit.operation = {operation.code, operation.name, visit.first_day()};
}

// Operations that neither a charge nor a diagnosis is asked for.
constexpr Diagnosis kWomensOperations[] = {{"66.3900", "双侧输卵管其他破坏或闭塞"}, {"69.0900", "扩张和刮宫术"}};
constexpr Diagnosis kMensOperations[] = {{"62.3x00", "单侧睾丸切除术"}, {"63.1x00", "精索静脉曲张切除术"}};

bool plant_operation_sex(int kind, Visit& visit, Scene& scene) {
  if (!can_have_operation(visit) || !has_known_sex(visit)) return false;
  const bool male = visit.person->sex == '1';
  set_operation(visit, scene.random.pick(std::span<const Diagnosis>(male ? kWomensOperations : kMensOperations)));
  blame(kind, About::operation, 0, "手术只用于另一性别", visit);
  return true;
}

// Of the person's own sex; or one that changes it, which both may have.
bool add_operation_of_sex(int, Visit& visit, Scene& scene) {
  if (!can_have_operation(visit) || !has_known_sex(visit)) return false;
  const bool male = visit.person->sex == '1';
  set_operation(visit, scene.random.chance(200)
                           ? Diagnosis{"64.5x00", "性转变手术"}
                           : scene.random.pick(std::span<const Diagnosis>(male ? kMensOperations : kWomensOperations)));
  return true;
}

struct ChargedOperation {
  Diagnosis operation;
  std::string_view item;   // that is charged for it
  Diagnosis diagnosis;     // that it is done for
  std::string_view block;  // beginning of the diagnoses that explain it
};
constexpr ChargedOperation kCharged[] = {
    {{"47.0900", "阑尾切除术"}, "阑尾切除术", {"K35.900", "急性阑尾炎"}, "K3"},
    {{"51.2200", "胆囊切除术"}, "胆囊切除术", {"K80.200", "胆囊结石"}, "K8"},
    {{"53.0000", "单侧腹股沟疝修补术"}, "腹股沟疝修补术", {"K40.900", "腹股沟疝"}, "K4"}};

bool is_explained(const ChargedOperation& charged, const Visit& visit) {
  return std::any_of(visit.diagnoses.begin(), visit.diagnoses.end(),
                     [&](const Diagnosis& one) { return one.code.starts_with(charged.block); });
}

// Charged as coded, and no diagnosis explains it.
bool plant_unexplained_operation(int kind, Visit& visit, Scene& scene) {
  const ChargedOperation& charged = scene.random.pick(std::span<const ChargedOperation>(kCharged));
  if (!can_have_operation(visit) || is_explained(charged, visit)) return false;
  set_operation(visit, charged.operation);
  visit.add(scene.catalogue.named(charged.item), kWhole);
  blame(kind, About::operation, 0, "没有诊断说明这一手术", visit);
  return true;
}

// Explained by another diagnosis than the main one.
bool add_explained_operation(int, Visit& visit, Scene& scene) {
  const ChargedOperation& charged = scene.random.pick(std::span<const ChargedOperation>(kCharged));
  if (!can_have_operation(visit)) return false;
  set_operation(visit, charged.operation);
  visit.add(scene.catalogue.named(charged.item), kWhole);
  visit.diagnoses.push_back(charged.diagnosis);
  return true;
}

// Of kinds of items that no other kind has a limit for.
int add_ordinary(Visit& visit, Scene& scene) { return visit.add(scene.any(Group::kPatent), kWhole); }

Seconds noon_of(Day day) { return static_cast<Seconds>(day) * kSecondsPerDay - kShanghaiOffset + 12 * 3600; }

// Charged before the person came or after they left.
bool plant_outside_stay(int kind, Visit& visit, Scene& scene) {
  if (!visit.inpatient()) return false;
  const int line = add_ordinary(visit, scene);
  Line& charged = visit.lines[static_cast<std::size_t>(line)];
  if (charged.in_scope <= 0) return false;
  const int days = scene.random.between(1, 4);
  charged.time = noon_of(scene.random.chance(400) ? visit.first_day() - days : day_of(visit.end) + days);
  blame(kind, About::line, static_cast<std::size_t>(line), "计费日期在住院时间以外", visit, charged.in_scope);
  return true;
}

// After the hour of discharge, but of the same day; or another day, paid by the person alone or taken back.
bool add_at_edge_of_stay(int, Visit& visit, Scene& scene) {
  if (!visit.inpatient()) return false;
  const int way = scene.random.below(3);
  const Item& item = scene.any(Group::kPatent);
  const int line = way == 1 ? visit.add_self_paid(item, kWhole) : visit.add(item, kWhole);
  Line& charged = visit.lines[static_cast<std::size_t>(line)];
  charged.time = way == 0 ? noon_of(day_of(visit.end)) + 11 * 3600 : noon_of(day_of(visit.end) + 1);
  if (way == 2) visit.refund(line, kWhole);
  return true;
}

bool plant_late_upload(int kind, Visit& visit, Scene& scene) {
  if (visit.lines.empty()) return false;
  const std::size_t first = visit.lines.size() > 3 ? visit.lines.size() / 2 : 0;
  for (std::size_t line = first; line < visit.lines.size(); ++line) {
    if (visit.lines[line].voided || visit.lines[line].refund_of >= 0) continue;
    visit.lines[line].uploaded_after = scene.random.between(25 * 60, 14 * 24 * 60) * kMinute;
  }
  blame(kind, About::visit, 0, "费用迟传", visit);
  return true;
}

// Late by no more than the day that is allowed.
bool add_upload_in_time(int, Visit& visit, Scene& scene) {
  for (Line& line : visit.lines) line.uploaded_after = scene.random.between(1, 25 * 60 - 1) * kMinute;
  return true;
}

bool plant_list_fault(int kind, Visit& visit, Scene& scene) {
  constexpr ListFault kFaults[] = {ListFault::total, ListFault::parts, ListFault::main_flag};
  if (!visit.inpatient()) return false;
  visit.list_fault = scene.random.pick(std::span<const ListFault>(kFaults));
  blame(kind, About::visit, 0, "结算清单自相矛盾", visit);
  return true;
}

// A line taken back lowers the bill and the lines alike.
bool add_sound_list(int, Visit& visit, Scene& scene) {
  if (!visit.inpatient()) return false;
  visit.refund(add_ordinary(visit, scene), kWhole);
  return true;
}

// More than the quantity costs, or parts that are more than the whole.
bool plant_wrong_detail(int kind, Visit& visit, Scene& scene) {
  const int number = add_ordinary(visit, scene);
  Line& line = visit.lines[static_cast<std::size_t>(number)];
  const Cents extra = scene.random.between(1, 40) * kYuan;
  line.in_scope += extra;
  if (scene.random.chance(500)) line.total += extra;
  blame(kind, About::line, static_cast<std::size_t>(number), "明细金额自相矛盾", visit, extra);
  return true;
}

// A discount, or a part beyond the price that the fund recognises.
bool add_sound_detail(int, Visit& visit, Scene& scene) {
  const int number = add_ordinary(visit, scene);
  Line& line = visit.lines[static_cast<std::size_t>(number)];
  const Cents less = std::min(line.in_scope, kYuan);
  line.in_scope -= less;
  if (scene.random.chance(500)) {
    line.total -= less;
  } else {
    line.over_limit += less;
  }
  return true;
}

struct NeedyDiagnosis {
  Diagnosis diagnosis;
  std::array<std::string_view, 4> items;  // one of them belongs to it; names, "" for none
};
constexpr NeedyDiagnosis kNeedy[] = {
    {{"E87.600", "低钾血症"}, {"血清电解质测定", "", "", ""}},
    {{"N17.900", "急性肾衰竭"}, {"肾功能组套测定", "血清肌酐测定", "血液透析", "血液透析滤过"}},
    {{"I63.900", "脑梗死"}, {"颅脑CT平扫", "颅脑磁共振平扫", "", ""}}};

// Whether something of it is left when refunds are taken off.
bool has_needed(const NeedyDiagnosis& needy, const Visit& visit, Scene& scene) {
  for (const std::string_view name : needy.items) {
    if (name.empty()) continue;
    const Item& item = scene.catalogue.named(name);
    for (int line = 0; line < static_cast<int>(visit.lines.size()); ++line) {
      const Line& row = visit.lines[static_cast<std::size_t>(line)];
      if (row.item == &item && !row.voided && row.refund_of < 0 && visit.net_quantity(line) > 0) return true;
    }
  }
  return false;
}

// Nothing that belongs to it was charged, or it was and was taken back.
bool plant_bare_diagnosis(int kind, Visit& visit, Scene& scene) {
  const NeedyDiagnosis& needy = scene.random.pick(std::span<const NeedyDiagnosis>(kNeedy));
  if (!visit.inpatient() || has_needed(needy, visit, scene)) return false;
  if (scene.random.chance(300)) visit.refund(visit.add(scene.catalogue.named(needy.items[0]), kWhole), kWhole);
  return blame_diagnosis(kind, needy.diagnosis, "没有相应的检查治疗", visit);
}

bool add_supported_diagnosis(int, Visit& visit, Scene& scene) {
  const NeedyDiagnosis& needy = scene.random.pick(std::span<const NeedyDiagnosis>(kNeedy));
  if (!visit.inpatient()) return false;
  if (!has_needed(needy, visit, scene)) visit.add(scene.catalogue.named(needy.items[0]), kWhole);
  visit.diagnoses.push_back(needy.diagnosis);
  return true;
}

struct CodedOperation {
  Diagnosis operation;
  std::string_view item;  // name of what is charged for it
};
constexpr CodedOperation kCoded[] = {{{"88.5500", "单根导管的冠状动脉造影术"}, "冠状动脉造影术"},
                                     {{"80.2600", "膝关节镜检查"}, "膝关节清理术"}};

bool plant_uncharged_operation(int kind, Visit& visit, Scene& scene) {
  const CodedOperation& coded = scene.random.pick(std::span<const CodedOperation>(kCoded));
  if (!can_have_operation(visit) || visit.has(scene.catalogue.named(coded.item))) return false;
  set_operation(visit, coded.operation);
  if (scene.random.chance(300)) visit.refund(visit.add(scene.catalogue.named(coded.item), kWhole), kWhole);
  blame(kind, About::operation, 0, "手术没有收费", visit);
  return true;
}

bool add_charged_operation(int, Visit& visit, Scene& scene) {
  const CodedOperation& coded = scene.random.pick(std::span<const CodedOperation>(kCoded));
  if (!can_have_operation(visit)) return false;
  set_operation(visit, coded.operation);
  visit.add(scene.catalogue.named(coded.item), kWhole);
  return true;
}

constexpr Diagnosis kMinor[] = {{"J06.900", "急性上呼吸道感染"}, {"K29.500", "慢性胃炎"}, {"M54.500", "下背痛"}};
constexpr int kMinorDays = 7;

Cents total_of(const Visit& visit, bool examinations_only) {
  Cents total = 0;
  for (const Line& line : visit.lines) {
    if (!line.voided && (!examinations_only || is_examination(*line.item))) total += line.total;
  }
  return total;
}

// A few days in hospital for what is treated without, filled with examinations.
bool plant_minor_stay(int kind, Visit& visit, Scene& scene) {
  if (!can_have_operation(visit) || visit.medical_type != "21" || visit.stay_days() > kMinorDays) return false;
  visit.diagnoses = {scene.random.pick(std::span<const Diagnosis>(kMinor))};
  const Item& image = scene.catalogue.named("颅脑磁共振平扫");
  constexpr int kPercent = 72;  // more than the point asks for, so that an ordinary correction changes nothing
  while (total_of(visit, true) * 100 < total_of(visit, false) * kPercent)
    visit.add(image, kWhole, any_day(visit, scene));
  blame(kind, About::diagnosis, 0, "一般门诊治疗的疾病住院检查", visit, std::nullopt);
  return true;
}

// The same illness, treated rather than examined.
bool add_treated_minor_stay(int, Visit& visit, Scene& scene) {
  if (!can_have_operation(visit) || visit.medical_type != "21" ||
      total_of(visit, true) * 100 > total_of(visit, false) * 50)
    return false;
  visit.diagnoses = {scene.random.pick(std::span<const Diagnosis>(kMinor))};
  return true;
}

// Planted by the timeline.
bool plant_no_visit(int, Visit&, Scene&) { return false; }

constexpr PlantedKind kManagement[] = {
    {"诊断与患者性别不符", plant_diagnosis_sex, add_diagnosis_of_sex, true},
    {"诊断与患者年龄不符", plant_diagnosis_age, add_diagnosis_of_age, true},
    {"手术操作编码与性别不符", plant_operation_sex, add_operation_of_sex, true},
    {"诊断编码与手术操作编码不符", plant_unexplained_operation, add_explained_operation, true},
    {"计费日期与住院时间不符", plant_outside_stay, add_at_edge_of_stay, true},
    {"就诊数据非实时上传监管", plant_late_upload, add_upload_in_time, true},
    {"医保结算清单信息异常", plant_list_fault, add_sound_list, true},
    {"结算明细信息异常", plant_wrong_detail, add_sound_detail, true},
    {"疾病诊断编码异常", plant_bare_diagnosis, add_supported_diagnosis, true},
    {"手术操作编码异常", plant_uncharged_operation, add_charged_operation, true},
    {"无指征住院（低标准入院）", plant_minor_stay, add_treated_minor_stay, true},
    {"频繁门诊", plant_no_visit, plant_no_visit, true}};
static_assert(std::size(kManagement) == kManagementKinds);

}  // namespace

std::span<const PlantedKind> management_kinds() { return kManagement; }
int many_visits_kind() { return kKinds - kRegisterKinds; }

int management_kind_of_stay(Random& random) {
  constexpr int kPlaces[] = {3, 3, 3, 4, 4, 4, 5, 5, 7, 9, 9, 10, 10, 11, 11, 11, 11, 11};  // in kManagement, from 1
  return kKinds - kRegisterKinds - kManagementKinds + random.pick(std::span<const int>(kPlaces));
}

}  // namespace qiuhao::simulate
