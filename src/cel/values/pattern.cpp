// Making and using regular expressions.
#include "cel/values/pattern.h"

#include <fmt/format.h>

namespace qiuhao::cel {
namespace {
constexpr std::int64_t kMaxPatternMemory = std::int64_t{1} << 20;
}

std::unique_ptr<re2::RE2> make_pattern(std::string_view text) {
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(kMaxPatternMemory);
  // What is too long becomes an expression that RE2 refuses, so that callers have one thing to ask.
  if (text.size() > kMaxPatternBytes) text = "(?more than 1000 bytes)";
  return std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
}

// By the error codes of RE2; the part that it stumbled over follows.
Sentence pattern_fault(const re2::RE2& pattern) {
  const std::string& part = pattern.error_arg();
  const auto told = [&](const char* english, const char* english_mend, const char* chinese, const char* chinese_mend) {
    return Sentence{fmt::format("{}: {}; {}", english, part, english_mend),
                    fmt::format("{}：{}；{}", chinese, part, chinese_mend)};
  };
  switch (pattern.error_code()) {
    case re2::RE2::ErrorMissingParen:
      return told("missing )", "add it, or write [(] for the sign itself", "缺少 )", "请补上，要写括号本身请写 [(]");
    case re2::RE2::ErrorMissingBracket: return told("missing ]", "add it", "缺少 ]", "请补上");
    case re2::RE2::ErrorBadEscape:
      return told("unknown escape", "there are no back references, write the part out", "不认识的转义",
                  "不支持反向引用，请把内容写出来");
    case re2::RE2::ErrorBadCharClass:
    case re2::RE2::ErrorBadCharRange:
      return told("no range of characters", "write the lower one first, as in [a-z]", "字符范围不成立",
                  "请先写小的，如 [a-z]");
    case re2::RE2::ErrorTrailingBackslash: return {"a backslash at the end; take it out", "末尾有反斜杠；请删除"};
    case re2::RE2::ErrorRepeatArgument:
      return told("nothing to repeat", "put it behind a character or a group", "没有可重复的内容",
                  "请写在字符或括号之后");
    case re2::RE2::ErrorRepeatSize:
      return told("repeated too often", "at most 1000 times in all, groups inside groups too", "重复次数太多",
                  "连同嵌套的括号，总共最多 1000 次");
    case re2::RE2::ErrorRepeatOp: return told("repeated twice", "write one of * + ?", "重复符号连用", "* + ? 只写一个");
    case re2::RE2::ErrorBadPerlOp:
      return told("not known", "there is no looking ahead or behind, write it with && and !", "不支持的写法",
                  "没有前后断言，请用 && 和 ! 改写");
    case re2::RE2::ErrorPatternTooLarge: return {"too large; shorten it or repeat less", "太大；请缩短或减少重复"};
    default: return {pattern.error() + "; mend or remove it", pattern.error() + "；请改正或删除"};
  }
}

bool finds(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace qiuhao::cel
