// Texts as points hold them: immutable, and the same object for many points that say the same, or say nothing.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

namespace qiuhao::knowledge {

class SharedText {
 public:
  SharedText() = default;  // ""
  SharedText(std::string text) : text_(text.empty() ? nullptr : std::make_shared<const std::string>(std::move(text))) {}
  SharedText(std::string_view text) : SharedText(std::string(text)) {}
  SharedText(const char* text) : SharedText(std::string(text)) {}

  operator std::string_view() const { return view(); }
  std::string_view view() const { return text_ == nullptr ? std::string_view() : std::string_view(*text_); }
  std::string str() const { return std::string(view()); }
  bool empty() const { return text_ == nullptr; }

  bool operator==(const SharedText& other) const { return text_ == other.text_ || view() == other.view(); }
  bool operator==(std::string_view text) const { return view() == text; }
  bool operator==(const std::string& text) const { return view() == text; }
  bool operator==(const char* text) const { return view() == text; }

 private:
  std::shared_ptr<const std::string> text_;  // null for ""
};

inline std::string_view format_as(const SharedText& text) { return text.view(); }

// Makes equal texts one object.
class TextSharer {
 public:
  SharedText share(std::string text) {
    if (text.empty()) return {};
    const auto known = known_.find(text);
    if (known != known_.end()) return known->second;
    const SharedText made(std::move(text));
    return known_.emplace(made.view(), made).first->second;
  }

 private:
  std::unordered_map<std::string_view, SharedText> known_;  // keys lie in the values
};

}  // namespace qiuhao::knowledge
