// Which way each part is computed, once the columns are known.
#include <algorithm>
#include <unordered_map>

#include "base/check.h"
#include "cel/vector/state.h"

namespace qiuhao::cel {

const FieldColumn* VectorRun::State::column_of(const FieldName& name) const {
  const FieldColumn* columns = batch.of_struct[name.owner];
  const bool is_known = columns != nullptr && is_laid(name.slot) && columns[name.field].kind != Kind::any;
  return is_known ? columns + name.field : nullptr;
}

// Numbers are kept for filtering alone: a decimal has the table's scale, which a text made of it would show.
bool VectorRun::State::bind_table(const VectorPart& part, PartState& state) const {
  const bool is_number = part.type == Kind::integer || part.type == Kind::decimal || part.type == Kind::date;
  const bool is_kept = part.type == Kind::boolean || (is_number && rest == Rest::unsure);
  if (!part.is_by_text || !is_kept || part.kind == PartKind::has) return false;
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
  if (is_number) state.table_values.resize(size);
  if (part.type == Kind::decimal) state.scale = kTableScale;
  return true;
}

// Texts are equal where the codes of one dictionary are: the first column's codes in terms of the second's.
bool VectorRun::State::bind_same_text(const VectorPart& part, PartState& state) const {
  state.columns.clear();
  for (std::size_t side = 0; side < 2; ++side) {
    const FieldColumn* field = part.texts.size() > side ? column_of(part.texts[side]) : nullptr;
    if (field == nullptr || field->kind != Kind::text || field->column.storage != Storage::code) return false;
    state.columns.push_back(&field->column);
  }
  const Column& first = *state.columns[0];
  const Column& second = *state.columns[1];
  std::unordered_map<std::string_view, std::uint32_t> codes_of_second;
  for (std::uint32_t code = 0; code < second.dictionary_size; ++code) codes_of_second.emplace(second.entry(code), code);
  state.other_codes.clear();
  for (std::uint32_t code = 0; code < first.dictionary_size; ++code) {
    const auto same = codes_of_second.find(first.entry(code));
    state.other_codes.push_back(same == codes_of_second.end() ? kNoCode : same->second);
  }
  return true;
}

// Numbers can be computed when their operands have one scale each.
bool VectorRun::State::bind_numbers(const VectorPart& part, PartState& state) const {
  const auto scale = [&](std::size_t i) { return parts[part.parts[i]].scale; };
  for (std::size_t i = 0; i < part.parts.size(); ++i) {
    if (scale(i) == kNoScale) return false;
  }
  if (part.type != Kind::decimal) return true;
  // The one that is chosen keeps its scale, which a text made of it would show.
  const bool is_extreme = part.kind == PartKind::least || part.kind == PartKind::greatest;
  if (is_extreme && rest == Rest::by_rows && scale(0) != scale(1)) return false;
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

Way VectorRun::State::way_of(PartIndex index) {
  const VectorPart& part = graph.parts[index];
  PartState& state = parts[index];
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
    case PartKind::same_text: return bind_same_text(part, state) ? Way::same_text : Way::row;
    case PartKind::row_number: return is_laid(part.name.slot) ? Way::row_numbers : Way::row;
    case PartKind::list: return bind_list(index) ? Way::list : Way::row;
    case PartKind::chain:
    case PartKind::negation:
    case PartKind::conditional: return Way::logic;
    case PartKind::comparison:
    case PartKind::arithmetic:
    case PartKind::negative:
    case PartKind::least:
    case PartKind::greatest:
    case PartKind::days_between:
    case PartKind::add_days:
    case PartKind::day_of_time:
    case PartKind::age_years:
    case PartKind::age_months:
    case PartKind::choice: {
      // What no text says alone has no step of its own by which rows could be asked.
      const bool can_ask = std::ranges::all_of(
          part.parts, [&](PartIndex of) { return graph.parts[of].step != nullptr || parts[of].way != Way::row; });
      return can_ask && bind_numbers(part, state) ? Way::numbers : Way::row;
    }
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
    state.way = way_of(static_cast<PartIndex>(index));
    if (state.way == Way::row && part.type == Kind::decimal) state.scale = kNoScale;
    if ((part.type != Kind::boolean && state.way != Way::constant) || state.way == Way::field)
      state.own.resize(kBatchRows);
    for (std::uint16_t i = 0; part.kind == PartKind::chain && i < part.parts.size(); ++i) state.order.push_back(i);
    state.measured.resize(state.order.size());
  }
}

}  // namespace qiuhao::cel
