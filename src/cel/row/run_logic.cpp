// Steps of logic. && and || absorb errors: one side that decides is enough, whatever the other is. ?: does not.
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

// `decides` is false for && and true for ||. Of several errors the leftmost goes on.
template <bool decides>
Value run_chain(const Step& step, Frame& frame) {
  Value outcome = Value::of_bool(!decides);
  for (const Step* operand : step.operands) {
    const Value value = evaluate_step(*operand, frame);
    if (value.kind == Kind::boolean) [[likely]] {
      if ((value.integer != 0) == decides) return value;
    } else if (!outcome.is_error()) {
      outcome = value.is_error() ? value : no_overload();
    }
  }
  return outcome;
}

}  // namespace

Value run_or(const Step& step, Frame& frame) { return run_chain<true>(step, frame); }
Value run_and(const Step& step, Frame& frame) { return run_chain<false>(step, frame); }

Value run_not(const Step& step, Frame& frame) {
  const Value value = evaluate_step(*step.a, frame);
  if (value.kind == Kind::boolean) [[likely]]
    return Value::of_bool(value.integer == 0);
  return value.is_error() ? value : no_overload();
}

Value run_conditional(const Step& step, Frame& frame) {
  const Value condition = evaluate_step(*step.a, frame);
  if (condition.kind == Kind::boolean) [[likely]]
    return evaluate_step(condition.integer != 0 ? *step.b : *step.c, frame);
  return condition.is_error() ? condition : no_overload();
}

}  // namespace qiuhao::cel
