// Texts and exit codes of errors.
#include "base/result.h"

#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

namespace qiuhao {

std::string Error::text(Language language) const {
  std::string prefix = place.file;
  if (place.line > 0) prefix += fmt::format(":{}", place.line);
  if (place.column > 0) prefix += fmt::format(":{}", place.column);
  if (!place.field.empty()) prefix += prefix.empty() ? place.field : fmt::format(" [{}]", place.field);
  const std::string& sentence = language == Language::chinese && !chinese.empty() ? chinese : message;
  std::string text = prefix.empty() ? sentence : prefix + ": " + sentence;
  return snippet.empty() ? text : text + "\n" + snippet;
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("zh") ? Language::chinese : Language::english;
  }
  return Language::english;
}

int exit_code(const Error& error) {
  switch (error.fault) {
    case Fault::usage: return 2;
    case Fault::input: return 3;
    case Fault::system: return 4;
  }
  return 4;
}

}  // namespace qiuhao
