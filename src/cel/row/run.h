// The steps that a row program is made of: one function for each kind of part, the fast ones for the types that rules
// use.
#pragma once

#include <cstring>

#include "cel/row/code.h"

namespace qiuhao::cel {

// a operation b, for the six comparisons.
template <Operation operation, typename T>
[[gnu::always_inline]] inline bool holds(T a, T b) {
  if constexpr (operation == Operation::equal) return a == b;
  if constexpr (operation == Operation::not_equal) return a != b;
  if constexpr (operation == Operation::less) return a < b;
  if constexpr (operation == Operation::less_equal) return a <= b;
  if constexpr (operation == Operation::greater) return a > b;
  return a >= b;
}

// run_reads.cpp: constants, variables, fields.
Value run_constant(const Step& step, Frame& frame);
Value run_local(const Step& step, Frame& frame);
Value run_variable(const Step& step, Frame& frame);
Value run_variable_field(const Step& step, Frame& frame);  // line.price: no step for line itself
Value run_field(const Step& step, Frame& frame);
Value run_has_variable_field(const Step& step, Frame& frame);
Value run_has_field(const Step& step, Frame& frame);
Value run_map_field(const Step& step, Frame& frame);
Value run_has_key(const Step& step, Frame& frame);
Value run_index(const Step& step, Frame& frame);
Value run_list(const Step& step, Frame& frame);
Value run_map(const Step& step, Frame& frame);

// run_logic.cpp
Value run_or(const Step& step, Frame& frame);
Value run_and(const Step& step, Frame& frame);
Value run_not(const Step& step, Frame& frame);
Value run_conditional(const Step& step, Frame& frame);

// run_compare.cpp
Run comparison_step(Operation operation, Kind a, Kind b);
Value run_in(const Step& step, Frame& frame);
Value run_in_set(const Step& step, Frame& frame);

// run_arithmetic.cpp
Run arithmetic_step(Operation operation, Kind a, Kind b);

// run_calls.cpp
Run call_step(std::size_t arguments);
Value run_host_call(const Step& step, Frame& frame);

// run_loops.cpp
Run loop_step(Macro macro);

// run_optional.cpp: a.?b and a[?i], the same on what is an optional, and what holds items that may be none.
Run optional_select_step(bool is_question, bool is_test);
Run optional_index_step(bool is_question);
Value run_optional_item(const Step& step, Frame& frame);  // an item written with a question mark, of the next two
Value run_list_of_optionals(const Step& step, Frame& frame);
Value run_map_of_optionals(const Step& step, Frame& frame);
Value run_opt_map(const Step& step, Frame& frame);
Value run_opt_flat_map(const Step& step, Frame& frame);
Value run_optional_or(const Step& step, Frame& frame);  // leave their argument alone when there is a value
Value run_optional_or_value(const Step& step, Frame& frame);
Value optional_in_scratch(Frame& frame, const Value& inner);  // or limit_error

// The value under a key, or no_such_key.
Value find_in_map(const MapValue& map, const Value& key, std::int64_t& budget);
// The item of a list or map, or bad_index or no_such_key.
Value item_of(const Value& range, const Value& index, std::int64_t& budget);
// An error when a map that is being made cannot take the key: it has it, or it is of no kind of key.
Value refuse_key(const MapValue& map, const Value& key, std::int64_t& budget);

}  // namespace qiuhao::cel
