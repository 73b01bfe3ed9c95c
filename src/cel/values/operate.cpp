// Equality, order and hashes of values.
#include "cel/values/operate.h"

#include <cmath>
#include <cstring>

#include "base/hash.h"

namespace qiuhao::cel {
namespace {

template <typename T>
Order order_from(T a, T b) {
  return a < b ? Order::less : b < a ? Order::greater : a == b ? Order::equal : Order::unordered;
}

Order reversed(Order order) {
  return order == Order::less ? Order::greater : order == Order::greater ? Order::less : order;
}

// As the specification's data has it: within the integer's range the integer is read as its nearest double.
template <typename Integer>
Order order_with_double(Integer a, double b) {
  constexpr double kAbove = std::is_signed_v<Integer> ? 0x1p63 : 0x1p64;
  constexpr double kLowest = std::is_signed_v<Integer> ? -0x1p63 : 0.0;
  if (std::isnan(b)) return Order::unordered;
  if (b > kAbove) return Order::less;
  if (b < kLowest) return Order::greater;
  return order_from(static_cast<double>(a), b);
}

Order order_int_uint(std::int64_t a, std::uint64_t b) {
  return a < 0 ? Order::less : order_from(static_cast<std::uint64_t>(a), b);
}

Order order_decimals(Decimal a, Decimal b) {
  const auto order = compare(a, b);
  return order < 0 ? Order::less : order > 0 ? Order::greater : Order::equal;
}

Order order_decimal_with(Decimal a, const Value& b) {
  if (b.kind == Kind::integer) return order_decimals(a, Decimal::from_int(b.integer));
  if (b.kind != Kind::unsigned_integer) return Order::incomparable;
  if (b.unsigned_integer > static_cast<std::uint64_t>(INT64_MAX)) return Order::less;
  return order_decimals(a, Decimal::from_int(static_cast<std::int64_t>(b.unsigned_integer)));
}

Order order_mixed(const Value& a, const Value& b) {
  if (a.kind == Kind::decimal) return order_decimal_with(a.as_decimal(), b);
  if (b.kind == Kind::decimal) return reversed(order_decimal_with(b.as_decimal(), a));
  if (a.kind == Kind::integer) {
    if (b.kind == Kind::unsigned_integer) return order_int_uint(a.integer, b.unsigned_integer);
    if (b.kind == Kind::floating) return order_with_double(a.integer, b.floating);
  } else if (a.kind == Kind::unsigned_integer) {
    if (b.kind == Kind::integer) return reversed(order_int_uint(b.integer, a.unsigned_integer));
    if (b.kind == Kind::floating) return order_with_double(a.unsigned_integer, b.floating);
  } else if (a.kind == Kind::floating) {
    if (b.kind == Kind::integer) return reversed(order_with_double(b.integer, a.floating));
    if (b.kind == Kind::unsigned_integer) return reversed(order_with_double(b.unsigned_integer, a.floating));
  }
  return Order::incomparable;
}

// Steps and nesting that a comparison may still take.
struct Left {
  std::int64_t& budget;
  int depth = kMaxValueDepth;
};
Value equal_within(const Value& a, const Value& b, Left left);

Value equal_lists(const ListValue& a, const ListValue& b, Left left) {
  if (a.size() != b.size()) return Value::of_bool(false);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Value same = equal_within(a.at(i), b.at(i), left);
    if (!same.is_true()) return same;
  }
  return Value::of_bool(true);
}

Value equal_maps(const MapValue& a, const MapValue& b, Left left) {
  if (a.keys.size() != b.keys.size()) return Value::of_bool(false);
  for (std::size_t i = 0; i < a.keys.size(); ++i) {
    bool found = false;
    for (std::size_t j = 0; j < b.keys.size() && !found; ++j) {
      const Value same_key = equal_within(a.keys[i], b.keys[j], left);
      if (same_key.is_error()) return same_key;
      if (!same_key.is_true()) continue;
      found = true;
      const Value same = equal_within(a.values[i], b.values[j], left);
      if (!same.is_true()) return same;
    }
    if (!found) return Value::of_bool(false);
  }
  return Value::of_bool(true);
}

}  // namespace

