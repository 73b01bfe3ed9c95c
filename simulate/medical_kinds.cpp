// Kinds of the medical catalogue (医疗类), and two of the management of drugs, that look at several lines or at orders.
#include "simulate/medical_kinds.h"

namespace qiuhao::simulate {
namespace {

// The first one is planted after operations: see timeline.cpp.
constexpr PlantedKind kKindsHere[] = {
    {"围手术期抗菌药物预防性应用监管", plant_prophylaxis, add_lawful_prophylaxis},
    {"药品相互作用", plant_interaction, add_apart},
    {"中药饮片配伍禁忌", plant_opposed_herbs, add_parted_herbs},
    {"重复开药", plant_duplicate, add_switch},
    {"中药饮片超大处方", plant_big_prescription, add_full_prescription},
    {"中药饮片超量上传", plant_herb_amount, add_full_herb},
    {"药品与医疗服务项目不符", plant_drug_without_service, add_drug_with_service},
    {"医用耗材与医疗服务项目不符", plant_material_without_service, add_material_with_service},
    {"医用耗材与科室不符", plant_wrong_department, add_right_department},
    {"医用耗材数量超标", plant_many_materials, add_full_number},
    {"超说明书用量开药", plant_dose, add_full_dose},
    {"药品种类超标", plant_many_drugs, add_five_drugs},
};

}  // namespace

std::span<const PlantedKind> medical_kinds() { return kKindsHere; }

}  // namespace qiuhao::simulate
