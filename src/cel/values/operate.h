// What operators do to any two values: equality, order, arithmetic. The row program's typed steps fall back to these.
// An operand that is an error must be handled before; a pair of kinds without meaning gives no_such_overload.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "cel/value.h"

namespace qiuhao::cel {

enum class Order : std::int8_t { less, equal, greater, unordered /* NaN */, incomparable };

Order order_of(const Value& a, const Value& b);
// A boolean, or an error (decimal beside double; or more than `budget` steps, which counts down).
Value equal_values(const Value& a, const Value& b, std::int64_t& budget);

Value add_values(const Value& a, const Value& b, Scratch& scratch);
Value subtract_values(const Value& a, const Value& b);
Value multiply_values(const Value& a, const Value& b);
Value divide_values(const Value& a, const Value& b);
Value modulo_values(const Value& a, const Value& b);
Value negate_value(const Value& a);

// Equality of texts: most codes differ in length or in their first byte, or have no other.
inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  if (a.empty()) return true;
  return a[0] == b[0] && (a.size() == 1 || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

bool is_numeric(Kind kind);
// Equal values have equal hashes, across kinds of numbers; for texts, numbers, bools, dates and times.
std::uint64_t hash_of(const Value& value);

Value overflow_error();
Value no_overload();  // "no such overload"
Value limit_error();  // the evaluation has become too large

}  // namespace qiuhao::cel
