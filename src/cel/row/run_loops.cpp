// Steps of comprehensions. all and exists absorb errors as && and || do; the others stop at the first.
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

// The range of a comprehension: a list, or a map by its keys.
struct Range {
  const ListValue* list = nullptr;
  const MapValue* map = nullptr;
  std::size_t size() const { return list != nullptr ? list->size() : map->keys.size(); }
};

// False with `error` set when there is nothing to go through.
bool open_range(const Step& step, Frame& frame, Range& range, Value& error) {
  const Value value = evaluate_step(*step.a, frame);
  if (value.kind == Kind::list)
    range.list = value.list;
  else if (value.kind == Kind::map)
    range.map = value.map;
  else
    error = value.is_error() ? value : no_overload();
  return range.list != nullptr || range.map != nullptr;
}

// Binds the variables of turn i; false when the evaluation has taken too many steps.
inline bool begin_turn(const Step& step, Frame& frame, const Range& range, std::size_t i) {
  Value* locals = frame.locals + step.slot;
  if (range.list != nullptr) {
    if (step.variables > 1) locals[0] = Value::of_int(static_cast<std::int64_t>(i));
    locals[step.variables - 1] = range.list->at(i);
  } else {
    locals[0] = range.map->keys[i];
    if (step.variables > 1) locals[1] = range.map->values[i];
  }
  frame.budget -= step.weight;
  return frame.budget >= 0;
}

template <bool decides>
Value run_quantifier(const Step& step, Frame& frame) {
  Range range;
  Value outcome = Value::of_bool(!decides);
  if (!open_range(step, frame, range, outcome)) return outcome;
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (!begin_turn(step, frame, range, i)) return limit_error();
    const Value value = evaluate_step(*step.b, frame);
    if (value.kind == Kind::boolean) {
      if ((value.integer != 0) == decides) return value;
    } else if (!outcome.is_error()) {
      outcome = value.is_error() ? value : no_overload();
    }
  }
  return outcome;
}

Value run_exists_one(const Step& step, Frame& frame) {
  Range range;
  Value error;
  if (!open_range(step, frame, range, error)) return error;
  std::size_t found = 0;
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (!begin_turn(step, frame, range, i)) return limit_error();
    const Value value = evaluate_step(*step.b, frame);
    if (value.kind != Kind::boolean) return value.is_error() ? value : no_overload();
    found += value.integer != 0 ? 1 : 0;
  }
  return Value::of_bool(found == 1);
}

// filter, map and transformList: step.b is the condition (or none), step.c the item (or none: the variable itself).
Value run_transform_list(const Step& step, Frame& frame) {
  Range range;
  Value error;
  if (!open_range(step, frame, range, error)) return error;
  Value* kept = frame.scratch.take_many<Value>(range.size());
  auto* list = frame.scratch.take_many<ListValue>(1);
  if (kept == nullptr || list == nullptr) return limit_error();
  std::size_t count = 0;
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (!begin_turn(step, frame, range, i)) return limit_error();
    if (step.b != nullptr) {
      const Value condition = evaluate_step(*step.b, frame);
      if (condition.kind != Kind::boolean) return condition.is_error() ? condition : no_overload();
      if (condition.integer == 0) continue;
    }
    const Value item = step.c != nullptr ? evaluate_step(*step.c, frame) : frame.locals[step.slot];
    if (item.is_error()) return item;
    kept[count++] = item;
  }
  *list = {.values = {kept, count}, .rows = {}};
  return Value::of_list(list);
}

Value run_transform_map(const Step& step, Frame& frame) {
  Range range;
  Value error;
  if (!open_range(step, frame, range, error)) return error;
  Value* keys = frame.scratch.take_many<Value>(range.size());
  Value* values = frame.scratch.take_many<Value>(range.size());
  auto* map = frame.scratch.take_many<MapValue>(1);
  if (keys == nullptr || values == nullptr || map == nullptr) return limit_error();
  std::size_t count = 0;
  for (std::size_t i = 0; i < range.size(); ++i) {
    if (!begin_turn(step, frame, range, i)) return limit_error();
    if (step.b != nullptr) {
      const Value condition = evaluate_step(*step.b, frame);
      if (condition.kind != Kind::boolean) return condition.is_error() ? condition : no_overload();
      if (condition.integer == 0) continue;
    }
    keys[count] = frame.locals[step.slot];
    values[count] = evaluate_step(*step.c, frame);
    if (values[count].is_error()) return values[count];
    ++count;
  }
  *map = {{keys, count}, {values, count}};
  return Value::of_map(map);
}

Value run_bind(const Step& step, Frame& frame) {
  // The value may be an error: it counts only where the variable is read.
  frame.locals[step.slot] = evaluate_step(*step.a, frame);
  return evaluate_step(*step.c, frame);
}

}  // namespace

Run loop_step(Macro macro) {
  switch (macro) {
    case Macro::all: return run_quantifier<false>;
    case Macro::exists: return run_quantifier<true>;
    case Macro::exists_one: return run_exists_one;
    case Macro::transform_map: return run_transform_map;
    case Macro::bind: return run_bind;
    case Macro::opt_map: return run_opt_map;
    case Macro::opt_flat_map: return run_opt_flat_map;
    default: return run_transform_list;
  }
}

}  // namespace qiuhao::cel
