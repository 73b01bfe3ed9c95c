// Loading values from columns, and windows by hashing the person's rows once.
#include "rules/subject.h"

#include "rules/subject_state.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;
using claims::Link;

Subject::Subject(const PartPlan& plan) : plan_(&plan), part_(&plan.part()), state_(std::make_unique<WindowState>()) {}
Subject::~Subject() = default;

void Subject::set_person(RowIndex person) {
  person_ = person;
  line_ = kNoRow;
  state_->used = 0;
}

void Subject::set_line(RowIndex line, const Candidate& candidate) {
  line_ = line;
  visit_ = part_->link(Link::line_visit, line);
  candidate_ = candidate;
  state_->window_known.fill(false);
  state_->let_known.fill(false);
}

Value Subject::variable(cel::SlotId slot) const {
  if (slot >= kFirstLetSlot) return let(slot - kFirstLetSlot);
  if (slot >= kFirstWindowSlot) return window(slot - kFirstWindowSlot);
  const auto row = [](Entity entity, RowIndex index) {
    return index == kNoRow ? Value::absent() : Value::of_row(static_cast<cel::StructId>(entity), index);
  };
  switch (slot) {
    case kPersonSlot: return row(Entity::person, person_);
    case kVisitSlot: return row(Entity::visit, visit_);
    case kLineSlot: return row(Entity::line, line_);
    case kProviderSlot:
      return row(Entity::provider, visit_ == kNoRow ? kNoRow : part_->link(Link::visit_provider, visit_));
    case kPointSlot: return Value::of_row(kPointStruct, candidate_.point);
    case kRowSlot: return row(Entity::line, row_);
    default: return Value::absent();
  }
}

Value Subject::field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const {
  if (owner == kPointStruct) return point_field(field, row);
  if (field >= kFirstSynthetic) {
    if (field == kLineVisit) {
      return Value::of_row(static_cast<cel::StructId>(Entity::visit), part_->link(Link::line_visit, row));
    }
    return Value::of_int(row);
  }
  const auto entity = static_cast<Entity>(owner);
  const Column* column = part_->column(entity, field);
  if (column == nullptr || !column->has(row)) return Value::absent();
  switch (plan_->plan().schema().field(entity, field).type) {
    case claims::FieldType::code:
    case claims::FieldType::text:
    case claims::FieldType::id: return Value::of_text(column->text(row));
    case claims::FieldType::date: return Value::of_date(column->day(row));
    case claims::FieldType::time: return Value::of_timestamp(column->number(row));
    case claims::FieldType::decimal:
      return Value::of_decimal({column->number(row), static_cast<std::uint8_t>(column->scale)});
    case claims::FieldType::integer: return Value::of_int(column->number(row));
  }
  return Value::absent();
}

namespace {

Value of_optional(const std::optional<int>& number) { return number ? Value::of_int(*number) : Value::absent(); }
Value of_words(const std::string& text) { return text.empty() ? Value::absent() : Value::of_text(text); }
Value of_list(const cel::ListValue* list) { return list == nullptr ? Value::absent() : Value::of_list(list); }

Value sex_of(const knowledge::Limits& limits) {
  if (!limits.sex) return Value::absent();
  return Value::of_text(*limits.sex == 1 ? "1" : "2");
}

Value age_unit_of(const knowledge::Limits& limits) {
  if (!limits.age_min && !limits.age_max) return Value::absent();
  switch (limits.age_unit) {
    case knowledge::AgeUnit::years: return Value::of_text("years");
    case knowledge::AgeUnit::months: return Value::of_text("months");
    case knowledge::AgeUnit::days: return Value::of_text("days");
  }
  return Value::absent();
}

}  // namespace

Value Subject::point_field(cel::FieldId field, PointIndex index) const {
  if (index == kNoPoint) return Value::absent();
  const knowledge::Point& point = plan_->plan().library()[index];
  const knowledge::Limits& limits = point.limits;
  switch (static_cast<PointField>(field)) {
    case kPointId: return Value::of_text(point.id);
    case kPointItemName: return of_words(point.item_name);
    case kPointConstraint: return of_words(point.constraint);
    case kPointBasis: return of_words(point.basis);
    case kPointFirst: return point.items.empty() ? Value::absent() : Value::of_text(point.items[0]);
    case kPointSecond: return point.items.size() < 2 ? Value::absent() : Value::of_text(point.items[1]);
    case kPointSex: return sex_of(limits);
    case kPointAgeMin: return of_optional(limits.age_min);
    case kPointAgeMax: return of_optional(limits.age_max);
    case kPointAgeUnit: return age_unit_of(limits);
    case kPointChild: return Value::of_bool(limits.child);
    case kPointLevelMin: return of_optional(limits.level_min);
    case kPointModes: return of_list(plan_->plan().modes(index));
    case kPointInsurance: return of_list(plan_->plan().insurance(index));
    case kPointMaxDays: return of_optional(limits.max_days);
    case kPointMinGapDays: return of_optional(limits.min_gap_days);
    case kPointMaxCount: return of_optional(limits.max_count);
    case kPointPer: return of_words(limits.per);
    case kPointOperationGroup: return of_words(limits.operation_group);
  }
  return Value::absent();
}

Value Subject::let(std::size_t index) const {
  WindowState& state = *state_;
  if (!state.let_known[index]) {
    const Rule& rule = plan_->plan().rules()[candidate_.rule];
    state.lets[index] = rule.lets[index].program.evaluate(*this, state.let_scratches[index]);
    state.let_known[index] = true;
  }
  return state.lets[index];
}

Value Subject::listed(const cel::Activation& activation, std::span<const Value> arguments) {
  const auto& subject = static_cast<const Subject&>(activation);
  const knowledge::Library& library = subject.plan_->plan().library();
  const auto kind = library.kinds().find_table(arguments[0].as_text());
  if (!kind) return Value::error(cel::ErrorReason::other, "there is no such knowledge table");
  const Day day = static_cast<Day>(arguments[2].integer);
  for (const PointIndex index : library.by_item(arguments[1].as_text(), *kind)) {
    if (library[index].in_force(day)) return Value::of_bool(true);
  }
  return Value::of_bool(false);
}

}  // namespace qiuhao::rules
