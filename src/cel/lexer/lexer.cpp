// Tokens: names, numbers and symbols. Texts are read in lexer_texts.cpp.
#include "cel/lexer/lexer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "cel/lexer/unicode.h"

namespace qiuhao::cel {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex_digit(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

constexpr std::array<std::string_view, 17> kReserved = {"as",        "break",  "const",  "continue", "else", "for",
                                                        "function",  "if",     "import", "let",      "loop", "package",
                                                        "namespace", "return", "var",    "void",     "while"};
// Longer symbols first, so that "<=" is not read as "<".
constexpr std::array<std::string_view, 24> kSymbols = {"&&", "||", "==", "!=", "<=", ">=", "(", ")",
                                                       "[",  "]",  "{",  "}",  ".",  ",",  ":", "?",
                                                       "!",  "+",  "-",  "*",  "/",  "%",  "<", ">"};

// Operators of other languages, and what CEL writes instead.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kForeign = {
    {{"=", "=="}, {"&", "&&"}, {"|", "||"}}};

Sentence full_width_sentence(std::string_view shown, std::string_view half, std::string_view half_chinese) {
  return {fmt::format("full-width {} outside a string; write {} instead", shown, half),
          fmt::format("字符串之外有全角 {}；请改写为 {}", shown, half_chinese)};
}

}  // namespace

bool is_reserved_word(std::string_view word) { return std::ranges::find(kReserved, word) != kReserved.end(); }

void Lexer::skip_blanks() {
  while (at_ < end_) {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
      ++at_;
    } else if (c == '/' && peek(1) == '/') {
      while (at_ < end_ && peek() != '\n') ++at_;
    } else {
      return;
    }
  }
}

Result<Token> Lexer::next() {
  skip_blanks();
  Token token;
  token.begin = token.end = at_;
  if (at_ >= end_) return token;
  if (starts_string()) return read_string(std::move(token));
  const char c = peek();
  if (c == '`') return read_quoted_name(std::move(token));
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return read_number(std::move(token));
  if (is_name_start(code_point_at(source_.text, at_).code)) return read_name(std::move(token));
  return read_symbol(std::move(token));
}

bool Lexer::starts_string() const {
  const auto is_quote = [](char c) { return c == '"' || c == '\''; };
  const auto is_prefix = [](char c) { return c == 'r' || c == 'R' || c == 'b' || c == 'B'; };
  if (is_quote(peek())) return true;
  if (!is_prefix(peek())) return false;
  if (is_quote(peek(1))) return true;
  const bool different = (peek() | 0x20) != (peek(1) | 0x20);
  return is_prefix(peek(1)) && different && is_quote(peek(2));
}

Result<Token> Lexer::read_name(Token token) {
  while (at_ < end_) {
    const CodePoint point = code_point_at(source_.text, at_);
    if (!is_name_part(point.code)) break;
    at_ += point.length;
  }
  token.end = at_;
  token.text = source_.part(token.begin, at_);
  const bool word = token.text == "true" || token.text == "false" || token.text == "null" || token.text == "in";
  token.kind = word ? TokenKind::symbol : TokenKind::name;
  return token;
}

Result<Token> Lexer::read_quoted_name(Token token) {
  ++at_;
  while (at_ < end_ && peek() != '`') {
    const CodePoint point = code_point_at(source_.text, at_);
    const std::string_view others = "_.-/ ";
    const bool fits = is_name_part(point.code) || (point.code < 0x80 && others.contains(static_cast<char>(point.code)));
    if (!fits)
      return source_.error("bad_character",
                           {"a name in backquotes holds letters, digits and _ . - / or space",
                            "反引号中的名称只能有字母、数字、_ . - / 和空格"},
                           at_);
    at_ += point.length;
  }
  if (at_ >= end_ || at_ == token.begin + 1) {
    return source_.error("bad_literal",
                         {"this name in backquotes has no end or is empty; close it with `",
                          "反引号中的名称没有结束，或是空的；请用 ` 结束"},
                         token.begin);
  }
  token.kind = TokenKind::quoted_name;
  token.text = source_.part(token.begin + 1, at_);
  token.end = ++at_;
  return token;
}

