// Functions of numbers.
#include <cmath>

#include "cel/functions/functions.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

Value extreme_number(std::span<const Value> values, Order wanted) {
  Value best = values[0];
  for (const Value& value : values) {
    if (!is_numeric(value.kind)) return no_overload();
    const Order order = order_of(value, best);
    if (order == Order::incomparable) return no_overload();
    if (order == wanted) best = value;
  }
  return best;
}

Value extreme_argument(std::span<const Value> arguments, Order wanted) {
  if (arguments.size() > 1 || arguments[0].kind != Kind::list) return extreme_number(arguments, wanted);
  const ListValue& list = *arguments[0].list;
  if (list.of_rows) return no_overload();
  if (list.values.empty()) return Value::error(ErrorReason::bad_index, "an empty list has no least or greatest item");
  return extreme_number(list.values, wanted);
}

Value run_greatest(Frame&, const Step&, std::span<const Value> arguments) {
  return extreme_argument(arguments, Order::greater);
}
Value run_least(Frame&, const Step&, std::span<const Value> arguments) {
  return extreme_argument(arguments, Order::less);
}

Value run_abs(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::unsigned_integer) return value;
  if (value.kind == Kind::floating) return Value::of_double(std::fabs(value.floating));
  if (value.kind != Kind::integer && value.kind != Kind::decimal) return no_overload();
  return value.integer < 0 ? negate_value(value) : value;
}

// Doubles round as their names say; a decimal keeps its kind, at scale 0.
Value round_number(const Value& value, double (*round_double)(double), int direction) {
  if (value.kind == Kind::floating) return Value::of_double(round_double(value.floating));
  if (value.kind != Kind::decimal) return no_overload();
  std::int64_t power = 1;
  for (int i = 0; i < value.detail; ++i) power *= 10;
  std::int64_t whole = value.integer / power;
  const std::int64_t rest = value.integer % power;
  if (direction > 0 && rest > 0) ++whole;
  if (direction < 0 && rest < 0) --whole;
  return Value::of_decimal(Decimal::from_int(whole));
}

Value run_ceil(Frame&, const Step&, std::span<const Value> arguments) {
  return round_number(arguments[0], std::ceil, 1);
}
Value run_floor(Frame&, const Step&, std::span<const Value> arguments) {
  return round_number(arguments[0], std::floor, -1);
}
Value run_trunc(Frame&, const Step&, std::span<const Value> arguments) {
  return round_number(arguments[0], std::trunc, 0);
}

// math.round(x) half away from zero; math.round(x, places) of a decimal.
Value run_round(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::floating && arguments.size() == 1) return Value::of_double(std::round(value.floating));
  if (value.kind != Kind::decimal) return no_overload();
  if (arguments.size() > 1 && arguments[1].kind != Kind::integer) return no_overload();
  const std::int64_t places = arguments.size() > 1 ? arguments[1].integer : 0;
  if (places < 0 || places > kMaxScale) return Value::error(ErrorReason::bad_index, "places are to be 0 to 12");
  const auto rounded = rescale(value.as_decimal(), static_cast<int>(places));
  return rounded ? Value::of_decimal(*rounded) : overflow_error();
}

Value run_sign(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case Kind::integer: return Value::of_int((value.integer > 0 ? 1 : 0) - (value.integer < 0 ? 1 : 0));
    case Kind::decimal:
      return Value::of_decimal(Decimal::from_int((value.integer > 0 ? 1 : 0) - (value.integer < 0 ? 1 : 0)));
    case Kind::unsigned_integer: return Value::of_uint(value.unsigned_integer > 0 ? 1 : 0);
    case Kind::floating:
      if (std::isnan(value.floating)) return value;
      return Value::of_double((value.floating > 0 ? 1 : 0) - (value.floating < 0 ? 1 : 0));
    default: return no_overload();
  }
}

template <typename Test>
Value test_double(const Value& value, Test test) {
  return value.kind == Kind::floating ? Value::of_bool(test(value.floating)) : no_overload();
}
Value run_is_nan(Frame&, const Step&, std::span<const Value> arguments) {
  return test_double(arguments[0], [](double x) { return std::isnan(x); });
}
Value run_is_inf(Frame&, const Step&, std::span<const Value> arguments) {
  return test_double(arguments[0], [](double x) { return std::isinf(x); });
}
Value run_is_finite(Frame&, const Step&, std::span<const Value> arguments) {
  return test_double(arguments[0], [](double x) { return std::isfinite(x); });
}

Value run_sqrt(Frame&, const Step&, std::span<const Value> arguments) {
  const Value& value = arguments[0];
  if (value.kind == Kind::floating) return Value::of_double(std::sqrt(value.floating));
  if (value.kind == Kind::integer) return Value::of_double(std::sqrt(static_cast<double>(value.integer)));
  return value.kind == Kind::unsigned_integer ? Value::of_double(std::sqrt(static_cast<double>(value.unsigned_integer)))
                                              : no_overload();
}

}  // namespace

std::vector<FunctionSource> math_functions() {
  return {
      {{"math.greatest",
        "(list(N)) -> N; (N, N...) -> N",
        {"The greatest of the numbers.", "最大的数。"},
        "math.greatest(1, 5, 3) == 5"},
       run_greatest},
      {{"math.least",
        "(list(N)) -> N; (N, N...) -> N",
        {"The least of the numbers.", "最小的数。"},
        "math.least(1, 5, 3) == 1"},
       run_least},
      {{"math.abs", "(N) -> N", {"The number without its sign.", "绝对值。"}, "math.abs(-5) == 5"}, run_abs},
      {{"math.sign", "(N) -> N", {"-1, 0 or 1.", "正负号：-1、0 或 1。"}, "math.sign(-5) == -1"}, run_sign},
      {{"math.ceil",
        "(double) -> double; (decimal) -> decimal",
        {"The next whole number upwards.", "向上取整。"},
        "math.ceil(1.2) == 2.0"},
       run_ceil},
      {{"math.floor",
        "(double) -> double; (decimal) -> decimal",
        {"The next whole number downwards.", "向下取整。"},
        "math.floor(1.8) == 1.0"},
       run_floor},
      {{"math.trunc",
        "(double) -> double; (decimal) -> decimal",
        {"The number without its digits after the point.", "舍去小数部分。"},
        "math.trunc(-1.8) == -1.0"},
       run_trunc},
      {{"math.round",
        "(double) -> double; (decimal) -> decimal; (decimal, int) -> decimal",
        {"The nearest number with so many places (0 when not said), half away from zero.",
         "四舍五入到指定位数（不写为 0 位）；负数按绝对值舍入。"},
        "math.round(decimal('1.005'), 2) == decimal('1.01')"},
       run_round},
      {{"math.isNaN",
        "(double) -> bool",
        {"True when the double is no number.", "浮点数不是数（NaN）时为真。"},
        "math.isNaN(0.0 / 0.0)"},
       run_is_nan},
      {{"math.isInf",
        "(double) -> bool",
        {"True when the double is infinite.", "浮点数为无穷大时为真。"},
        "math.isInf(1.0 / 0.0)"},
       run_is_inf},
      {{"math.isFinite",
        "(double) -> bool",
        {"True when the double is neither infinite nor NaN.", "浮点数既非无穷大也非 NaN 时为真。"},
        "math.isFinite(1.5)"},
       run_is_finite},
      {{"math.sqrt",
        "(double) -> double; (int) -> double; (uint) -> double",
        {"The square root, as a double.", "平方根，结果为浮点数。"},
        "math.sqrt(4) == 2.0"},
       run_sqrt},
  };
}

}  // namespace qiuhao::cel
