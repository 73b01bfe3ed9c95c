// The visits that one player plans, in any order; written in the order of time, with what is claimed of them.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "simulate/compose.h"
#include "simulate/conditions.h"
#include "simulate/person_lists.h"

namespace qiuhao::simulate {

using Compose = std::function<void(Visit&, Scene&)>;

struct PlannedVisit {
  const Provider* provider = nullptr;
  std::string_view medical_type = "11";
  Seconds begin = 0;
  Seconds end = 0;
  Compose compose;
  bool is_claimed = false;  // fraud; the others are the player's ordinary life
  int doctor = -1;          // -1: any
};

class Diary {
 public:
  explicit Diary(Person person) : person_(std::move(person)) {}

  const Person& person() const { return person_; }

  // Minutes count from midnight.
  PlannedVisit& outpatient(Day day, int minute, const Provider& provider, Compose compose);
  PlannedVisit& purchase(Day day, int minute, const Provider& provider, Compose compose);
  // From the morning of a day to the afternoon of the last.
  PlannedVisit& stay(Day day, int days, const Provider& provider, Compose compose);
  // The person stands on a list of another office.
  void list(const ListedPerson& listed) { lists_.push_back(listed); }
  const std::vector<ListedPerson>& lists() const { return lists_; }
  // All so far are claimed.
  void claim_all();

  // In order of time; `take` gets each visit with whether it is claimed. A visit is valid during the call only.
  void write(const Catalogue& catalogue, Random& random, const std::function<void(Visit&, bool is_claimed)>& take);

 private:
  Person person_;
  std::vector<PlannedVisit> visits_;
  std::vector<ListedPerson> lists_;
};

// Pieces of what visits are composed of.
// A reason to be in hospital that is not operated on, so that no list is at odds with the fees.
const StayReason& plain_reason(const Person& person, Day day, Random& random);
// Bed, consultation and nursing of a day; with a drip.
void add_ward_day(Visit& visit, int day, std::string_view nursing, Scene& scene);
void add_drip(Visit& visit, int day, Scene& scene);
// An illness with its usual prescription.
Compose ordinary_illness();
Compose ordinary_stay(const StayReason& reason);
// So many packs of one drug, for a diagnosis.
Compose packs_of(const Item& drug, int packs, Diagnosis diagnosis);
// A box of a drug whose tracing code says more than that it was bought and sold.
struct TracedBox {
  std::int64_t box = 0;
  int split_units = 0;
  const Item* bought_as = nullptr;
  bool is_bought = true;
  bool is_uploaded_twice = false;
  bool is_returned = false;  // at once, beside something that is kept
};
Compose traced_box(const Item& drug, const TracedBox& box);
// A service by name, so many times (hundredths are made of whole ones).
Compose service(std::string_view name, int times, Diagnosis diagnosis, Department department);

}  // namespace qiuhao::simulate
