// Steps that compare. A typed step checks the kinds that the checker promised and falls back to the general one when
// the host or dyn() gives another.
#include "cel/row/constants.h"
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

template <Operation operation>
Value compare_general(const Value& a, const Value& b, Frame& frame) {
  if (a.is_error()) return a;
  if (b.is_error()) return b;
  if (a.kind == Kind::text || a.kind == Kind::bytes) frame.budget -= a.size >> 6;
  if constexpr (operation == Operation::equal) return equal_values(a, b, frame.budget);
  if constexpr (operation == Operation::not_equal) {
    const Value same = equal_values(a, b, frame.budget);
    return same.is_error() ? same : Value::of_bool(!same.is_true());
  }
  const Order order = order_of(a, b);
  if (order == Order::incomparable) return no_overload();
  if (order == Order::unordered) return Value::of_bool(false);
  return Value::of_bool(holds<operation>(static_cast<int>(order), static_cast<int>(Order::equal)));
}

template <Operation operation>
Value run_general(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  return compare_general<operation>(a, evaluate_step(*step.b, frame), frame);
}

// Ints, dates and bools: all are int64 inside.
template <Operation operation>
Value run_integers(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  const Value b = evaluate_step(*step.b, frame);
  const bool fits = a.kind == b.kind && (a.kind == Kind::integer || a.kind == Kind::date || a.kind == Kind::boolean);
  if (fits) [[likely]]
    return Value::of_bool(holds<operation>(a.integer, b.integer));
  return compare_general<operation>(a, b, frame);
}

template <Operation operation>
Value run_decimals(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  const Value b = evaluate_step(*step.b, frame);
  if (a.kind == Kind::decimal && b.kind == Kind::decimal && a.detail == b.detail) {
    return Value::of_bool(holds<operation>(a.integer, b.integer));
  }
  return compare_general<operation>(a, b, frame);
}

template <Operation operation>
Value run_texts(const Step& step, Frame& frame) {
  const Value a = evaluate_step(*step.a, frame);
  const Value b = evaluate_step(*step.b, frame);
  if (a.kind != Kind::text || b.kind != Kind::text) [[unlikely]]
    return compare_general<operation>(a, b, frame);
  frame.budget -= a.size >> 6;  // looking through long texts in a loop comes to an end
  const bool same = same_text(a.as_text(), b.as_text());
  return Value::of_bool(same == (operation == Operation::equal));
}

template <Operation operation>
Run choose(Kind a, Kind b) {
  constexpr bool is_equality = operation == Operation::equal || operation == Operation::not_equal;
  if (a != b) return run_general<operation>;
  if (a == Kind::integer || a == Kind::date || a == Kind::boolean) return run_integers<operation>;
  if (a == Kind::decimal) return run_decimals<operation>;
  if constexpr (is_equality) {
    if (a == Kind::text) return run_texts<operation>;
  }
  return run_general<operation>;
}

}  // namespace

Run comparison_step(Operation operation, Kind a, Kind b) {
  switch (operation) {
    case Operation::equal: return choose<Operation::equal>(a, b);
    case Operation::not_equal: return choose<Operation::not_equal>(a, b);
    case Operation::less: return choose<Operation::less>(a, b);
    case Operation::less_equal: return choose<Operation::less_equal>(a, b);
    case Operation::greater: return choose<Operation::greater>(a, b);
    default: return choose<Operation::greater_equal>(a, b);
  }
}

Value run_in(const Step& step, Frame& frame) {
  const Value item = evaluate_step(*step.a, frame);
  if (item.is_error()) return item;
  const Value range = evaluate_step(*step.b, frame);
  if (range.is_error()) return range;
  if (range.kind == Kind::map) {
    const Value found = find_in_map(*range.map, item, frame.budget);
    const bool is_missing = found.is_error() && found.detail == static_cast<std::uint8_t>(ErrorReason::no_such_key);
    return found.is_error() && !is_missing ? found : Value::of_bool(!is_missing);
  }
  if (range.kind != Kind::list) return no_overload();
  for (std::size_t i = 0; i < range.list->size(); ++i) {
    const Value same = equal_values(range.list->at(i), item, frame.budget);
    if (same.is_true() || same.is_error()) return same;
  }
  return Value::of_bool(false);
}

Value run_in_set(const Step& step, Frame& frame) {
  const Value item = evaluate_step(*step.a, frame);
  if (item.kind == Kind::text) frame.budget -= item.size >> 6;
  return item.is_error() ? item : Value::of_bool(step.set->contains(item));
}

}  // namespace qiuhao::cel
