// A text that grows in the scratch of an evaluation.
#pragma once

#include <algorithm>
#include <cstring>
#include <string_view>

#include "cel/row/code.h"
#include "cel/values/operate.h"

namespace qiuhao::cel {

class ScratchText {
 public:
  explicit ScratchText(Frame& frame) : frame_(frame) {}

  void append(std::string_view piece) {
    if (failed_ || (size_ + piece.size() > capacity_ && !grow(size_ + piece.size()))) return;
    if (!piece.empty()) std::memcpy(text_ + size_, piece.data(), piece.size());
    size_ += piece.size();
  }
  void append(char c) { append(std::string_view(&c, 1)); }
  void append(std::size_t count, char c) {
    for (; count > 0; --count) append(c);
  }

  std::string_view view() const { return {text_, size_}; }
  // Gives up, as when the memory is used up; false, for those that return so.
  bool fail() {
    failed_ = true;
    return false;
  }
  bool has_failed() const { return failed_; }
  // The text, or limit_error when it did not fit.
  Value finish() {
    frame_.budget -= static_cast<std::int64_t>(size_ >> 6);
    return failed_ || frame_.budget < 0 ? limit_error() : Value::of_text(view());
  }

 private:
  bool grow(std::size_t least) {
    const std::size_t capacity = std::max<std::size_t>({64, 2 * capacity_, least});
    char* larger = failed_ ? nullptr : frame_.scratch.take_many<char>(capacity);
    failed_ = larger == nullptr;
    if (failed_) return false;
    if (size_ > 0) std::memcpy(larger, text_, size_);
    text_ = larger;
    capacity_ = capacity;
    return true;
  }

  Frame& frame_;
  char* text_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool failed_ = false;
};

}  // namespace qiuhao::cel
