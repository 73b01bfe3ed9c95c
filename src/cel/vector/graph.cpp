// Making one graph of many trees: equal parts are found by a text that says all that matters of them.
#include "cel/vector/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "cel/functions/environment.h"
#include "cel/row/run.h"

namespace qiuhao::cel {
namespace {

bool is_number(Kind kind) {
  return kind == Kind::integer || kind == Kind::decimal || kind == Kind::date || kind == Kind::timestamp ||
         kind == Kind::floating;
}

const void* identity(const FunctionEntry& function) {
  if (function.run != nullptr) return reinterpret_cast<const void*>(function.run);
  if (function.step != nullptr) return reinterpret_cast<const void*>(function.step);
  return function.hosts.empty() ? &function : reinterpret_cast<const void*>(function.hosts.front().function);
}

bool is_of_host(const FunctionEntry& function) { return function.run == nullptr && function.step == nullptr; }

class GraphMaker {
 public:
  GraphMaker(VectorProgram::Graph& graph, SlotId first_own_slot, std::span<const Definition> definitions)
      : graph_(graph), first_own_slot_(first_own_slot), definitions_(definitions) {}

  void add_program(const Program& program) {
    graph_.programs.push_back(&program);
    graph_.roots.push_back(add(*program.code().tree, program.code()));
  }

 private:
  PartIndex add(const Node& node, const Program::Code& code) {
    if (const Program* defined = definition_of(node)) return add(*defined->code().tree, defined->code());
    std::string key = code.locale + ':';  // format() goes by it
    write_key(node, key);
    if (const auto known = by_key_.find(key); known != by_key_.end()) return known->second;
    VectorPart part;
    part.type = node.type.kind;
    part.operation = node.operation;
    part.step = node.step;
    part.code = &code;
    part.program = graph_.programs.size() - 1;
    choose(node, part, code);
    part.is_by_text = reads_only_texts(node, part.texts) && !part.texts.empty();
    graph_.parts.push_back(std::move(part));
    const auto index = static_cast<PartIndex>(graph_.parts.size() - 1);
    by_key_.emplace(std::move(key), index);
    return index;
  }

  const Program* definition_of(const Node& node) const {
    if (node.kind != NodeKind::name || node.reference != Reference::variable) return nullptr;
    const auto found = std::ranges::find(definitions_, node.slot, &Definition::slot);
    return found == definitions_.end() ? nullptr : found->program;
  }

  // All that decides the value of a part, without its place: equal keys mean equal values on every row.
  void write_key(const Node& node, std::string& key) const {
    const Step& step = *node.step;
    if (step.run == run_constant) {
      key +=
          fmt::format("k{}:{}:{}:", static_cast<int>(step.constant.kind), step.constant.detail, node.is_optional_item);
      const std::string text = to_text(step.constant);
      key += fmt::format("{}:{}", text.size(), text);
      // to_text shortens what is long: two long lists of codes may begin alike.
      if (text.ends_with("…")) key += fmt::format("@{}", fmt::ptr(&step));
      return;
    }
    const bool is_own =
        node.kind == NodeKind::name && node.reference == Reference::variable && node.slot >= first_own_slot_;
    key += fmt::format("({},{},{},{},{},{},{},{},{},{}:{}", static_cast<int>(node.kind),
                       static_cast<int>(node.operation), static_cast<int>(node.macro), static_cast<int>(node.reference),
                       is_own ? graph_.programs.size() : 0, node.slot, node.field, step.owner,
                       static_cast<int>(node.is_test) + 2 * static_cast<int>(node.is_optional) +
                           4 * static_cast<int>(node.is_optional_item),
                       node.name.size(), node.name);
    if (node.function != nullptr) key += fmt::format("f{}", identity(*node.function));
    for (const NodePtr& child : node.children) write_key(*child, key);
    key += ')';
  }

  void take_parts(const Node& node, VectorPart& part, const Program::Code& code) {
    for (const NodePtr& child : node.children) part.parts.push_back(add(*child, code));
  }

  void choose(const Node& node, VectorPart& part, const Program::Code& code) {
    const Step& step = *node.step;
    if (step.run == run_constant) {
      part.kind = PartKind::constant;
      part.constant = step.constant;
    } else if (step.run == run_variable_field && step.field < kFirstAskedField &&
               (is_number(part.type) || part.type == Kind::boolean)) {
      part.kind = PartKind::field;
      part.name = {step.slot, step.owner, step.field};
    } else if (step.run == run_has_variable_field && step.field < kFirstAskedField) {
      part.kind = PartKind::has;
      part.name = {step.slot, step.owner, step.field};
    } else if (node.kind == NodeKind::operation) {
      choose_operation(node, part, code);
    } else if (node.kind == NodeKind::call) {
      choose_call(node, part, code);
    }
  }

