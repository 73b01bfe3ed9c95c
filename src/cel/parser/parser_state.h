// The parser's state: one token ahead, the depth so far. Inside of parser.cpp and parser_primary.cpp only.
#pragma once

#include <string_view>

#include "cel/lexer/lexer.h"
#include "cel/parser/tree.h"

namespace qiuhao::cel {

class Parser {
 public:
  Parser(const Source& source, std::uint32_t begin, std::uint32_t end, bool expand_macros)
      : source_(source), lexer_(source, begin, end), expand_macros_(expand_macros) {}
  Result<NodePtr> parse_all();

 private:
  Status advance();
  Status expect(std::string_view symbol);
  Status check_height(const Node& node) const;
  std::unexpected<Error> unexpected_token(const Sentence& wanted) const;
  std::unexpected<Error> too_deep(std::uint32_t offset) const;
  std::unexpected<Error> too_many_items(std::uint32_t offset, std::size_t most) const;

  Result<NodePtr> parse_expression();
  Result<NodePtr> parse_infix(int least_precedence);
  Result<NodePtr> parse_unary();
  Result<NodePtr> parse_member();
  Result<NodePtr> parse_selection(NodePtr operand);
  Result<NodePtr> parse_index(NodePtr operand);
  Result<NodePtr> parse_primary();
  Result<NodePtr> parse_name();
  Result<NodePtr> parse_number();
  Result<NodePtr> parse_list();
  Result<NodePtr> parse_map();
  Result<NodePtr> parse_record(NodePtr name);
  Status parse_arguments(Node& call);
  Result<NodePtr> parse_item();
  Result<NodePtr> expanded(NodePtr call) const;

  const Source& source_;
  Lexer lexer_;
  bool expand_macros_;
  Token token_;
  std::uint32_t previous_end_ = 0;
  int depth_ = 0;
  bool is_negative_ = false;         // a minus stands before the number at hand,
  std::uint32_t negative_from_ = 0;  // here
};

}  // namespace qiuhao::cel
