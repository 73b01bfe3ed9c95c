// Checking names and fields; lists, maps and comprehensions are in checker_collections.cpp.
#include "cel/checker/checker.h"

#include <fmt/format.h>

#include <algorithm>

#include "cel/values/types.h"

namespace qiuhao::cel {
namespace {

constexpr std::size_t kShownPart = 40;  // bytes of a part of the text that a message repeats

// Type names that are values, such as the right side of type(x) == int.
const Type* type_named(const std::string& name) {
  if (name == "google.protobuf.Timestamp") return type_of_kind(Kind::timestamp);
  if (name == "google.protobuf.Duration") return type_of_kind(Kind::duration);
  for (const Kind kind :
       {Kind::null, Kind::boolean, Kind::integer, Kind::unsigned_integer, Kind::floating, Kind::decimal, Kind::date,
        Kind::text, Kind::bytes, Kind::list, Kind::map, Kind::type, Kind::optional}) {
    if (kind_name(kind) == name) return type_of_kind(kind);
  }
  return nullptr;
}

void set_type_name(Node& node, const Type* type) {
  node.kind = NodeKind::name;
  node.children.clear();
  node.reference = Reference::type_name;
  node.literal = Value::of_type(type);
  node.type = Type::type_of(*type);
  node.is_rooted = true;  // what is resolved stays so when a list is checked again
}

}  // namespace

std::string Checker::shown(const Node& node) const {
  std::string part{source_.part(node.begin, node.end)};
  std::ranges::replace(part, '\n', ' ');
  if (part.size() <= kShownPart) return part;
  std::size_t end = kShownPart;
  while (end > 0 && (static_cast<unsigned char>(part[end]) & 0xC0U) == 0x80) --end;
  return part.substr(0, end) + "…";
}

namespace {

Sentence mend_for_root(Kind is, Kind wanted) {
  if (wanted == Kind::boolean && (is == Kind::decimal || is == Kind::integer)) {
    return {"; compare it with a number, as in … > 0", "；请与一个数比较，如 … > 0"};
  }
  if (wanted == Kind::boolean && is == Kind::text) return {"; compare it, as in … == '1'", "；请作比较，如 … == '1'"};
  if (wanted == Kind::boolean && is == Kind::list) {
    return {"; ask whether an item fits, with exists(x, …)", "；请用 exists(x, …) 问其中有没有符合的"};
  }
  if (wanted == Kind::decimal && is == Kind::floating) {
    return {"; a double is no amount, write decimal('…')", "；double 不是金额，请写 decimal('…')"};
  }
  if (wanted == Kind::decimal && is == Kind::text) return {"; convert it with decimal(…)", "；请用 decimal(…) 转换"};
  return {};
}

}  // namespace

Status Checker::check_root(NodePtr& root, const Type& wanted) {
  TRY(check(root));
  const bool to_decimal = wanted.kind == Kind::decimal && root->type.kind != Kind::decimal;
  const bool is_double_literal = root->kind == NodeKind::literal && root->type.kind == Kind::floating;
  if (to_decimal && (root->type.kind == Kind::integer || is_double_literal)) TRY(make_decimal(root));
  if (!options_.check_types || is_assignable(root->type, wanted)) return {};
  return source_.error(
      "type_mismatch",
      Sentence{fmt::format("the expression should be {}, but is {}", describe(wanted), describe(root->type)),
               fmt::format("表达式应为 {}，却是 {}", describe(wanted), describe(root->type))} +
          mend_for_root(root->type.kind, wanted.kind),
      root->begin);
}

Status Checker::check(NodePtr& node) {
  const std::size_t outer = locals_.size();
  Status status = check_kind(node);
  if (status) status = check_type_depth(*node);
  if (status || options_.check_types) return status;
  locals_.resize(outer);
  return settle(*node, std::move(status).error());
}

// Names that stand for lists of lists nest them further than the text does.
Status Checker::check_type_depth(const Node& node) const {
  if (depth_within(node.type, kMaxDepth)) return {};
  return source_.error("too_deep",
                       {fmt::format("the value is nested more than {} deep; make it flatter", kMaxDepth),
                        fmt::format("值的嵌套超过 {} 层；请减少层次", kMaxDepth)},
                       node.begin);
}

Status Checker::check_kind(NodePtr& node) {
  switch (node->kind) {
    case NodeKind::literal: return check_literal(*node);
    case NodeKind::name: return check_name(*node);
    case NodeKind::select: return check_select(node);
    case NodeKind::operation: return check_operation(node);
    case NodeKind::call: return check_call(node);
    case NodeKind::list: return check_list(*node);
    case NodeKind::map: return check_map(*node);
    case NodeKind::comprehension: return check_comprehension(*node);
    case NodeKind::record: break;
  }
  return source_.error(
      "not_in_language",
      {fmt::format("messages such as {}{{…}} are not in this language; write a map {{'field': value}}", node->name),
       fmt::format("本语言没有 {}{{…}} 这样的消息；请写映射 {{'字段': 值}}", node->name)},
      node->begin);
}

Status Checker::check_literal(Node& node) {
  node.type = node.literal.is_error() ? Type::any() : Type::of(node.literal.kind);
  return {};
}

const Checker::Local* Checker::find_local(const std::string& name) const {
  const auto found =
      std::find_if(locals_.rbegin(), locals_.rend(), [&](const Local& local) { return local.name == name; });
  return found == locals_.rend() ? nullptr : &*found;
}

void Checker::set_variable(Node& node, const VariableEntry& variable) {
  node.kind = NodeKind::name;
  node.children.clear();
  node.reference = Reference::variable;
  node.slot = variable.slot;
  node.type = variable.type;
  node.path = variable.name;
  node.name = variable.name;
  node.is_rooted = true;
  variables_.insert(variable.name);
}

Status Checker::check_name(Node& node) {
  if (const Local* local = node.is_rooted ? nullptr : find_local(node.name); local != nullptr) {
    node.reference = Reference::local;
    node.slot = local->slot;
    node.type = local->type;
    node.path = local->path;
    return {};
  }
  if (const VariableEntry* variable = find_variable(node.name, node.is_rooted); variable != nullptr) {
    const bool is_hidden = find_local(variable->name) != nullptr || find_local(variable->alias) != nullptr;
    if (!is_hidden) use_name(node.mark, variable->name, variable->alias);
    set_variable(node, *variable);
    return {};
  }
  if (const Type* type = type_named(node.name); type != nullptr) {
    set_type_name(node, type);
    return {};
  }
  return unknown_name(node);
}

std::unexpected<Error> Checker::unknown_name(const Node& node) const {
  const auto missing = tables_.missing.find(node.name);
  if (missing != tables_.missing.end()) return source_.error("unknown_name", missing->second, node.mark);
  std::vector<std::string> candidates;
  for (const VariableEntry& variable : tables_.variables) {
    candidates.push_back(variable.name);
    if (!variable.alias.empty()) candidates.push_back(variable.alias);
  }
  for (const Local& local : locals_) candidates.push_back(local.name);
  return source_.error("unknown_name",
                       Sentence{fmt::format("unknown name {}", node.name), fmt::format("没有名称 {}", node.name)} +
                           suggest_name(node.name, candidates),
                       node.mark);
}

// A declared name may itself hold dots; the longest one wins. Locals hide them all.
bool Checker::resolve_qualified(Node& node) {
  const std::string name = dotted_name(node);
  if (name.empty() || node.kind != NodeKind::select) return false;
  const Node* root = &node;
  while (root->kind == NodeKind::select) root = root->children[0].get();
  if (!root->is_rooted && find_local(root->name) != nullptr) return false;
  if (const VariableEntry* variable = find_variable(name, root->is_rooted); variable != nullptr) {
    set_variable(node, *variable);
    return true;
  }
  if (const Type* type = type_named(name); type != nullptr) {
    set_type_name(node, type);
    return true;
  }
  return false;
}

Status Checker::check_select(NodePtr& node) {
  if (!node->is_test && resolve_qualified(*node)) return {};
  TRY(check(node->children[0]));
  if (is_optional_access(*node)) return check_optional_select(*node);
  const Type& operand = node->children[0]->type;
  if (operand.kind == Kind::row) return check_field(*node, operand);
  node->type = operand.kind == Kind::map && operand.element ? *operand.element : Type::any();
  if (operand.kind == Kind::map || is_unknown(operand)) {
    if (node->is_test) node->type = Type::of(Kind::boolean);
    return {};
  }
  const Sentence mend = operand.kind == Kind::list ? Sentence{"; look into a list with exists, all, map or [0]",
                                                              "；列表请用 exists、all、map 或 [0]"}
                                                   : Sentence{};
  return source_.error(
      "type_mismatch",
      Sentence{fmt::format("{} is {} and has no field {}", shown(*node->children[0]), describe(operand), node->name),
               fmt::format("{} 是 {}，没有字段 {}", shown(*node->children[0]), describe(operand), node->name)} +
          mend,
      node->mark);
}

Status Checker::check_field(Node& node, const Type& row) {
  const StructEntry& owner = tables_.structs[row.row_struct];
  const FieldEntry* field = owner.find(node.name);
  std::string operand_path = path_of(*node.children[0]);
  if (operand_path.empty()) operand_path = owner.name;
  if (field == nullptr) {
    std::vector<std::string> candidates;
    for (const FieldEntry& entry : owner.fields) {
      candidates.push_back(entry.name);
      if (!entry.alias.empty()) candidates.push_back(entry.alias);
    }
    const std::string written{source_.part(node.children[0]->begin, node.children[0]->end)};
    const std::string prefix = written.size() <= kShownPart ? written + "." : "";
    return source_.error("unknown_field",
                         Sentence{fmt::format("unknown field {}{}", prefix, node.name),
                                  fmt::format("没有字段 {}{}", prefix, node.name)} +
                             suggest_name(node.name, candidates, prefix),
                         node.mark);
  }
  use_name(node.mark, field->name, field->alias);
  node.field = field->id;
  node.path = operand_path + "." + field->name;
  node.type = node.is_test ? Type::of(Kind::boolean) : field->type;
  fields_.insert(node.path);
  return {};
}

std::string Checker::path_of(const Node& node) const {
  const bool is_filtered = node.kind == NodeKind::comprehension && node.macro == Macro::filter;
  const bool is_item = node.kind == NodeKind::operation && node.operation == Operation::index;
  if (is_filtered || is_item) return path_of(*node.children[0]);
  return node.path;
}

}  // namespace qiuhao::cel
