// Kinds that hold one line to one limit: what is planted breaks it, what looks alike keeps it or is paid by the person.
#include "base/check.h"
#include "simulate/plants_internal.h"

namespace qiuhao::simulate {
namespace {

enum class Limit : std::uint8_t {
  newborn,  // high: days of age
  years,    // low to high: full years of age
  injury,
  maternity,
  mode,   // low: 1 inpatient, 2 emergency, 3 both
  level,  // low: least level of the provider
  sex,    // low: the sex that may have it
  icd,    // low: the diagnosis_set of which a diagnosis must be
  never,  // the same, of which none may be
};

struct LimitedKind {
  Group group;
  Limit limit;
  std::string_view name;
  std::string_view note;
};

constexpr LimitedKind kLimited[] = {
    {Group::kNewbornDrug, Limit::newborn, "药品限新生儿使用", "年龄超出新生儿"},
    {Group::kInjuryService, Limit::injury, "医疗服务项目限工伤保险", "基本医保支付限工伤保险项目"},
    {Group::kMaternityService, Limit::maternity, "医疗服务项目限生育保险", "非生育保险支付限生育保险项目"},
    {Group::kNewbornService, Limit::newborn, "医疗服务项目限新生儿使用", "年龄超出新生儿"},
    {Group::kChildPaidService, Limit::years, "医疗服务项目限儿童使用", "年龄不在限定范围内"},
    {Group::kModeService, Limit::mode, "医疗服务项目限就医方式", "就医方式不在限定范围内"},
    {Group::kLevelService, Limit::level, "医疗服务项目限医疗机构级别", "机构级别低于限定级别"},
    {Group::kAgeService, Limit::years, "医疗服务项目限年龄", "年龄不在限定范围内"},
    {Group::kNewbornMaterial, Limit::newborn, "耗材限新生儿使用", "年龄超出新生儿"},
    {Group::kChildMaterial, Limit::years, "耗材限儿童使用", "年龄不在限定范围内"},
    {Group::kSexMaterial, Limit::sex, "医用耗材与性别不符", "与参保人性别不符"},
    {Group::kIndicationService, Limit::icd, "医疗服务项目限适应症", "诊断不在限定范围内"},
    {Group::kLabelDrug, Limit::icd, "超说明书适应症用药", "诊断不在限定范围内"},
    {Group::kExam, Limit::icd, "无指征检验检查", "诊断不在限定范围内"},
    {Group::kTreatment, Limit::icd, "无指征治疗", "诊断不在限定范围内"},
    {Group::kBeyondService, Limit::icd, "医疗服务项目超适应症使用", "诊断不在限定范围内"},
    {Group::kDiseaseMaterial, Limit::icd, "医用耗材限疾病使用", "诊断不在限定范围内"},
    {Group::kForbiddenDrug, Limit::never, "药品禁忌症", "诊断属于禁用范围"},
    {Group::kForbiddenService, Limit::never, "医疗服务项目禁忌症", "诊断属于禁用范围"},
    {Group::kPregnancyDrug, Limit::never, "妊娠期及哺乳期用药安全", "诊断属于禁用范围"},
    {Group::kElderlyDrug, Limit::years, "老年人用药安全", "年龄属于禁用范围"},
    {Group::kChildForbiddenDrug, Limit::years, "药品儿童禁用", "年龄属于禁用范围"},
};

const LimitedKind& kind_of(int kind) {
  CHECK(is_limited_kind(kind));
  return kLimited[kind - kFirstLimited];
}

bool has_diagnosis(const Item& item, const Visit& visit) {
  for (const Diagnosis& diagnosis : visit.diagnoses) {
    for (const std::string_view code : diagnosis_set(item.low).codes) {
      if (diagnosis.code.starts_with(code)) return true;
    }
  }
  return false;
}

bool can_be_pregnant(const Visit& visit) { return visit.person->sex == '2' && visit.age() >= 18 && visit.age() <= 45; }

// Gives the visit a diagnosis of the item's set as well; false where that cannot be.
bool add_diagnosis(const Item& item, Visit& visit) {
  const DiagnosisSet& set = diagnosis_set(item.low);
  if (set.code == "Z33.x00" && !can_be_pregnant(visit)) return false;
  if (set.code == "N40.x00" && visit.person->sex != '1') return false;
  visit.diagnoses.push_back({set.code, set.name});
  return true;
}

bool is_kept(Limit limit, const Item& item, const Visit& visit, int day) {
  switch (limit) {
    case Limit::newborn: return visit.first_day() + day - visit.person->born <= item.high;
    case Limit::years: return age_fits(item, visit, day);
    case Limit::injury: return false;
    case Limit::maternity: return visit.maternity() || visit.insurance == "510";
    case Limit::mode: return (item.low & mode_of(visit)) != 0;
    case Limit::level: return visit.provider->level >= item.low;
    case Limit::icd: return has_diagnosis(item, visit);
    case Limit::never: return !has_diagnosis(item, visit);
    case Limit::sex: return visit.person->sex == '9' || visit.person->sex == '0' + item.low;
  }
  return true;
}

// A pharmacy sells drugs alone.
bool can_have(const Item& item, const Visit& visit) { return is_drug(item) || !visit.pharmacy(); }

}  // namespace

bool is_limited_kind(int kind) { return kind >= kFirstLimited && kind <= kFirstKinds; }
std::string_view limited_kind_name(int kind) { return kind_of(kind).name; }

bool plant_limited(int kind, Visit& visit, Scene& scene) {
  const LimitedKind& of = kind_of(kind);
  const int day = any_day(visit, scene);
  const bool by_diagnosis = of.limit == Limit::icd || of.limit == Limit::never;
  if (by_diagnosis && visit.pharmacy()) return false;  // nobody wrote diagnoses that say anything
  if (of.limit == Limit::never) {
    const Item& forbidden = scene.any(of.group);
    if (!has_diagnosis(forbidden, visit) && !add_diagnosis(forbidden, visit)) return false;
    return blame_item(kind, &forbidden, day, of.note, visit, scene);
  }
  const Item* item = find_item(
      of.group, scene, [&](const Item& one) { return can_have(one, visit) && !is_kept(of.limit, one, visit, day); });
  return blame_item(kind, item, day, of.note, visit, scene);
}

bool add_within_limit(int kind, Visit& visit, Scene& scene) {
  const LimitedKind& of = kind_of(kind);
  const Item& item = scene.any(of.group);
  const bool by_diagnosis = of.limit == Limit::icd || of.limit == Limit::never;
  if (!can_have(item, visit) || (by_diagnosis && visit.pharmacy())) return false;
  if (of.limit == Limit::icd && !has_diagnosis(item, visit) && scene.random.chance(700)) add_diagnosis(item, visit);
  const bool is_allowed = is_kept(of.limit, item, visit, 0) && is_kept(of.limit, item, visit, visit.stay_days() - 1);
  return add_allowed_or_self_paid(item, is_allowed, visit, scene);
}

}  // namespace qiuhao::simulate
