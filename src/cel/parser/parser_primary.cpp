// The grammar: members, primaries and literals.
#include <fmt/format.h>

#include <limits>

#include "cel/parser/macros.h"
#include "cel/parser/parser_state.h"

namespace qiuhao::cel {

Result<NodePtr> Parser::expanded(NodePtr call) const {
  return expand_macros_ ? expand_macro(source_, std::move(call)) : Result<NodePtr>(std::move(call));
}

Result<NodePtr> Parser::parse_member() {
  ASSIGN(NodePtr node, parse_primary());
  while (true) {
    if (token_.is(".")) {
      ASSIGN(node, parse_selection(std::move(node)));
    } else if (token_.is("[")) {
      ASSIGN(node, parse_index(std::move(node)));
    } else if (token_.is("{") && !dotted_name(*node).empty()) {
      ASSIGN(node, parse_record(std::move(node)));
    } else {
      return node;
    }
    TRY(check_height(*node));
  }
}

Result<NodePtr> Parser::parse_selection(NodePtr operand) {
  TRY(advance());
  const bool is_optional = token_.is("?");
  if (is_optional) TRY(advance());
  const bool is_word = token_.kind == TokenKind::name || (token_.is("in") && !is_optional);
  if (!is_word && token_.kind != TokenKind::quoted_name)
    return unexpected_token({"the name of a field or function", "字段名或函数名"});
  const Token name = token_;
  TRY(advance());
  const bool is_call = token_.is("(") && name.kind == TokenKind::name && !is_optional;
  NodePtr node = make_node(is_call ? NodeKind::call : NodeKind::select, operand->begin, name.end);
  node->mark = name.begin;
  node->name = name.text;
  node->is_optional = is_optional;
  add_child(*node, std::move(operand));
  if (!is_call) return node;
  node->has_receiver = true;
  TRY(parse_arguments(*node));
  return expanded(std::move(node));
}

Result<NodePtr> Parser::parse_index(NodePtr operand) {
  NodePtr node = make_node(NodeKind::operation, operand->begin, 0);
  node->operation = Operation::index;
  node->mark = token_.begin;
  add_child(*node, std::move(operand));
  TRY(advance());
  if (token_.is("?")) {
    node->is_optional = true;
    TRY(advance());
  }
  ASSIGN(NodePtr index, parse_expression());
  add_child(*node, std::move(index));
  TRY(expect("]"));
  node->end = previous_end_;
  return node;
}

Status Parser::parse_arguments(Node& call) {
  TRY(expect("("));
  const std::size_t most = kMaxArguments + (call.has_receiver ? 1 : 0);
  while (!token_.is(")")) {
    if (call.children.size() >= most) {
      return source_.error("too_large",
                           {fmt::format("a call has at most {} arguments; pass a list", kMaxArguments),
                            fmt::format("一次调用最多 {} 个参数；请传列表", kMaxArguments)},
                           token_.begin);
    }
    ASSIGN(NodePtr argument, parse_expression());
    add_child(call, std::move(argument));
    if (!token_.is(",")) break;
    TRY(advance());
    if (token_.is(")")) return unexpected_token({"an argument", "参数"});
  }
  TRY(expect(")"));
  call.end = previous_end_;
  return check_height(call);
}

Result<NodePtr> Parser::parse_primary() {
  switch (token_.kind) {
    case TokenKind::integer:
    case TokenKind::unsigned_integer:
    case TokenKind::floating: return parse_number();
    case TokenKind::name: return parse_name();
    case TokenKind::text:
    case TokenKind::bytes: {
      const Kind kind = token_.kind == TokenKind::text ? Kind::text : Kind::bytes;
      NodePtr node = make_text_literal(token_.begin, token_.end, kind, token_.text);
      TRY(advance());
      return node;
    }
    default: break;
  }
  if (token_.is("[")) return parse_list();
  if (token_.is("{")) return parse_map();
  if (token_.is(".")) return parse_name();
  if (token_.is("(")) {
    TRY(advance());
    ASSIGN(NodePtr inner, parse_expression());
    TRY(expect(")"));
    return inner;
  }
  if (token_.is("true") || token_.is("false") || token_.is("null")) {
    NodePtr node = make_node(NodeKind::literal, token_.begin, token_.end);
    node->literal = token_.is("null") ? Value::null() : Value::of_bool(token_.is("true"));
    TRY(advance());
    return node;
  }
  return unexpected_token({"a value, a name or (", "值、名称或 ("});
}

Result<NodePtr> Parser::parse_name() {
  const std::uint32_t begin = token_.begin;
  const bool is_rooted = token_.is(".");
  if (is_rooted) TRY(advance());
  if (token_.kind != TokenKind::name) return unexpected_token({"a name", "名称"});
  const Token name = token_;
  if (is_reserved_word(name.text)) {
    return source_.error("syntax",
                         {fmt::format("{} is a reserved word; choose another name", name.text),
                          fmt::format("{} 是保留字；请换一个名称", name.text)},
                         name.begin);
  }
  TRY(advance());
  const bool is_call = token_.is("(");
  NodePtr node = make_node(is_call ? NodeKind::call : NodeKind::name, begin, name.end);
  node->mark = name.begin;
  node->name = name.text;
  node->is_rooted = is_rooted;
  if (!is_call) return node;
  TRY(parse_arguments(*node));
  return expanded(std::move(node));
}

Result<NodePtr> Parser::parse_number() {
  const bool is_negative = std::exchange(is_negative_, false);
  NodePtr node = make_node(NodeKind::literal, is_negative ? negative_from_ : token_.begin, token_.end);
  if (token_.kind == TokenKind::floating) {
    node->literal = Value::of_double(is_negative ? -token_.floating : token_.floating);
  } else if (token_.kind == TokenKind::unsigned_integer) {
    node->literal = Value::of_uint(token_.magnitude);
  } else {
    constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (token_.magnitude > kMost + (is_negative ? 1 : 0)) {
      return source_.error("bad_literal",
                           {"this number is beyond an int; write a u after it for a uint",
                            "这个数超出 int 的范围；要用 uint 请在后面加 u"},
                           node->begin);
    }
    const std::uint64_t bits = is_negative ? 0 - token_.magnitude : token_.magnitude;
    node->literal = Value::of_int(static_cast<std::int64_t>(bits));
  }
  TRY(advance());
  return node;
}

Result<NodePtr> Parser::parse_item() {
  const bool is_optional = token_.is("?");
  if (is_optional) TRY(advance());
  ASSIGN(NodePtr item, parse_expression());
  item->is_optional_item = is_optional;
  return item;
}

Result<NodePtr> Parser::parse_list() {
  NodePtr node = make_node(NodeKind::list, token_.begin, 0);
  TRY(advance());
  while (!token_.is("]")) {
    if (node->children.size() >= kMaxItems) return too_many_items(token_.begin, kMaxItems);
    ASSIGN(NodePtr item, parse_item());
    add_child(*node, std::move(item));
    if (!token_.is(",")) break;
    TRY(advance());
  }
  TRY(expect("]"));
  node->end = previous_end_;
  TRY(check_height(*node));
  return node;
}

Result<NodePtr> Parser::parse_map() {
  NodePtr node = make_node(NodeKind::map, token_.begin, 0);
  TRY(advance());
  while (!token_.is("}")) {
    if (node->children.size() >= 2 * kMaxMapEntries) return too_many_items(token_.begin, kMaxMapEntries);
    ASSIGN(NodePtr key, parse_item());
    add_child(*node, std::move(key));
    TRY(expect(":"));
    ASSIGN(NodePtr value, parse_expression());
    add_child(*node, std::move(value));
    if (!token_.is(",")) break;
    TRY(advance());
  }
  TRY(expect("}"));
  node->end = previous_end_;
  TRY(check_height(*node));
  return node;
}

Result<NodePtr> Parser::parse_record(NodePtr name) {
  NodePtr node = make_node(NodeKind::record, name->begin, 0);
  node->name = dotted_name(*name);
  TRY(advance());
  while (!token_.is("}")) {
    if (token_.is("?")) TRY(advance());
    if (token_.kind != TokenKind::name && token_.kind != TokenKind::quoted_name)
      return unexpected_token({"a field", "字段"});
    node->names.push_back(token_.text);
    TRY(advance());
    TRY(expect(":"));
    ASSIGN(NodePtr value, parse_expression());
    add_child(*node, std::move(value));
    if (!token_.is(",")) break;
    TRY(advance());
  }
  TRY(expect("}"));
  node->end = previous_end_;
  TRY(check_height(*node));
  return node;
}

}  // namespace qiuhao::cel
