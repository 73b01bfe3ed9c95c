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

LineFilterRules::LineFilterRules(const rules::Plan& plan) : number_of(plan.rules().size(), kNone) {
  std::vector<const cel::Program*> asked;
  for (std::size_t index = 0; index < plan.rules().size(); ++index) {
    const rules::Rule& rule = plan.rules()[index];
    if (rule.grain != rules::Grain::line || rule.knowledge) continue;
    Formulas of_rule;
    const auto add = [&](const cel::Program& program) {
      asked.push_back(&program);
      rule_of.push_back(static_cast<rules::RuleIndex>(index));
      return asked.size() - 1;
    };
    if (rule.where && is_of_rows(*rule.where)) of_rule.where = add(*rule.where);
    // A `where` that cannot be asked here may fail, which is told before `when` is.
    const bool where_is_known = !rule.where || of_rule.where != kNone;
    if (where_is_known && is_of_rows(rule.when[0])) of_rule.when = add(rule.when[0]);
    if (of_rule.where == kNone && of_rule.when == kNone) continue;
    number_of[index] = formulas.size();
    formulas.push_back(of_rule);
  }
  programs = std::make_unique<const cel::VectorProgram>(asked, rules::kPointSlot);
}

LineFilter::LineFilter(const LineFilterRules& rules, const rules::PartPlan& plan)
    : rules_(rules),
      plan_(plan),
      subject_(plan),
      run_(*rules.programs),
      slots_(rules::kProviderSlot + 1),
      maybe_(rules.formulas.size()) {}

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
  run_.begin({rows, plan_.columns().structs(), slots_}, *this);
}

const cel::Bits& LineFilter::maybe(std::size_t number) {
  Maybe& maybe = maybe_[number];
  if (maybe.known_from == first_) return maybe.rows;
  maybe.known_from = first_;
  const LineFilterRules::Formulas& formulas = rules_.formulas[number];
  const cel::Bits all = cel::Bits::first(people_.size());
  cel::Bits applies = all, doubtful;
  if (formulas.where != LineFilterRules::kNone) {
    const cel::Decided where = run_.decide(formulas.where, all);
    applies = where.yes;
    doubtful = where.unsure;
  }
  if (formulas.when != LineFilterRules::kNone) {
    const cel::Decided when = run_.decide(formulas.when, applies);
    applies = when.yes | when.unsure;
  }
  maybe.rows = applies | doubtful;
  return maybe.rows;
}

const cel::Activation& LineFilter::stand_on(std::size_t row, std::size_t program) {
  if (people_[row] != subject_.person()) subject_.set_person(people_[row]);
  subject_.set_line(first_ + static_cast<RowIndex>(row), {rules_.rule_of[program], rules::kNoPoint});
  return subject_;
}

}  // namespace qiuhao::audit
