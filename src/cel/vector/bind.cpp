// Which way each part is computed, once the columns are known.
#include <algorithm>

#include "base/check.h"
#include "cel/vector/state.h"

namespace qiuhao::cel {

const FieldColumn* VectorRun::State::column_of(const FieldName& name) const {
  const FieldColumn* columns = batch.of_struct[name.owner];
  const bool is_laid = name.slot < batch.slots.size() && (name.slot >= 64 || ((batch.unlaid >> name.slot) & 1) == 0);
  const bool is_known = columns != nullptr && is_laid && columns[name.field].kind != Kind::any;
  return is_known ? columns + name.field : nullptr;
}

bool VectorRun::State::bind_table(const VectorPart& part, PartState& state) const {
  if (!part.is_by_text || part.type != Kind::boolean || part.kind == PartKind::has) return false;
  std::size_t size = 1;
  state.columns.clear();
  for (const FieldName& name : part.texts) {
    const FieldColumn* field = column_of(name);
    const bool has_codes = field != nullptr && field->kind == Kind::text && field->column.storage == Storage::code;
    if (!has_codes) return false;
    state.columns.push_back(&field->column);
    size *= field->column.dictionary_size + 1;
    if (size > (part.texts.size() == 1 ? kMostCodes : kMostTable)) return false;
  }
  state.table.assign(size, kTableUnknown);
  return true;
}

// Numbers can be computed when their operands have one scale each.
bool VectorRun::State::bind_numbers(const VectorPart& part, PartState& state) const {
  const auto scale = [&](std::size_t i) { return parts[part.parts[i]].scale; };
  for (std::size_t i = 0; i < part.parts.size(); ++i) {
    if (scale(i) == kNoScale) return false;
  }
  if (part.type != Kind::decimal) return true;
  if (part.kind == PartKind::choice) {
    state.scale = scale(1);
    return scale(1) == scale(2);
  }
  switch (part.operation) {
    case Operation::multiply: state.scale = scale(0) + scale(1); break;
    case Operation::divide: state.scale = kDivisionScale; break;
    default: state.scale = std::max(scale(0), scale(1));
  }
  return state.scale <= kMaxScale;
}

Way VectorRun::State::way_of(const VectorPart& part, PartState& state) const {
  if (part.kind == PartKind::constant) {
    state.scale = part.constant.detail;
    state.own.assign(kBatchRows, part.constant.integer);
    return Way::constant;
  }
  if (bind_table(part, state)) return Way::table;
  switch (part.kind) {
    case PartKind::field: {
      const FieldColumn* field = column_of(part.name);
      if (field == nullptr || (field->kind != part.type && field->kind != Kind::null)) return Way::row;
      state.scale = field->column.scale;
      return Way::field;
    }
    case PartKind::size: return host->has_sizes(part.name, part.program) ? Way::sizes : Way::row;
    case PartKind::answer: return host->has_answers(part.call) ? Way::answers : Way::row;
    case PartKind::has: return column_of(part.name) == nullptr ? Way::row : Way::has;
    case PartKind::chain:
    case PartKind::negation:
    case PartKind::conditional: return Way::logic;
    case PartKind::comparison:
    case PartKind::arithmetic:
    case PartKind::negative:
    case PartKind::days_between:
    case PartKind::day_of_time:
    case PartKind::age_years:
    case PartKind::age_months:
    case PartKind::choice: return bind_numbers(part, state) ? Way::numbers : Way::row;
    default: return Way::row;
  }
}

void VectorRun::State::bind() {
  bound = batch.of_struct;
  codes.clear();
  for (std::size_t index = 0; index < parts.size(); ++index) {
    const VectorPart& part = graph.parts[index];
    PartState& state = parts[index];
    state = {};
    state.way = way_of(part, state);
    if (state.way == Way::row && part.type == Kind::decimal) state.scale = kNoScale;
    const bool is_number = part.type != Kind::boolean && (state.way == Way::numbers || state.way == Way::row);
    if (is_number || state.way == Way::field) state.own.resize(kBatchRows);
    for (std::uint16_t i = 0; part.kind == PartKind::chain && i < part.parts.size(); ++i) state.order.push_back(i);
    state.measured.resize(state.order.size());
  }
}

}  // namespace qiuhao::cel
