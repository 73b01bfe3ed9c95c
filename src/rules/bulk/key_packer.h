// The keys of a window's groups as one number each: equal numbers are equal keys, so no value is looked at again.
#pragma once

#include <cstdint>
#include <vector>

#include "rules/bulk/key_counts.h"
#include "rules/bulk/people_run.h"
#include "rules/bulk/run_columns.h"
#include "rules/bulk/value_numbers.h"
#include "rules/windows/window.h"

namespace qiuhao::rules {

// One thread's, over one part.
class KeyPacker {
 public:
  // by_main: the code of an item is one more term: of places with mains theirs, otherwise the line's own.
  // `columns` is of the runs that are packed; it must outlive this.
  KeyPacker(const PartPlan& plan, const std::vector<KeyTerm>& by, bool by_main, RunColumns& columns);
  // False: a term is of a kind that has no number (a field of k other than its point, a field that rows of windows
  // have no row for).
  bool can_pack() const { return can_pack_; }
  // Whether keys of different visits differ.
  bool has_visit() const;
  // Another run: keys of the last one mean nothing now.
  void begin();
  // A key for each place; false when this run's numbers do not fit. Keys of one run only compare with each other.
  bool pack(const PlaceSpan& places, const PeopleRun& run, std::vector<std::uint64_t>& keys);

 private:
  struct Term {
    enum class Kind { visit, person, has_person_field, day, code, value, point, main } kind = Kind::person;
    claims::Entity entity = claims::Entity::line;
    const Column* column = nullptr;  // code, value, has_person_field; of the field line.day
    claims::FieldIndex field = claims::kNoField;
    std::size_t numbers = 0;  // value: place in value_numbers_
  };
  static int rank_of(Term::Kind kind);
  void add_term(const KeyTerm& term);
  unsigned bits_of(const Term& term, const PeopleRun& run) const;
  bool add(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
           std::span<std::uint64_t> keys);
  bool add_days(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                std::span<std::uint64_t> keys);
  void add_codes(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                 std::span<std::uint64_t> keys);
  bool add_values(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                  std::span<std::uint64_t> keys);
  // Puts number_of(row of the term's entity); of places that have no such row, no value.
  template <typename NumberOf>
  void put_of_rows(const Term& term, unsigned shift, const PlaceSpan& places, const PeopleRun& run,
                   std::span<std::uint64_t> keys, const NumberOf& number_of);
  // The visit of each place; empty when such places have none.
  std::span<const RowIndex> visits_of(const PlaceSpan& places, const PeopleRun& run);

  const PartPlan* plan_;
  RunColumns* columns_;
  bool can_pack_ = true;
  std::vector<Term> terms_;
  std::vector<ValueNumbers> value_numbers_;
  std::vector<RowIndex> visits_;
  std::vector<std::int64_t> numbers_;
  std::vector<std::int64_t> serials_;
  std::vector<std::int64_t> patterns_;
};

}  // namespace qiuhao::rules
