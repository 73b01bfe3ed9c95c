// Steps of optionals. An absent field, row or key gives none where a question mark or an optional stands; every other
// error goes on.
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

bool is_missing(const Value& value) {
  if (!value.is_error()) return false;
  const auto reason = static_cast<ErrorReason>(value.detail);
  return reason == ErrorReason::absent || reason == ErrorReason::no_such_key || reason == ErrorReason::bad_index;
}

Value none() { return Value::of_optional(nullptr); }

// What was looked up, as an optional.
Value as_optional(Frame& frame, const Value& found) {
  if (is_missing(found)) return none();
  return found.is_error() ? found : optional_in_scratch(frame, found);
}

// The operand of an access. With `value` set it is to be looked into; else the result comes back.
struct Operand {
  Value value;
  bool is_open = false;      // there is a value to look into
  bool is_optional = false;  // what comes out is an optional
};

Operand open_operand(const Step& step, Frame& frame, bool is_question) {
  const Value value = evaluate_step(*step.a, frame);
  if (value.kind == Kind::optional) {
    if (value.inner == nullptr) return {value, false, true};
    return {*value.inner, true, true};
  }
  if (is_question && value.is_absent()) return {none(), false, true};
  return {value, !value.is_error(), is_question};
}

Value select_from(const Step& step, Frame& frame, const Value& from) {
  if (from.kind == Kind::map) return find_in_map(*from.map, step.constant, frame.budget);
  if (from.kind != Kind::row || step.path == nullptr || from.row_struct != step.owner) return no_overload();
  return frame.activation.field(step.owner, step.field, static_cast<RowIndex>(from.integer));
}

template <bool is_question>
Value run_select(const Step& step, Frame& frame) {
  const Operand operand = open_operand(step, frame, is_question);
  if (!operand.is_open) return operand.value;
  const Value found = select_from(step, frame, operand.value);
  return operand.is_optional ? as_optional(frame, found) : found;
}

Value run_test(const Step& step, Frame& frame) {
  const Operand operand = open_operand(step, frame, false);
  if (!operand.is_open) {
    const bool is_none = operand.is_optional || operand.value.is_absent();
    return is_none ? Value::of_bool(false) : operand.value;
  }
  const Value found = select_from(step, frame, operand.value);
  if (is_missing(found)) return Value::of_bool(false);
  return found.is_error() ? found : Value::of_bool(true);
}

template <bool is_question>
Value run_optional_index(const Step& step, Frame& frame) {
  const Operand operand = open_operand(step, frame, is_question);
  if (!operand.is_open) return operand.value;
  const Value index = evaluate_step(*step.b, frame);
  if (index.is_error()) return index;
  const Value found = item_of(operand.value, index, frame.budget);
  return operand.is_optional ? as_optional(frame, found) : found;
}

// Evaluates an item: false when it is written with a question mark and is none.
bool take_item(const Step& step, Frame& frame, Value& value) {
  value = evaluate_step(step, frame);
  if (step.run != run_optional_item || value.is_error()) return true;
  if (value.inner == nullptr) return false;
  value = *value.inner;
  return true;
}

// The optional that `step.a` is, an error, or no_overload.
Value optional_operand(const Step& step, Frame& frame) {
  const Value value = evaluate_step(*step.a, frame);
  return value.kind == Kind::optional || value.is_error() ? value : no_overload();
}

}  // namespace

Value optional_in_scratch(Frame& frame, const Value& inner) {
  Value* kept = frame.scratch.take_many<Value>(1);
  if (kept == nullptr) return limit_error();
  *kept = inner;
  return Value::of_optional(kept);
}

Run optional_select_step(bool is_question, bool is_test) {
  if (is_test) return run_test;
  return is_question ? run_select<true> : run_select<false>;
}

Run optional_index_step(bool is_question) { return is_question ? run_optional_index<true> : run_optional_index<false>; }

Value run_optional_item(const Step& step, Frame& frame) { return optional_operand(step, frame); }

Value run_list_of_optionals(const Step& step, Frame& frame) {
  Value* values = frame.scratch.take_many<Value>(step.operands.size());
  auto* list = frame.scratch.take_many<ListValue>(1);
  if (values == nullptr || list == nullptr) return limit_error();
  std::size_t count = 0;
  for (const Step* operand : step.operands) {
    if (!take_item(*operand, frame, values[count])) continue;
    if (values[count].is_error()) return values[count];
    ++count;
  }
  *list = {.values = {values, count}, .rows = {}};
  return Value::of_list(list);
}

Value run_map_of_optionals(const Step& step, Frame& frame) {
  const std::size_t most = step.operands.size() / 2;
  Value* keys = frame.scratch.take_many<Value>(most);
  Value* values = frame.scratch.take_many<Value>(most);
  auto* map = frame.scratch.take_many<MapValue>(1);
  if (keys == nullptr || values == nullptr || map == nullptr) return limit_error();
  std::size_t count = 0;
  for (std::size_t i = 0; i < most; ++i) {
    const Value key = evaluate_step(*step.operands[2 * i], frame);
    if (key.is_error()) return key;
    const Value wrong = refuse_key({{keys, count}, {values, count}}, key, frame.budget);
    if (wrong.is_error()) return wrong;
    keys[count] = key;
    if (!take_item(*step.operands[2 * i + 1], frame, values[count])) continue;
    if (values[count].is_error()) return values[count];
    ++count;
  }
  *map = {{keys, count}, {values, count}};
  return Value::of_map(map);
}

Value run_opt_map(const Step& step, Frame& frame) {
  const Value optional = optional_operand(step, frame);
  if (optional.is_error() || optional.inner == nullptr) return optional;
  frame.locals[step.slot] = *optional.inner;
  const Value made = evaluate_step(*step.c, frame);
  return made.is_error() ? made : optional_in_scratch(frame, made);
}

Value run_opt_flat_map(const Step& step, Frame& frame) {
  const Value optional = optional_operand(step, frame);
  if (optional.is_error() || optional.inner == nullptr) return optional;
  frame.locals[step.slot] = *optional.inner;
  const Value made = evaluate_step(*step.c, frame);
  return made.kind == Kind::optional || made.is_error() ? made : no_overload();
}

Value run_optional_or(const Step& step, Frame& frame) {
  const Value optional = optional_operand(step, frame);
  if (optional.is_error() || optional.inner != nullptr) return optional;
  const Value other = evaluate_step(*step.b, frame);
  return other.kind == Kind::optional || other.is_error() ? other : no_overload();
}

Value run_optional_or_value(const Step& step, Frame& frame) {
  const Value optional = optional_operand(step, frame);
  if (optional.is_error()) return optional;
  return optional.inner != nullptr ? *optional.inner : evaluate_step(*step.b, frame);
}

}  // namespace qiuhao::cel
