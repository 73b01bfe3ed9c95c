// Making one graph of many trees: equal parts are found by a text that says all that matters of them.
#include "cel/vector/graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cel/row/run.h"
#include "cel/vector/graph_maker.h"

namespace qiuhao::cel {
namespace {

const void* identity(const FunctionEntry& function) {
  if (function.run != nullptr) return reinterpret_cast<const void*>(function.run);
  if (function.step != nullptr) return reinterpret_cast<const void*>(function.step);
  return function.hosts.empty() ? &function : reinterpret_cast<const void*>(function.hosts.front().function);
}

// Its value may depend on more than its arguments.
bool asks_host(const FunctionEntry& function) {
  return function.run == nullptr && function.step == nullptr && !function.is_pure;
}

bool fit_together(Kind a, Kind b) {
  const auto exact = [](Kind kind) { return kind == Kind::integer || kind == Kind::decimal; };
  return (a == b && is_number(a)) || (exact(a) && exact(b));
}

bool is_arithmetic(Operation operation, Kind a, Kind b) {
  const auto is_day_or_time = [](Kind kind) { return kind == Kind::date || kind == Kind::timestamp; };
  if (is_day_or_time(a) || is_day_or_time(b) || !fit_together(a, b)) return false;
  return operation != Operation::modulo || a == Kind::integer;
}

}  // namespace

PartIndex GraphMaker::add(const Node& node, const Program::Code& code) {
  if (const Program* defined = definition_of(node)) {
    const SlotId item_local = std::exchange(item_local_, kNoLocal);  // its locals are its own
    const PartIndex index = add(*defined->code().tree, defined->code());
    item_local_ = item_local;
    return index;
  }
  std::string key = code.locale + ':';  // format() goes by it
  write_key(node, key);
  if (const auto known = by_key_.find(key); known != by_key_.end()) return known->second;
  VectorPart part;
  part.type = node.type.kind;
  part.operation = node.operation;
  part.step = node.step;
  part.code = &code;
  part.program = program_;
  if (reads_item(node)) part.item_local = item_local_;
  choose(node, part, code);
  part.is_by_text = reads_only_texts(node, part.texts) && !part.texts.empty();
  for (const FieldName& name : part.texts) note_slot(name);
  return put(std::move(part), std::move(key));
}

PartIndex GraphMaker::put(VectorPart part, std::string key) {
  if (part.kind == PartKind::field || part.kind == PartKind::has || part.kind == PartKind::row_number)
    note_slot(part.name);
  graph_.parts.push_back(std::move(part));
  const auto index = static_cast<PartIndex>(graph_.parts.size() - 1);
  by_key_.emplace(std::move(key), index);
  return index;
}

void GraphMaker::note_slot(const FieldName& name) {
  if (list_ == nullptr || name.slot == kItemSlot) return;
  if (std::ranges::find(list_->slots, name.slot) == list_->slots.end()) list_->slots.push_back(name.slot);
}

const Program* GraphMaker::definition_of(const Node& node) const {
  if (node.kind != NodeKind::name || node.reference != Reference::variable) return nullptr;
  const auto found = std::ranges::find(definitions_, node.slot, &Definition::slot);
  return found == definitions_.end() ? nullptr : found->program;
}

// All that decides the value of a part, without its place: equal keys mean equal values on every row.
void GraphMaker::write_key(const Node& node, std::string& key) const {
  const Step& step = *node.step;
  if (step.run == run_constant) {
    key += fmt::format("k{}:{}:{}:", static_cast<int>(step.constant.kind), step.constant.detail, node.is_optional_item);
    const std::string text = to_text(step.constant);
    key += fmt::format("{}:{}", text.size(), text);
    // to_text shortens what is long: two long lists of codes may begin alike.
    if (text.ends_with("…")) key += fmt::format("@{}", fmt::ptr(&step));
    return;
  }
  const bool is_own =
      node.kind == NodeKind::name && node.reference == Reference::variable && node.slot >= first_own_slot_;
  key += fmt::format("({},{},{},{},{},{},{},{},{},{}:{}", static_cast<int>(node.kind), static_cast<int>(node.operation),
                     static_cast<int>(node.macro), static_cast<int>(node.reference), is_own ? program_ + 1 : 0,
                     node.slot, node.field, step.owner,
                     static_cast<int>(node.is_test) + 2 * static_cast<int>(node.is_optional) +
                         4 * static_cast<int>(node.is_optional_item),
                     node.name.size(), node.name);
  if (node.function != nullptr) key += fmt::format("f{}", identity(*node.function));
  for (const NodePtr& child : node.children) write_key(*child, key);
  key += ')';
}

void GraphMaker::take_parts(const Node& node, VectorPart& part, const Program::Code& code) {
  for (const NodePtr& child : node.children) part.parts.push_back(add(*child, code));
}

bool GraphMaker::is_item(const Node& node) const {
  return item_local_ != kNoLocal && node.kind == NodeKind::name && node.reference == Reference::local &&
         node.slot == item_local_;
}

// Locals of comprehensions further in have numbers of their own.
bool GraphMaker::reads_item(const Node& node) const {
  if (item_local_ == kNoLocal) return false;
  return is_item(node) || std::ranges::any_of(node.children, [&](const NodePtr& child) { return reads_item(*child); });
}

std::optional<FieldName> GraphMaker::row_field(const Node& operand, StructId owner, FieldId field) const {
  if (operand.kind != NodeKind::name || operand.type.kind != Kind::row) return std::nullopt;
  if (operand.reference == Reference::variable && definition_of(operand) == nullptr)
    return FieldName{operand.slot, owner, field};
  return is_item(operand) ? std::optional(FieldName{kItemSlot, owner, field}) : std::nullopt;
}

std::optional<FieldName> GraphMaker::field_of(const Node& node) const {
  const Step& step = *node.step;
  const bool is_read = step.run == run_variable_field || step.run == run_has_variable_field || step.run == run_field ||
                       step.run == run_has_field;
  if (!is_read || node.kind != NodeKind::select) return std::nullopt;
  return row_field(*node.children[0], step.owner, step.field);
}

std::optional<FieldName> GraphMaker::optional_field_of(const Node& node) const {
  const bool is_read = node.kind == NodeKind::select && node.is_optional && !node.is_test && !node.path.empty();
  if (!is_read || node.type.kind != Kind::optional || node.field >= kFirstAskedField) return std::nullopt;
  return row_field(*node.children[0], node.step->owner, node.field);
}

void GraphMaker::choose(const Node& node, VectorPart& part, const Program::Code& code) {
  const Step& step = *node.step;
  if (step.run == run_constant) {
    part.kind = PartKind::constant;
    part.constant = step.constant;
    return;
  }
  if (const auto name = field_of(node)) {
    const bool is_test = node.is_test;
    const bool is_value = is_number(part.type) || part.type == Kind::boolean;
    const bool is_number_of_row = !is_test && name->field == kRowNumberField && part.type == Kind::integer;
    if (is_number_of_row)
      part.kind = PartKind::row_number;
    else if (name->field < kFirstAskedField && (is_test || is_value))
      part.kind = is_test ? PartKind::has : PartKind::field;
    if (part.kind != PartKind::row) part.name = *name;
    return;
  }
  if (choose_list(node, part, code)) return;
  if (node.kind == NodeKind::operation) choose_operation(node, part, code);
  if (node.kind == NodeKind::call) choose_call(node, part, code);
}

void GraphMaker::choose_operation(const Node& node, VectorPart& part, const Program::Code& code) {
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
    case Operation::greater_equal: {
      // A timestamp that is no field may have parts of a second.
      const auto is_field = [&](const NodePtr& c) {
        const auto name = field_of(*c);
        return name && name->field < kFirstAskedField;
      };
      if (fit_together(child(0), child(1)) &&
          (child(0) != Kind::timestamp || std::ranges::all_of(node.children, is_field))) {
        part.kind = PartKind::comparison;
      }
      const bool is_equality = node.operation == Operation::equal || node.operation == Operation::not_equal;
      if (is_equality && child(0) == Kind::text && child(1) == Kind::text &&
          std::ranges::all_of(node.children, is_field)) {
        part.kind = PartKind::same_text;
        return;
      }
      break;
    }
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

// Whether a part reads text fields of variables and nothing else of the host; at most kMostTableFields of them.
bool GraphMaker::reads_only_texts(const Node& node, std::vector<FieldName>& texts) const {
  if (node.step->run == run_constant) return true;
  auto name = field_of(node);
  bool is_text = name && (node.is_test || node.type.kind == Kind::text);
  if (!name && (name = optional_field_of(node))) is_text = node.type.element->kind == Kind::text;
  if (name) {
    if (!is_text || name->field >= kFirstAskedField) return false;
    if (std::ranges::find(texts, *name) == texts.end()) texts.push_back(*name);
    return texts.size() <= kMostTableFields;
  }
  const bool reads_more = (node.kind == NodeKind::name && (node.reference == Reference::variable || is_item(node))) ||
                          (node.function != nullptr && asks_host(*node.function)) ||
                          node.step->run == run_variable_field || node.step->run == run_has_variable_field ||
                          node.step->run == run_field || node.step->run == run_has_field;
  return !reads_more &&
         std::ranges::all_of(node.children, [&](const NodePtr& child) { return reads_only_texts(*child, texts); });
}

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
