// Goes through every program of every rule.
#include "rules/touched_fields.h"

#include <algorithm>
#include <set>

#include "cel/row/code.h"
#include "rules/world.h"

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

  // `licence` is the row of the line's doctor, the others those of the person.
  void add_keys(RegisterSet registers, const EngineFields& fields) {
    if (registers.has(kLicences)) places_.emplace(Entity::line, fields.line_doctor);
    if (registers.has_people()) places_.emplace(Entity::person, fields.person_id);
  }

  // Passes over fields of the rows that subjects stand on.
  void leave_own() { leaves_own_ = true; }
  // Passes over what formulas read.
  void leave_formulas() { leaves_formulas_ = true; }

  void add(const Rule& rule, bool with_messages) {
    has_own_ = rule.grain != Grain::person_day && rule.grain != Grain::person && rule.grain != Grain::provider_period;
    for (const auto* programs : {&rule.when, &rule.amount}) {
      for (const cel::Program& program : *programs) add(program);
    }
    if (rule.where) add(*rule.where);
    if (rule.lines) add(*rule.lines);
    for (const Let& let : rule.lets) add(let.program);
    for (const Let& except : rule.excepts) add(except.program);
    if (with_messages) {
      for (const cel::Message& message : rule.message) {
        for (const cel::Program* program : message.programs()) add(*program);
      }
    }
    has_own_ = false;  // a window's condition is about any row, by whatever name
    for (const Window& window : rule.windows) add(window);
  }

  std::vector<claims::FieldPlace> places() const { return {places_.begin(), places_.end()}; }

 private:
  void add(const cel::Program& program) { add(*program.code().tree); }
  void add(const cel::Node& node) {
    const cel::Step& step = *node.step;
    if (leaves_formulas_ || (leaves_own_ && is_own(node))) return;
    if (node.kind == cel::NodeKind::select && step.owner < claims::kEntities && step.field < cel::kFirstAskedField) {
      places_.emplace(static_cast<Entity>(step.owner), step.field);
    }
    for (const cel::NodePtr& child : node.children) add(*child);
  }
  bool is_own(const cel::Node& node) const {
    if (!has_own_ || node.kind != cel::NodeKind::select || node.step->field >= cel::kFirstAskedField) return false;
    const cel::Node& row = *node.children[0];
    return row.reference == cel::Reference::variable && (row.slot == kLineSlot || row.slot == kVisitSlot ||
                                                         row.slot == kDiagnosisSlot || row.slot == kOperationSlot);
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
  bool leaves_own_ = false;
  bool leaves_formulas_ = false;
  bool has_own_ = false;
};

std::vector<claims::FieldPlace> places_of(const Plan& plan, Touched& touched, bool with_messages, unsigned moments) {
  for (RuleIndex index = 0; index < plan.rules().size(); ++index) {
    const Rule& rule = plan.rules()[index];
    if ((rule.moments & moments) == 0) continue;
    touched.add(rule, with_messages);
    if (!rule.parameters.empty()) touched.add_region(plan.fields());
    touched.add_keys(plan.registers_of(index), plan.fields());
  }
  return touched.places();
}

}  // namespace

std::vector<claims::FieldPlace> touched_fields(const Plan& plan, bool with_messages, unsigned moments) {
  Touched touched(plan.fields());
  return places_of(plan, touched, with_messages, moments);
}

std::vector<claims::FieldPlace> fields_of_other_rows(const Plan& plan, unsigned moments) {
  Touched touched(plan.fields());
  touched.leave_own();
  return places_of(plan, touched, true, moments);
}

namespace {

// What is asked for by name of a row: a list of other rows, mostly.
bool asks_for_lines(const cel::Node& node) {
  if (node.kind == cel::NodeKind::select && node.step->field >= cel::kFirstAskedField) {
    const cel::Type& type = node.type;
    const bool is_of_others = type.kind == cel::Kind::list && type.element != nullptr &&
                              type.element->kind == cel::Kind::row &&
                              type.element->row_struct != static_cast<cel::StructId>(Entity::line);
    if (!is_of_others) return true;
  }
  return std::ranges::any_of(node.children, [](const cel::NodePtr& child) { return asks_for_lines(*child); });
}

bool asks_for_lines(const cel::Program& program) { return asks_for_lines(*program.code().tree); }

}  // namespace

bool is_of_single_lines(const Rule& rule) {
  if (rule.grain != Grain::line || !rule.windows.empty() || rule.lines) return false;
  const auto asks = [](const Let& let) { return asks_for_lines(let.program); };
  return !(rule.where && asks_for_lines(*rule.where)) && !asks_for_lines(rule.when[0]) &&
         std::ranges::none_of(rule.lets, asks) && std::ranges::none_of(rule.excepts, asks);
}

std::vector<claims::FieldPlace> fields_of_engine(const Plan& plan, unsigned moments) {
  Touched touched(plan.fields());
  touched.leave_formulas();
  return places_of(plan, touched, false, moments);
}

}  // namespace qiuhao::rules
