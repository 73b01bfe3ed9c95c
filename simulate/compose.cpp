// Outpatient, chronic, pharmacy and antenatal visits.
#include "simulate/compose.h"

#include <algorithm>
#include <string>

#include "base/check.h"

namespace qiuhao::simulate {
namespace {

void add_drug(Visit& visit, Group group, Scene& scene) {
  if (group == kNothing) return;
  const Item& item = scene.any(group);
  if (!may_have(item, visit) || visit.has(item) || would_double(item, visit)) return;
  const int packs = scene.random.chance(350) ? 2 : 1;
  visit.add(item, packs * kWhole);
}

void add_examination(Visit& visit, Group group, Scene& scene) {
  if (group == kNothing) return;
  const Item& item = scene.any(group);
  if (may_have(item, visit) && !visit.has(item)) visit.add(item, kWhole);
}

void add_clinic_fee(Visit& visit, Scene& scene) {
  const auto fees = scene.catalogue.of(Group::kClinicFee);
  const bool senior = visit.provider->level >= 2 && scene.random.chance(400);
  const std::size_t grade = senior ? static_cast<std::size_t>(1 + scene.random.below(2)) : 0;
  visit.add(visit.medical_type == "13" ? scene.any(Group::kEmergencyFee) : *fees[grade], kWhole);
}

// Children cough and are feverish: some of what they get is made for them.
void add_child_drug(Visit& visit, Scene& scene) {
  if (visit.age() > 13 || !scene.random.chance(400)) return;
  add_drug(visit, scene.random.chance(850) ? Group::kChildDrug : Group::kChildLimitedDrug, scene);
}

void add_injection(Visit& visit, Scene& scene) {
  visit.add(scene.any(Group::kInfusion), kWhole);
  visit.add(scene.any(scene.random.chance(600) ? Group::kDrip : Group::kShot), kWhole);
  if (scene.random.chance(700)) visit.add(scene.any(Group::kMaterial), kWhole);
}

}  // namespace

bool may_have(const Item& item, const Visit& visit) {
  switch (item.group) {
    case Group::kFemaleDrug:
    case Group::kFemaleService:
    case Group::kFemaleBirth:
    case Group::kFemaleOperation:
    case Group::kMaleDrug:
    case Group::kMaleService:
    case Group::kMaleOperation: return visit.person->sex == '0' + item.low;
    case Group::kChildDrug:
    case Group::kChildLimitedDrug:
    case Group::kChildService:
      // On the last day too: a stay may run over a birthday.
      return visit.age() >= item.low && age_years(visit.person->born, day_of(visit.end)) <= item.high;
    default: return true;
  }
}

bool would_double(const Item& item, const Visit& visit) {
  for (const auto& same : pharmacologies()) {
    if (std::ranges::find(same.names, item.name) == same.names.end()) continue;
    const auto is_other = [&](const Line& line) {
      return line.item != &item && std::ranges::find(same.names, line.item->name) != same.names.end();
    };
    if (std::ranges::any_of(visit.lines, is_other)) return true;
  }
  return false;
}

int doses_of_course(Scene& scene) { return scene.random.chance(700) ? 7 : 5; }

int add_herb_dose(Visit& visit, const Item& herb, std::int64_t dose, int doses) {
  const int index = visit.add(herb, dose * doses);
  Line& line = visit.lines[static_cast<std::size_t>(index)];
  line.prescription = visit.prescriptions;
  line.dose = std::to_string(dose / kWhole) + (dose % kWhole == 0 ? "g" : ".5g");
  line.frequency = "每日1剂";
  line.route = "煎服";
  line.days_supply = doses;
  return index;
}

// A doctor seldom goes to the end of what is allowed for minerals: 30 g.
int add_herb(Visit& visit, const Item& herb, int doses, Scene& scene) {
  constexpr int kDoseMost = 30;
  CHECK(herb.low > 0);
  const int most = std::min(herb.high, kDoseMost);
  const int dose = scene.random.between(herb.low, most);
  const bool and_half = dose < most && scene.random.chance(200);
  return add_herb_dose(visit, herb, dose * kWhole + (and_half ? kWhole / 2 : 0), doses);
}

int add_herbs(Visit& visit, Scene& scene, int ordinary, int singles) {
  ++visit.prescriptions;
  const int doses = doses_of_course(scene);
  for (const auto& [group, count] : {std::pair{Group::kHerb, ordinary}, std::pair{Group::kHerbSingle, singles}}) {
    for (int number = 0; number < count; ++number) {
      const Item& herb = scene.any(group);
      if (number > 0 && visit.has(herb)) continue;  // the first always goes in: a mixed prescription stays mixed
      add_herb(visit, herb, doses, scene);
    }
  }
  return doses;
}

void compose_outpatient(Visit& visit, const Condition& condition, Scene& scene) {
  visit.diagnoses = {condition.diagnosis};
  const bool specialised = visit.provider->level >= 2 || condition.department == Department::kChinese;
  visit.department = specialised ? condition.department : Department::kGeneral;
  visit.prescriptions = 1;
  add_clinic_fee(visit, scene);
  if (condition.department == Department::kChinese) {
    if (visit.medical_type == "11") visit.medical_type = "16";
    const int ordinary = scene.random.between(7, 12);
    add_herbs(visit, scene, ordinary, scene.random.below(3));
    if (scene.random.chance(400)) add_examination(visit, Group::kNeedle, scene);
  }
  for (const Group group : condition.examinations) {
    if (scene.random.chance(visit.provider->level >= 2 ? 650 : 300)) add_examination(visit, group, scene);
  }
  for (const Group group : condition.drugs) {
    if (scene.random.chance(800)) add_drug(visit, group, scene);
  }
  add_child_drug(visit, scene);
  if (scene.random.chance(120)) add_injection(visit, scene);
}

void compose_refill(Visit& visit, Scene& scene) {
  const Person& person = *visit.person;
  visit.medical_type = "14";
  visit.prescriptions = 1;
  visit.department = visit.provider->level >= 2 ? Department::kMedicine : Department::kGeneral;
  visit.chronic_code = person.pressure ? "M03900" : person.sugar ? "M01600" : "M04600";
  visit.chronic_name = person.pressure ? "高血压" : person.sugar ? "糖尿病" : "冠心病";
  add_clinic_fee(visit, scene);
  const auto refill = [&](Diagnosis diagnosis, Group group) {
    visit.diagnoses.push_back(diagnosis);
    const int kinds = scene.random.between(1, 2);
    for (int kind = 0; kind < kinds; ++kind) add_drug(visit, group, scene);
  };
  if (person.pressure) refill({"I10.x00", "原发性高血压"}, Group::kPressure);
  if (person.sugar) refill({"E11.900", "2型糖尿病"}, Group::kSugar);
  if (person.heart) refill({"I25.103", "冠状动脉粥样硬化性心脏病"}, Group::kHeart);
  if (person.heart) add_drug(visit, Group::kHeartPatent, scene);
  if (person.sugar && scene.random.chance(250)) add_examination(visit, Group::kSugarLab, scene);
  if (scene.random.chance(150)) add_examination(visit, Group::kBloodLab, scene);
}

void compose_pharmacy(Visit& visit, Scene& scene) {
  constexpr Group kShelf[] = {Group::kCold, Group::kPatent, Group::kPatent, Group::kSkin,   Group::kEye,
                              Group::kPain, Group::kCough,  Group::kGland,  Group::kStomach};
  visit.medical_type = "41";
  visit.department = Department::kPharmacy;
  visit.diagnoses = {{"Z76.000", "购药"}};
  const int kinds = scene.random.between(1, 4);
  for (int kind = 0; kind < kinds; ++kind) {
    add_drug(visit, scene.random.pick(std::span<const Group>(kShelf)), scene);
  }
}

void compose_antenatal(Visit& visit, Scene& scene) {
  visit.medical_type = "51";
  visit.prescriptions = 1;
  visit.department = Department::kObstetrics;
  visit.diagnoses = {{"Z34.900", "正常妊娠监督"}};
  add_clinic_fee(visit, scene);
  visit.add(scene.catalogue.named("胎心监测"), kWhole);
  add_examination(visit, Group::kUrineLab, scene);
  if (scene.random.chance(500)) add_examination(visit, Group::kBloodLab, scene);
  if (scene.random.chance(500)) add_drug(visit, Group::kGland, scene);
}

}  // namespace qiuhao::simulate