Result<Token> Lexer::read_number(Token token) {
  if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && is_hex_digit(peek(2))) {
    at_ += 2;
    token.begin += 2;
    while (is_hex_digit(peek())) ++at_;
    return read_integer(std::move(token), 16);
  }
  while (is_digit(peek())) ++at_;
  const bool has_point = peek() == '.' && is_digit(peek(1));
  if (has_point) {
    ++at_;
    while (is_digit(peek())) ++at_;
  }
  const std::uint32_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
  const bool has_exponent = (peek() == 'e' || peek() == 'E') && is_digit(peek(1 + sign));
  if (has_exponent) {
    at_ += 1 + sign;
    while (is_digit(peek())) ++at_;
  }
  if (!has_point && !has_exponent) return read_integer(std::move(token), 10);
  token.kind = TokenKind::floating;
  token.end = at_;
  const std::string_view digits = source_.part(token.begin, at_);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), token.floating);
  if (read.ec == std::errc::result_out_of_range) {
    // from_chars does not say whether the number is too large or too small.
    const bool tiny = digits.find("e-") != std::string_view::npos || digits.find("E-") != std::string_view::npos;
    if (!tiny)
      return source_.error("bad_literal",
                           {fmt::format("{} is beyond a double", digits), fmt::format("{} 超出 double 的范围", digits)},
                           token.begin);
    token.floating = 0;
  }
  return token;
}

Result<Token> Lexer::read_integer(Token token, int base) {
  const std::string_view digits = source_.part(token.begin, at_);
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), token.magnitude, base);
  if (base == 16) token.begin -= 2;
  if (read.ec != std::errc{}) {
    return source_.error(
        "bad_literal",
        {fmt::format("the number {} needs more than 64 bits", digits), fmt::format("数字 {} 超过 64 位", digits)},
        token.begin);
  }
  token.kind = TokenKind::integer;
  if (peek() == 'u' || peek() == 'U') {
    ++at_;
    token.kind = TokenKind::unsigned_integer;
  }
  token.end = at_;
  return token;
}

Result<Token> Lexer::read_symbol(Token token) {
  const std::string_view rest = source_.part(at_, end_);
  const auto found = std::ranges::find_if(kSymbols, [&](std::string_view symbol) { return rest.starts_with(symbol); });
  if (found == kSymbols.end()) return refuse_character();
  token.kind = TokenKind::symbol;
  token.text = *found;
  at_ += static_cast<std::uint32_t>(found->size());
  token.end = at_;
  return token;
}

std::unexpected<Error> Lexer::refuse_character() {
  const CodePoint point = code_point_at(source_.text, at_);
  const std::string_view shown = source_.part(at_, std::min(at_ + point.length, end_));
  if (const std::string_view half = half_width_form(point.code); !half.empty()) {
    const bool is_space = half == " ";
    return source_.error(
        "full_width", full_width_sentence(shown, is_space ? "an ordinary space" : half, is_space ? "普通空格" : half),
        at_);
  }
  if (point.code >= 0xFF01 && point.code <= 0xFF5E) {
    const std::string half(1, static_cast<char>(point.code - 0xFEE0));
    return source_.error("full_width", full_width_sentence(shown, half, half), at_);
  }
  for (const auto& [foreign, mend] : kForeign) {
    if (shown == foreign) {
      return source_.error("bad_character",
                           {fmt::format("{} is no operator here; write {} instead", foreign, mend),
                            fmt::format("这里没有运算符 {}；请写 {}", foreign, mend)},
                           at_);
    }
  }
  if (point.code < 0x20 || point.code == 0x7F) {
    return source_.error(
        "bad_character",
        {fmt::format("control character {:#04x} outside a string; remove it", static_cast<std::uint32_t>(point.code)),
         fmt::format("字符串之外有控制字符 {:#04x}；请删除", static_cast<std::uint32_t>(point.code))},
        at_);
  }
  return source_.error("bad_character",
                       {fmt::format("{} has no meaning outside a string; remove it or quote it", shown),
                        fmt::format("{} 在字符串之外没有意义；请删除，或放进引号", shown)},
                       at_);
}

}  // namespace qiuhao::cel
