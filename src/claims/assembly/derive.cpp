// Derived fields by the words of the dictionary.
#include "claims/assembly/derive.h"

#include <fmt/format.h>

#include <charconv>

#include "base/check.h"
#include "base/day.h"

namespace qiuhao::claims::assembly {
namespace {

std::unexpected<Error> not_understood(const Layout& layout, const Field& field) {
  return input_error(
      "bad_schema",
      fmt::format("field {} is derived as '{}', which is not known; write 'day of FIELD', 'kind of FIELD', "
                  "'level of FIELD', 'days of FIELD and FIELD' or 'hours of FIELD and FIELD'",
                  field.name, field.derived),
      {fmt::format("{}.yaml", kEntityNames[static_cast<std::size_t>(layout.entity)]), 0, 0, field.name});
}

Result<FieldPlan> plan_derived(const Layout& layout, const Field& field) {
  FieldPlan plan{FieldPlan::Source::column, kNoColumn, kNoColumn, Cell::text, &field};
  if (field.derived == "sum of refunds") {
    plan.source = FieldPlan::Source::refunds;
    return plan;
  }
  const auto space = field.derived.find(" of ");
  if (space == std::string::npos) return not_understood(layout, field);
  const std::string word = field.derived.substr(0, space);
  const std::string rest = field.derived.substr(space + 4);
  const auto both = rest.find(" and ");
  plan.column = layout.find(rest.substr(0, both));
  if (plan.column == kNoColumn) return not_understood(layout, field);
  const Cell from = layout.columns[plan.column].cell;
  if (word == "day" && from == Cell::time) {
    plan.source = FieldPlan::Source::day;
  } else if ((word == "days" || word == "hours") && both != std::string::npos && from == Cell::time) {
    plan.source = word == "days" ? FieldPlan::Source::days : FieldPlan::Source::hours;
    plan.end = layout.find(rest.substr(both + 5));
    if (plan.end == kNoColumn) return not_understood(layout, field);
  } else if ((word == "kind" || word == "level") && from == Cell::text && !field.value_map.empty()) {
    const bool is_number = field.storage() == Storage::number;
    plan.source = is_number ? FieldPlan::Source::mapped_number : FieldPlan::Source::mapped_text;
  } else {
    return not_understood(layout, field);
  }
  return plan;
}

void append_mapped(const FieldPlan& plan, std::string_view code, ColumnBuilder& target) {
  const std::string* value = mapped_value(plan.field->value_map, code);
  if (value == nullptr) return target.append_absent();
  if (plan.source == FieldPlan::Source::mapped_text) return target.append_text(*value);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
  CHECK_NOTE(error == std::errc() && end == value->data() + value->size(), *value);
  target.append_number(number);
}

}  // namespace

const std::string* mapped_value(const std::map<std::string, std::string>& value_map, std::string_view code) {
  const std::string* best = nullptr;
  std::size_t length = 0;
  for (const auto& [prefix, value] : value_map) {
    if (!code.starts_with(prefix) || (best != nullptr && prefix.size() < length)) continue;
    best = &value;
    length = prefix.size();
  }
  return best;
}

Result<std::vector<FieldPlan>> plan_fields(const Schema& schema, const Layout& layout) {
  std::vector<FieldPlan> plans;
  const auto& fields = schema.of(layout.entity).fields;
  for (std::size_t index = 0; index < fields.size(); ++index) {
    const Field& field = fields[index];
    if (!field.derived.empty()) {
      ASSIGN(const FieldPlan plan, plan_derived(layout, field));
      plans.push_back(plan);
      continue;
    }
    const ColumnIndex column = layout.of_field[index];
    const Cell cell = column == kNoColumn ? Cell::text : layout.columns[column].cell;
    plans.push_back({FieldPlan::Source::column, column, kNoColumn, cell, &field});
  }
  return plans;
}

void append_planned(const FieldPlan& plan, const Rows& rows, RowNumber row, ColumnBuilder& target) {
  if (plan.column == kNoColumn || !rows.has(row, plan.column)) return target.append_absent();
  switch (plan.source) {
    case FieldPlan::Source::column:
      if (plan.cell == Cell::text) return target.append_text(rows.text(row, plan.column));
      if (plan.cell == Cell::day) return target.append_day(static_cast<Day>(rows.number(row, plan.column)));
      return target.append_number(rows.number(row, plan.column));
    case FieldPlan::Source::day: return target.append_day(day_of(rows.number(row, plan.column)));
    case FieldPlan::Source::days: {
      if (!rows.has(row, plan.end)) return target.append_absent();
      const Day first = day_of(rows.number(row, plan.column));
      const Day last = day_of(rows.number(row, plan.end));
      return last < first ? target.append_absent() : target.append_number(std::int64_t{last} - first + 1);
    }
    // Whole ones; what ends before it begins has a negative number.
    case FieldPlan::Source::hours: {
      constexpr Seconds kHour = 3'600;
      if (!rows.has(row, plan.end)) return target.append_absent();
      const Seconds passed = rows.number(row, plan.end) - rows.number(row, plan.column);
      return target.append_number(passed >= 0 ? passed / kHour : -((-passed + kHour - 1) / kHour));
    }
    case FieldPlan::Source::mapped_text:
    case FieldPlan::Source::mapped_number: return append_mapped(plan, rows.text(row, plan.column), target);
    case FieldPlan::Source::refunds: break;
  }
  CHECK(false);
}

}  // namespace qiuhao::claims::assembly
