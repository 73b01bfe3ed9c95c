// Tokens: strings and bytes, raw, triple-quoted and with escapes.
#include <fmt/format.h>

#include <charconv>

#include "cel/lexer/lexer.h"
#include "cel/lexer/unicode.h"

namespace qiuhao::cel {
namespace {

// What a one-letter escape stands for, or 0.
char plain_escape(char c) {
  switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\':
    case '?':
    case '"':
    case '\'':
    case '`': return c;
    default: return '\0';
  }
}

const Sentence kSeveralLines{" (a text over several lines stands in triple quotes)", "（多行字符串用三个引号）"};

}  // namespace

Result<Token> Lexer::read_string(Token token) {
  bool raw = false, is_bytes = false;
  for (; peek() != '"' && peek() != '\''; ++at_) {
    raw |= peek() == 'r' || peek() == 'R';
    is_bytes |= peek() == 'b' || peek() == 'B';
  }
  token.kind = is_bytes ? TokenKind::bytes : TokenKind::text;
  const char quote = peek();
  const bool triple = peek(1) == quote && peek(2) == quote;
  const std::string closing(triple ? 3 : 1, quote);
  at_ += static_cast<std::uint32_t>(closing.size());
  while (true) {
    if (at_ >= end_ || (!triple && (peek() == '\n' || peek() == '\r'))) {
      Sentence sentence{"this text is not closed; end it with " + closing,
                        "这个字符串没有结束；请用 " + closing + " 结束"};
      if (!triple) sentence = std::move(sentence) + kSeveralLines;
      return source_.error("bad_literal", std::move(sentence), token.begin);
    }
    if (source_.part(at_, end_).starts_with(closing)) break;
    if (peek() == '\\' && !raw) {
      TRY(read_escape(token, is_bytes));
    } else {
      // A raw text keeps the backslash, and so may hold its own quote after one.
      const bool pair = raw && peek() == '\\' && at_ + 1 < end_ && peek(1) == quote;
      token.text.append(source_.part(at_, at_ + (pair ? 2 : 1)));
      at_ += pair ? 2 : 1;
    }
  }
  at_ += static_cast<std::uint32_t>(closing.size());
  token.end = at_;
  return token;
}

Status Lexer::read_escape(Token& token, bool is_bytes) {
  const std::uint32_t start = at_;
  const char c = peek(1);
  if (const char plain = plain_escape(c); plain != '\0') {
    token.text.push_back(plain);
    at_ += 2;
    return {};
  }
  if (c == 'x' || c == 'X') {
    at_ += 2;
    return read_code_escape(token, is_bytes, start, 2, 16);
  }
  if ((c == 'u' || c == 'U') && !is_bytes) {
    at_ += 2;
    return read_code_escape(token, is_bytes, start, c == 'u' ? 4 : 8, 16);
  }
  if (c >= '0' && c <= '3') {
    at_ += 1;
    return read_code_escape(token, is_bytes, start, 3, 8);
  }
  return source_.error("bad_literal",
                       {"this escape is unknown; write \\\\ for a backslash, or r'...' for a raw text",
                        "不认识这个转义；反斜杠请写 \\\\，或用 r'...' 写原样字符串"},
                       start);
}

Status Lexer::read_code_escape(Token& token, bool is_bytes, std::uint32_t start, std::uint32_t digits, int base) {
  const std::string_view written = source_.part(at_, std::min(at_ + digits, end_));
  std::uint32_t code = 0;
  const auto read = std::from_chars(written.data(), written.data() + written.size(), code, base);
  if (read.ec != std::errc{} || read.ptr != written.data() + digits) {
    return source_.error(
        "bad_literal",
        {fmt::format("this escape needs {} digits; write \\\\ for a backslash, or r'...' for a raw text", digits),
         fmt::format("这个转义要有 {} 位数字；反斜杠请写 \\\\，或用 r'...' 写原样字符串", digits)},
        start);
  }
  const bool is_character = code <= 0x10FFFF && (code < 0xD800 || code >= 0xE000);
  if (!is_bytes && !is_character)
    return source_.error("bad_literal", {"this escape is no Unicode character", "这个转义不是 Unicode 字符"}, start);
  if (is_bytes) {
    token.text.push_back(static_cast<char>(static_cast<unsigned char>(code)));
  } else {
    append_code_point(token.text, code);
  }
  at_ += digits;
  return {};
}

}  // namespace qiuhao::cel
