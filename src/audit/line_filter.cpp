// Batches of lines with the rows that their variables stand on.
#include "audit/line_filter.h"

#include <algorithm>

#include "rules/world.h"

namespace qiuhao::audit {

using claims::Entity;
using claims::Link;

namespace {

// Formulas over rows of the tape alone: windows and lets would be worked out line by line here, and again in judging.
bool is_of_rows(const cel::Program& program) {
  static constexpr std::string_view kRows[] = {"person", "visit", "line", "provider"};
  return std::ranges::all_of(program.variables(),
                             [](const std::string& name) { return std::ranges::find(kRows, name) != std::end(kRows); });
}

}  // namespace

LineFilter::LineFilter(const rules::PartPlan& plan)
    : plan_(plan), subject_(plan), slots_(rules::kLineSlot + 1), number_of_(plan.plan().rules().size(), kNone) {
  for (std::size_t index = 0; index < plan.plan().rules().size(); ++index) {
    const rules::Rule& rule = plan.plan().rules()[index];
    if (rule.grain != rules::Grain::line || rule.knowledge) continue;
    Filtered filtered;
    const auto add = [&](const cel::Program& program) {
      programs_.push_back(&program);
      rule_of_.push_back(static_cast<rules::RuleIndex>(index));
      return programs_.size() - 1;
    };
    if (rule.where && is_of_rows(*rule.where)) filtered.where = add(*rule.where);
    // A `where` that cannot be asked here may fail, which is told before `when` is.
    const bool where_is_known = !rule.where || filtered.where != kNone;
    if (where_is_known && is_of_rows(rule.when[0])) filtered.when = add(rule.when[0]);
    if (filtered.where == kNone && filtered.when == kNone) continue;
    number_of_[index] = filtered_.size();
    filtered_.push_back(filtered);
  }
  if (filtered_.empty()) return;
  vectors_ = std::make_unique<cel::VectorProgram>(programs_, rules::kPointSlot);
  run_ = std::make_unique<cel::VectorRun>(*vectors_);
  slots_.resize(std::max<std::size_t>({rules::kPersonSlot, rules::kVisitSlot, rules::kLineSlot, rules::kProviderSlot}) +
                1);
}

LineFilter::~LineFilter() = default;

void LineFilter::begin(RowIndex line) {
  const claims::Part& part = plan_.part();
  first_ = line;
  const std::size_t rows = std::min(cel::kBatchRows, part.rows(Entity::line) - line);
  people_.assign(rows, kNoRow);
  visits_.assign(rows, kNoRow);
  providers_.assign(rows, kNoRow);
  for (std::size_t row = 0; row < rows; ++row) {
    const RowIndex visit = part.link(Link::line_visit, line + static_cast<RowIndex>(row));
    if (visit == kNoRow) continue;
    visits_[row] = visit;
    people_[row] = part.link(Link::visit_person, visit);
    providers_[row] = part.link(Link::visit_provider, visit);
  }
  slots_[rules::kLineSlot] = {nullptr, line};
  slots_[rules::kVisitSlot].rows = visits_.data();
  slots_[rules::kPersonSlot].rows = people_.data();
  slots_[rules::kProviderSlot].rows = providers_.data();
  run_->begin({rows, plan_.columns().structs(), slots_}, *this);
}

const cel::Bits& LineFilter::maybe(std::size_t number) {
  Filtered& filtered = filtered_[number];
  if (filtered.known_from == first_) return filtered.maybe;
  filtered.known_from = first_;
  const cel::Bits all = cel::Bits::first(people_.size());
  cel::Bits applies = all, doubtful;
  if (filtered.where != kNone) {
    const cel::Decided where = run_->decide(filtered.where, all);
    applies = where.yes;
    doubtful = where.unsure;
  }
  if (filtered.when != kNone) {
    const cel::Decided when = run_->decide(filtered.when, applies);
    applies = when.yes | when.unsure;
  }
  filtered.maybe = applies | doubtful;
  return filtered.maybe;
}

const cel::Activation& LineFilter::stand_on(std::size_t row, std::size_t program) {
  if (people_[row] != subject_.person()) subject_.set_person(people_[row]);
  subject_.set_line(first_ + static_cast<RowIndex>(row), {rule_of_[program], rules::kNoPoint});
  return subject_;
}

}  // namespace qiuhao::audit
