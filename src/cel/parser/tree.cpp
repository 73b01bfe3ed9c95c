// Building trees.
#include "cel/parser/tree.h"

#include <algorithm>
#include <array>

namespace qiuhao::cel {
namespace {
constexpr std::array<std::string_view, 19> kSigns = {"",   "||", "&&", "!", "-", "==", "!=", "<",  "<=", ">",
                                                     ">=", "in", "+",  "-", "*", "/",  "%",  "?:", "[]"};
}

std::string_view operation_sign(Operation operation) { return kSigns[static_cast<std::size_t>(operation)]; }

NodePtr make_node(NodeKind kind, std::uint32_t begin, std::uint32_t end) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  node->begin = node->mark = begin;
  node->end = end;
  return node;
}

void add_child(Node& parent, NodePtr child) {
  parent.height = std::max(parent.height, child->height + 1);
  parent.children.push_back(std::move(child));
}

NodePtr make_text_literal(std::uint32_t begin, std::uint32_t end, Kind kind, std::string text) {
  NodePtr node = make_node(NodeKind::literal, begin, end);
  node->text = std::make_unique<std::string>(std::move(text));
  node->literal = kind == Kind::bytes ? Value::of_bytes(*node->text) : Value::of_text(*node->text);
  return node;
}

std::string dotted_name(const Node& node) {
  if (node.kind == NodeKind::name) return node.name;
  if (node.kind != NodeKind::select || node.is_optional || node.is_test) return "";
  std::string operand = dotted_name(*node.children[0]);
  return operand.empty() ? "" : operand + "." + node.name;
}

}  // namespace qiuhao::cel