  void choose_operation(const Node& node, VectorPart& part, const Program::Code& code) {
    const auto child = [&](std::size_t i) { return node.children[i]->type.kind; };
    const bool all_bool =
        std::ranges::all_of(node.children, [](const NodePtr& c) { return c->type.kind == Kind::boolean; });
    switch (node.operation) {
      case Operation::logical_and:
      case Operation::logical_or: part.kind = all_bool ? PartKind::chain : PartKind::row; break;
      case Operation::logical_not: part.kind = all_bool ? PartKind::negation : PartKind::row; break;
      case Operation::conditional:
        if (all_bool) part.kind = PartKind::conditional;
        if (child(0) == Kind::boolean && is_number(part.type) && child(1) == part.type && child(2) == part.type)
          part.kind = PartKind::choice;
        break;
      case Operation::equal:
      case Operation::not_equal:
      case Operation::less:
      case Operation::less_equal:
      case Operation::greater:
      case Operation::greater_equal:
        // A timestamp that is no field may have parts of a second.
        if (fit_together(child(0), child(1)) &&
            (child(0) != Kind::timestamp || std::ranges::all_of(node.children, is_field))) {
          part.kind = PartKind::comparison;
        }
        break;
      case Operation::negate:
        if (child(0) == Kind::integer || child(0) == Kind::floating) part.kind = PartKind::negative;
        break;
      case Operation::add:
      case Operation::subtract:
      case Operation::multiply:
      case Operation::divide:
      case Operation::modulo:
        if (is_arithmetic(node.operation, child(0), child(1))) part.kind = PartKind::arithmetic;
        break;
      default: break;
    }
    if (part.kind != PartKind::row) take_parts(node, part, code);
  }

  // size() of a list that the host may know the length of.
  static bool choose_size(const Node& node, VectorPart& part) {
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
  static bool choose_answer(const Node& node, VectorPart& part) {
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

  void choose_call(const Node& node, VectorPart& part, const Program::Code& code) {
    if (choose_size(node, part) || choose_answer(node, part)) return;
    if (node.function == nullptr || node.function->run == nullptr) return;
    const bool is_of_time = node.children.size() == 1 && node.children[0]->type.kind == Kind::timestamp;
    if (is_of_time && node.function->doc.name == "date") {
      part.kind = PartKind::day_of_time;
      take_parts(node, part, code);
    }
    if (node.children.size() != 2) return;
    const bool dates = node.children[0]->type.kind == Kind::date && node.children[1]->type.kind == Kind::date;
    const std::string& name = node.function->doc.name;
    if (!dates) return;
    if (name == "daysBetween" || name == "ageDays") part.kind = PartKind::days_between;
    if (name == "ageYears") part.kind = PartKind::age_years;
    if (name == "ageMonths") part.kind = PartKind::age_months;
    if (part.kind != PartKind::row) take_parts(node, part, code);
  }

  static bool is_field(const NodePtr& node) {
    return node->step->run == run_variable_field && node->step->field < kFirstAskedField;
  }

  static bool fit_together(Kind a, Kind b) {
    const auto exact = [](Kind kind) { return kind == Kind::integer || kind == Kind::decimal; };
    return (a == b && is_number(a)) || (exact(a) && exact(b));
  }

  static bool is_arithmetic(Operation operation, Kind a, Kind b) {
    const auto is_day_or_time = [](Kind kind) { return kind == Kind::date || kind == Kind::timestamp; };
    if (is_day_or_time(a) || is_day_or_time(b) || !fit_together(a, b)) return false;
    return operation != Operation::modulo || a == Kind::integer;
  }

  // Whether a part reads text fields of variables and nothing else of the host; at most kMostTableFields of them.
  static bool reads_only_texts(const Node& node, std::vector<FieldName>& texts) {
    const Step& step = *node.step;
    if (step.run == run_constant) return true;
    if (step.run == run_variable_field || step.run == run_has_variable_field) {
      const bool is_text = step.run == run_has_variable_field || node.type.kind == Kind::text;
      if (!is_text || step.field >= kFirstAskedField) return false;
      const FieldName name{step.slot, step.owner, step.field};
      if (std::ranges::find(texts, name) == texts.end()) texts.push_back(name);
      return texts.size() <= kMostTableFields;
    }
    const bool asks_host = (node.kind == NodeKind::name && node.reference == Reference::variable) ||
                           (node.function != nullptr && is_of_host(*node.function)) || step.run == run_field ||
                           step.run == run_has_field;
    return !asks_host &&
           std::ranges::all_of(node.children, [&](const NodePtr& child) { return reads_only_texts(*child, texts); });
  }

  VectorProgram::Graph& graph_;
  SlotId first_own_slot_;
  std::span<const Definition> definitions_;
  std::unordered_map<std::string, PartIndex> by_key_;
};

}  // namespace

VectorProgram::VectorProgram(std::span<const Program* const> programs, SlotId first_own_slot,
                             std::span<const Definition> definitions)
    : graph_(std::make_unique<Graph>()) {
  GraphMaker maker(*graph_, first_own_slot, definitions);
  for (const Program* program : programs) maker.add_program(*program);
}
VectorProgram::VectorProgram(VectorProgram&&) noexcept = default;
VectorProgram::~VectorProgram() = default;
std::size_t VectorProgram::programs() const { return graph_->roots.size(); }
std::size_t VectorProgram::parts() const { return graph_->parts.size(); }

}  // namespace qiuhao::cel
