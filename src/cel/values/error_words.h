// Run-time errors are static English sentences inside of Values (no allocation); here is what they say in Chinese.
#pragma once

#include <span>
#include <string_view>
#include <utility>

namespace qiuhao::cel {

struct ErrorWords {
  std::string_view english;
  std::string_view chinese;
};

// Every sentence that a run-time error of the language may carry.
std::span<const ErrorWords> error_words();
// The Chinese of one of them; the text itself when it is none of them (such as the path of an absent field).
std::string_view chinese_error(std::string_view english);

}  // namespace qiuhao::cel
