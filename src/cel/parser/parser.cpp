// The grammar: operators. Members, primaries and literals are in parser_primary.cpp.
#include "cel/parser/parser.h"

#include <fmt/format.h>

#include <array>

#include "cel/parser/parser_state.h"

namespace qiuhao::cel {
namespace {

struct Infix {
  std::string_view sign;
  Operation operation;
  int precedence;
};
constexpr int kOr = 1, kAnd = 2, kRelation = 3, kUnaryBound = 6;
constexpr std::array<Infix, 14> kInfix = {{{"||", Operation::logical_or, kOr},
                                           {"&&", Operation::logical_and, kAnd},
                                           {"==", Operation::equal, kRelation},
                                           {"!=", Operation::not_equal, kRelation},
                                           {"<", Operation::less, kRelation},
                                           {"<=", Operation::less_equal, kRelation},
                                           {">", Operation::greater, kRelation},
                                           {">=", Operation::greater_equal, kRelation},
                                           {"in", Operation::in, kRelation},
                                           {"+", Operation::add, 4},
                                           {"-", Operation::subtract, 4},
                                           {"*", Operation::multiply, 5},
                                           {"/", Operation::divide, 5},
                                           {"%", Operation::modulo, 5}}};

const Infix* infix_of(const Token& token) {
  if (token.kind != TokenKind::symbol) return nullptr;
  for (const Infix& infix : kInfix) {
    if (token.text == infix.sign) return &infix;
  }
  return nullptr;
}

}  // namespace

Result<NodePtr> parse(const Source& source, std::uint32_t begin, std::uint32_t end, bool expand_macros) {
  Parser parser(source, begin, end, expand_macros);
  return parser.parse_all();
}

Result<std::uint32_t> find_closing_brace(const Source& source, std::uint32_t begin) {
  const auto end = static_cast<std::uint32_t>(source.text.size());
  Lexer lexer(source, begin, end);
  int open = 0;
  while (true) {
    ASSIGN(const Token token, lexer.next());
    if (token.kind == TokenKind::end) return end;
    if (token.is("{")) ++open;
    if (token.is("}") && open-- == 0) return token.begin;
  }
}

Result<NodePtr> Parser::parse_all() {
  TRY(advance());
  if (token_.kind == TokenKind::end) {
    return source_.error("syntax",
                         {"the expression is empty; write one, such as true", "表达式是空的；请写一个，例如 true"},
                         token_.begin);
  }
  ASSIGN(NodePtr root, parse_expression());
  if (token_.kind != TokenKind::end) return unexpected_token({"an operator or the end", "运算符或结尾"});
  return root;
}

Status Parser::advance() {
  previous_end_ = token_.end;
  ASSIGN(token_, lexer_.next());
  return {};
}

Status Parser::expect(std::string_view symbol) {
  if (!token_.is(symbol)) return unexpected_token({std::string(symbol), std::string(symbol)});
  return advance();
}

namespace {

// What to do about a word of another language, or a bracket that closes nothing.
Sentence mend_of(std::string_view found) {
  constexpr std::pair<std::string_view, std::string_view> kWords[] = {{"and", "&&"},  {"AND", "&&"}, {"并且", "&&"},
                                                                      {"且", "&&"},   {"or", "||"},  {"OR", "||"},
                                                                      {"或者", "||"}, {"或", "||"}};
  for (const auto& [word, sign] : kWords) {
    if (found == word) return {fmt::format("; write {} for it", sign), fmt::format("；请改写为 {}", sign)};
  }
  if (found == ")" || found == "]" || found == "}") {
    const char open = found == ")" ? '(' : found == "]" ? '[' : '{';
    return {fmt::format("; take it out, or open it with {}", open), fmt::format("；请删除，或在前面补上 {}", open)};
  }
  return {};
}

}  // namespace

std::unexpected<Error> Parser::unexpected_token(const Sentence& wanted) const {
  if (token_.kind == TokenKind::end) {
    return source_.error("syntax",
                         {fmt::format("the expression ends where {} should follow; add it", wanted.english),
                          fmt::format("表达式在这里结束，后面还应有 {}；请补上", wanted.chinese)},
                         token_.begin);
  }
  const std::string_view found = source_.part(token_.begin, token_.end);
  return source_.error("syntax",
                       Sentence{fmt::format("{} stands where {} should", found, wanted.english),
                                fmt::format("这里写了 {}，此处应为 {}", found, wanted.chinese)} +
                           mend_of(found),
                       token_.begin);
}

std::unexpected<Error> Parser::too_deep(std::uint32_t offset) const {
  return source_.error("too_deep",
                       {fmt::format("the expression is nested more than {} deep; split it", kMaxDepth),
                        fmt::format("表达式嵌套超过 {} 层；请拆开", kMaxDepth)},
                       offset);
}

Status Parser::check_height(const Node& node) const {
  if (node.height <= kMaxDepth) return {};
  return too_deep(node.begin);
}

Result<NodePtr> Parser::parse_expression() {
  if (++depth_ > kMaxDepth) {
    return too_deep(token_.begin);
  }
  ASSIGN(NodePtr condition, parse_infix(kOr));
  if (token_.is("?")) {
    NodePtr node = make_node(NodeKind::operation, condition->begin, 0);
    node->operation = Operation::conditional;
    node->mark = token_.begin;
    TRY(advance());
    add_child(*node, std::move(condition));
    ASSIGN(NodePtr chosen, parse_infix(kOr));
    add_child(*node, std::move(chosen));
    TRY(expect(":"));
    ASSIGN(NodePtr other, parse_expression());
    add_child(*node, std::move(other));
    node->end = previous_end_;
    TRY(check_height(*node));
    condition = std::move(node);
  }
  --depth_;
  return condition;
}

Result<NodePtr> Parser::parse_infix(int least_precedence) {
  ASSIGN(NodePtr left, parse_unary());
  const Node* chain = nullptr;  // the && or || node that this loop has begun
  while (const Infix* infix = infix_of(token_)) {
    if (infix->precedence < least_precedence) break;
    // a && b && c is one node with three operands: error absorption does not depend on the grouping.
    const bool is_logical = infix->precedence <= kAnd;
    const bool grows = is_logical && left.get() == chain && left->operation == infix->operation;
    const std::uint32_t mark = token_.begin;
    TRY(advance());
    ASSIGN(NodePtr right, parse_infix(infix->precedence + 1));
    if (!grows) {
      NodePtr node = make_node(NodeKind::operation, left->begin, 0);
      node->operation = infix->operation;
      node->mark = mark;
      add_child(*node, std::move(left));
      left = std::move(node);
      chain = left.get();
    }
    if (left->children.size() >= kMaxItems) return too_many_items(mark, kMaxItems);
    add_child(*left, std::move(right));
    left->end = previous_end_;
    TRY(check_height(*left));
  }
  return left;
}

std::unexpected<Error> Parser::too_many_items(std::uint32_t offset, std::size_t most) const {
  return source_.error("too_large",
                       {fmt::format("more than {} items; move them to a knowledge table", most),
                        fmt::format("超过 {} 项；请移到知识表", most)},
                       offset);
}

Result<NodePtr> Parser::parse_unary() {
  if (!token_.is("!") && !token_.is("-")) return parse_member();
  if (++depth_ > kMaxDepth) {
    return too_deep(token_.begin);
  }
  const Token sign = token_;
  TRY(advance());
  NodePtr node;
  if (sign.is("-") && (token_.kind == TokenKind::integer || token_.kind == TokenKind::floating)) {
    negative_from_ = sign.begin;
    is_negative_ = true;
    ASSIGN(node, parse_member());
  } else {
    node = make_node(NodeKind::operation, sign.begin, 0);
    node->operation = sign.is("!") ? Operation::logical_not : Operation::negate;
    ASSIGN(NodePtr operand, parse_unary());
    add_child(*node, std::move(operand));
    node->end = previous_end_;
    TRY(check_height(*node));
  }
  --depth_;
  return node;
}

}  // namespace qiuhao::cel
