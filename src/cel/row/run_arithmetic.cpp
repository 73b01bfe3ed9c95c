// Steps of arithmetic: typed ones for ints and decimals, general ones for the rest.
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

template <Operation operation>
Value calculate(const Value& a, const Value& b, Frame& frame) {
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  if constexpr (operation == Operation::add) return add_values(a, b, frame.scratch);
  if constexpr (operation == Operation::subtract) return subtract_values(a, b);
  if constexpr (operation == Operation::multiply) return multiply_values(a, b);
  if constexpr (operation == Operation::divide) return divide_values(a, b);
  return modulo_values(a, b);
}

template <Operation operation>
Value run_general(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  return calculate<operation>(a, evaluate_step(*step.b, frame), frame);
}

// Ints, and decimals of one scale: a sum of units.
template <Operation operation>
Value run_units(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  const Value b = evaluate_step(*step.b, frame);
  if (a.kind == b.kind && a.detail == b.detail && (a.kind == Kind::integer || a.kind == Kind::decimal)) [[likely]] {
    Value result = a;
    const bool over = operation == Operation::add ? __builtin_add_overflow(a.integer, b.integer, &result.integer)
                                                  : __builtin_sub_overflow(a.integer, b.integer, &result.integer);
    if (!over) [[likely]]
      return result;
  }
  return calculate<operation>(a, b, frame);
}

Value run_negate(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  return a.is_error() ? a : negate_value(a);
}

}  // namespace

Run arithmetic_step(Operation operation, Kind a, Kind b) {
  const bool is_units = a == b && (a == Kind::integer || a == Kind::decimal);
  switch (operation) {
    case Operation::negate: return run_negate;
    case Operation::add: return is_units ? run_units<Operation::add> : run_general<Operation::add>;
    case Operation::subtract: return is_units ? run_units<Operation::subtract> : run_general<Operation::subtract>;
    case Operation::multiply: return run_general<Operation::multiply>;
    case Operation::divide: return run_general<Operation::divide>;
    default: return run_general<Operation::modulo>;
  }
}

}  // namespace qiuhao::cel
