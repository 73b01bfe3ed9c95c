// Explanations repeat the order of judging (rules/judge.cpp) and keep what each formula met.
#include "audit/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "rules/world.h"

namespace qiuhao::audit {
namespace {

using claims::Entity;
using claims::Link;
using Role = ExplainedFormula::Role;

// Rows of a window have no text of their own; the lines are listed beside.
std::string value_text(std::string value) {
  if (!value.starts_with("[row ")) return value;
  return fmt::format("{} lines", std::count(value.begin(), value.end(), ',') + 1);
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
  void explain_cap();

  const rules::Subject& subject_;
  const rules::Plan& plan_;
  const rules::Rule& rule_;
  const claims::Part& part_;
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
  add(Role::amount, "", rule_.amount[0]);
}

void Explainer::explain_rows() {
  std::map<RowIndex, ExplainedRow> rows;
  rows[subject_.line()] = {subject_.line(), true, {}};
  for (std::size_t index = 0; index < rule_.windows.size(); ++index) {
    const cel::Value window = subject_.variable(static_cast<cel::SlotId>(rules::kFirstWindowSlot + index));
    if (window.kind != cel::Kind::list) continue;
    for (std::size_t i = 0; i < window.list->size(); ++i) {
      const auto line = static_cast<RowIndex>(window.list->at(i).integer);
      if (rows.size() >= kMaxExplainedRows && !rows.contains(line)) {
        ++out_.rows_left_out;
        continue;
      }
      ExplainedRow& row = rows[line];
      row.line = line;
      row.windows.push_back(rule_.windows[index].name);
    }
  }
  for (auto& [line, row] : rows) out_.rows.push_back(std::move(row));
}

void Explainer::explain_cap() {
  for (const claims::FieldIndex field : {plan_.fields().line_in_scope, plan_.fields().line_amount}) {
    const Column* column = part_.column(Entity::line, field);
    if (column == nullptr || !column->has(subject_.line())) continue;
    out_.cap = std::max<Cents>(column->number(subject_.line()), 0);
    return;
  }
}

Explanation Explainer::run() {
  rules::JudgeScratch scratch;
  out_.verdict = rules::judge(subject_, scratch);
  out_.reason = out_.verdict.reason;
  out_.verdict.reason = {};
  const Day day = part_.column(Entity::line, plan_.fields().line_day)->day(subject_.line());
  const rules::PointIndex point = subject_.candidate().point;
  out_.rule_in_force = rule_.in_force(day);
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

Result<std::pair<std::uint16_t, RowIndex>> find_line(const claims::Tape& tape, const claims::Schema& schema,
                                                     std::string_view id) {
  const claims::FieldIndex field = schema.of(Entity::line).find("id");
  for (std::size_t part = 0; part < tape.parts().size(); ++part) {
    const Column* ids = tape.parts()[part].column(Entity::line, field);
    if (ids == nullptr) continue;
    for (RowIndex row = 0; row < ids->rows; ++row) {
      if (ids->has(row) && ids->text(row) == id) return std::pair(static_cast<std::uint16_t>(part), row);
    }
  }
  return input_error("no_such_line",
                     fmt::format("no fee line has the number '{}'; it is bkkp_sn of fee_list_d, and the "
                                 "column 'line' of findings",
                                 id));
}

}  // namespace qiuhao::audit
