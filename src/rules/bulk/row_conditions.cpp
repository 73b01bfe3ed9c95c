// A block at a time by the vector program.
#include "rules/bulk/row_conditions.h"

#include <algorithm>

namespace qiuhao::rules {

using claims::Entity;
using claims::Link;

ConditionPrograms::ConditionPrograms(const Plan& plan) {
  for (const ConditionSpec& spec : plan.sharing().conditions()) {
    const bool has_run = spec.of == Entity::line || spec.of == Entity::visit;
    of_.push_back(has_run ? std::make_unique<const cel::VectorProgram>(std::vector{spec.where}) : nullptr);
  }
}

RowConditions::RowConditions(const PartPlan& plan, const ConditionPrograms& programs, RunColumns& columns)
    : plan_(plan), columns_(columns), rows_(plan), scope_(plan, rows_), listed_(plan), people_(cel::kBatchRows) {
  const auto& specs = plan.plan().sharing().conditions();
  for (std::uint32_t condition = 0; condition < specs.size(); ++condition) {
    OfCondition& of = of_.emplace_back();
    of.entity = specs[condition].of;
    const auto names = specs[condition].where->variables();
    of.reads_person = std::ranges::find(names, "person") != names.end();
    if (const cel::VectorProgram* program = programs.of(condition)) of.run = std::make_unique<cel::VectorRun>(*program);
  }
}
RowConditions::~RowConditions() = default;

void RowConditions::begin(const PeopleRun& run) {
  run_ = &run;
  for (OfCondition& of : of_) {
    const claims::Range range = of.entity == Entity::visit ? run.visits : run.lines;
    of.first = range.begin;
    of.rows = range.end - range.begin;
    const std::size_t blocks = (of.rows + cel::kBatchRows - 1) / cel::kBatchRows;
    if (of.blocks.size() < blocks) of.blocks.resize(blocks);
    of.is_made.assign(blocks, 0);
  }
}

RowIndex RowConditions::person_of(Entity entity, RowIndex row) const {
  return run_->person_of(entity == Entity::visit ? row : run_->visit_of(row));
}

void RowConditions::make(OfCondition& of, std::size_t block) {
  made_ = &of;
  first_ = of.first + static_cast<RowIndex>(block * cel::kBatchRows);
  const std::size_t count = std::min(cel::kBatchRows, of.rows - block * cel::kBatchRows);
  std::array<cel::BatchSlot, kRowSlot + 1> slots{};
  slots[kRowSlot].first = first_;
  if (of.reads_person) {
    for (std::size_t at = 0; at < count; ++at) people_[at] = person_of(of.entity, first_ + static_cast<RowIndex>(at));
    slots[kPersonSlot].rows = people_.data();
  }
  of.run->begin({count, plan_.columns().structs(), slots, 0, &columns_}, *this);
  const cel::Decided told = of.run->decide(0, cel::Bits::first(count));
  cel::Bits& met = of.blocks[block];
  met = told.yes;
  if (told.unsure.any()) {
    of.run->evaluate(0, told.unsure, [&](std::size_t row, const cel::Value& value) {
      if (value.is_true()) met.set(row);
    });
  }
  of.is_made[block] = 1;
}

void list_met(const claims::Part& part, RowConditions& conditions, const GroupSpec& spec, const PeopleRun& run,
              std::span<const RowIndex> people, Places& listed) {
  const bool of_visits = spec.of == Entity::visit;
  if (spec.where != nullptr && people.size() == run.people.end - run.people.begin) {
    conditions.each_met(spec.condition,
                        [&](RowIndex row) { listed.add(row, run.person_of(of_visits ? row : run.visit_of(row))); });
    return;
  }
  for (const RowIndex person : people) {
    const claims::Range range = part.range(of_visits ? Link::person_visits : Link::person_lines, person);
    for (RowIndex row = range.begin; row < range.end; ++row) {
      if (spec.where == nullptr || conditions.met(spec.condition, row)) listed.add(row, person);
    }
  }
}

const cel::Activation& RowConditions::stand_on(std::size_t row, std::size_t) {
  const RowIndex at = first_ + static_cast<RowIndex>(row);
  const RowIndex person = person_of(made_->entity, at);
  if (person != rows_.person()) rows_.set_person(person);
  scope_.stand(made_->entity, at);
  return scope_;
}

bool RowConditions::has_answers(const cel::HostCall& call) {
  return made_->entity == Entity::line && listed_.can_answer(call);
}

cel::Decided RowConditions::answer(const cel::HostCall& call, const cel::Bits& asked) {
  return listed_.answer(call, *run_, first_, asked);
}

}  // namespace qiuhao::rules
