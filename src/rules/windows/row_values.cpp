// A program for each window; rows stand on `r`, which is also `visit` or `line`.
#include "rules/windows/row_values.h"

#include <algorithm>

#include "rules/windows/line_cells.h"

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

struct RowValues::OfWindow {
  RuleIndex rule = 0;
  std::size_t window = 0;
  bool reads_parameters = false;
  std::unique_ptr<const cel::VectorProgram> program;
  std::unique_ptr<cel::VectorRun> run;
};

RowValues::RowValues(const PartPlan& plan) : plan_(plan), rows_(plan), scope_(plan, rows_) {}
RowValues::~RowValues() = default;

void RowValues::begin(const PeopleRun& run, VisitLists& lists, RunColumns& columns) {
  run_ = &run;
  lists_ = &lists;
  columns_ = &columns;
}

void RowValues::begin_batch(Entity of, std::span<const RowIndex> rows) {
  of_ = of;
  batch_ = rows;
  people_.resize(rows.size());
  for (std::size_t at = 0; at < rows.size(); ++at)
    people_[at] = run_->person_of(of == Entity::visit ? rows[at] : run_->visit_of(rows[at]));
}

// Windows are few, so they are looked for one by one.
RowValues::OfWindow& RowValues::of_window(RuleIndex rule, std::size_t window) {
  for (const auto& known : windows_) {
    if (known->rule == rule && known->window == window) return *known;
  }
  const cel::Program& value = *plan_.plan().rules()[rule].windows[window].value;
  const auto names = value.variables();
  windows_.push_back(std::make_unique<OfWindow>());
  OfWindow& made = *windows_.back();
  made.rule = rule;
  made.window = window;
  made.reads_parameters = std::ranges::find(names, "param") != names.end();
  made.program = std::make_unique<const cel::VectorProgram>(std::vector{&value});
  made.run = std::make_unique<cel::VectorRun>(*made.program);
  return made;
}

// Those of the workspace's region in the month.
void RowValues::lay_parameters(RuleIndex rule) {
  parameters_.resize(batch_.size());
  for (std::size_t at = 0; at < batch_.size(); ++at) {
    const Day day = of_ == Entity::visit ? run_->day_of_visit(batch_[at]) : run_->day_of_line(batch_[at]);
    parameters_[at] = day == kNoDay ? kNoRow : plan_.parameter_row(rule, kNoRow, month_of(day));
  }
}

const std::vector<std::optional<std::int64_t>>& RowValues::tell(RuleIndex rule, std::size_t window) {
  OfWindow& of = of_window(rule, window);
  std::array<cel::BatchSlot, kParameterSlot + 1> slots{};
  slots[kRowSlot].rows = batch_.data();
  slots[kPersonSlot].rows = people_.data();
  parameters_.clear();
  if (of.reads_parameters) {
    lay_parameters(rule);
    slots[kParameterSlot].rows = parameters_.data();
  }
  of.run->begin({batch_.size(), plan_.columns().structs(), slots, 0, columns_}, *this);
  told_.resize(batch_.size());
  of.run->evaluate(0, cel::Bits::first(batch_.size()),
                   [&](std::size_t row, const cel::Value& value) { told_[row] = units_of(value); });
  return told_;
}

const cel::Activation& RowValues::stand_on(std::size_t row, std::size_t) {
  if (people_[row] != rows_.person()) rows_.set_person(people_[row]);
  scope_.stand(of_, batch_[row]);
  if (!parameters_.empty()) scope_.set_parameters(parameters_[row]);
  return scope_;
}

bool RowValues::has_lists(const cel::FieldName& list, std::size_t) {
  if (list.slot == kRowSlot) return of_ == Entity::visit && VisitLists::entity_of(list.field).has_value();
  return list.slot == kPersonSlot && VisitLists::link_of_person(list.field).has_value();
}

cel::Bits RowValues::lists(const cel::FieldName& list, std::size_t, const cel::Bits& asked,
                           std::span<std::span<const RowIndex>> rows) {
  if (list.slot == kPersonSlot) {
    const Link link = *VisitLists::link_of_person(list.field);
    asked.each([&](std::size_t row) { rows[row] = lists_->of_person(link, people_[row]); });
    return {};
  }
  const Entity entity = *VisitLists::entity_of(list.field);
  asked.each([&](std::size_t row) { rows[row] = lists_->of(entity, batch_[row]); });
  return {};
}

bool RowValues::has_sizes(const cel::FieldName& list, std::size_t program) { return has_lists(list, program); }

const std::int64_t* RowValues::sizes(const cel::FieldName& list, std::size_t program, const cel::Bits& asked) {
  rows_of_lists_.resize(batch_.size());
  lists(list, program, asked, rows_of_lists_);
  sizes_.assign(batch_.size(), -1);
  asked.each([&](std::size_t row) { sizes_[row] = static_cast<std::int64_t>(rows_of_lists_[row].size()); });
  return sizes_.data();
}

}  // namespace qiuhao::rules
