// Explanations repeat the order of judging (rules/judge.cpp) and keep what each formula met.
#include "audit/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "audit/money.h"
#include "rules/world.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using Role = ExplainedFormula::Role;

// Rows have no text of their own; they are listed beside.
std::string value_text(std::string value) {
  if (value.starts_with("row ")) return "1 row";
  if (!value.starts_with("[row ")) return value;
  return fmt::format("{} rows", std::count(value.begin(), value.end(), ',') + 1);
}

ExplainedFormula formula(Role role, const std::string& name, const cel::Program& program,
                         const rules::Subject& subject) {
  cel::Scratch scratch;
  ExplainedFormula explained{role, name, program.text(), "", {}};
  explained.value = value_text(cel::to_text(program.evaluate(subject, scratch)));
  explained.steps = program.explain(subject, scratch);
  for (cel::ExplainStep& step : explained.steps) step.value = value_text(std::move(step.value));
  return explained;
}

// From a part that is false to the smallest part that makes it so.
std::string smallest_false(const std::vector<cel::ExplainStep>& steps) {
  if (steps.empty()) return "";
  std::size_t at = 0;
  for (std::size_t next = at + 1; next < steps.size() && steps[next].depth > steps[at].depth; ++next) {
    const bool is_part = steps[next].depth == steps[at].depth + 1;
    if (is_part && steps[next].is_bool && !steps[next].is_true) at = next;
  }
  return steps[at].text;
}

class Explainer {
 public:
  explicit Explainer(const rules::Subject& subject)
      : subject_(subject),
        plan_(subject.plan().plan()),
        rule_(plan_.rules()[subject.candidate().rule]),
        part_(subject.plan().part()) {}

  Explanation run();

 private:
  void explain_formulas();
  void add(Role role, const std::string& name, const cel::Program& program);
  void add_lets_of(const std::vector<std::string>& variables);
  void explain_rows();
  ExplainedRow* row_of(Entity of, RowIndex row);
  void add_subject();
  void add_window(const rules::Window& window, const cel::Value& value);
  void explain_cap();

  const rules::Subject& subject_;
  const rules::Plan& plan_;
  const rules::Rule& rule_;
  const claims::Part& part_;
  std::map<std::pair<Entity, RowIndex>, ExplainedRow> rows_;
  Explanation out_;
};

// A let is shown once, before the first formula that reads it, after the lets that it reads itself.
void Explainer::add_lets_of(const std::vector<std::string>& variables) {
  for (const rules::Let& let : rule_.lets) {
    const bool is_read = std::find(variables.begin(), variables.end(), let.name) != variables.end();
    const bool is_shown = std::any_of(out_.formulas.begin(), out_.formulas.end(), [&](const ExplainedFormula& known) {
      return known.role == Role::let && known.name == let.name;
    });
    if (!is_read || is_shown) continue;
    add_lets_of(let.program.variables());
    out_.formulas.push_back(formula(Role::let, let.name, let.program, subject_));
  }
}

void Explainer::add(Role role, const std::string& name, const cel::Program& program) {
  add_lets_of(program.variables());
  out_.formulas.push_back(formula(role, name, program, subject_));
}

void Explainer::explain_formulas() {
  if (rule_.where) {
    add(Role::where, "", *rule_.where);
    if (out_.formulas.back().value != "true") return;
  }
  add(Role::when, "", rule_.when[0]);
  if (out_.formulas.back().value != "true") return;
  for (const rules::Let& exception : rule_.excepts) {
    add(Role::except, exception.name, exception.program);
    if (out_.formulas.back().value != "false") return;
  }
  if (rule_.lines) add(Role::lines, "", *rule_.lines);
  add(Role::amount, "", rule_.amount[0]);
}

