// Regular expressions of matches(): RE2, whose time is linear in the text, with limits on size and number.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string_view>

#include "base/result.h"

namespace qiuhao::cel {

inline constexpr std::size_t kMaxPatternBytes = 1000;
inline constexpr std::size_t kMaxPatterns = 100;  // compiled for one text

// Never null; ok() is false, and error() says why, for what is no regular expression or too large.
std::unique_ptr<re2::RE2> make_pattern(std::string_view text);
// What is wrong with one that is not ok(), and the mend.
Sentence pattern_fault(const re2::RE2& pattern);
bool finds(const re2::RE2& pattern, std::string_view text);

}  // namespace qiuhao::cel
