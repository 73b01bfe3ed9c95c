// Loading values from columns, and windows by hashing the person's rows once.
#include "rules/subject.h"

#include "base/check.h"
#include "rules/subject_state.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;
using claims::Link;

Subject::Subject(const PartPlan& plan)
    : plan_(&plan), part_(&plan.part()), rows_(plan.part()), state_(std::make_unique<WindowState>()) {}
Subject::~Subject() = default;

void Subject::set_person(RowIndex person) {
  person_ = person;
  line_ = kNoRow;
  rows_.set_person(person);
  state_->used = 0;
}

// Windows and lets are those of one subject.
void Subject::forget() {
  state_->window_known.fill(false);
  state_->let_known.fill(false);
}

void Subject::set_line(RowIndex line, const Candidate& candidate) {
  grain_ = Grain::line;
  line_ = line;
  visit_ = part_->link(Link::line_visit, line);
  candidate_ = candidate;
  forget();
}

void Subject::set_visit(RowIndex visit, RuleIndex rule) {
  grain_ = Grain::visit;
  line_ = kNoRow;
  visit_ = visit;
  candidate_ = {rule, kNoPoint};
  forget();
}

void Subject::set_person_day(RowIndex first_line, RuleIndex rule) {
  grain_ = Grain::person_day;
  line_ = first_line;
  visit_ = kNoRow;
  candidate_ = {rule, kNoPoint};
  day_lines_ = rows_.same_day(first_line, plan_->plan().fields().line_day);
  forget();
}

void Subject::set_whole_person(RuleIndex rule) {
  grain_ = Grain::person;
  line_ = kNoRow;
  visit_ = kNoRow;
  candidate_ = {rule, kNoPoint};
  forget();
}

void Subject::set_pair(RowIndex a, RowIndex b, const Candidate& candidate) {
  set_line(b, candidate);
  grain_ = Grain::pair;
  other_ = a;
}

void Subject::stand(const SubjectRef& subject) {
  const Grain grain = plan_->plan().rules()[subject.rule].grain;
  CHECK(grain != Grain::provider_period);
  RowIndex visit = subject.row;
  if (grain != Grain::visit && grain != Grain::person) visit = part_->link(Link::line_visit, subject.row);
  const RowIndex person = grain == Grain::person ? subject.row : part_->link(Link::visit_person, visit);
  if (person != person_) set_person(person);  // else what windows hold stays good
  switch (grain) {
    case Grain::line: set_line(subject.row, {subject.rule, subject.point}); break;
    case Grain::visit: set_visit(subject.row, subject.rule); break;
    case Grain::person_day: set_person_day(subject.row, subject.rule); break;
    case Grain::person: set_whole_person(subject.rule); break;
    case Grain::pair: set_pair(subject.other, subject.row, {subject.rule, subject.point}); break;
    case Grain::provider_period: break;
  }
}

SubjectRef Subject::ref() const {
  SubjectRef ref{candidate_.rule, candidate_.point, kNoRow, kNoRow};
  switch (grain_) {
    case Grain::line:
    case Grain::person_day: ref.row = line_; break;
    case Grain::visit: ref.row = visit_; break;
    case Grain::person: ref.row = person_; break;
    case Grain::pair:
      ref.row = line_;
      ref.other = other_;
      break;
    case Grain::provider_period: break;
  }
  return ref;
}

Day Subject::day() const {
  const EngineFields& fields = plan_->plan().fields();
  const auto day_of_line = [&](RowIndex line) { return part_->column(Entity::line, fields.line_day)->day(line); };
  const auto day_of_visit = [&](RowIndex visit) {
    const Column* start = part_->column(Entity::visit, fields.visit_start);
    return start == nullptr || !start->has(visit) ? kNoDay : day_of(start->number(visit));
  };
  switch (grain_) {
    case Grain::line:
    case Grain::pair:
    case Grain::person_day: return day_of_line(line_);
    case Grain::visit: return day_of_visit(visit_);
    case Grain::person: {
      const claims::Range lines = rows_.range(Entity::line);
      if (lines.begin < lines.end) return day_of_line(lines.end - 1);
      const claims::Range visits = rows_.range(Entity::visit);
      return visits.begin < visits.end ? day_of_visit(visits.end - 1) : kNoDay;
    }
    case Grain::provider_period: break;
  }
  return kNoDay;
}

std::span<const RowIndex> Subject::own_lines() const {
  switch (grain_) {
    case Grain::line:
    case Grain::pair: return {&line_, 1};
    case Grain::visit: return rows_.of_visit(Entity::line, visit_)->rows;
    case Grain::person_day: return rows_.run(Entity::line, day_lines_);
    case Grain::person: return rows_.all(Entity::line)->rows;
    case Grain::provider_period: break;
  }
  return {};
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
    case kRowSlot: return row(row_entity_, row_);
    case kDaySlot: return Value::of_date(day());
    case kLinesSlot: return Value::of_list(&day_list());
    default: return Value::absent();
  }
}

const cel::ListValue& Subject::day_list() const {
  day_list_ = {.values = {},
               .rows = rows_.run(Entity::line, day_lines_),
               .row_struct = static_cast<cel::StructId>(Entity::line),
               .of_rows = true};
  return day_list_;
}

// What a window of the subject gave that is no row of the part; the row is the window's number.
Value Subject::window_field(cel::StructId owner, cel::FieldId field, std::uint32_t) const {
  if (owner != kPairStruct) return Value::absent();
  const auto line = static_cast<cel::StructId>(Entity::line);
  return Value::of_row(line, field == kPairA ? other_ : line_);
}

Value Subject::relation(Entity owner, cel::FieldId field, RowIndex row) const {
  const auto rows = [&](Entity of) {
    return Value::of_list(owner == Entity::visit ? rows_.of_visit(of, row) : rows_.all(of));
  };
  switch (field) {
    case kRowVisit: return Value::of_row(static_cast<cel::StructId>(Entity::visit), rows_.visit_of(owner, row));
    case kRowOrder: return Value::of_int(row);
    case kVisits: return rows(Entity::visit);
    case kLines: return rows(Entity::line);
    case kDiagnoses: return rows(Entity::diagnosis);
    case kOperations: return rows(Entity::operation);
    case kSettlements: return rows(Entity::settlement);
    default: return Value::absent();
  }
}

Value Subject::field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const {
  if (owner >= kPointStruct) [[unlikely]]
    return owner == kPointStruct ? point_field(field, row) : window_field(owner, field, row);
  if (field >= kFirstSynthetic) [[unlikely]]
    return relation(static_cast<Entity>(owner), field, row);
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