// Keeps a row, unless there are too many; nullptr then.
ExplainedRow* Explainer::row_of(Entity of, RowIndex row) {
  const std::pair key(of, row);
  if (rows_.size() >= kMaxExplainedRows && !rows_.contains(key)) {
    ++out_.rows_left_out;
    return nullptr;
  }
  ExplainedRow& kept = rows_[key];
  kept.of = of;
  kept.row = row;
  return &kept;
}

void Explainer::add_subject() {
  const rules::SubjectRef about = subject_.ref();
  switch (subject_.grain()) {
    case rules::Grain::pair: row_of(Entity::line, about.other)->is_subject = true; [[fallthrough]];
    case rules::Grain::line: row_of(Entity::line, about.row)->is_subject = true; break;
    case rules::Grain::visit:
    case rules::Grain::diagnosis:
    case rules::Grain::operation: row_of(rules::entity_of(subject_.grain()), about.row)->is_subject = true; break;
    case rules::Grain::person_day:
    case rules::Grain::person:
    case rules::Grain::provider_period: break;
  }
}

void Explainer::add_window(const rules::Window& window, const cel::Value& value) {
  const auto add = [&](const cel::Value& item) {
    if (item.kind != cel::Kind::row || item.row_struct >= claims::kEntities) return false;
    ExplainedRow* row = row_of(static_cast<Entity>(item.row_struct), static_cast<RowIndex>(item.integer));
    if (row != nullptr) row->windows.push_back(window.name);
    return true;
  };
  if (value.kind == cel::Kind::list) {
    for (std::size_t i = 0; i < value.list->size(); ++i) add(value.list->at(i));
  } else if (!add(value) && value.kind != cel::Kind::row) {
    out_.windows.push_back({window.name, value_text(cel::to_text(value))});
  }
}

void Explainer::explain_rows() {
  add_subject();
  for (const RowIndex line : out_.blamed) {
    if (ExplainedRow* row = row_of(Entity::line, line); row != nullptr) row->is_blamed = true;
  }
  for (std::size_t index = 0; index < rule_.windows.size(); ++index) {
    add_window(rule_.windows[index], subject_.variable(static_cast<cel::SlotId>(rules::kFirstWindowSlot + index)));
  }
  for (auto& [key, row] : rows_) out_.rows.push_back(std::move(row));
}

// Of a subject that is not hit, the lines that a hit would blame when the rule does not say.
void Explainer::explain_cap() {
  const bool is_hit = out_.verdict.outcome == rules::Outcome::hit;
  const auto lines = is_hit ? std::span<const RowIndex>(out_.blamed) : subject_.own_lines();
  if (lines.empty()) return;
  out_.cap = 0;
  for (const RowIndex line : lines) *out_.cap += rules::line_money(part_, plan_.fields(), line).value_or(0);
}

Explanation Explainer::run() {
  rules::JudgeScratch scratch;
  out_.verdict = rules::judge(subject_, scratch);
  out_.reason = out_.verdict.reason;
  out_.blamed.assign(out_.verdict.lines.begin(), out_.verdict.lines.end());
  out_.verdict.reason = {};
  out_.verdict.lines = {};
  const Day day = subject_.day();
  const rules::PointIndex point = subject_.candidate().point;
  // Without a day only what is always in force is.
  out_.rule_in_force =
      day == kNoDay ? rule_.effective_from == kNoDay && rule_.effective_to == kNoDay : rule_.in_force(day);
  out_.point_in_force = point == rules::kNoPoint || plan_.library()[point].in_force(day);
  if (out_.rule_in_force && out_.point_in_force) explain_formulas();
  if (out_.verdict.outcome == rules::Outcome::clear && !out_.formulas.empty()) {
    out_.decisive = smallest_false(out_.formulas.back().steps);
  }
  explain_rows();
  explain_cap();
  if (out_.verdict.outcome == rules::Outcome::hit) {
    cel::Scratch words;
    out_.message = rule_.message[0].render(subject_, words);
  }
  return std::move(out_);
}

}  // namespace

Explanation explain(const rules::Subject& subject) { return Explainer(subject).run(); }

}  // namespace qiuhao::audit