bool is_numeric(Kind kind) {
  return kind == Kind::integer || kind == Kind::unsigned_integer || kind == Kind::floating || kind == Kind::decimal;
}

Value overflow_error() { return Value::error(ErrorReason::overflow, "the result is out of range"); }
Value no_overload() { return Value::error(ErrorReason::no_such_overload, "no such overload"); }
Value limit_error() {
  return Value::error(ErrorReason::limit, "the evaluation takes too many steps or too much memory");
}

Order order_of(const Value& a, const Value& b) {
  if (a.kind != b.kind) return order_mixed(a, b);
  switch (a.kind) {
    case Kind::boolean:
    case Kind::integer:
    case Kind::date: return order_from(a.integer, b.integer);
    case Kind::unsigned_integer: return order_from(a.unsigned_integer, b.unsigned_integer);
    case Kind::floating: return order_from(a.floating, b.floating);
    case Kind::decimal: return order_decimals(a.as_decimal(), b.as_decimal());
    case Kind::timestamp:
    case Kind::duration: return a.integer == b.integer ? order_from(a.size, b.size) : order_from(a.integer, b.integer);
    case Kind::text:
    case Kind::bytes: {
      const int order = a.as_text().compare(b.as_text());  // bytes of UTF-8 sort as code points
      return order_from(order, 0);
    }
    default: return Order::incomparable;
  }
}

namespace {

Value equal_within(const Value& a, const Value& b, Left left) {
  if (--left.budget < 0 || --left.depth < 0) return limit_error();
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  if (a.kind != b.kind) {
    const bool inexact =
        (a.kind == Kind::decimal && b.kind == Kind::floating) || (a.kind == Kind::floating && b.kind == Kind::decimal);
    if (inexact) return no_overload();
    return Value::of_bool(order_mixed(a, b) == Order::equal);
  }
  switch (a.kind) {
    case Kind::null: return Value::of_bool(true);
    case Kind::list:
      return a.list == b.list && a.list->of_rows ? Value::of_bool(true) : equal_lists(*a.list, *b.list, left);
    case Kind::map: return equal_maps(*a.map, *b.map, left);
    case Kind::optional:
      if (a.inner == nullptr || b.inner == nullptr) return Value::of_bool(a.inner == b.inner);
      return equal_within(*a.inner, *b.inner, left);
    case Kind::row: return Value::of_bool(a.integer == b.integer && a.row_struct == b.row_struct);
    case Kind::type: return Value::of_bool(a.type->kind == b.type->kind && a.type->row_struct == b.type->row_struct);
    case Kind::text:
    case Kind::bytes: left.budget -= a.size >> 6; [[fallthrough]];
    default: return Value::of_bool(order_of(a, b) == Order::equal);
  }
}

}  // namespace

Value equal_values(const Value& a, const Value& b, std::int64_t& budget) { return equal_within(a, b, {budget}); }

namespace {

// Integers that doubles cannot tell apart are equal to the same double, and so share its hash.
std::uint64_t hash_number(double number) {
  const double without_sign_of_zero = number == 0 ? 0 : number;
  std::uint64_t bits;
  std::memcpy(&bits, &without_sign_of_zero, sizeof bits);
  return mix(0, bits);
}

std::uint64_t hash_decimal(Decimal value) {
  while (value.scale > 0 && value.units % 10 == 0) {
    value.units /= 10;
    --value.scale;
  }
  if (value.scale == 0) return hash_number(static_cast<double>(value.units));
  return mix(value.scale, static_cast<std::uint64_t>(value.units));
}

}  // namespace

std::uint64_t hash_of(const Value& value) {
  switch (value.kind) {
    case Kind::text:
    case Kind::bytes: return hash64(value.as_text());
    case Kind::integer: return hash_number(static_cast<double>(value.integer));
    case Kind::unsigned_integer: return hash_number(static_cast<double>(value.unsigned_integer));
    case Kind::floating: return hash_number(value.floating);
    case Kind::decimal: return hash_decimal(value.as_decimal());
    case Kind::timestamp:
    case Kind::duration: return mix(value.size, static_cast<std::uint64_t>(value.integer));
    default: return mix(0, static_cast<std::uint64_t>(value.integer));
  }
}

}  // namespace qiuhao::cel
