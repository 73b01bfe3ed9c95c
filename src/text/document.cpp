// Look-ups in a document.
#include "text/document.h"

#include <fmt/format.h>

namespace qiuhao::text {

const Node* Node::find(std::string_view key) const {
  for (const auto& [name, value] : entries) {
    if (name.scalar == key) return &value;
  }
  return nullptr;
}

std::string Node::text_of(std::string_view key) const {
  const Node* value = find(key);
  return value != nullptr && value->is_scalar() ? value->scalar : "";
}

std::vector<std::string> Node::texts_of(std::string_view key) const {
  std::vector<std::string> texts;
  const Node* value = find(key);
  if (value == nullptr) return texts;
  if (value->is_scalar()) texts.push_back(value->scalar);
  for (const Node& item : value->items) {
    if (item.is_scalar()) texts.push_back(item.scalar);
  }
  return texts;
}

std::string json_quote(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    switch (c) {
      case '"': quoted += "\\\""; break;
      case '\\': quoted += "\\\\"; break;
      case '\n': quoted += "\\n"; break;
      case '\r': quoted += "\\r"; break;
      case '\t': quoted += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20)
          quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
          quoted += c;
    }
  }
  return quoted + "\"";
}

}  // namespace qiuhao::text
