// Arithmetic on values: overflow is an error, decimals are exact, times stay in their range.
#include <cmath>
#include <cstring>
#include <limits>

#include "cel/values/moment.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

Value division_by_zero() { return Value::error(ErrorReason::division_by_zero, "division by zero"); }

Value from_decimal(std::optional<Decimal> result) { return result ? Value::of_decimal(*result) : overflow_error(); }

// Both sides as decimals when one is a decimal and the other a decimal or int.
struct DecimalPair {
  bool fits = false;
  Decimal a;
  Decimal b;
};
DecimalPair decimal_pair(const Value& a, const Value& b) {
  const auto fits = [](Kind kind) { return kind == Kind::decimal || kind == Kind::integer; };
  if (!fits(a.kind) || !fits(b.kind) || a.kind == b.kind)
    return {a.kind == Kind::decimal && b.kind == Kind::decimal, a.as_decimal(), b.as_decimal()};
  return {true, a.as_decimal(), b.as_decimal()};  // an int has detail 0, and so reads as a decimal of scale 0
}

Value concatenate(const Value& a, const Value& b, Scratch& scratch) {
  const std::size_t size = std::size_t{a.size} + b.size;
  char* joined = size > std::numeric_limits<std::uint32_t>::max() ? nullptr : scratch.take_many<char>(size);
  if (joined == nullptr) return limit_error();
  if (a.size > 0) std::memcpy(joined, a.text, a.size);
  if (b.size > 0) std::memcpy(joined + a.size, b.text, b.size);
  return a.kind == Kind::text ? Value::of_text({joined, size}) : Value::of_bytes({joined, size});
}

Value concatenate_lists(const ListValue& a, const ListValue& b, Scratch& scratch) {
  Value* values = scratch.take_many<Value>(a.size() + b.size());
  auto* list = scratch.take_many<ListValue>(1);
  if (values == nullptr || list == nullptr) return limit_error();
  for (std::size_t i = 0; i < a.size(); ++i) values[i] = a.at(i);
  for (std::size_t i = 0; i < b.size(); ++i) values[a.size() + i] = b.at(i);
  *list = {.values = {values, a.size() + b.size()}, .rows = {}};
  return Value::of_list(list);
}

}  // namespace

Value add_values(const Value& a, const Value& b, Scratch& scratch) {
  if (const DecimalPair pair = decimal_pair(a, b); pair.fits) return from_decimal(add(pair.a, pair.b));
  if (a.kind == Kind::timestamp && b.kind == Kind::duration) return shift_moment(a, b, 1);
  if (a.kind == Kind::duration && b.kind == Kind::timestamp) return shift_moment(b, a, 1);
  if (a.kind != b.kind) return no_overload();
  switch (a.kind) {
    case Kind::integer: {
      std::int64_t sum;
      return __builtin_add_overflow(a.integer, b.integer, &sum) ? overflow_error() : Value::of_int(sum);
    }
    case Kind::unsigned_integer: {
      std::uint64_t sum;
      const bool over = __builtin_add_overflow(a.unsigned_integer, b.unsigned_integer, &sum);
      return over ? overflow_error() : Value::of_uint(sum);
    }
    case Kind::floating: return Value::of_double(a.floating + b.floating);
    case Kind::text:
    case Kind::bytes: return concatenate(a, b, scratch);
    case Kind::list: return concatenate_lists(*a.list, *b.list, scratch);
    case Kind::duration: return shift_moment(a, b, 1);
    default: return no_overload();
  }
}

Value subtract_values(const Value& a, const Value& b) {
  if (const DecimalPair pair = decimal_pair(a, b); pair.fits) return from_decimal(subtract(pair.a, pair.b));
  if (a.kind == Kind::timestamp && b.kind == Kind::duration) return shift_moment(a, b, -1);
  if (a.kind != b.kind) return no_overload();
  switch (a.kind) {
    case Kind::integer: {
      std::int64_t difference;
      return __builtin_sub_overflow(a.integer, b.integer, &difference) ? overflow_error() : Value::of_int(difference);
    }
    case Kind::unsigned_integer: {
      std::uint64_t difference;
      const bool over = __builtin_sub_overflow(a.unsigned_integer, b.unsigned_integer, &difference);
      return over ? overflow_error() : Value::of_uint(difference);
    }
    case Kind::floating: return Value::of_double(a.floating - b.floating);
    case Kind::timestamp:
    case Kind::duration: return difference_of_moments(a, b);
    default: return no_overload();
  }
}

Value multiply_values(const Value& a, const Value& b) {
  if (const DecimalPair pair = decimal_pair(a, b); pair.fits) return from_decimal(multiply(pair.a, pair.b));
  if (a.kind != b.kind) return no_overload();
  if (a.kind == Kind::integer) {
    std::int64_t product;
    return __builtin_mul_overflow(a.integer, b.integer, &product) ? overflow_error() : Value::of_int(product);
  }
  if (a.kind == Kind::unsigned_integer) {
    std::uint64_t product;
    const bool over = __builtin_mul_overflow(a.unsigned_integer, b.unsigned_integer, &product);
    return over ? overflow_error() : Value::of_uint(product);
  }
  return a.kind == Kind::floating ? Value::of_double(a.floating * b.floating) : no_overload();
}

Value divide_values(const Value& a, const Value& b) {
  if (const DecimalPair pair = decimal_pair(a, b); pair.fits) {
    return pair.b.units == 0 ? division_by_zero() : from_decimal(divide(pair.a, pair.b));
  }
  if (a.kind != b.kind) return no_overload();
  if (a.kind == Kind::integer) {
    if (b.integer == 0) return division_by_zero();
    if (b.integer == -1) return negate_value(a);  // the lowest int has no opposite
    return Value::of_int(a.integer / b.integer);
  }
  if (a.kind == Kind::unsigned_integer) {
    return b.unsigned_integer == 0 ? division_by_zero() : Value::of_uint(a.unsigned_integer / b.unsigned_integer);
  }
  return a.kind == Kind::floating ? Value::of_double(a.floating / b.floating) : no_overload();
}

Value modulo_values(const Value& a, const Value& b) {
  if (a.kind != b.kind) return no_overload();
  if (a.kind == Kind::integer) {
    if (b.integer == 0) return division_by_zero();
    return b.integer == -1 ? Value::of_int(0) : Value::of_int(a.integer % b.integer);
  }
  if (a.kind == Kind::unsigned_integer) {
    return b.unsigned_integer == 0 ? division_by_zero() : Value::of_uint(a.unsigned_integer % b.unsigned_integer);
  }
  return no_overload();
}

Value negate_value(const Value& a) {
  switch (a.kind) {
    case Kind::integer:
      return a.integer == std::numeric_limits<std::int64_t>::min() ? overflow_error() : Value::of_int(-a.integer);
    case Kind::floating: return Value::of_double(-a.floating);
    case Kind::decimal: return from_decimal(negate(a.as_decimal()));
    default: return no_overload();
  }
}

}  // namespace qiuhao::cel
