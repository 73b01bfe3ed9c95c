// What an act upon a matter came to.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace qiuhao::workflow {

// In order of precedence: an act that is wrong in several ways is refused for the first of them (guards in the order of
// the file: the first that is not true). Numbers are stored and sent, so they are never reused.
enum class Outcome : std::uint8_t {
  done = 0,
  matter_moved_on = 1,
  matter_is_of_another_version = 2,
  action_is_unknown = 3,
  matter_is_closed = 4,
  not_from_this_state = 5,
  time_runs_backwards = 6,
  role_may_not = 7,
  person_is_not_assigned = 8,
  same_person_may_not = 9,
  same_unit_may_not = 10,
  not_in_bulk = 11,
  field_is_unknown = 12,
  field_may_not_be_set = 13,
  value_does_not_fit = 14,
  part_may_not_be_assigned = 15,
  people_do_not_fit = 16,
  document_is_unknown = 17,
  field_is_missing = 18,
  people_are_missing = 19,
  document_is_missing = 20,
  parameter_has_no_value = 21,
  formula_is_undecided = 22,
  guard_is_false = 23,
  no_state_follows = 24,
  extension_is_used_up = 25,
  term_does_not_run = 26,
  matter_is_full = 27,
};
inline constexpr std::size_t kOutcomes = 28;

std::string_view outcome_name(Outcome outcome);  // "guard_is_false"
std::optional<Outcome> outcome_named(std::string_view name);
// The outcome in general, for help and lists; the sentence of one act is in its Answer.
Sentence outcome_meaning(Outcome outcome);

}  // namespace qiuhao::workflow
