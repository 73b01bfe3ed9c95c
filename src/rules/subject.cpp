// Standing on subjects, and their variables.
#include "rules/subject.h"

#include <algorithm>

#include "base/check.h"
#include "rules/bulk/line_money.h"
#include "rules/subject_state.h"
#include "rules/windows/peer.h"

namespace qiuhao::rules {

using cel::Value;
using claims::Entity;
using claims::Link;

Subject::Subject(const PartPlan& plan) : Subject(plan, std::make_unique<State>(plan)) {}
Subject::Subject(const PartPlan& plan, std::unique_ptr<State> state)
    : RowsActivation(plan, state->rows), state_(std::move(state)) {}
Subject::~Subject() = default;

void Subject::use(const PeopleRun& run, RowConditions& told, const MetLines& met, const LineMoney& money) {
  money_ = &money;
  state_->rows.use(&run);
  state_->windows.use(told, met);
}

std::optional<Cents> Subject::most_of(RowIndex line) const {
  return money_ != nullptr ? money_->of(line) : line_money(*part_, plan_->plan().fields(), line);
}

void Subject::set_person(RowIndex person) {
  person_ = person;
  line_ = kNoRow;
  visit_ = kNoRow;
  code_row_ = kNoRow;
  stand_rows();
  state_->rows.set_person(person);
  state_->windows.forget();
  state_->known_lets.clear();
}

void Subject::stand_rows() {
  row_of_slot_[kPersonSlot] = person_;
  row_of_slot_[kVisitSlot] = visit_;
  row_of_slot_[kLineSlot] = line_;
  row_of_slot_[kDiagnosisSlot] = grain_ == Grain::diagnosis ? code_row_ : kNoRow;
  row_of_slot_[kOperationSlot] = grain_ == Grain::operation ? code_row_ : kNoRow;
  row_of_slot_[kPointSlot] = candidate_.point;
}

// Windows and lets are those of one subject.
void Subject::forget() {
  stand_rows();
  if (plan_->reads_parameters(candidate_.rule)) [[unlikely]]
    row_of_slot_[kParameterSlot] = plan_->parameter_row(candidate_.rule, visit_, day());
  const RegisterSet registers = plan_->plan().registers_of(candidate_.rule);
  if (!registers.is_empty()) [[unlikely]]
    registers.each([&](RegisterNumber number) {
      row_of_slot_[static_cast<std::size_t>(kFirstRegisterSlot) + number] =
          plan_->register_row(number, line_, person_, day());
    });
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

void Subject::set_code_row(RowIndex row, const Candidate& candidate) {
  grain_ = plan_->plan().rules()[candidate.rule].grain;
  line_ = kNoRow;
  code_row_ = row;
  visit_ = state_->rows.visit_of(entity_of(grain_), row);
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
  day_lines_ = state_->rows.same_day(first_line);
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

void Subject::set_provider_period(const PeerTable& table, std::uint32_t cell, RuleIndex rule) {
  grain_ = Grain::provider_period;
  person_ = line_ = visit_ = code_row_ = kNoRow;
  peers_ = &table;
  cell_ = cell;
  candidate_ = {rule, kNoPoint};
  state_->month = format_day(table.cells(rule)[cell].key.month).substr(0, 7);
  forget();
}

void Subject::stand(const SubjectRef& subject) {
  const Grain grain = plan_->plan().rules()[subject.rule].grain;
  CHECK(grain != Grain::provider_period);
  const Entity entity = entity_of(grain);
  const RowIndex visit = entity == Entity::person ? kNoRow
                         : entity == Entity::line ? part_->link(Link::line_visit, subject.row)
                                                  : state_->rows.visit_of(entity, subject.row);
  const RowIndex person = grain == Grain::person ? subject.row : part_->link(Link::visit_person, visit);
  if (person != person_) set_person(person);  // else what windows hold stays good
  switch (grain) {
    case Grain::line: set_line(subject.row, {subject.rule, subject.point}); break;
    case Grain::visit: set_visit(subject.row, subject.rule); break;
    case Grain::person_day: set_person_day(subject.row, subject.rule); break;
    case Grain::person: set_whole_person(subject.rule); break;
    case Grain::pair: set_pair(subject.other, subject.row, {subject.rule, subject.point}); break;
    case Grain::diagnosis:
    case Grain::operation: set_code_row(subject.row, {subject.rule, subject.point}); break;
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
    case Grain::diagnosis:
    case Grain::operation: ref.row = code_row_; break;
    case Grain::provider_period: ref.row = cell_; break;
  }
  return ref;
}

Day Subject::day() const {
  const PersonRows& rows = state_->rows;
  switch (grain_) {
    case Grain::line:
    case Grain::pair:
    case Grain::person_day: return rows.day_of_row(Entity::line, line_);
    case Grain::visit:
    case Grain::diagnosis:
    case Grain::operation: return rows.day_of_row(Entity::visit, visit_);
    case Grain::person: {
      const claims::Range lines = state_->rows.range(Entity::line);
      if (lines.begin < lines.end) return rows.day_of_row(Entity::line, lines.end - 1);
      const claims::Range visits = state_->rows.range(Entity::visit);
      return visits.begin < visits.end ? rows.day_of_row(Entity::visit, visits.end - 1) : kNoDay;
    }
    case Grain::provider_period: return peers_->cells(candidate_.rule)[cell_].key.month;
  }
  return kNoDay;
}

std::span<const RowIndex> Subject::own_lines() const {
  switch (grain_) {
    case Grain::line:
    case Grain::pair: return {&line_, 1};
    case Grain::visit: return state_->rows.of_visit(Entity::line, visit_)->rows;
    case Grain::person_day: return state_->rows.run(Entity::line, day_lines_);
    case Grain::person: return state_->rows.all(Entity::line)->rows;
    case Grain::diagnosis:
    case Grain::operation:
    case Grain::provider_period: break;
  }
  return {};
}

Value Subject::lines_of_day() const {
  state_->day_list = {.values = {},
                      .rows = state_->rows.run(Entity::line, day_lines_),
                      .row_struct = static_cast<cel::StructId>(Entity::line),
                      .of_rows = true};
  return Value::of_list(&state_->day_list);
}

Value Subject::variable(cel::SlotId slot) const {
  if (slot >= kFirstLetSlot) return let(slot - kFirstLetSlot);
  if (slot >= kFirstWindowSlot) return window(slot - kFirstWindowSlot);
  if (slot >= kFirstRegisterSlot && slot < kStockSlot) {
    const auto owner = static_cast<cel::StructId>(kFirstRegisterStruct + (slot - kFirstRegisterSlot));
    return Value::of_row(owner, row_of_slot_[slot]);
  }
  switch (slot) {
    case kPersonSlot: return row_value(Entity::person, person_);
    case kVisitSlot: return row_value(Entity::visit, visit_);
    case kLineSlot: return row_value(Entity::line, line_);
    case kDiagnosisSlot: return row_value(Entity::diagnosis, code_row_);
    case kOperationSlot: return row_value(Entity::operation, code_row_);
    case kProviderSlot:
      if (peers_ != nullptr && grain_ == Grain::provider_period) {
        return row_value(Entity::provider, peers_->cells(candidate_.rule)[cell_].provider_row);
      }
      return row_value(Entity::provider, visit_ == kNoRow ? kNoRow : part_->link(Link::visit_provider, visit_));
    case kPointSlot:
      return candidate_.point == kNoPoint ? Value::absent() : Value::of_row(kPointStruct, candidate_.point);
    case kParameterSlot: return Value::of_row(kParameterStruct, row_of_slot_[kParameterSlot]);
    case kMonthSlot: return Value::of_text(state_->month);
    case kStockSlot: return stock();
    case kDaySlot: return Value::of_date(day());
    case kLinesSlot: return lines_of_day();
    default: return Value::absent();
  }
}

Value Subject::field(cel::StructId owner, cel::FieldId field, cel::RowIndex row) const {
  const bool is_laid = owner <= kPointStruct || owner == kParameterStruct || is_register(owner);
  if (!is_laid) [[unlikely]]
    return window_field(owner, field, row);
  return RowsActivation::field(owner, field, row);
}

Value Subject::let(std::size_t index) const {
  State& state = *state_;
  if (!state.let_known[index]) {
    const Let& let = plan_->plan().rules()[candidate_.rule].lets[index];
    state.lets[index] = let.of_window ? let_of_window(let, index) : evaluate(let, index);
    state.let_known[index] = true;
  }
  return state.lets[index];
}

Value Subject::evaluate(const Let& let, std::size_t index) const {
  return let.program.evaluate(*this, state_->let_scratches[index]);
}

// A line of a prescription after the other sees the same rows.
Value Subject::let_of_window(const Let& let, std::size_t index) const {
  const Value window = this->window(*let.of_window);
  if (window.kind != cel::Kind::list) return evaluate(let, index);
  const std::span<const RowIndex> rows = window.list->rows;
  std::vector<State::KnownLet>& known = state_->known_lets;
  auto at = std::ranges::find_if(
      known, [&](const State::KnownLet& of) { return of.rule == candidate_.rule && of.let == index; });
  const bool is_known = at != known.end();
  if (is_known && at->rows.data() == rows.data() && at->rows.size() == rows.size()) return at->value;
  const Value value = evaluate(let, index);
  if (value.is_error()) return value;  // its words may be the scratch's
  if (!is_known) at = known.insert(known.end(), {candidate_.rule, index, {}, {}});
  at->rows = rows;
  at->value = value;
  return value;
}

}  // namespace qiuhao::rules
