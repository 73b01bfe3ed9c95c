// What the simulated city charges for: drugs, services, herbs, consumables, grouped by their use, with the limits of
// payment that the planted frauds break. The limits stand here and not in policy/, so that truth stays independent.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "simulate/providers.h"

namespace qiuhao::simulate {

// What an item is used for. Groups from kFemaleDrug on carry limits; their meaning of low and high is beside them.
enum class Group : std::uint8_t {
  kAntibiotic,
  kCold,
  kCough,
  kPressure,
  kSugar,
  kHeart,
  kStomach,
  kPain,
  kNerve,
  kSkin,
  kEye,
  kGland,
  kInfusion,
  kPatent,
  kHeartPatent,
  kBonePatent,
  kDrip,
  kShot,
  kMist,
  kBloodLab,
  kUrineLab,
  kSugarLab,
  kHeartLab,
  kGlandLab,
  kGermLab,
  kChestImage,
  kHeadImage,
  kHeartImage,
  kBellyImage,
  kBoneImage,
  kNeckImage,
  kEyeExam,
  kEarExam,
  kTooth,
  kSkinTreatment,
  kWound,
  kNeedle,
  kRehab,
  kDialysis,
  kOperation,
  kAnaesthesia,
  kHerb,
  kMaterial,
  kFirstLineDrug,
  kOnlineFee,
  kNeededService,     // goes with a drug of kServiceDrug
  kFemaleDrug,        // low: the sex that may have it
  kMaleDrug,          // the same
  kChildDrug,         // low to high: full years of age
  kChildLimitedDrug,  // the same
  kLevelDrug,         // low: least level of the provider
  kModeDrug,          // low: 1 inpatient, 2 emergency, 3 both
  kInjuryDrug,
  kMaternityDrug,
  kCourseDrug,      // low: most days; high: number of the point, which two packs of a substance share
  kIndicationDrug,  // low: number of its entry in indications()
  kClinicFee,       // from here to kHourly low: most a day; high: number of the point
  kEmergencyFee,
  kWardFee,
  kBed,
  kNursingOne,
  kNursingTwo,
  kNursingThree,
  kSpecialCare,
  kIntensive,
  kHourly,
  kPart,           // contained in another service: see included_parts()
  kFemaleService,  // from here to kMaleOperation low: the sex that may have it
  kFemaleBirth,
  kFemaleOperation,
  kMaleService,
  kMaleOperation,
  kChildService,  // low to high: full years of age
  kHerbSingle,
  kHerbUnpaid,
  kNewbornDrug,  // from here on: see limited_kinds.cpp
  kInjuryService,
  kMaternityService,
  kNewbornService,
  kChildPaidService,
  kModeService,
  kLevelService,
  kAgeService,
  kNewbornMaterial,
  kChildMaterial,
  kSexMaterial,
  kIndicationService,
  kLabelDrug,
  kExam,
  kTreatment,
  kBeyondService,
  kDiseaseMaterial,
  kForbiddenDrug,
  kForbiddenService,
  kPregnancyDrug,
  kElderlyDrug,
  kChildForbiddenDrug,
  kSecondLineDrug,    // low: number of its first line; from here on: see policy_kinds.cpp and policy_past.cpp
  kQuantityDrug,      // low: most days; high: most packs; 0 for no limit
  kDiseaseDrug,       // low: bits of the chronic diseases that have it in their catalogue
  kPricedService,     // low: 0 one limit for all, 1 one for each level
  kGroupedOperation,  // low: number of the group; high: percent of the full price that a second one may cost
  kDepartmentService,
  kCourseService,   // low: most days; high: least days between two uses
  kBundlePart,      // low: number of the bundle
  kCappedService,   // low: 1 a visit, 2 a year; high: most 分
  kPairService,     // low: number of the pair
  kPairMaterial,    // the same
  kCycleService,    // low: most times; high: in so many days
  kCappedMaterial,  // as kCappedService
  kOnlineDrug,
  kHerbOpposed,  // low to high: grams of a dose; from here on: see medical_kinds.cpp
  kInteractingDrug,
  kServiceDrug,         // low: its entry in needs_of()
  kServiceMaterial,     // the same
  kDepartmentMaterial,  // low: its entry in department_of()
  kCountedMaterial,     // low: most of them; high: in 1 a day, 2 a visit, 3 an operation
  kProphylaxis,
  kGradedAntibiotic,  // low: its grade; see antibiotic_rights.cpp
  kCount,
};

struct Item {
  Group group;
  std::string_view code;
  std::string_view name;
  Cents price;
  int list_level;          // 1 甲, 2 乙, 3 丙
  int percent_paid_first;  // 先自付; 100 for 丙
  std::string_view spec;   // of drugs; the unit of services
  std::string_view form;
  int low;
  int high;
};

std::span<const Item> drugs();
std::span<const Item> services();
std::span<const Item> herbs_and_materials();
std::span<const Item> limited_items();
std::span<const Item> policy_items();
std::span<const Item> medical_items();

// Two items by name that must not meet; the second is blamed.
struct Opposed {
  std::string_view first;
  std::string_view second;
};
std::span<const Opposed> interactions();
std::span<const Opposed> opposed_herbs();

// Drugs by name that do the same, so that two of them are one too many.
struct Pharmacology {
  std::span<const std::string_view> names;
};
std::span<const Pharmacology> pharmacologies();

// Services by name of which one goes with the drug or material; the department that a material belongs to.
std::span<const std::string_view> needs_of(const Item& item);
Department department_of(const Item& material);

// A service whose content includes another, so that both on one day are one charge too many.
struct IncludedPart {
  std::string_view whole;
  std::string_view part;
  bool inpatient_only;
};
std::span<const IncludedPart> included_parts();

// Beginnings of the diagnosis codes that a drug of kIndicationDrug is paid for.
std::span<const std::string_view> indications_of(const Item& item);
// Diagnoses that an item of limited_kinds.cpp is given for, or must not be; `low` is their number.
struct DiagnosisSet {
  std::span<const std::string_view> codes;  // beginnings
  std::string_view code;                    // one of them
  std::string_view name;
};
const DiagnosisSet& diagnosis_set(int number);

class Catalogue {
 public:
  Catalogue();
  std::span<const Item* const> of(Group group) const { return groups_[static_cast<std::size_t>(group)]; }
  const Item& named(std::string_view name) const;  // CHECKs that it exists
  std::span<const Item* const> all() const { return all_; }

 private:
  std::vector<const Item*> groups_[static_cast<std::size_t>(Group::kCount)];
  std::vector<const Item*> all_;
  std::map<std::string_view, const Item*> by_name_;
};

// The national list_type and med_chrgitm_type of an item.
std::string_view list_type(const Item& item);
std::string_view charge_type(const Item& item);
inline bool is_drug(const Item& item) { return item.code[0] == 'X' || item.code[0] == 'Z'; }
inline bool is_herb(const Item& item) { return item.code[0] == 'T'; }
inline bool is_service(const Item& item) { return item.code[0] == '0'; }

}  // namespace qiuhao::simulate
