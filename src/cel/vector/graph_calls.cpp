// Calls of functions that the vector program has a way of its own for.
#include "cel/row/run.h"
#include "cel/vector/graph_maker.h"

namespace qiuhao::cel {

// size() of a list that the host may know the length of.
bool GraphMaker::choose_size(const Node& node, VectorPart& part) {
  if (node.function == nullptr || node.function->doc.name != "size" || node.children.size() != 1) return false;
  const Node& list = *node.children[0];
  if (list.type.kind != Kind::list || part.type != Kind::integer) return false;
  if (list.kind == NodeKind::name && list.reference == Reference::variable) {
    part.name = {list.slot, 0, kWholeVariable};
  } else if (list.step->run == run_variable_field && list.step->field >= kFirstAskedField) {
    part.name = {list.step->slot, list.step->owner, list.step->field};
  } else {
    return false;
  }
  part.kind = PartKind::size;
  return true;
}

// A bool that the host's function gives of constants and fields.
bool GraphMaker::choose_answer(const Node& node, VectorPart& part) const {
  const bool is_answer = node.function != nullptr && node.function->hosts.size() == 1 && part.type == Kind::boolean;
  if (!is_answer) return false;
  HostCall call{node.function->hosts.front().function, {}};
  for (const NodePtr& child : node.children) {
    const Step& step = *child->step;
    if (step.run == run_constant)
      call.arguments.push_back({step.constant, {}});
    else if (step.run == run_variable_field && step.field < kFirstAskedField)
      call.arguments.push_back({Value::absent(), {step.slot, step.owner, step.field}});
    else
      return false;
  }
  part.kind = PartKind::answer;
  part.call = std::move(call);
  return true;
}

// x.?field.orValue(other) of a number: has(x.field) ? x.field : other. The first two stand in no text.
bool GraphMaker::choose_or_value(const Node& node, VectorPart& part, const Program::Code& code) {
  if (node.step->run != run_optional_or_value || node.children.size() != 2 || !is_number(part.type)) return false;
  const auto name = optional_field_of(*node.children[0]);
  if (!name || node.children[0]->type.element->kind != part.type || node.children[1]->type.kind != part.type)
    return false;
  VectorPart has;
  has.kind = PartKind::has;
  has.type = Kind::boolean;
  has.name = *name;
  VectorPart field = has;
  field.kind = PartKind::field;
  field.type = part.type;
  std::string key;
  write_key(*node.children[0], key);
  part.kind = PartKind::choice;
  part.parts = {put(std::move(has), "has " + key), put(std::move(field), "value " + key), add(*node.children[1], code)};
  return true;
}

void GraphMaker::choose_call(const Node& node, VectorPart& part, const Program::Code& code) {
  if (choose_size(node, part) || choose_answer(node, part) || choose_or_value(node, part, code)) return;
  if (node.function == nullptr || node.function->run == nullptr) return;
  const bool is_of_time = node.children.size() == 1 && node.children[0]->type.kind == Kind::timestamp;
  if (is_of_time && node.function->doc.name == "date") {
    part.kind = PartKind::day_of_time;
    take_parts(node, part, code);
  }
  if (node.children.size() != 2) return;
  const Kind first = node.children[0]->type.kind;
  const Kind second = node.children[1]->type.kind;
  const std::string& name = node.function->doc.name;
  const bool is_exact = first == Kind::integer || first == Kind::decimal;
  if (is_exact && first == second && part.type == first) {
    if (name == "math.least") part.kind = PartKind::least;
    if (name == "math.greatest") part.kind = PartKind::greatest;
  }
  if (part.kind != PartKind::row) return take_parts(node, part, code);
  if (first != Kind::date) return;
  if (second == Kind::date) {
    if (name == "daysBetween" || name == "ageDays") part.kind = PartKind::days_between;
    if (name == "ageYears") part.kind = PartKind::age_years;
    if (name == "ageMonths") part.kind = PartKind::age_months;
  } else if (second == Kind::integer && name == "addDays") {
    part.kind = PartKind::add_days;
  }
  if (part.kind != PartKind::row) take_parts(node, part, code);
}

}  // namespace qiuhao::cel
