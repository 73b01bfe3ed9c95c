// Steps that read: constants, variables, fields, items; and those that build lists and maps.
#include "cel/row/run.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {
namespace {

// A host's absent value has no path; the program knows it.
inline Value with_path(Value value, const char* path) {
  if (value.kind == Kind::error && value.is_absent() && value.text == nullptr) [[unlikely]]
    return Value::absent(path);
  return value;
}

Value no_row(const Step& step, const Value& value) {
  return value.is_error() ? with_path(value, step.row_path) : no_overload();
}

// has() of a field: an absent row has no fields; other errors go on.
Value test_field(const Step& step, Frame& frame, const Value& row) {
  if (row.kind != Kind::row || row.row_struct != step.owner) {
    return row.is_absent() ? Value::of_bool(false) : no_row(step, row);
  }
  const Value value = frame.activation.field(step.owner, step.field, static_cast<RowIndex>(row.integer));
  if (value.is_error()) [[unlikely]]
    return value.is_absent() ? Value::of_bool(false) : value;
  return Value::of_bool(true);
}

// The column that a field lies in; null when the host has to be asked.
inline const FieldColumn* column_of(const Step& step, const Frame& frame) {
  if (frame.columns.of_struct == nullptr || step.field >= kFirstAskedField) return nullptr;
  const FieldColumn* columns = frame.columns.of_struct[step.owner];
  return columns == nullptr || columns[step.field].kind == Kind::any ? nullptr : columns + step.field;
}

[[gnu::always_inline]] inline Value read_field(const Step& step, Frame& frame, const Value& row) {
  if (row.kind != Kind::row || row.row_struct != step.owner) [[unlikely]]
    return no_row(step, row);
  const auto index = static_cast<RowIndex>(row.integer);
  const FieldColumn* column = column_of(step, frame);
  return with_path(column != nullptr ? value_of(*column, index) : frame.activation.field(step.owner, step.field, index),
                   step.path);
}

bool as_index(const Value& value, std::uint64_t& index) {
  if (value.kind == Kind::integer && value.integer >= 0)
    index = static_cast<std::uint64_t>(value.integer);
  else if (value.kind == Kind::unsigned_integer)
    index = value.unsigned_integer;
  else if (value.kind == Kind::floating && value.floating >= 0 && value.floating < 0x1p53) {
    index = static_cast<std::uint64_t>(value.floating);
    return static_cast<double>(index) == value.floating;
  } else
    return false;
  return true;
}

}  // namespace

Value run_constant(const Step& step, Frame&) { return step.constant; }
Value run_local(const Step& step, Frame& frame) { return frame.locals[step.slot]; }
Value run_variable(const Step& step, Frame& frame) {
  return with_path(frame.activation.variable(step.slot), step.row_path);
}
Value run_variable_field(const Step& step, Frame& frame) {
  const FieldColumn* column = column_of(step, frame);
  if (column != nullptr) {
    const RowIndex row = frame.columns.row_of_slot[step.slot];
    if (row != kNoRow) [[likely]]
      return with_path(value_of(*column, row), step.path);
  }
  return read_field(step, frame, frame.activation.variable(step.slot));
}
Value run_field(const Step& step, Frame& frame) { return read_field(step, frame, evaluate_step(*step.a, frame)); }
Value run_has_variable_field(const Step& step, Frame& frame) {
  return test_field(step, frame, frame.activation.variable(step.slot));
}
Value run_has_field(const Step& step, Frame& frame) { return test_field(step, frame, evaluate_step(*step.a, frame)); }

Value find_in_map(const MapValue& map, const Value& key, std::int64_t& budget) {
  const bool is_key = key.kind == Kind::text || key.kind == Kind::boolean || is_numeric(key.kind);
  if (!is_key) return no_overload();
  for (std::size_t i = 0; i < map.keys.size(); ++i) {
    const Value same = equal_values(map.keys[i], key, budget);
    if (same.is_true()) return map.values[i];
    if (same.is_error()) return same;
  }
  return Value::error(ErrorReason::no_such_key, "no such key");
}

Value run_map_field(const Step& step, Frame& frame) {
  const Value map = evaluate_step(*step.a, frame);
  if (map.is_error()) return map;
  return map.kind == Kind::map ? find_in_map(*map.map, step.constant, frame.budget) : no_overload();
}

Value run_has_key(const Step& step, Frame& frame) {
  const Value map = evaluate_step(*step.a, frame);
  if (map.is_error()) return map.is_absent() ? Value::of_bool(false) : map;
  if (map.kind != Kind::map) return no_overload();
  const Value found = find_in_map(*map.map, step.constant, frame.budget);
  const bool is_missing = found.is_error() && found.detail == static_cast<std::uint8_t>(ErrorReason::no_such_key);
  return found.is_error() && !is_missing ? found : Value::of_bool(!is_missing);
}

Value run_index(const Step& step, Frame& frame) {
  const Value range = evaluate_step(*step.a, frame);
  if (range.is_error()) return range;
  const Value index = evaluate_step(*step.b, frame);
  if (index.is_error()) return index;
  return item_of(range, index, frame.budget);
}

Value item_of(const Value& range, const Value& index, std::int64_t& budget) {
  if (range.kind == Kind::map) return find_in_map(*range.map, index, budget);
  if (range.kind != Kind::list) return no_overload();
  std::uint64_t at = 0;
  if (!as_index(index, at) || at >= range.list->size()) {
    return Value::error(ErrorReason::bad_index, "the list has no item with this number");
  }
  return range.list->at(at);
}

Value run_list(const Step& step, Frame& frame) {
  Value* values = frame.scratch.take_many<Value>(step.operands.size());
  auto* list = frame.scratch.take_many<ListValue>(1);
  if (values == nullptr || list == nullptr) return limit_error();
  for (std::size_t i = 0; i < step.operands.size(); ++i) {
    values[i] = evaluate_step(*step.operands[i], frame);
    if (values[i].is_error()) return values[i];
  }
  *list = {.values = {values, step.operands.size()}, .rows = {}};
  return Value::of_list(list);
}

Value refuse_key(const MapValue& map, const Value& key, std::int64_t& budget) {
  const Value known = find_in_map(map, key, budget);
  const bool is_new = known.is_error() && known.detail == static_cast<std::uint8_t>(ErrorReason::no_such_key);
  if (known.is_error() && !is_new) return known;
  if (is_new && key.kind != Kind::floating && key.kind != Kind::decimal) return Value::null();
  return Value::error(ErrorReason::other, "a key stands twice, or is no int, uint, bool or string");
}

Value run_map(const Step& step, Frame& frame) {
  const std::size_t count = step.operands.size() / 2;
  Value* keys = frame.scratch.take_many<Value>(count);
  Value* values = frame.scratch.take_many<Value>(count);
  auto* map = frame.scratch.take_many<MapValue>(1);
  if (keys == nullptr || values == nullptr || map == nullptr) return limit_error();
  for (std::size_t i = 0; i < count; ++i) {
    const Value key = evaluate_step(*step.operands[2 * i], frame);
    if (key.is_error()) return key;
    const Value wrong = refuse_key({{keys, i}, {values, i}}, key, frame.budget);
    if (wrong.is_error()) return wrong;
    keys[i] = key;
    values[i] = evaluate_step(*step.operands[2 * i + 1], frame);
    if (values[i].is_error()) return values[i];
  }
  *map = {{keys, count}, {values, count}};
  return Value::of_map(map);
}

}  // namespace qiuhao::cel
