// Walks over checked trees.
#include "cel/inspect.h"

#include <algorithm>
#include <set>

#include "base/check.h"
#include "cel/row/code.h"

namespace qiuhao::cel {
namespace {

template <typename Visit>
void walk(const Node& node, const Visit& visit) {
  visit(node);
  for (const NodePtr& child : node.children) walk(*child, visit);
}

bool is_field(const Node& node) {
  return node.kind == NodeKind::select && !node.is_test && !node.is_optional && !node.children.empty() &&
         node.children[0]->type.kind == Kind::row;
}

bool is_text(const Node& node) { return node.kind == NodeKind::literal && node.literal.kind == Kind::text; }

bool is_equality(const Node& node) {
  return node.kind == NodeKind::operation &&
         (node.operation == Operation::equal || node.operation == Operation::not_equal);
}

bool is_chain(const Node& node) {
  return node.kind == NodeKind::operation &&
         (node.operation == Operation::logical_and || node.operation == Operation::logical_or);
}

void gather_clauses(const Node& node, std::vector<const Node*>& found) {
  if (!is_chain(node)) {
    found.push_back(&node);
    return;
  }
  for (const NodePtr& operand : node.children) gather_clauses(*operand, found);
}

std::vector<const Node*> clause_nodes(const Program& program) {
  std::vector<const Node*> found;
  gather_clauses(*program.code().tree, found);
  return found;
}

}  // namespace

std::vector<ComparedText> compared_texts(const Program& program) {
  std::vector<ComparedText> found;
  walk(*program.code().tree, [&](const Node& node) {
    const auto add = [&](const Node& field, const Node& constant) {
      if (!is_field(field) || !is_text(constant)) return;
      found.push_back({field.children[0]->type.row_struct,
                       field.field,
                       field.path,
                       std::string(constant.literal.as_text()),
                       {constant.begin, constant.end}});
    };
    if (is_equality(node)) {
      add(*node.children[0], *node.children[1]);
      add(*node.children[1], *node.children[0]);
    } else if (node.kind == NodeKind::operation && node.operation == Operation::in &&
               node.children[1]->kind == NodeKind::list) {
      for (const NodePtr& item : node.children[1]->children) add(*node.children[0], *item);
    }
  });
  return found;
}

std::vector<UnguardedField> unguarded_fields(const Program& program) {
  std::set<std::string> guarded;
  walk(*program.code().tree, [&](const Node& node) {
    if (node.kind == NodeKind::select && node.is_test) guarded.insert(node.path);
  });
  std::vector<UnguardedField> found;
  walk(*program.code().tree, [&](const Node& node) {
    const bool is_not = node.kind == NodeKind::operation && node.operation == Operation::logical_not;
    if (!is_not && !is_equality(node)) return;
    for (const NodePtr& side : node.children) {
      if (!is_field(*side) || guarded.contains(side->path)) continue;
      found.push_back({side->children[0]->type.row_struct,
                       side->field,
                       side->path,
                       std::string(operation_sign(node.operation)),
                       {side->begin, side->end}});
    }
  });
  return found;
}

std::vector<FunctionUse> functions_used(const Program& program) {
  std::vector<FunctionUse> found;
  walk(*program.code().tree, [&](const Node& node) {
    if (node.kind != NodeKind::call) return;
    const std::size_t receivers = node.has_receiver ? 1 : 0;
    found.push_back({node.name,
                     node.has_receiver ? node.children[0]->type.kind : Kind::any,
                     node.children.size() - receivers,
                     {node.mark, node.mark + static_cast<std::uint32_t>(node.name.size())}});
  });
  return found;
}

std::vector<Span> clauses(const Program& program) {
  std::vector<Span> spans;
  for (const Node* node : clause_nodes(program)) spans.push_back({node->begin, node->end});
  return spans;
}

Value evaluate_clause(const Program& program, std::size_t clause, const Activation& activation, Scratch& scratch) {
  const auto nodes = clause_nodes(program);
  CHECK(clause < nodes.size());
  scratch.reset();
  Frame frame = make_frame(activation, scratch, program.code().locals, kMaxSteps);
  return evaluate_step(*nodes[clause]->step, frame);
}

}  // namespace qiuhao::cel
