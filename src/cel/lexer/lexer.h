// Source text to tokens, by the lexical grammar of CEL's language definition; names may hold any Unicode letter.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "cel/lexer/source.h"

namespace qiuhao::cel {

enum class TokenKind : std::uint8_t {
  end,
  name,
  quoted_name,  // `a-b`, after a dot only
  integer,
  unsigned_integer,
  floating,
  text,
  bytes,
  symbol,  // an operator, bracket, true, false, null or in; Token::text holds it
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string text;             // names, symbols; decoded texts and bytes
  std::uint64_t magnitude = 0;  // integers: without sign, which the parser adds
  double floating = 0;

  bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
};

class Lexer {
 public:
  Lexer(const Source& source, std::uint32_t begin, std::uint32_t end) : source_(source), at_(begin), end_(end) {}
  // Errors: bad_character, full_width, bad_literal.
  Result<Token> next();

 private:
  char peek(std::uint32_t ahead = 0) const { return at_ + ahead < end_ ? source_.text[at_ + ahead] : '\0'; }
  void skip_blanks();
  bool starts_string() const;
  Result<Token> read_name(Token token);
  Result<Token> read_quoted_name(Token token);
  Result<Token> read_number(Token token);
  Result<Token> read_integer(Token token, int base);
  Result<Token> read_string(Token token);
  Status read_escape(Token& token, bool is_bytes);
  Status read_code_escape(Token& token, bool is_bytes, std::uint32_t start, std::uint32_t digits, int base);
  Result<Token> read_symbol(Token token);
  std::unexpected<Error> refuse_character();

  const Source& source_;
  std::uint32_t at_;
  std::uint32_t end_;
};

// Words that CEL keeps for itself: never variables, but fields and methods may have these names.
bool is_reserved_word(std::string_view word);

}  // namespace qiuhao::cel
