// Quotes are doubled within quotes.
#include "text/csv_field.h"

#include <string_view>

namespace qiuhao::text {

std::string csv_field(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string guarded_csv_field(const std::string& field) {
  const bool is_guarded = !field.empty() && std::string_view("=+-@'\t\r").find(field[0]) != std::string_view::npos;
  return csv_field(is_guarded ? "'" + field : field);
}

}  // namespace qiuhao::text
