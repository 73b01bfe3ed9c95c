// Steps that call functions. Functions are strict: the first argument that is an error is the result.
#include <algorithm>
#include <array>

#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

// Looking through a large argument costs steps, so that loops over large texts end.
inline void charge(Frame& frame, const Value& value) {
  if (value.kind == Kind::text || value.kind == Kind::bytes)
    frame.budget -= value.size >> 6;
  else if (value.kind == Kind::list)
    frame.budget -= static_cast<std::int64_t>(value.list->size() >> 4);
}

template <std::size_t count>
Value run_call(const Step& step, Frame& frame) {
  std::array<Value, count> arguments;
  for (std::size_t i = 0; i < count; ++i) {
    arguments[i] = evaluate_step(*step.operands[i], frame);
    if (arguments[i].is_error()) return arguments[i];
    charge(frame, arguments[i]);
  }
  if (frame.budget < 0) return limit_error();
  return step.function(frame, step, arguments);
}

// Any number of arguments, in the scratch; the error (or null) comes back.
Value read_arguments(const Step& step, Frame& frame, std::span<Value> arguments) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    arguments[i] = evaluate_step(*step.operands[i], frame);
    if (arguments[i].is_error()) return arguments[i];
    charge(frame, arguments[i]);
  }
  return frame.budget < 0 ? limit_error() : Value::null();
}

Value run_call_any(const Step& step, Frame& frame) {
  Value* values = frame.scratch.take_many<Value>(step.operands.size());
  if (values == nullptr) return limit_error();
  const std::span<Value> arguments(values, step.operands.size());
  const Value error = read_arguments(step, frame, arguments);
  return error.is_error() ? error : step.function(frame, step, arguments);
}

bool fits(const HostOverload& overload, std::span<const Value> arguments) {
  return std::ranges::equal(overload.kinds, arguments,
                            [](Kind kind, const Value& value) { return kind == Kind::any || kind == value.kind; });
}

}  // namespace

Run call_step(std::size_t arguments) {
  switch (arguments) {
    case 1: return run_call<1>;
    case 2: return run_call<2>;
    case 3: return run_call<3>;
    default: return run_call_any;
  }
}

Value run_host_call(const Step& step, Frame& frame) {
  Value* values = frame.scratch.take_many<Value>(step.operands.size());
  if (values == nullptr) return limit_error();
  const std::span<Value> arguments(values, step.operands.size());
  const Value error = read_arguments(step, frame, arguments);
  if (error.is_error()) return error;
  for (const HostOverload& overload : step.host) {
    if (fits(overload, arguments)) return overload.function(frame.activation, arguments);
  }
  return no_overload();
}

}  // namespace qiuhao::cel
