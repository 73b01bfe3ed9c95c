// Sorting and composing.
#include "simulate/schemes/diary.h"

#include <fmt/format.h>

#include <algorithm>

#include "simulate/trace_book.h"

namespace qiuhao::simulate {
namespace {

Seconds at(Day day, int minute) { return Seconds{day} * kSecondsPerDay - kShanghaiOffset + minute * kMinute; }

}  // namespace

PlannedVisit& Diary::outpatient(Day day, int minute, const Provider& provider, Compose compose) {
  const Seconds begin = at(day, minute);
  visits_.push_back({&provider, "11", begin, begin + 2 * 3600, std::move(compose)});
  return visits_.back();
}

PlannedVisit& Diary::purchase(Day day, int minute, const Provider& provider, Compose compose) {
  const Seconds begin = at(day, minute);
  visits_.push_back({&provider, "41", begin, begin + 10 * kMinute, std::move(compose)});
  return visits_.back();
}

PlannedVisit& Diary::stay(Day day, int days, const Provider& provider, Compose compose) {
  visits_.push_back({&provider, "21", at(day, 9 * 60), at(day + days - 1, 16 * 60), std::move(compose)});
  return visits_.back();
}

void Diary::claim_all() {
  for (PlannedVisit& visit : visits_) visit.is_claimed = true;
}

void Diary::write(const Catalogue& catalogue, Random& random,
                  const std::function<void(Visit&, bool is_claimed)>& take) {
  std::ranges::stable_sort(visits_, {}, &PlannedVisit::begin);
  Past past;
  Scene scene{catalogue, random, past};
  std::string first;
  for (std::size_t number = 0; number < visits_.size(); ++number) {
    const PlannedVisit& planned = visits_[number];
    Visit visit;
    visit.person = &person_;
    visit.provider = planned.provider;
    visit.insurance = person_.insurance;
    visit.medical_type = planned.medical_type;
    visit.doctor = planned.doctor >= 0 ? planned.doctor : random.below(kDoctorsPerDepartment);
    visit.number = fmt::format("{}{:04}", person_.number, number + 1);
    visit.begin = planned.begin;
    visit.end = planned.end;
    planned.compose(visit, scene);
    CHECK(!visit.lines.empty() && !visit.diagnoses.empty());
    if (first.empty()) first = visit.number;
    visit.first_of_person = first;
    past.remember(visit);
    take(visit, planned.is_claimed);
  }
}

const StayReason& plain_reason(const Person& person, Day day, Random& random) {
  const StayReason* reason = nullptr;
  while (reason == nullptr || !reason->operation_item.empty()) {
    reason = choose_stay_reason(person, day, random);
    CHECK(reason != nullptr);
  }
  return *reason;
}

void add_ward_day(Visit& visit, int day, std::string_view nursing, Scene& scene) {
  visit.add(scene.catalogue.named("普通病房三人间床位费"), kWhole, day);
  visit.add(scene.catalogue.named("住院诊查费"), kWhole, day);
  visit.add(scene.catalogue.named(nursing), kWhole, day);
}

void add_drip(Visit& visit, int day, Scene& scene) {
  visit.add(scene.any(Group::kInfusion), kWhole, day);
  visit.add(scene.catalogue.named("静脉输液"), kWhole, day);
}

Compose ordinary_illness() {
  return [](Visit& visit, Scene& scene) {
    if (visit.pharmacy()) return compose_pharmacy(visit, scene);
    const Condition* condition = choose_condition(*visit.person, visit.first_day(), scene.random);
    CHECK(condition != nullptr);
    compose_outpatient(visit, *condition, scene);
  };
}

Compose ordinary_stay(const StayReason& reason) {
  return [&reason](Visit& visit, Scene& scene) { compose_stay(visit, reason, scene); };
}

Compose packs_of(const Item& drug, int packs, Diagnosis diagnosis) {
  return [&drug, packs, diagnosis](Visit& visit, Scene&) {
    visit.diagnoses = {visit.pharmacy() ? Diagnosis{"Z76.000", "购药"} : diagnosis};
    visit.department = visit.pharmacy()             ? Department::kPharmacy
                       : visit.provider->level >= 2 ? Department::kMedicine
                                                    : Department::kGeneral;
    visit.prescriptions = 1;
    visit.add(drug, packs * kWhole);
  };
}

Compose traced_box(const Item& drug, const TracedBox& box) {
  return [&drug, box](Visit& visit, Scene& scene) {
    packs_of(drug, 1, {"E11.900", "2型糖尿病"})(visit, scene);
    Line& line = visit.lines.front();
    line.box = box.box;
    line.split_units = box.split_units;
    line.bought_as = box.bought_as;
    line.is_bought = box.is_bought;
    line.is_uploaded_twice = box.is_uploaded_twice;
    if (box.split_units > 0) visit.set_quantity(0, box.split_units * kWhole / kSplitPack);
    if (!box.is_returned) return;
    visit.add(scene.any(Group::kStomach), kWhole);
    visit.refund(0, kWhole);
  };
}

Compose service(std::string_view name, int times, Diagnosis diagnosis, Department department) {
  return [name, times, diagnosis, department](Visit& visit, Scene& scene) {
    visit.diagnoses = {diagnosis};
    visit.department = department;
    visit.add(scene.catalogue.named(name), times * kWhole);
  };
}

}  // namespace qiuhao::simulate
