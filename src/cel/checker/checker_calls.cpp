// Checking calls: which function, which overload, what it gives.
#include <fmt/format.h>

#include <map>

#include "cel/checker/checker.h"
#include "cel/parser/macros.h"
#include "cel/values/operate.h"
#include "cel/values/pattern.h"
#include "cel/values/types.h"

namespace qiuhao::cel {

// What the letters of a signature stand for.
struct Checker::Match {
  std::map<char, Type> variables;
};

Status Checker::check_call(NodePtr& node) {
  const FunctionEntry* function = find_function(*node);
  if (function == nullptr) {
    // An unknown receiver is the more likely slip.
    if (node->has_receiver && dotted_name(*node->children[0]) != "math") TRY(check(node->children[0]));
    return unknown_function(*node);
  }
  for (NodePtr& child : node->children) TRY(check(child));
  node->function = function;
  ASSIGN(node->type, apply_overloads(*node));
  return check_pattern(*node);
}

// math.abs(x) parses as a call on `math`: when that is no variable but such a function is known, there is no receiver.
const FunctionEntry* Checker::find_function(Node& node) {
  if (node.has_receiver) {
    const std::string receiver = dotted_name(*node.children[0]);
    const std::string root = receiver.substr(0, receiver.find('.'));
    const bool is_value = receiver.empty() || find_local(root) != nullptr || find_variable(root, false) != nullptr;
    const FunctionEntry* function = nullptr;
    for (const std::string& name : candidates(receiver + "." + node.name, false)) {
      if (function == nullptr && !is_value) function = tables_.find_function(name);
    }
    if (function != nullptr) {
      node.name = function->doc.name;
      node.mark = node.begin;
      node.children.erase(node.children.begin());
      node.has_receiver = false;
      return function;
    }
  }
  const FunctionEntry* function = nullptr;
  for (const std::string& name : candidates(node.name, node.is_rooted || node.has_receiver)) {
    if (function == nullptr) function = tables_.find_function(name);
  }
  return function;
}

bool Checker::bind_variable(char variable, const Type& type, bool is_double_literal, bool convert, Match& found) const {
  const bool is_known = !is_unknown(type);
  if (variable == 'N' && is_known && !is_numeric(type.kind) && type.kind != Kind::duration) return false;
  if (variable == 'C' && is_known && !is_orderable(type, type) && type.kind != Kind::row) return false;
  const auto [bound, is_new] = found.variables.emplace(variable, type);
  if (is_new) return true;
  const bool inexact = (type.kind == Kind::floating && bound->second.kind == Kind::decimal) ||
                       (type.kind == Kind::decimal && bound->second.kind == Kind::floating);
  if (inexact) {
    if (!convert) return false;
    // The other order (double first) is settled by the literal's own turn: apply_overloads converts before matching
    // again.
    bound->second = Type::of(Kind::decimal);
    return is_double_literal || type.kind == Kind::decimal;
  }
  bound->second = join_types(bound->second, type).value_or(Type::any());
  return true;
}

bool Checker::match_type(const Pattern& pattern, const Type& type, bool is_double_literal, bool convert,
                         Match& found) const {
  if (pattern.variable != '\0') return bind_variable(pattern.variable, type, is_double_literal, convert, found);
  if (pattern.kind == Kind::any || is_unknown(type)) {
    for (const Pattern& part : pattern.parts) match_type(part, Type::any(), false, false, found);
    return true;
  }
  if (pattern.kind == Kind::decimal && convert && (type.kind == Kind::integer || is_double_literal)) return true;
  if (pattern.kind != type.kind || (pattern.kind == Kind::row && pattern.row_struct != type.row_struct)) return false;
  const Type element = type.element ? *type.element : Type::any();
  if (pattern.kind == Kind::opaque) return match_opaque(pattern, type, convert, found);
  const bool holds_one = pattern.kind == Kind::list || pattern.kind == Kind::optional || pattern.kind == Kind::type;
  if (holds_one && !pattern.parts.empty()) return match_type(pattern.parts[0], element, false, convert, found);
  if (pattern.kind != Kind::map || pattern.parts.size() < 2) return true;
  const Type key = type.key ? *type.key : Type::any();
  // A map's size does not depend on what its values are.
  return match_type(pattern.parts[0], key, false, convert, found) &&
         (pattern.parts[1].variable != '\0' || match_type(pattern.parts[1], element, false, convert, found));
}

bool Checker::match_opaque(const Pattern& pattern, const Type& type, bool convert, Match& found) const {
  const std::size_t given = type.parameters ? type.parameters->size() : 0;
  bool fits = pattern.row_struct == type.row_struct && given == pattern.parts.size();
  for (std::size_t i = 0; fits && i < given; ++i) {
    fits = match_type(pattern.parts[i], (*type.parameters)[i], false, convert, found);
  }
  return fits;
}

bool Checker::match(const Overload& overload, const Node& call, bool convert, Match& found) const {
  const std::size_t given = call.children.size(), declared = overload.parameters.size();
  if (overload.is_method != call.has_receiver) return false;
  if (overload.is_variadic ? given + 1 < declared : given != declared) return false;
  for (std::size_t i = 0; i < given; ++i) {
    const Node& argument = *call.children[i];
    const bool is_literal = argument.kind == NodeKind::literal && argument.type.kind == Kind::floating;
    const Pattern& pattern = overload.parameters[std::min(i, declared - 1)];
    if (!match_type(pattern, argument.type, is_literal, convert, found)) return false;
  }
  return true;
}

Type Checker::result_of(const Pattern& pattern, const Match& found) const {
  if (pattern.variable != '\0') {
    const auto bound = found.variables.find(pattern.variable);
    return bound == found.variables.end() ? Type::free() : bound->second;
  }
  if (pattern.kind == Kind::list && !pattern.parts.empty()) return Type::list_of(result_of(pattern.parts[0], found));
  if (pattern.kind == Kind::map && pattern.parts.size() > 1) {
    return Type::map_of(result_of(pattern.parts[0], found), result_of(pattern.parts[1], found));
  }
  const auto first = [&] { return result_of(pattern.parts[0], found); };
  if (pattern.kind == Kind::optional && !pattern.parts.empty()) return Type::optional_of(first());
  if (pattern.kind == Kind::type && !pattern.parts.empty()) return Type::type_of(first());
  if (pattern.kind == Kind::opaque) {
    std::vector<Type> parameters;
    for (const Pattern& part : pattern.parts) parameters.push_back(result_of(part, found));
    return Type::opaque_of(pattern.row_struct, std::move(parameters));
  }
  return pattern.kind == Kind::row ? Type::row_of(pattern.row_struct) : Type::of(pattern.kind);
}

Result<Type> Checker::apply_overloads(Node& node) {
  for (const bool convert : {false, true}) {
    std::optional<Type> result;
    const Overload* chosen = nullptr;
    for (const Overload& overload : node.function->overloads) {
      Match found;
      if (!match(overload, node, convert, found)) continue;
      const Type type = result_of(overload.result, found);
      // With unknown arguments several overloads may fit: the result is known only if they agree.
      result = result && !(*result == type) ? Type::any() : type;
      if (chosen == nullptr) chosen = &overload;
    }
    if (!result) continue;
    for (std::size_t i = 0; i < node.children.size() && convert; ++i) {
      const Pattern& pattern = chosen->parameters[std::min(i, chosen->parameters.size() - 1)];
      const Kind kind = node.children[i]->type.kind;
      const bool to_decimal =
          pattern.kind == Kind::decimal || (pattern.variable != '\0' && result->kind == Kind::decimal);
      const bool is_literal = node.children[i]->kind == NodeKind::literal && kind == Kind::floating;
      if (to_decimal && (is_literal || kind == Kind::integer)) TRY(make_decimal(node.children[i]));
      if (to_decimal && kind == Kind::floating && !is_literal) return no_overload(node);
    }
    return *result;
  }
  return no_overload(node);
}

std::unexpected<Error> Checker::unknown_function(const Node& node) const {
  std::vector<std::string> candidates;
  for (const auto& [name, entry] : tables_.functions) candidates.push_back(name);
  for (const FunctionDoc& doc : macro_docs()) {
    // The name is right, so its arguments are not.
    if (doc.name == node.name) {
      return source_.error("unknown_function",
                           {fmt::format("{} is written as {}", doc.name, doc.signature),
                            fmt::format("{} 的写法是 {}", doc.name, doc.signature)},
                           node.mark);
    }
    candidates.push_back(doc.name);
  }
  std::string name = node.name;
  if (node.has_receiver && dotted_name(*node.children[0]) == "math") name = "math." + name;
  Sentence mend = suggest_name(name, candidates);
  if (mend.english.empty()) {
    mend = {"; docs/reference/rule-language.md lists the functions", "；docs/reference/rule-language.md 列出全部函数"};
  }
  return source_.error("unknown_function",
                       Sentence{fmt::format("unknown function {}", name), fmt::format("没有函数 {}", name)} + mend,
                       node.mark);
}

std::unexpected<Error> Checker::no_overload(const Node& node) const {
  std::string given;
  for (std::size_t i = node.has_receiver ? 1 : 0; i < node.children.size(); ++i) {
    given += (given.empty() ? "" : ", ") + describe(node.children[i]->type);
  }
  const std::string receiver = node.has_receiver ? describe(node.children[0]->type) + "." : "";
  std::string forms = node.function->doc.signature;
  for (std::size_t at = 0; (at = forms.find("; ", at)) != std::string::npos; at += 4) forms.replace(at, 2, " or ");
  std::string chinese_forms = node.function->doc.signature;
  for (std::size_t at = 0; (at = chinese_forms.find("; ", at)) != std::string::npos;)
    chinese_forms.replace(at, 2, " 或 ");
  return source_.error(
      "type_mismatch",
      {fmt::format("no {}{}({}); there is {} {}", receiver, node.name, given, node.name, forms),
       fmt::format("没有 {}{}({})；{} 的写法是 {}", receiver, node.name, given, node.name, chinese_forms)},
      node.mark);
}

Status Checker::check_pattern(const Node& node) {
  if (node.name != "matches" || node.children.size() != 2) return {};
  const Node& pattern = *node.children[1];
  if (pattern.kind != NodeKind::literal || pattern.literal.kind != Kind::text) return {};
  if (++patterns_ > kMaxPatterns) {
    return source_.error("too_large",
                         {fmt::format("more than {} regular expressions; join some with |", kMaxPatterns),
                          fmt::format("正则表达式超过 {} 个；请用 | 合并一些", kMaxPatterns)},
                         pattern.begin);
  }
  if (pattern.literal.size > kMaxPatternBytes) {
    return source_.error("too_large",
                         {fmt::format("a regular expression has at most {} bytes", kMaxPatternBytes),
                          fmt::format("正则表达式最多 {} 字节", kMaxPatternBytes)},
                         pattern.begin);
  }
  const auto made = make_pattern(pattern.literal.as_text());
  if (made->ok()) return {};
  return source_.error("bad_pattern", Sentence{"no regular expression: ", "不是正则表达式："} + pattern_fault(*made),
                       pattern.begin);
}

}  // namespace qiuhao::cel
