// Searching for a part of a text: `column like ? escape '\'`.
#pragma once

#include <string>
#include <string_view>

namespace qiuhao::database {

// The pattern of texts that contain this one, in which % and _ are themselves.
inline std::string containing(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + "%";
}

}  // namespace qiuhao::database
