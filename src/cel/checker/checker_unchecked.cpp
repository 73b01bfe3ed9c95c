// Names in their container; and texts that are not checked: what does not fit becomes an error when it is evaluated.
#include <algorithm>
#include <array>

#include "cel/checker/checker.h"

namespace qiuhao::cel {
namespace {

constexpr std::array<std::string_view, 5> kTypeErrors = {"unknown_name", "unknown_field", "unknown_function",
                                                         "type_mismatch", "not_in_language"};

// Whether a call may go on to its function, which looks at the kinds of its arguments but not at their number.
bool has_arity(const Node& call) {
  if (call.function == nullptr) return false;
  return std::ranges::any_of(call.function->overloads, [&](const Overload& overload) {
    const std::size_t given = call.children.size(), declared = overload.parameters.size();
    return overload.is_variadic ? given + 1 >= declared : given == declared;
  });
}

// A part whose own types do not matter when it is evaluated: its steps look at the kinds that they meet.
bool goes_on(const Node& node) {
  if (node.kind == NodeKind::call) return has_arity(node);
  if (node.kind == NodeKind::select) return node.children[0]->type.kind != Kind::row;
  return node.kind == NodeKind::operation;
}

}  // namespace

// In the container x.y the name n is x.y.n, x.n or n; .n is n.
std::vector<std::string> Checker::candidates(const std::string& name, bool is_rooted) const {
  std::vector<std::string> names;
  std::string container = is_rooted ? "" : options_.container;
  while (!container.empty()) {
    names.push_back(container + "." + name);
    const std::size_t dot = container.rfind('.');
    container.resize(dot == std::string::npos ? 0 : dot);
  }
  names.push_back(name);
  return names;
}

const VariableEntry* Checker::find_variable(const std::string& name, bool is_rooted) const {
  if (is_rooted || options_.container.empty()) return tables_.find_variable(name);
  for (const std::string& candidate : candidates(name, false)) {
    if (const VariableEntry* variable = tables_.find_variable(candidate); variable != nullptr) return variable;
  }
  return nullptr;
}

Status Checker::settle(Node& node, Error error) {
  if (std::ranges::find(kTypeErrors, error.code) == kTypeErrors.end()) return fail(std::move(error));
  node.type = node.is_test ? Type::of(Kind::boolean) : Type::any();
  if (goes_on(node)) return {};
  node.kind = NodeKind::literal;
  node.children.clear();
  node.text = std::make_unique<std::string>(error.message);
  node.literal = Value::error(ErrorReason::other, node.text->c_str());
  return {};
}

}  // namespace qiuhao::cel
