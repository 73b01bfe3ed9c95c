// Making and using regular expressions.
#include "cel/values/pattern.h"

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

bool finds(const re2::RE2& pattern, std::string_view text) {
  return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

}  // namespace qiuhao::cel
