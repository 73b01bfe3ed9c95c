// The catalogue by group and by name, the services that include others, and the national type of an item.
#include "simulate/catalogue.h"

#include <string>

#include "base/check.h"

namespace qiuhao::simulate {
namespace {

constexpr IncludedPart kIncludedParts[] = {
    {"重症监护", "住院诊查费", true},
    {"重症监护", "Ⅰ级护理", true},
    {"重症监护", "Ⅱ级护理", true},
    {"重症监护", "普通病房三人间床位费", true},
    {"重症监护", "普通病房双人间床位费", true},
    {"阑尾切除术", "肠粘连松解术", true},
    {"胆囊切除术", "术中胆道造影", true},
    {"白内障超声乳化摘除术加人工晶体植入术", "人工晶体植入术", true},
    {"膝关节清理术", "关节镜检查", true},
    {"腹部彩色多普勒超声", "腹部B超检查", false},
    {"十二通道心电图", "单通道心电图", false},
    {"电子胃镜检查", "胃镜下黏膜染色", false},
    {"肝功能组套测定", "血清丙氨酸氨基转移酶测定", false},
    {"肾功能组套测定", "血清肌酐测定", false},
    {"血脂组套测定", "血清总胆固醇测定", false},
    {"血液透析滤过", "血液透析", true},
    {"大清创缝合", "小换药", false},
    {"根管治疗", "牙髓失活术", false},
    {"血细胞分析（五分类）", "血红蛋白测定", false},
};

}  // namespace

std::span<const IncludedPart> included_parts() { return kIncludedParts; }

Catalogue::Catalogue() {
  for (const auto items :
       {drugs(), services(), herbs_and_materials(), limited_items(), policy_items(), medical_items()}) {
    for (const Item& item : items) {
      CHECK_NOTE(item.name.find_first_of(",\"\n") == std::string_view::npos, std::string(item.name));
      CHECK_NOTE(by_name_.emplace(item.name, &item).second, std::string(item.name));
      groups_[static_cast<std::size_t>(item.group)].push_back(&item);
      all_.push_back(&item);
    }
  }
  for (const auto& group : groups_) CHECK(!group.empty());
}

const Item& Catalogue::named(std::string_view name) const {
  const auto found = by_name_.find(name);
  CHECK_NOTE(found != by_name_.end(), std::string(name));
  return *found->second;
}

std::string_view list_type(const Item& item) {
  switch (item.code[0]) {
    case 'T': return "102";
    case '0': return "201";
    case 'C': return "301";
    default: return "101";
  }
}

std::string_view charge_type(const Item& item) {
  switch (item.group) {
    case Group::kBed: return "01";
    case Group::kClinicFee:
    case Group::kEmergencyFee:
    case Group::kOnlineFee:
    case Group::kWardFee: return "02";
    case Group::kChestImage:
    case Group::kHeadImage:
    case Group::kHeartImage:
    case Group::kBellyImage:
    case Group::kBoneImage:
    case Group::kNeckImage:
    case Group::kEyeExam:
    case Group::kEarExam: return "03";
    case Group::kBloodLab:
    case Group::kUrineLab:
    case Group::kSugarLab:
    case Group::kHeartLab:
    case Group::kGlandLab:
    case Group::kBundlePart:
    case Group::kGermLab: return "04";
    case Group::kOperation:
    case Group::kGroupedOperation:
    case Group::kFemaleOperation:
    case Group::kMaleOperation:
    case Group::kAnaesthesia: return "06";
    case Group::kNursingOne:
    case Group::kNursingTwo:
    case Group::kNursingThree:
    case Group::kSpecialCare:
    case Group::kIntensive: return "07";
    default: break;
  }
  switch (item.code[0]) {
    case 'X': return "09";
    case 'T': return "10";
    case 'Z': return "11";
    case 'C': return "08";
    default: return "05";
  }
}

}  // namespace qiuhao::simulate
