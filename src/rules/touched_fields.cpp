// Goes through every program of every rule.
#include "rules/touched_fields.h"

#include <set>

#include "cel/row/code.h"

namespace qiuhao::rules {
namespace {

using claims::Entity;

class Touched {
 public:
  explicit Touched(const EngineFields& fields)
      : places_{{Entity::line, fields.line_item},
                {Entity::line, fields.line_day},
                {Entity::line, fields.line_in_scope},
                {Entity::visit, fields.visit_start},
                {Entity::visit, fields.visit_provider}} {}

  // `param` is the row of the visit's region.
  void add_region(const EngineFields& fields) { places_.emplace(Entity::visit, fields.visit_region); }

  // `licence` is the row of the line's doctor.
  void add_doctor(const EngineFields& fields) { places_.emplace(Entity::line, fields.line_doctor); }

  void add(const Rule& rule, bool with_messages) {
    for (const auto* programs : {&rule.when, &rule.amount}) {
      for (const cel::Program& program : *programs) add(program);
    }
    if (rule.where) add(*rule.where);
    if (rule.lines) add(*rule.lines);
    for (const Let& let : rule.lets) add(let.program);
    for (const Let& except : rule.excepts) add(except.program);
    for (const Window& window : rule.windows) add(window);
    if (!with_messages) return;
    for (const cel::Message& message : rule.message) {
      for (const cel::Program* program : message.programs()) add(*program);
    }
  }

  std::vector<claims::FieldPlace> places() const { return {places_.begin(), places_.end()}; }

 private:
  void add(const cel::Program& program) { add(*program.code().tree); }
  void add(const cel::Node& node) {
    const cel::Step& step = *node.step;
    if (node.kind == cel::NodeKind::select && step.owner < claims::kEntities && step.field < cel::kFirstAskedField) {
      places_.emplace(static_cast<Entity>(step.owner), step.field);
    }
    for (const cel::NodePtr& child : node.children) add(*child);
  }
  void add(const Window& window) {
    for (const auto* program : {&window.where, &window.days_supply, &window.value}) {
      if (*program) add(**program);
    }
    for (const auto* terms : {&window.by, &window.group}) {
      for (const KeyTerm& term : *terms) {
        if (term.kind == KeyTerm::Kind::field) places_.emplace(term.entity, term.field);
      }
    }
    for (const TimeField* time : {&window.at, &window.to}) {
      if (time->field != claims::kNoField) places_.emplace(time->entity, time->field);
    }
  }

  std::set<claims::FieldPlace> places_;
};

}  // namespace

std::vector<claims::FieldPlace> touched_fields(const Plan& plan, bool with_messages) {
  Touched touched(plan.fields());
  for (RuleIndex index = 0; index < plan.rules().size(); ++index) {
    const Rule& rule = plan.rules()[index];
    touched.add(rule, with_messages);
    if (!rule.parameters.empty()) touched.add_region(plan.fields());
    if (plan.reads_licence(index)) touched.add_doctor(plan.fields());
  }
  return touched.places();
}

}  // namespace qiuhao::rules
