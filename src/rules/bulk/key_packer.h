// The keys of a window's groups as one number each: equal numbers are equal keys, so no value is looked at again.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/bulk/people_run.h"
#include "rules/windows/window.h"

namespace qiuhao::rules {

inline constexpr std::uint64_t kNoKey = ~std::uint64_t{0};  // of a place that has no value for a term

// One thread's, over one part.
class KeyPacker {
 public:
  // by_main: the code of an item is one more term: of places with mains theirs, otherwise the line's own.
  KeyPacker(const PartPlan& plan, const std::vector<KeyTerm>& by, bool by_main);
  // False: a term is of a kind that has no number (a text without a dictionary, an amount, a field of k other than
  // its point).
  bool can_pack() const { return can_pack_; }
  // A key for each place; false when this run's numbers do not fit. Keys of one run only compare with each other.
  bool pack(const PlaceSpan& places, const PeopleRun& run, std::vector<std::uint64_t>& keys);

 private:
  struct Term {
    enum class Kind { visit, person, has_person_field, day, code, point, main } kind = Kind::person;
    claims::Entity entity = claims::Entity::line;
    const Column* column = nullptr;  // code, has_person_field; of the field line.day
  };
  void add_term(const KeyTerm& term);
  unsigned bits_of(const Term& term, const PeopleRun& run) const;
  bool add(const Term& term, const PlaceSpan& places, const PeopleRun& run, std::vector<std::uint64_t>& keys);
  bool add_days(const Term& term, const PlaceSpan& places, const PeopleRun& run, std::vector<std::uint64_t>& keys);
  void add_codes(const Term& term, const PlaceSpan& places, const PeopleRun& run, std::vector<std::uint64_t>& keys);
  // The visit of each place; empty when such places have none.
  std::span<const RowIndex> visits_of(const PlaceSpan& places, const PeopleRun& run);

  const PartPlan* plan_;
  bool can_pack_ = true;
  std::vector<Term> terms_;
  std::vector<RowIndex> visits_;
};

}  // namespace qiuhao::rules
