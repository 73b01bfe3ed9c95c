// Texts and exit codes of errors.
#include "base/result.h"

#include <fmt/format.h>

namespace qiuhao {

std::string Error::text() const {
  std::string prefix = place.file;
  if (place.line > 0) prefix += fmt::format(":{}", place.line);
  if (place.column > 0) prefix += fmt::format(":{}", place.column);
  if (!place.field.empty()) prefix += prefix.empty() ? place.field : fmt::format(" [{}]", place.field);
  return prefix.empty() ? message : prefix + ": " + message;
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
